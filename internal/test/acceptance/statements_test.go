package acceptance

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
)

// TestStatements holds the statements behind ten acts and the slow lists to golden files, so that a review sees the SQL
// whole, and each statement more. Acts are counted under the call of their service, lists under their request; BEGIN and
// COMMIT apart.
func TestStatements(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		s := newStudio(t, w)
		for _, a := range s.acts() {
			got := s.record(t, a.name, s.As(t, s.people[a.as]), a.do)
			golden(t, w.DB.Dialect, a.name, len(got), got)
		}
		s.fill(t)
		for _, l := range s.lists() {
			ask := func(ctx context.Context) error { return s.ask(ctx, l.as, l.query) }
			got := s.record(t, l.name, t.Context(), ask)
			for range 2 { // on a busy machine a batch goes out in pieces
				if len(got) > l.most {
					got = s.record(t, l.name, t.Context(), ask)
				}
			}
			if len(got) > l.most {
				t.Errorf("%s: %d statements, want at most %d", l.name, len(got), l.most)
			}
			got = slices.DeleteFunc(got, func(line string) bool { return slices.Contains(mirrored, line) })
			slices.Sort(got) // fields are resolved at the same time, and a batch may go out in two
			got = slices.Compact(got)
			golden(t, w.DB.Dialect, l.name, len(got), got)
		}
	})
}

// mirrored are the statements by which memory is filled: a list runs them after a change, where the feed is read late, or once
// for a store.
var mirrored = []string{
	`SELECT m.name AS table_name, k."from" AS column_name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table' AND k."table" = ?`,
	"SELECT TABLE_NAME AS table_name, COLUMN_NAME AS column_name FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = ?",
	"SELECT departments.id, departments.parent_id, departments.kind, departments.code, departments.slug, departments.name, departments.position, departments.version, departments.created_at, departments.updated_at FROM departments",
	"SELECT id, slug, name, position, version FROM categories ORDER BY id",
}

// record returns the statements run under do, one a line.
func (s *studio) record(t *testing.T, name string, ctx context.Context, do func(context.Context) error) []string {
	t.Helper()
	var mu sync.Mutex
	var lines []string
	err := do(db.Observe(ctx, db.OnStatement(func(query string, _ []any) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, plainSQL(query))
	})))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return lines
}

var (
	marks  = regexp.MustCompile(`\?(, \?)+`)
	tuples = regexp.MustCompile(`(\([?…]+\))(, \([?…]+\))+`)
)

// plainSQL is a statement without line breaks, and without how long its lists are and how often it asks the same in one.
func plainSQL(query string) string {
	query = marks.ReplaceAllString(strings.Join(strings.Fields(query), " "), "?…")
	query = strings.ReplaceAll(query, "IN (?)", "IN (?…)")
	query = strings.Join(slices.Compact(strings.Split(query, " UNION ALL ")), " UNION ALL ")
	return tuples.ReplaceAllString(query, "$1…")
}

