package act

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// Renaming is a new name of something that readers see with a published post, although no consent covers the name.
type Renaming struct {
	Kind          string // of the subject, as in global ids
	Subject       db.ID
	Before, After string
}

// Detail says both names, for the record and for whom it is told.
func (r Renaming) Detail() string { return r.Before + " → " + r.After }

// RenameHook joins the transaction in which something gets a new name. Its error rolls everything back.
type RenameHook func(ctx context.Context, r Renaming) error

// RenameHooks are run in turn.
type RenameHooks []RenameHook

// Run runs the hooks and returns what the record says of the new name.
func (h RenameHooks) Run(ctx context.Context, r Renaming) (detail string, err error) {
	for _, hook := range h {
		if err := hook(ctx, r); err != nil {
			return "", err
		}
	}
	return r.Detail(), nil
}
