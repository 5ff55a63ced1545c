package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/migrations"
)

// fill migrates the store of the DSN and fills it, when it is empty.
func fill(ctx context.Context, dsn string, s size) error {
	store, err := db.Open(ctx, dsn, db.Options{})
	if err != nil {
		return err
	}
	var n int
	err = errors.Join(store.Migrate(ctx, migrations.FS), store.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM departments"), store.Close())
	if err != nil || n > 0 {
		return err
	}
	pool, err := open(dsn, "_pragma", "synchronous(OFF)", "_pragma", "cache_size(-262144)", "_pragma", "temp_store(MEMORY)")
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	w := &writer{ctx: ctx, conn: conn, tables: map[string]*table{}, mysql: strings.HasPrefix(dsn, "mysql:")}
	if w.mysql {
		w.exec("SET SESSION foreign_key_checks = 0")
		w.exec("SET SESSION unique_checks = 0")
	}
	m := newMaker(s)
	w.begin()
	w.centre(m)
	w.posts(m)
	w.counts()
	w.commit()
	w.analyse()
	return w.err
}

// open opens the store with nothing of the product between: the driver and its pool.
func open(dsn string, more ...string) (*sql.DB, error) {
	scheme, rest, _ := strings.Cut(dsn, ":")
	if scheme == "mysql" {
		return sql.Open("mysql", rest)
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)"}}
	for i := 0; i < len(more); i += 2 {
		q.Add(more[i], more[i+1])
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: rest}).EscapedPath()+"?"+q.Encode())
}

// writer writes rows in bulk. After an error it does nothing more.
type writer struct {
	ctx    context.Context
	conn   *sql.Conn
	tables map[string]*table
	mysql  bool
	rows   int // in the open transaction
	err    error
}

// table gathers the rows of one statement.
type table struct {
	name   string
	width  int
	insert *sql.Stmt // of a full batch
	head   string    // INSERT INTO … VALUES
	args   []any
}

const (
	maxArgs   = 4000   // of one statement
	maxInTx   = 400000 // rows
	chunkSize = 500    // posts made at once
)

func (w *writer) exec(query string, args ...any) {
	if w.err == nil {
		if _, w.err = w.conn.ExecContext(w.ctx, query, args...); w.err != nil {
			w.err = fmt.Errorf("%.80s: %w", query, w.err)
		}
	}
}

func (w *writer) begin() { w.exec("BEGIN") }

func (w *writer) commit() {
	for _, t := range w.tables {
		w.flush(t)
	}
	w.exec("COMMIT")
	w.rows = 0
}

// add writes one row.
func (w *writer) add(name, columns string, values ...any) {
	t := w.tables[name]
	if t == nil {
		t = &table{name: name, width: len(values), head: "INSERT INTO " + name + " (" + columns + ") VALUES "}
		w.tables[name] = t
	}
	t.args = append(t.args, values...)
	if w.rows++; len(t.args)+t.width > maxArgs {
		w.flush(t)
	}
}

// insert writes one row: the db-tagged fields of a struct.
func (w *writer) insert(name string, row any) {
	f := fieldsOf(row)
	w.add(name, f.columns, f.values(row)...)
}

func (w *writer) flush(t *table) {
	n := len(t.args) / t.width
	if n == 0 || w.err != nil {
		return
	}
	full := n == maxArgs/t.width
	if !full || t.insert == nil {
		mark := "(?" + strings.Repeat(", ?", t.width-1) + ")"
		query := t.head + mark + strings.Repeat(", "+mark, n-1)
		if !full {
			w.exec(query, t.args...)
			t.args = t.args[:0]
			return
		}
		if t.insert, w.err = w.conn.PrepareContext(w.ctx, query); w.err != nil {
			return
		}
	}
	if _, err := t.insert.ExecContext(w.ctx, t.args...); err != nil {
		w.err = fmt.Errorf("%s: %w", t.name, err)
	}
	t.args = t.args[:0]
}

// counts writes how many posts there are under each facet.
func (w *writer) counts() {
	for _, t := range w.tables {
		w.flush(t)
	}
	w.exec(`INSERT INTO post_counts (facet, audience, department_id, type, n)
		SELECT facet, audience, department_id, type, COUNT(*) FROM post_facets GROUP BY facet, audience, department_id, type`)
	w.tables["post_counts"] = &table{name: "post_counts", width: 1}
}

// analyse lets the planner of the store know what it holds.
func (w *writer) analyse() {
	if !w.mysql {
		w.exec("PRAGMA analysis_limit = 1000") // as db.Analyse has it
		w.exec("ANALYZE")
		w.exec("PRAGMA wal_checkpoint(TRUNCATE)")
		return
	}
	var names []string
	for name := range w.tables {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if w.err == nil {
			var rows *sql.Rows
			if rows, w.err = w.conn.QueryContext(w.ctx, "ANALYZE TABLE "+name); w.err == nil {
				w.err = errors.Join(rows.Err(), rows.Close())
			}
		}
	}
}

// centre writes departments, categories, staff, and who signs in.
func (w *writer) centre(m *maker) {
	at, place, index := db.At(epoch), map[string]int{}, map[string]int{}
	for i, u := range units {
		index[u.code] = i
		d := department.Department{Key: m.departments[i], Kind: department.Kind(u.kind), Code: u.code, Slug: text.Slug(u.name, 80), Name: u.name,
			Position: place[u.parent], Version: 1, CreatedAt: at, UpdatedAt: at}
		place[u.parent]++
		if u.parent != "" {
			d.ParentKey = m.departments[index[u.parent]]
		}
		w.insert("departments", d)
		depth := 0
		for code := u.code; code != ""; code = units[index[code]].parent {
			w.add("department_paths", "ancestor_id, descendant_id, depth", m.departments[index[code]], m.departments[i], depth)
			depth++
		}
	}
	for i, name := range sections {
		w.insert("categories", category.Category{Key: m.categories[i], Slug: text.Slug(name, 96), Name: name, Position: i, Version: 1})
	}
	for i := range m.Staff {
		w.person(m, i)
	}
	for _, a := range accounts {
		w.account(m, a)
	}
}

