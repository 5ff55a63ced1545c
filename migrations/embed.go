// Package migrations holds the tables of both stores, under the same numbers. The baseline has one file a room, and after it
// one file is one change. Each statement can be run again, because MySQL commits every DDL statement on its own and a start
// may be cut anywhere. {{binary}} stands for the server's collation that compares bytes.
package migrations

import "embed"

// FS has one folder per dialect.
//
//go:embed mysql/*.sql sqlite/*.sql
var FS embed.FS
