package paging

import "sync"

// Once reads something that the elements of a list share, at the first call, and remembers it. A nil one, of what no list
// holds, reads at each call.
type Once[T any] struct {
	do    sync.Once
	value T
	err   error
}

// Get returns what read answered the first time.
func (o *Once[T]) Get(read func() (T, error)) (T, error) {
	if o == nil {
		return read()
	}
	o.do.Do(func() { o.value, o.err = read() })
	return o.value, o.err
}
