package main

import (
	"fmt"
	"io"
	"time"
)

// write prints the figures as Markdown.
func (f *figures) write(w io.Writer) {
	against := "ceiling"
	if f.hits {
		against = "memory"
	}
	fmt.Fprintf(w, "| %s | requests/s | %s | ratio | p99 ms | %s | CPU µs | %s | ratio | MariaDB µs | %s | at a rate of | p50 ms | %s | p99 ms | %s |\n", f.kind, against, against, against, against, against, against)
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, r := range f.results {
		speed := func(x figure) float64 { return x.perSecond }
		cpu := func(x figure) float64 { return x.cpu }
		store := func(x figure) float64 { return x.storeCPU }
		tail := func(x figure) time.Duration { return x.tail }
		p50 := func(x figure) time.Duration { return x.P50 }
		p99 := func(x figure) time.Duration { return x.P99 }
		fmt.Fprintf(w, "| %s: %s | %.0f | %.0f | **%.2f** | %s | %s | %.0f | %.0f | %.2f | %.0f | %.0f | %d/s | %s | %s | %s | %s |\n", r.name, r.title,
			median(r.product, speed), median(r.against, speed), ratio(r, speed), millis(median(r.product, tail)), millis(median(r.against, tail)),
			median(r.product, cpu), median(r.against, cpu), 1/ratio(r, cpu),
			median(r.product, store), median(r.against, store), r.rate,
			millis(median(r.product, p50)), millis(median(r.against, p50)), millis(median(r.product, p99)), millis(median(r.against, p99)))
	}
	fmt.Fprintf(w, "\nStart to first answer %s ms; memory %.0f MB idle, %.0f MB after the load, %.0f MB at most.\n",
		millis(f.firstAnswer), f.idle, f.loaded, f.peaked)
}

// ratio is the median of the rounds' ratios: the two of a round were measured one after the other.
func ratio(r *result, part func(figure) float64) float64 {
	paired := make([]figure, len(r.product))
	for i := range r.product {
		paired[i].perSecond = part(r.product[i]) / part(r.against[i])
	}
	return median(paired, func(f figure) float64 { return f.perSecond })
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }
