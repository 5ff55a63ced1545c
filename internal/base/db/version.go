package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Void reports whether the DSN names a file that does not exist or holds nothing. A server's store is never void.
func Void(dsn string) (bool, error) {
	file, ok := strings.CutPrefix(dsn, string(SQLite)+":")
	if !ok {
		return false, nil
	}
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return err == nil && info.Size() == 0, err
}

var hasVersion = map[Dialect]string{
	SQLite: "SELECT COUNT(*) FROM sqlite_master WHERE name = 'goose_db_version'",
	MySQL:  "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'goose_db_version'",
}

// baseline is the number of the first migration of the baseline. Those before it were never released.
const baseline = 101

// ErrUnreleasedStore says that the store was made by a program from before the first release.
var ErrUnreleasedStore = errors.New("the store was made by an unreleased version, whose tables cannot be brought up to date: " +
	"export what is worth keeping with the version that made it, then start this one with a new, empty store")

// Version reads the number of the latest migration that was run, 0 in a store without our tables. It writes nothing, and
// refuses an unreleased store.
func (d *DB) Version(ctx context.Context) (latest int64, err error) {
	n, err := One[int](ctx, d.From(ctx), hasVersion[d.Dialect])
	if err != nil || n == 0 {
		return 0, err
	}
	versions, err := All[int64](ctx, d.From(ctx), "SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id")
	if err != nil || len(versions) == 0 {
		return 0, err
	}
	if first := versions[0]; first < baseline {
		return 0, fmt.Errorf("%w (it has migration %d, this program begins with %d)", ErrUnreleasedStore, first, baseline)
	}
	return versions[len(versions)-1], nil
}
