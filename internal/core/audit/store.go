package audit

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
)

// batch bounds how many rows are read or sealed at once.
const batch = 500

// pending is a row that waits to be sealed.
type pending struct {
	Row db.ID  `db:"row_id"`
	MAC []byte `db:"row_mac"`
}

// insert writes an event and the note that it waits at the end of the open transaction.
func (l *Log) insert(ctx context.Context, r recorded) error {
	h := l.db.From(ctx)
	return errors.Join(h.Defer("audit_log", r.event), h.Defer("audit_pending", r.waiting))
}

// page reads a page of the events that meet the condition.
func (l *Log) page(ctx context.Context, plan *paging.Plan, where string, args []any) (*Connection, error) {
	return paging.Read[*Event](ctx, l.db, plan, columns, "audit_log", where, args)
}

// head reads the end of the chain.
func (l *Log) head(ctx context.Context) (h Head, err error) {
	err = l.db.From(ctx).Get(ctx, &h, "SELECT seq, mac FROM audit_chain ORDER BY seq DESC LIMIT 1")
	if fault.Is(err, fault.NotFound) {
		return l.key.genesis(), nil
	}
	return h, err
}

// holds reports whether the head is, or once was, the end of the chain.
func (l *Log) holds(ctx context.Context, h Head) (bool, error) {
	if h.Seq == 0 {
		return slices.ContainsFunc(l.ring, func(k key) bool { return h.equal(k.genesis()) }), nil
	}
	var mac []byte
	err := l.db.From(ctx).Get(ctx, &mac, "SELECT mac FROM audit_chain WHERE seq = ?", h.Seq)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && bytes.Equal(mac, h.MAC), err
}

// contents say what a store holds.
type contents struct {
	Recorded bool `db:"recorded"` // anything of a log
	Centre   bool `db:"centre"`   // a centre, which every log tells of: it begins with a department
}

func (l *Log) contents(ctx context.Context) (c contents, err error) {
	if l.db == nil {
		return c, nil
	}
	return db.One[contents](ctx, l.db.From(ctx), `SELECT EXISTS (SELECT 1 FROM departments) AS centre, EXISTS (SELECT 1 FROM audit_log)
		OR EXISTS (SELECT 1 FROM audit_chain) OR EXISTS (SELECT 1 FROM audit_pending) AS recorded`)
}

// linkColumns are those of a link.
const linkColumns = "seq, row_id, row_mac, key_id, sealed_at, mac"

// firstLink reads the first link of the chain, nil if there is none.
func (l *Log) firstLink(ctx context.Context) (*link, error) {
	return firstOf[link](ctx, l, "SELECT "+linkColumns+" FROM audit_chain WHERE seq = 1")
}

// lastSealed is when the end of the chain was sealed.
func (l *Log) lastSealed(ctx context.Context) (db.Time, error) {
	return db.One[db.Time](ctx, l.db.From(ctx), "SELECT sealed_at FROM audit_chain ORDER BY seq DESC LIMIT 1")
}

// firstRow reads the first row of the log, nil if there is none.
func (l *Log) firstRow(ctx context.Context) (*Event, error) {
	return firstOf[Event](ctx, l, "SELECT "+columns+" FROM audit_log ORDER BY id LIMIT 1")
}

func firstOf[T any](ctx context.Context, l *Log, query string, args ...any) (*T, error) {
	row, err := db.One[T](ctx, l.db.From(ctx), query, args...)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &row, err
}

// rotations reads the sealed rows that hand over from one key to the next, in order.
func (l *Log) rotations(ctx context.Context) ([]rotation, error) {
	return db.All[rotation](ctx, l.db.From(ctx), "SELECT "+columns+", audit_chain.sealed_at FROM audit_log"+l.db.Dialect.JoinInOrder()+
		"audit_chain ON audit_chain.row_id = audit_log.id WHERE audit_log.next_key > ? ORDER BY audit_chain.seq", []byte{})
}

// waiting reads the first rows that wait to be sealed.
func (l *Log) waiting(ctx context.Context, most int) (links []link, err error) {
	err = l.db.From(ctx).Select(ctx, &links, "SELECT row_id, row_mac FROM audit_pending ORDER BY row_id LIMIT ?", most)
	return links, err
}

// Backlog counts the rows that wait to be sealed. It is for metrics and checks no permission.
func (l *Log) Backlog(ctx context.Context) (int, error) {
	return db.One[int](ctx, l.db.From(ctx), "SELECT COUNT(*) FROM audit_pending")
}

// chainLock serialises those who append to the chain.
const chainLock = "audit.chain"

// sealBatch moves waiting rows to the end of the chain and returns how many.
func (l *Log) sealBatch(ctx context.Context, by key) (n int, err error) {
	err = l.db.InTx(ctx, func(ctx context.Context) error {
		if err := l.db.Lock(ctx, chainLock); err != nil {
			return err
		}
		if err := l.db.From(ctx).Flush(ctx); err != nil { // what this transaction has recorded itself
			return err
		}
		waiting, err := l.waiting(ctx, batch)
		if n = len(waiting); err != nil || n == 0 {
			return err
		}
		head, err := l.head(ctx)
		if err != nil {
			return err
		}
		if head.Seq == 0 {
			head = by.genesis()
		}
		values, args, rows := make([]string, len(waiting)), make([]any, 0, 6*len(waiting)), make([]db.ID, len(waiting))
		for i, k := range waiting {
			k.Seq, k.KeyID, k.SealedAt = head.Seq+1, by.id, l.db.Now(ctx)
			head = Head{Seq: k.Seq, MAC: by.link(head, k)}
			values[i], rows[i] = "(?, ?, ?, ?, ?, ?)", k.RowID
			args = append(args, k.Seq, k.RowID, k.RowMAC, k.KeyID, k.SealedAt, head.MAC)
		}
		h := l.db.From(ctx)
		if _, err := h.Exec(ctx, "INSERT INTO audit_chain (seq, row_id, row_mac, key_id, sealed_at, mac) VALUES "+strings.Join(values, ", "), args...); err != nil {
			return err
		}
		_, err = h.Exec(ctx, "DELETE FROM audit_pending WHERE row_id IN (?)", rows)
		return err
	})
	return n, err
}

