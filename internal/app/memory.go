package app

import (
	"context"
	"os"
	"runtime/debug"
	"time"

	"ttyt.example/ttyt/internal/base/metrics"
)

// The collector works less while requests come and memory is there, and gives memory back when it is quiet.
const (
	// busyGrowth is how much the heap may grow, in percent, before garbage is looked for under load.
	busyGrowth = 400
	// quietGrowth is Go's own default.
	quietGrowth = 100
	// memoryBesideCache is what the process aims to stay within, apart from the answers that it keeps.
	memoryBesideCache = 72 << 20
	// busyFrom is how many requests a second are load, and quietAfter how many seconds without load are quiet.
	busyFrom, quietAfter = 20, 5
)

// tuneCollector adjusts the collector to how busy the program is, until the context ends. It does nothing if GOGC or GOMEMLIMIT
// is set.
func tuneCollector(ctx context.Context, cache int) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(int64(memoryBesideCache + cache))
	debug.FreeOSMemory() // of the start
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for quiet, last := quietAfter, metrics.Served(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		served := metrics.Served()
		switch load := served-last >= busyFrom; {
		case load && quiet >= quietAfter:
			debug.SetGCPercent(busyGrowth)
			quiet = 0
		case load:
			quiet = 0
		default:
			if quiet++; quiet == quietAfter {
				debug.SetGCPercent(quietGrowth)
				debug.FreeOSMemory()
			}
		}
		last = served
	}
}
