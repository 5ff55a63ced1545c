package transport

import (
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/wire/rate"
)

// A socket whose client has not said yet who it is has a place of its own, apart from those of strangers: so strangers who
// take all of theirs keep no app out that says so in connection_init. Such places are few, and the oldest makes room for
// the next: a client that means it speaks at once.
const (
	silentShare        = 8 // one in so many of all connections
	silentAddressShare = 2 // and of those of one address
)

// hear lets a new connection say who it is. The caller holds mu.
func (l *Live) hear(c *connection) {
	caller, oldest, n := rate.CallerOf(c.actor), (*connection)(nil), 0
	for _, o := range l.silent {
		if rate.CallerOf(o.actor) == caller {
			if n++; oldest == nil {
				oldest = o
			}
		}
	}
	if n < max(1, l.limits.PerAddress/silentAddressShare) {
		oldest = nil
		if len(l.silent) >= max(1, l.limits.Connections/silentShare) {
			oldest = l.silent[0]
		}
	}
	if oldest != nil {
		l.drop(oldest)
		oldest.leaves = true
		l.leaving++
		oldest.end(endSilent)
	}
	l.silent = append(l.silent, c)
}

// settle counts a connection whose client has not said who it is as a stranger's.
func (c *connection) settle() *fault.Error {
	c.live.mu.Lock()
	known := c.taken
	c.live.mu.Unlock()
	if known {
		return nil
	}
	return c.become(c.actor)
}