// golden compares with the file of the name. MySQL adds its lock clauses; the statements are those of SQLite.
func golden(t *testing.T, d db.Dialect, name string, n int, lines []string) {
	t.Helper()
	file := filepath.Join("testdata", "statements", strings.ReplaceAll(name, " ", "_")+".sql")
	got := fmt.Sprintf("-- %s: %d statements\n%s\n", name, n, strings.Join(lines, "\n"))
	if *update && d == db.SQLite {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d == db.MySQL {
		got = strings.NewReplacer(" FOR UPDATE", "", "INSERT IGNORE", "INSERT OR IGNORE").Replace(got)
		if first, _, _ := strings.Cut(string(want), "\n"); !strings.HasPrefix(got, first+"\n") {
			t.Errorf("%s on MySQL: got\n%swant %s", name, got, first)
		}
		return
	}
	if got != string(want) {
		t.Errorf("%s is not what %s holds:\n%s\ngo test ./internal/test/acceptance -run TestStatements -update writes it anew", name, file, got)
	}
}

// studio is a centre in which each of ten acts can be done.
type studio struct {
	*world
	people  map[string]db.ID
	tokens  map[string]string
	units   map[string]db.ID
	post    string
	request string
	asset   string
}

func newStudio(t *testing.T, w *world) *studio {
	t.Helper()
	s := &studio{world: w, people: map[string]db.ID{}, tokens: map[string]string{}, units: map[string]db.ID{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	for _, u := range []string{"BGD BOARD", "TCHC OFFICE", "NHI CLINICAL", "WEB UNIT"} {
		code, kind, _ := strings.Cut(u, " ")
		s.units[code] = w.Department(t, kind, code, root)
	}
	for _, p := range []struct {
		name, home string
		roles      []access.Role
	}{
		{"writer", "NHI", nil}, {"head", "NHI", nil}, {"editor", "WEB", []access.Role{access.WebEditor}}, {"it", "TCHC", []access.Role{access.IT}},
		{"director", "BGD", []access.Role{access.Director}}, {"deputy", "BGD", []access.Role{access.Director}},
	} {
		s.people[p.name] = w.Staff(t, s.units[p.home], p.name, p.roles...)
		c := w.signIn(t, s.people[p.name], "u."+p.name)
		s.tokens[p.name] = c.header.Get("Authorization")
	}
	w.Position(t, s.people["head"], s.units["NHI"], "HEAD")
	return s
}

func (s *studio) department(code string) string { return db.GlobalID("department", s.units[code]) }

type doing struct {
	name, as string
	do       func(ctx context.Context) error
}

// acts are ten acts, each on what the ones before it left.
func (s *studio) acts() []doing {
	a := s.App.Services
	title, body, summary := "Phòng bệnh tay chân miệng", "<p>Rửa tay bằng xà phòng.</p>", "Cách phòng bệnh cho trẻ"
	edit := post.Edit{Title: &title, Body: &body, Summary: &summary}
	decide := func(ctx context.Context) error {
		_, err := a.Approvals.Decide(ctx, approval.DecideInput{ID: s.approval(s.post), Verdict: approval.Approve, ExpectedVersion: s.version("approvals", s.approval(s.post))})
		return err
	}
	return []doing{
		{"create a draft", "writer", func(ctx context.Context) error {
			p, err := a.Posts.Create(ctx, post.CreateInput{Type: post.TypeAnnouncement, Department: s.department("NHI"), Edit: edit})
			if err == nil {
				s.post = p.ID()
			}
			return err
		}},
		{"update a draft", "writer", func(ctx context.Context) error {
			_, err := a.Posts.Update(ctx, post.UpdateInput{ID: s.post, ExpectedVersion: s.version("posts", s.post), Edit: edit})
			return err
		}},
		{"submit a post", "writer", func(ctx context.Context) error {
			_, err := a.Posts.Submit(ctx, post.SubmitInput{ID: s.post, ExpectedVersion: s.version("posts", s.post), Privacy: approval.NoPatient})
			return err
		}},
		{"endorse a post", "head", decide},
		{"consent to a post", "director", decide},
		{"publish a post", "editor", func(ctx context.Context) error {
			_, err := a.Posts.Publish(ctx, post.PublishInput{ID: s.post, ExpectedVersion: s.version("posts", s.post)})
			return err
		}},
		{"register an asset", "it", func(ctx context.Context) error {
			m, err := a.Assets.Register(ctx, asset.RegisterInput{Code: "MT-01", Name: "Máy tính", Kind: asset.Workstation, Department: s.department("NHI")})
			if err == nil {
				s.asset = m.ID()
			}
			return err
		}},
		{"request a change", "writer", func(ctx context.Context) error {
			c, err := a.ChangeRequests.Request(ctx, changerequest.RequestInput{Kind: changerequest.Configure, Asset: s.asset, Title: "Cài lại máy", Reason: "Chạy chậm"})
			if err == nil {
				s.request = c.ID()
			}
			return err
		}},
		{"report an incident", "writer", func(ctx context.Context) error {
			_, err := a.Incidents.Report(ctx, incident.ReportInput{Category: incident.Computer, Title: "Máy in kẹt giấy", Description: "Không in được"})
			return err
		}},
		{"report an infection", "writer", func(ctx context.Context) error {
			_, _, err := a.Malware.Report(ctx, malware.ReportInput{Asset: &s.asset, Description: "Hiện cửa sổ lạ"})
			return err
		}},
	}
}

// version and approval are read beside what is recorded.
func (s *studio) version(table, global string) (n int) {
	kind := strings.TrimSuffix(table, "s")
	key, err := db.ParseID(kind, global)
	if err == nil {
		n, err = db.One[int](context.Background(), s.DB.From(context.Background()), "SELECT version FROM "+table+" WHERE id = ?", key)
	}
	if err != nil {
		panic(err)
	}
	return n
}

func (s *studio) approval(post string) string {
	key, err := db.ParseID("post", post)
	var id db.ID
	if err == nil {
		id, err = db.One[db.ID](context.Background(), s.DB.From(context.Background()), "SELECT approval_id FROM posts WHERE id = ?", key)
	}
	if err != nil {
		panic(err)
	}
	return db.GlobalID("approval", id)
}

// fill puts twenty posts before the Board and fifty assets on the register, asks for changes to twenty of them, which their
// head endorses, suspects twenty others of infections, and has twenty requests for support.
func (s *studio) fill(t *testing.T) {
	t.Helper()
	a := s.App.Services
	writer, head, it := s.As(t, s.people["writer"]), s.As(t, s.people["head"]), s.As(t, s.people["it"])
	for i := range 20 {
		title, body, summary := fmt.Sprintf("Thông báo số %d", i), "<p>Nội dung.</p>", "Tóm tắt"
		p, err := a.Posts.Create(writer, post.CreateInput{Type: post.TypeAnnouncement, Department: s.department("NHI"), Edit: post.Edit{Title: &title, Body: &body, Summary: &summary}})
		if err == nil {
			_, err = a.Posts.Submit(writer, post.SubmitInput{ID: p.ID(), ExpectedVersion: 1, Privacy: approval.NoPatient})
		}
		if err == nil {
			_, err = a.Approvals.Decide(head, approval.DecideInput{ID: s.approval(p.ID()), Verdict: approval.Approve, ExpectedVersion: s.version("approvals", s.approval(p.ID()))})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 50 {
		m, err := a.Assets.Register(it, asset.RegisterInput{Code: fmt.Sprintf("MT-1%02d", i), Name: "Máy tính", Kind: asset.Workstation, Department: s.department("NHI")})
		if err != nil {
			t.Fatal(err)
		}
		key := m.ID()
		switch {
		case i < 20:
			err = s.endorsedChange(writer, head, key)
		case i < 40:
			_, _, err = a.Malware.Report(writer, malware.ReportInput{Asset: &key, Description: "Hiện cửa sổ lạ"})
		}
		if err == nil && i < 20 {
			_, err = a.Support.Request(writer, support.RequestInput{Kind: support.Advice, Title: "Chọn máy in"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// endorsedChange asks for a change to an asset, and endorses it.
func (s *studio) endorsedChange(writer, head context.Context, of string) error {
	c, err := s.App.Services.ChangeRequests.Request(writer, changerequest.RequestInput{Kind: changerequest.Configure, Asset: of, Title: "Cài lại máy", Reason: "Chạy chậm"})
	if err != nil {
		return err
	}
	id := db.GlobalID("approval", c.Approval)
	_, err = s.App.Services.Approvals.Decide(head, approval.DecideInput{ID: id, Verdict: approval.Approve, ExpectedVersion: s.version("approvals", id)})
	return err
}

type listing struct {
	name, as, query string
	most            int // statements, however they are batched
}

func (s *studio) lists() []listing {
	actions := " availableActions { action allowed reasons { code message rule } }"
	return []listing{
		{"approvals to decide", "director", "{ me { approvalsToDecide(first: 20) { nodes { id" + actions + " decisions { nodes { verdict role } } subject { __typename ... on Node { id } } } } } }", 15},
		{"posts with actions", "director", "{ posts(first: 20) { nodes { id title" + actions + " } } }", 10},
		{"assets with actions", "it", "{ assets(first: 50) { nodes { id code" + actions + " } } }", 12},
		{"inbox with subjects", "director", "{ me { inbox(first: 20) { nodes { kind subject { __typename ... on Node { id } } } } } }", 10},
		{"change requests with actions", "it", "{ changeRequests(first: 20) { nodes { id title" + actions + " } } }", 8},
		{"infections with actions", "it", "{ infections(first: 20) { nodes { id stage" + actions + " } } }", 5},
		{"support requests with actions", "it", "{ supportRequests(first: 20) { nodes { id title" + actions + " } } }", 4},
		{"incidents with actions", "it", "{ incidents(first: 20) { nodes { id title" + actions + " } } }", 6},
		{"people with actions", "director", "{ staffMembers(first: 50) { nodes { id name" + actions + " } } }", 6},
		{"accounts with actions", "it", "{ accounts(first: 50) { nodes { id login" + actions + " } } }", 8},
		{"departments with actions", "director", "{ departments { id name" + actions + " } }", 6},
		{"granted roles with actions", "director", "{ roleAssignments(first: 50) { nodes { id role" + actions + " } } }", 6},
		{"departments with staff", "writer", "{ departments { id name staff(first: 10) { nodes { id name } } } }", 8},
	}
}

// ask sends a query to the program in this process, so that its statements are seen.
func (s *studio) ask(ctx context.Context, as, query string) error {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(fmt.Sprintf(`{"query": %q}`, query)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", s.tokens[as])
	out := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(out, r)
	if strings.Contains(out.Body.String(), `"errors"`) {
		return fmt.Errorf("%d %s", out.Code, out.Body)
	}
	return nil
}
