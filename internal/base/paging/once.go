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

// OnceEach is a Once for each of several questions.
type OnceEach[T any] struct {
	mu sync.Mutex
	by map[string]*Once[T]
}

// Under returns the one of the question.
func (o *OnceEach[T]) Under(question string) *Once[T] {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.by[question] == nil {
		if o.by == nil {
			o.by = map[string]*Once[T]{}
		}
		o.by[question] = new(Once[T])
	}
	return o.by[question]
}
