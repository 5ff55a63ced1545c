package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/go-sql-driver/mysql"
	sqlite3 "modernc.org/sqlite/lib"

	"ttyt.example/ttyt/internal/base/fault"
)

// class is what an error of the store says about the transaction that met it.
type class uint8

const (
	// own is about the statement: a broken key, or a mistake in the program.
	own class = iota
	// again lost to another transaction: rolled back as a whole, it may succeed when it is run once more.
	again
	// away says that the store cannot do it now, and that nothing is saved.
	away
	// unsure is for COMMIT alone: the answer got lost, and what was asked for may be saved or not.
	unsure
)

// stage is where an error met a transaction.
type stage uint8

const (
	atStatement stage = iota // BEGIN included
	atCommit
)

// meaning is the class of an error by its stage.
type meaning [2]class

var (
	conflict = meaning{again, again}
	refusal  = meaning{away, away}   // the server has not begun with what it was asked for, or has rolled it back
	severed  = meaning{away, unsure} // a COMMIT may have arrived
)

// mysqlMeanings classes the errors of MySQL, MariaDB and their clusters by number.
var mysqlMeanings = map[uint16]meaning{
	1020: conflict, // the row changed since it was read
	1205: conflict, // a lock was not had in time: InnoDB undoes the statement alone, so the rest has to be rolled back
	1213: conflict, // a deadlock, or another node was first
	1412: conflict, // the table's definition changed
	3101: conflict, // another node was first, as group replication says it

	1021: refusal, // the disk is full
	1030: severed, // the storage engine failed
	1037: refusal, // out of memory
	1040: refusal, // too many connections
	1041: refusal, // out of memory
	1044: refusal, // the account may not use the database
	1045: refusal, // the account may not sign in
	1047: refusal, // the node belongs to no quorum
	1049: refusal, // the database is not there
	1053: severed, // the server stops
	1114: refusal, // the table is full
	1129: refusal, // the server refuses this host
	1130: refusal, // the server does not know this host
	1158: severed, // reading a packet failed
	1159: severed, // reading a packet took too long
	1160: severed, // writing a packet failed
	1161: severed, // writing a packet took too long
	1180: severed, // an error while committing
	1184: severed, // the connection was aborted
	1203: refusal, // the account has too many connections
	1226: refusal, // the account has used up what it may
	1290: refusal, // the server is read-only
	1317: severed, // interrupted
	1792: refusal, // the transaction is read-only
	1836: refusal, // the server is read-only
	1927: severed, // the connection was killed
	1969: refusal, // the statement took too long
	2006: severed, // the server is gone
	2013: severed, // the connection was lost
	3024: refusal, // the statement took too long
	4031: severed, // the connection was idle for too long
}

// sqliteMeanings classes the errors of SQLite by the primary part of their code.
var sqliteMeanings = map[int]meaning{
	sqlite3.SQLITE_BUSY:   conflict,
	sqlite3.SQLITE_LOCKED: conflict,

	sqlite3.SQLITE_NOMEM:     refusal,
	sqlite3.SQLITE_READONLY:  refusal,
	sqlite3.SQLITE_INTERRUPT: refusal,
	sqlite3.SQLITE_IOERR:     severed, // the frames of a COMMIT may be on the disk
	sqlite3.SQLITE_CORRUPT:   severed,
	sqlite3.SQLITE_FULL:      refusal,
	sqlite3.SQLITE_CANTOPEN:  refusal,
	sqlite3.SQLITE_PROTOCOL:  refusal,
	sqlite3.SQLITE_NOTADB:    severed,
}

// namedMeanings classes the errors that have a name.
var namedMeanings = []struct {
	err error
	meaning
}{
	{context.DeadlineExceeded, refusal}, // told before COMMIT is sent, see guarded.Commit
	{sql.ErrTxDone, refusal},            // its context ended before
	{sql.ErrConnDone, refusal},
	{driver.ErrBadConn, severed},
	{mysql.ErrInvalidConn, severed},
	{mysql.ErrMalformPkt, severed},
	{mysql.ErrPktSync, severed},
	{mysql.ErrPktSyncMul, severed},
	{mysql.ErrBusyBuffer, severed},
	{io.EOF, severed},
	{io.ErrUnexpectedEOF, severed},
	{net.ErrClosed, severed},
}

// coded is an error of SQLite.
type coded interface {
	error
	Code() int
}

// classOf returns the class of an error. After an unknown error at COMMIT, the transaction may have been saved all the same.
func classOf(err error, at stage) class {
	switch {
	case err == nil:
		return own
	case fault.Is(err, fault.Unavailable): // told already
		return away
	}
	if m, ok := meaningOf(err); ok {
		return m[at]
	}
	if at == atCommit && !errors.Is(err, context.Canceled) {
		return unsure
	}
	return own
}

func meaningOf(err error) (m meaning, known bool) {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		m, known = mysqlMeanings[e.Number]
		return m, known
	}
	if e, ok := errors.AsType[coded](err); ok {
		m, known = sqliteMeanings[e.Code()&0xff]
		return m, known
	}
	for _, n := range namedMeanings {
		if errors.Is(err, n.err) {
			return n.meaning, true
		}
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return severed, true
	}
	return m, false
}

// ofCaller reports whether the caller's time was over, or they went: the store may be well.
func ofCaller(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
