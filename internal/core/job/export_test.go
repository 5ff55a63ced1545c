package job

import (
	"context"

	"ttyt.example/ttyt/internal/core/access"
)

// ClaimThen claims the first due job, lets something happen, and only then works on it: a replica that stalls.
func (r *Runner) ClaimThen(ctx context.Context, happens func()) error {
	due, err := r.due(ctx)
	if err != nil {
		return err
	}
	j := due[0]
	if _, err := r.claim(ctx, &j); err != nil {
		return err
	}
	happens()
	return r.attempt(access.AsSystem(ctx), j)
}

// ErrLost is what a replica gets whose claim no longer holds.
var ErrLost = errLost
