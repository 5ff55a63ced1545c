package db

import (
	"context"
	"errors"
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

// Version reads the number of the latest migration that was run, 0 in a store without our tables. It writes nothing.
func (d *DB) Version(ctx context.Context) (int64, error) {
	n, err := One[int](ctx, d.From(ctx), hasVersion[d.Dialect])
	if err != nil || n == 0 {
		return 0, err
	}
	return One[int64](ctx, d.From(ctx), "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version")
}
