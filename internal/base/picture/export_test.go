package picture

import "context"

// Take takes all memory, and returns what gives it back.
func (s *Studio) Take(ctx context.Context) (back func(), err error) {
	return func() { s.free.Release(Memory) }, s.free.Acquire(ctx, Memory)
}
