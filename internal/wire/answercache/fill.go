package answercache

import "context"

// fill is one question that is being answered for all who ask it meanwhile. It goes on until the last of them is gone,
// and lets the others go at once when its answer turns out to be for one caller alone.
type fill struct {
	key    key
	done   chan struct{}
	answer *answer // once done; nil if it must not be shared
	cancel context.CancelFunc

	waiting  int  // besides the first
	deserted bool // the first is gone
	over     bool // done is closed
}

// join returns the fill of the question, and whether the caller is the first and has to lead it.
func (c *Cache) join(k key) (f *fill, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f, ok := c.fills[k]; ok {
		f.waiting++
		return f, false
	}
	f = &fill{key: k, done: make(chan struct{})}
	c.fills[k] = f
	return f, true
}

// leave tells that one of those who wait is gone.
func (c *Cache) leave(f *fill) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	c.stopIdle(f)
}

// desert tells that the caller who leads the fill is gone.
func (c *Cache) desert(f *fill) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.deserted = true
	c.stopIdle(f)
}

// stopIdle stops a fill that nobody waits for any more.
func (c *Cache) stopIdle(f *fill) {
	if f.deserted && (f.waiting == 0 || f.over) {
		c.forget(f)
		f.cancel()
	}
}

// finish lets all who wait go, with the answer or without. Only the first call counts.
func (c *Cache) finish(f *fill, a *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.over {
		return
	}
	f.answer, f.over = a, true
	c.forget(f)
	close(f.done)
	c.stopIdle(f)
}

func (c *Cache) forget(f *fill) {
	if c.fills[f.key] == f {
		delete(c.fills, f.key)
	}
}
