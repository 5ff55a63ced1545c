package demo

import (
	"sync/atomic"
	"time"
)

// Clock is the clock of a demonstration's store. It tells the time, but while the centre is being filled the moment at
// which each thing is supposed to have happened.
type Clock struct {
	Wall func() time.Time // time.Now when nil; tests set their own

	at atomic.Pointer[time.Time]
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	if t := c.at.Load(); t != nil {
		return *t
	}
	if c.Wall != nil {
		return c.Wall()
	}
	return time.Now()
}

// stop lets the clock stand at a moment until run.
func (c *Clock) stop(at time.Time) { c.at.Store(&at) }

// run lets the clock tell the time again.
func (c *Clock) run() { c.at.Store(nil) }
