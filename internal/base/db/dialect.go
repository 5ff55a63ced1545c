package db

import (
	"errors"
	"slices"

	"github.com/go-sql-driver/mysql"
	sqlite3 "modernc.org/sqlite/lib"
)

// Dialect names the store and holds the few places where SQL or errors differ.
type Dialect string

// The two stores. MySQL stands for MariaDB and clusters speaking the protocol too.
const (
	SQLite Dialect = "sqlite"
	MySQL  Dialect = "mysql"
)

// InsertIgnore starts an INSERT that keeps an existing row with the same key.
func (d Dialect) InsertIgnore() string {
	if d == MySQL {
		return "INSERT IGNORE"
	}
	return "INSERT OR IGNORE"
}

// JoinInOrder joins a table to what stands before it, which is read first. Planners cannot tell how few rows a derived table
// has, and would start with the large one.
func (d Dialect) JoinInOrder() string {
	if d == MySQL {
		return " STRAIGHT_JOIN "
	}
	return " CROSS JOIN "
}

// InOrderOf follows a table's name where a list must be read in the order of the index, never gathered and sorted. SQLite
// does so by itself; MySQL prefers to sort where it thinks the page lies far on, or the table is small.
func (d Dialect) InOrderOf(index string) string {
	if d == MySQL && index != "" {
		return " FORCE INDEX (" + index + ")"
	}
	return ""
}

// Error numbers of MySQL and MariaDB that say what a statement broke. Those that say more are in class.go.
const (
	mysqlDuplicate       = 1062
	mysqlRowIsReferenced = 1451
	mysqlNoReferencedRow = 1452
)

// IsDuplicate reports whether err is a broken unique key.
func IsDuplicate(err error) bool {
	return hasCode(err, []uint16{mysqlDuplicate}, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE)
}

// IsForeignKey reports whether err is a broken reference.
func IsForeignKey(err error) bool {
	return hasCode(err, []uint16{mysqlRowIsReferenced, mysqlNoReferencedRow}, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY)
}

func hasCode(err error, my []uint16, lite ...int) bool {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return slices.Contains(my, e.Number)
	}
	if e, ok := errors.AsType[coded](err); ok {
		return slices.Contains(lite, e.Code())
	}
	return false
}