// columns are those of an event, for the queries that read them all.
const columns = `audit_log.id, audit_log.at, audit_log.class, audit_log.action, audit_log.staff_id, audit_log.account_id,
	audit_log.on_behalf_of, audit_log.role, audit_log.session_id, audit_log.address, audit_log.subject_kind, audit_log.subject_id,
	audit_log.department_id, audit_log.before_digest, audit_log.after_digest, audit_log.article, audit_log.detail, audit_log.mac,
	audit_log.service_account_id, audit_log.token_id, audit_log.key_id, audit_log.next_key`

// links reads the next links of the chain up to one, and the rows that they seal, as far as they are still there.
func (l *Log) links(ctx context.Context, after, end int64) (links []link, rows map[db.ID]*Event, err error) {
	h := l.db.From(ctx)
	if err := h.Select(ctx, &links, "SELECT "+linkColumns+" FROM audit_chain WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?", after, end, batch); err != nil {
		return nil, nil, err
	}
	ids := make([]db.ID, len(links))
	for i, k := range links {
		ids[i] = k.RowID
	}
	var events []*Event
	if err := h.Select(ctx, &events, "SELECT "+columns+" FROM audit_log WHERE id IN (?)", ids); err != nil {
		return nil, nil, err
	}
	if err := l.covered(ctx, events); err != nil {
		return nil, nil, err
	}
	rows = make(map[db.ID]*Event, len(events))
	for _, e := range events {
		rows[e.Key] = e
	}
	return links, rows, nil
}

// unsealed is a row outside the chain, with the MAC under which it waits, if it does.
type unsealed struct {
	Event
	PendingMAC []byte `db:"pending_mac"`
}

// outside reads the next rows that the chain does not hold. There is no link before its first one.
func (l *Log) outside(ctx context.Context, after []byte) (rows []unsealed, err error) {
	err = l.db.From(ctx).Select(ctx, &rows, "SELECT "+columns+`, audit_pending.row_mac AS pending_mac
		FROM audit_log LEFT JOIN audit_chain ON audit_chain.row_id = audit_log.id LEFT JOIN audit_pending ON audit_pending.row_id = audit_log.id
		WHERE audit_log.id > ? AND (audit_chain.seq IS NULL OR audit_chain.seq < 1) ORDER BY audit_log.id LIMIT ?`, after, batch)
	if err != nil {
		return nil, err
	}
	events := make([]*Event, len(rows))
	for i := range rows {
		events[i] = &rows[i].Event
	}
	return rows, l.covered(ctx, events)
}

// orphans reads the next waiting entries whose row is gone.
func (l *Log) orphans(ctx context.Context, after []byte) (ids []db.ID, err error) {
	err = l.db.From(ctx).Select(ctx, &ids, `SELECT audit_pending.row_id FROM audit_pending LEFT JOIN audit_log ON audit_log.id = audit_pending.row_id
		WHERE audit_pending.row_id > ? AND audit_log.id IS NULL ORDER BY audit_pending.row_id LIMIT ?`, after, batch)
	return ids, err
}

// sql is the filter as conditions.
func (f Filter) sql() (where []string, args []any, err error) {
	add := func(sql string, value any) {
		where, args = append(where, sql), append(args, value)
	}
	if f.Class != "" {
		add("audit_log.class = ?", f.Class)
	}
	if f.Action != "" {
		add("audit_log.action = ?", f.Action)
	}
	if f.Staff != "" {
		id, err := db.ParseID("staff", f.Staff)
		if err != nil {
			return nil, nil, err
		}
		add("audit_log.staff_id = ?", id)
	}
	if f.Service != "" {
		id, err := db.ParseID("service_account", f.Service)
		if err != nil {
			return nil, nil, err
		}
		add("audit_log.service_account_id = ?", id)
	}
	if f.Department != "" {
		id, err := db.ParseID("department", f.Department)
		if err != nil {
			return nil, nil, err
		}
		// Looked up row by row in the order of time; IN would be collected first, and sorted.
		add("(SELECT COUNT(*) FROM department_paths WHERE ancestor_id = ? AND descendant_id = audit_log.department_id) = 1", id)
	}
	if f.Subject != "" {
		kind, id, err := db.SplitID(f.Subject)
		if err != nil {
			return nil, nil, err
		}
		add("audit_log.subject_kind = ?", kind)
		add("audit_log.subject_id = ?", id)
	}
	if !f.From.IsZero() {
		add("audit_log.at >= ?", f.From)
	}
	if !f.To.IsZero() {
		add("audit_log.at < ?", f.To)
	}
	return where, args, nil
}

func (l *Log) byKey(ctx context.Context, key db.ID) (*Event, error) {
	var e Event
	reach := l.readable(ctx)
	args := append([]any{key}, reach.Args...)
	if err := l.db.From(ctx).Get(ctx, &e, "SELECT "+columns+" FROM audit_log WHERE audit_log.id = ? AND "+reach.SQL, args...); err != nil {
		return nil, err
	}
	return &e, nil
}
