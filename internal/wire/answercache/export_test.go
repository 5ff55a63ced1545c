package answercache

// Waiting is how many wait for another's fill.
func (c *Cache) Waiting() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.fills {
		n += f.waiting
	}
	return n
}

// Len is how many answers are in memory.
func (c *Cache) Len() int {
	c.CleanUp()
	return c.known.EstimatedSize() + c.miss.EstimatedSize()
}

// Sweep and CleanUp do at once what is otherwise done now and then.
func (c *Cache) Sweep()   { c.sweep() }
func (c *Cache) CleanUp() { c.known.CleanUp(); c.miss.CleanUp() }
