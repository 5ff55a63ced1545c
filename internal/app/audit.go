package app

import (
	"context"
	"errors"
	"flag"
	"io"
	"slices"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/auth"
)

var errHalfMade = errors.New("the store lacks tables of this version: run ttyt migrate first")

// sealerOf returns what keeps the audit log of a store, nil for one without tables, with the configured keys.
func sealerOf(store *db.DB, c config.Config) (*audit.Log, *audit.Sealer) {
	l := audit.New(store, nil, c.AuditKey, c.AuditKeysOld...)
	l.Keep(kept()...)
	return l, audit.NewSealer(l, c.AuditAnchor)
}

// kept are the tables whose rows the audit log digests. What passes lies outside: sessions, one-time links, notices, jobs, the
// change feed, files on their way into the register; and so does what is made of the rest: indexes, counts, addresses of posts.
func kept() []*audit.Table {
	return slices.Concat(auth.Kept(), approval.Kept(), department.Kept(), staff.Kept(), role.Kept(), category.Kept(), media.Kept(), post.Kept(), asset.Kept(),
		inventory.Kept(), incident.Kept(), support.Kept(), changerequest.Kept(), connectlist.Kept(), correction.Kept(), site.Kept(), malware.Kept(), token.Kept())
}

// reading lets use look at the store over a handle that cannot write, nil if there are no tables yet.
func reading(ctx context.Context, c config.Config, use func(store *db.DB) error) error {
	void, err := db.Void(c.DSN)
	if err != nil {
		return err
	}
	if void {
		return use(nil)
	}
	store, err := db.Open(ctx, c.DSN, db.Options{ReadOnly: true, Conns: 2})
	if err != nil {
		return err
	}
	version, err := store.Version(ctx)
	switch {
	case err != nil:
	case version == 0:
		err = use(nil)
	case version < audit.Since:
		err = errHalfMade
	default:
		err = use(store)
	}
	return errors.Join(err, store.Close())
}

// checkAudit refuses a key or an anchor that does not fit the log, before anything is written. A store whose first start was
// cut has no log yet.
func checkAudit(ctx context.Context, c config.Config) error {
	err := reading(ctx, c, func(store *db.DB) error {
		_, sealer := sealerOf(store, c)
		return sealer.Check(ctx)
	})
	if errors.Is(err, errHalfMade) {
		return nil
	}
	return err
}

// VerifyAudit verifies the audit log without writing to the store, prints what it finds, and reports whether all is well.
func VerifyAudit(ctx context.Context, c config.Config, out io.Writer) (sound bool, err error) {
	err = reading(ctx, c, func(store *db.DB) error {
		log, sealer := sealerOf(store, c)
		if store == nil {
			return errors.Join(sealer.Check(ctx), errors.New("the store has no tables yet"))
		}
		if version, err := store.Version(ctx); err != nil || version < audit.DigestsSince {
			return errors.Join(err, errHalfMade)
		}
		sound, err = audit.VerifyCommand(ctx, log, c.AuditAnchor, out)
		return err
	})
	return sound, err
}

// Anchor asks for the anchor file of a log that was verified.
type Anchor struct{ accept audit.Acceptance }

// Flags adds the command line of an anchor.
func (a *Anchor) Flags(f *flag.FlagSet) {
	f.StringVar(&a.accept.Loss, "accept-loss", "", "reason why the log does not match the anchor, such as a restored backup: it is recorded, and the log is anchored as it is")
	f.BoolVar(&a.accept.LostKey, "lost-key", false, "let AUDIT_KEY take over although the log's own key is lost; what that key signed can no longer be verified")
}

// Run verifies the whole log and anchors it.
func (a *Anchor) Run(ctx context.Context, c config.Config, out io.Writer) error {
	store, err := openStore(ctx, c, nil)
	if err != nil {
		return err
	}
	_, sealer := sealerOf(store, c)
	return errors.Join(sealer.Anchor(ctx, a.accept, out), store.Close())
}

// Migrate brings the tables of the store up to date.
func Migrate(ctx context.Context, c config.Config) error {
	store, err := openStore(ctx, c, nil)
	if err != nil {
		return err
	}
	return store.Close()
}