func (w *writer) person(m *maker, n int) {
	r, at := source(aPerson, n), epoch
	name := one(r, families) + " " + one(r, middles) + " " + one(r, givens)
	p := staff.Member{
		Key: m.staff[n], Code: fmt.Sprintf("NV%05d", n+1), Name: name, SortName: text.SortName(name, 120), Search: text.Searched(400, name), Title: one(r, titles),
		Department: m.departments[homeOf(n)], Employment: staff.PublicEmployee, State: staff.Active,
		StartedOn: db.DateOf(at), WorkPhone: fmt.Sprintf("0203 3%06d", n), WorkEmail: fmt.Sprintf("nv%05d@ttytvanson.example", n+1),
		BirthDate: db.DateOf(at.AddDate(-25-r.IntN(30), 0, r.IntN(365))), Address: "Huyện Vân Sơn",
		Version: 1, CreatedAt: db.At(at), UpdatedAt: db.At(at),
	}
	if n%leftOrAway == 0 {
		p.State = staff.OnLeave
		if n%2 == 0 {
			p.State, p.LeftOn = staff.Left, db.DateOf(at.AddDate(5, 0, 0))
		}
	}
	w.insert("staff", p)
	w.insert("employment_events", staff.Event{Key: idOf(r, at), Staff: p.Key, Kind: staff.Hired, Department: p.Department,
		DecisionNo: strconv.Itoa(n+1) + "/QĐ-TTYT", EffectiveOn: p.StartedOn, At: db.At(at)})
}

func (w *writer) account(m *maker, a account) {
	r, at := source(aPerson, -1-a.person), db.At(epoch)
	id := idOf(r, epoch)
	w.add("accounts", "id, staff_id, login, alias, password_hash, state, suspended_for, password_changed_at, version, created_at",
		id, m.staff[a.person], a.login, a.login, "", "ACTIVE", "", at, 1, at)
	w.add("sessions", "id, account_id, token_hash, client, device, address, user_agent, created_at, seen_at, seen_address, active_at, password_at, expires_at",
		idOf(r, epoch), id, a.hash(), "APP", "OWN", "127.0.0.1", "bench", at, at, "127.0.0.1", at, at, db.At(epoch.AddDate(100, 0, 0)))
	if a.role != access.Staff {
		w.add("role_assignments", "id, staff_id, role, live, granted_at", idOf(r, epoch), m.staff[a.person], string(a.role), 1, at)
	}
}

// posts writes the posts in their order; as many chunks as there are cores are made at once.
func (w *writer) posts(m *maker) {
	chunks := make(chan chan []*post.Rows, runtime.GOMAXPROCS(0))
	go func() {
		defer close(chunks)
		for first := 0; first < m.Posts; first += chunkSize {
			made := make(chan []*post.Rows, 1)
			chunks <- made
			go func() {
				rows := make([]*post.Rows, 0, chunkSize)
				for n := first; n < min(first+chunkSize, m.Posts); n++ {
					rows = append(rows, m.post(n))
				}
				made <- rows
			}()
		}
	}()
	slugs := map[string]int{}
	for made := range chunks {
		for _, rows := range <-made {
			w.post(rows, slugs)
		}
		if w.rows > maxInTx {
			w.commit()
			w.begin()
		}
	}
}

func (w *writer) post(p *post.Rows, slugs map[string]int) {
	slug := p.Head.Slug
	if slugs[slug]++; slugs[slug] > 1 {
		p.Head.Slug += "-" + strconv.Itoa(slugs[slug])
	}
	id, published := p.Head.Key, !p.Head.PublishedRevision.IsZero()
	w.insert("posts", p.Head)
	w.insert("revisions", p.Revision)
	if published {
		w.add("slugs", "slug, post_id, created_at", p.Head.Slug, id, p.Head.CreatedAt)
	}
	for _, c := range p.Revision.Content.V.Categories {
		w.add("post_categories", "category_id, post_id, live", c, id, 0)
		if published {
			w.add("post_categories", "category_id, post_id, live", c, id, 1)
		}
	}
	for _, facet := range p.Facets {
		w.add("post_facets", "facet, audience, published_at, post_id, department_id, type",
			facet, p.Head.Audience, p.Head.PublishedAt, id, p.Head.Department, p.Head.Type)
	}
	for _, term := range indexed(p.Terms) {
		w.add("post_terms", "term, post_id, weight", term, id, p.Terms[term])
	}
	for _, term := range slices.Sorted(maps.Keys(p.Working)) {
		w.add("post_working_terms", "term, post_id, weight", term, id, p.Working[term])
	}
}

// maxBodyTerms is how many words that stand in the body alone enter the index of one post. The product indexes them
// all; here the rest is left out, so that half a million posts stay within a few gigabytes.
const maxBodyTerms = 16

// indexed are the terms to write, sorted: all of title, summary and tags, some of the body.
func indexed(weights map[string]int) []string {
	var kept, light []string
	for term, weight := range weights {
		if weight > 1 {
			kept = append(kept, term)
		} else {
			light = append(light, term)
		}
	}
	slices.Sort(light)
	step := max(1, len(light)/maxBodyTerms)
	for i := 0; i < len(light) && i/step < maxBodyTerms; i += step {
		kept = append(kept, light[i])
	}
	slices.Sort(kept)
	return kept
}
