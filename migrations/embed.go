// Package migrations holds the tables of both stores: the same numbers, the same tables. One table a file, each
// statement repeatable, because MySQL commits every DDL statement on its own and a start may be cut anywhere.
package migrations

import "embed"

// FS has one folder per dialect.
//
//go:embed mysql/*.sql sqlite/*.sql
var FS embed.FS
