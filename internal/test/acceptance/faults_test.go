package acceptance

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	rounds "ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

// faulty runs the test once per store, on connections that fail where their context says so.
func faulty(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			k := kit.New(t, s.Open(t, func(o *db.Options) { o.Through = kit.Faults }))
			test(t, open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}))
		})
	}
}

// The faults that an act meets in turn at each of its places, until its COMMIT.
var actFaults = []*kit.Fault{
	{Err: mysql.ErrInvalidConn, Lost: true},
	{Err: driver.ErrBadConn, Lost: true},
	{Err: &mysql.MySQLError{Number: 1114, Message: "The table is full"}, Undoes: true},
}

// What a fault of the store ends is not saved, in any room, whatever statement it meets, and the caller is told so. Only a
// COMMIT whose answer is lost is told as not known. Then the act is done as if nothing had been.
func TestFaultsLeaveNothingHalfDone(t *testing.T) {
	faulty(t, func(t *testing.T, w *world) {
		s := newStudio(t, w)
		for _, a := range slices.Concat(s.acts(), s.otherActs()) {
			as := s.As(t, s.people[a.as])
			before := s.everything(t)
			for _, f := range actFaults {
				for at := 1; ; at++ {
					made := &kit.Fault{Err: f.Err, At: at, Lost: f.Lost, Undoes: f.Undoes}
					err := a.do(kit.WithFault(as, made))
					if made.Hit() == "" && at > 5 && err == nil {
						break
					} else if made.Hit() == "" {
						t.Fatalf("%s: %v was done after %d places: %v", a.name, f.Err, at, err)
					}
					if err == nil && errors.Is(f.Err, driver.ErrBadConn) && (made.Hit() == "BEGIN" || !w.DB.InsideTx(as)) {
						break // the pool took another connection, and the act is done
					}
					want := fault.NotSaved
					if made.Hit() == "COMMIT" && f.Lost {
						want = fault.OutcomeUnknown
					}
					var e *fault.Error
					if !errors.As(err, &e) || e.Code != fault.Unavailable || db.OutcomeOf(t.Context(), err) != want {
						t.Errorf("%s: %v at %q: %v, want UNAVAILABLE and %s", a.name, f.Err, made.Hit(), err, want)
					}
					if after := s.everything(t); after != before {
						t.Fatalf("%s: %v at %q left something: %s", a.name, f.Err, made.Hit(), firstDifference(before, after))
					}
					if made.Hit() == "COMMIT" {
						break
					}
				}
				if s.everything(t) != before { // done by another connection
					break
				}
			}
			if s.everything(t) != before {
				continue
			}
			if err := a.do(kit.WithFault(as, &kit.Fault{Err: &mysql.MySQLError{Number: 1213, Message: "Deadlock found"}, At: 3, Undoes: true})); err != nil {
				t.Errorf("%s after a deadlock: %v", a.name, err)
			}
			if s.everything(t) == before {
				t.Errorf("%s did nothing in the end", a.name)
			}
		}
	})
}

// otherActs are acts of the rooms that the ten leave out.
func (s *studio) otherActs() []doing {
	a := s.App.Services
	return []doing{
		{"sign in", "writer", func(ctx context.Context) error {
			// Attempts count when they arrive: those that met a fault before would hold this one back.
			err := s.DB.InTx(db.Beside(context.Background()), func(ctx context.Context) error {
				_, err := s.DB.From(ctx).Exec(ctx, "DELETE FROM throttles")
				return err
			})
			if err != nil {
				return err
			}
			_, err = a.Auth.SignIn(access.With(ctx, access.Anonymous("192.0.2.7", "test")), auth.SignInInput{Login: "u.writer", Password: product.Password, Client: auth.App})
			return err
		}},
		{"propose a category", "editor", func(ctx context.Context) error {
			name := "Tin tức"
			_, err := a.Sites.Change(ctx, site.ChangeInput{ExpectedVersion: 1, Reason: "Mục đầu tiên.", Categories: []*category.Input{{Name: &name}}})
			return err
		}},
		{"create a department", "director", func(ctx context.Context) error {
			_, err := a.Departments.Create(ctx, department.CreateInput{Kind: department.Clinical, Name: "Khoa Ngoại", Code: "NGO", Parent: s.root()})
			return err
		}},
		{"grant a role", "director", func(ctx context.Context) error {
			_, err := a.Roles.Grant(ctx, role.GrantInput{StaffMember: db.GlobalID("staff", s.people["writer"]), Role: access.Personnel})
			return err
		}},
		{"ask for support", "writer", func(ctx context.Context) error {
			_, err := a.Support.Request(ctx, support.RequestInput{Kind: support.Advice, Title: "Chọn máy in"})
			return err
		}},
		{"open an inventory round", "it", func(ctx context.Context) error {
			_, err := a.Inventory.Open(ctx, rounds.OpenInput{Name: "Kiểm kê"})
			return err
		}},
	}
}

// root is the centre itself.
func (s *studio) root() string {
	key, err := db.One[db.ID](context.Background(), s.DB.From(context.Background()), "SELECT id FROM departments WHERE parent_id IS NULL")
	if err != nil {
		panic(err)
	}
	return db.GlobalID("department", key)
}

// beside are tables that are written along with acts but by none: attempts are counted on their own.
var beside = []string{"throttles", "goose_db_version", "migration_lease", "probes", "sqlite_sequence"}

// everything is what the store holds, a line for each row.
func (s *studio) everything(t *testing.T) string {
	t.Helper()
	ctx := t.Context()
	names := "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
	if s.DB.Dialect == db.MySQL {
		names = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name"
	}
	tables, err := db.All[string](ctx, s.DB.From(ctx), names)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, table := range tables {
		if slices.Contains(beside, table) {
			continue
		}
		rows, err := s.DB.From(ctx).Raw(ctx, "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		lines := make([]string, len(rows))
		for i, row := range rows {
			lines[i] = fmt.Sprintf("%s %x\n", table, row)
		}
		slices.Sort(lines)
		all.WriteString(strings.Join(lines, ""))
	}
	return all.String()
}

func firstDifference(before, after string) string {
	known := map[string]bool{}
	for line := range strings.Lines(before) {
		known[line] = true
	}
	for line := range strings.Lines(after) {
		if !known[line] {
			return "new: " + line[:min(len(line), 300)]
		}
	}
	return "something is gone"
}

// ask sends a request through the whole handler under a fault.
func (w *world) ask(t *testing.T, token, query string, variables any, f *kit.Fault) response {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body))).WithContext(kit.WithFault(t.Context(), f))
	r.Header = http.Header{"Content-Type": {"application/json"}, "Accept-Language": {"en"}}
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	answer := httptest.NewRecorder()
	w.App.Handler().ServeHTTP(answer, r)
	return response{Status: answer.Code, Header: answer.Header(), Body: answer.Body.String()}
}

// Over HTTP a fault is 503 with Retry-After, for strangers too, and a mutation tells its outcome. One whose outcome is not
// known is repeated safely under its key; one that is saved, and only could not be answered, says so.
func TestFaultsOverHTTP(t *testing.T) {
	faulty(t, func(t *testing.T, w *world) {
		s := newStudio(t, w)
		refused := func(r response, outcome string) {
			t.Helper()
			said := strings.Contains(r.Body, `"outcome":"`+outcome+`"`)
			if outcome == "" {
				said = !strings.Contains(r.Body, "outcome")
			}
			if r.Status != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || !strings.Contains(r.Body, `"code":"UNAVAILABLE"`) || !said {
				t.Errorf("%d %v %s, want outcome %q", r.Status, r.Header, r.Body, outcome)
			}
		}
		lost := func(at int, done bool) *kit.Fault {
			return &kit.Fault{Err: mysql.ErrInvalidConn, At: at, Lost: true, Done: done}
		}
		for _, token := range []string{"", s.tokens["writer"]} {
			refused(w.ask(t, token, `{ posts { totalCount nodes { title } } }`, nil, lost(1, false)), "")
		}
		// createDepartment ends with its COMMIT and then reads the departments anew.
		create := func(f *kit.Fault, code string) response {
			return w.ask(t, s.tokens["director"], `mutation($i: CreateDepartmentInput!) { createDepartment(input: $i) { department { id code staff { totalCount } } userErrors { message } } }`,
				map[string]any{"i": map[string]any{"kind": "CLINICAL", "name": "Khoa " + code, "code": code, "parent": s.root(), "idempotencyKey": "key-" + code}}, f)
		}
		outcomes := map[string]int{}
		for n, at, rounds := 1, 1, 0; rounds < 2; n, at = n+1, at+1 { // what was prepared by the first round is fewer places in the second
			code := fmt.Sprintf("K%d", n)
			f := lost(at, true)
			r := create(f, code)
			if f.Hit() == "" {
				rounds, at = rounds+1, 0
				continue
			}
			again := create(&kit.Fault{}, code)
			if again.Status != http.StatusOK || !strings.Contains(again.Body, `"code":"`+code+`"`) {
				t.Errorf("repeated after %q: %d %s", f.Hit(), again.Status, again.Body)
			}
			for _, o := range []string{"NOT_SAVED", "UNKNOWN", "SAVED"} {
				if strings.Contains(r.Body, `"outcome":"`+o+`"`) {
					if outcomes[o]++; o != "SAVED" {
						refused(r, o)
					} else if r.Status != http.StatusOK {
						t.Errorf("saved: %d %s", r.Status, r.Body)
					}
				}
			}
			if strings.Contains(r.Body, "INTERNAL") {
				t.Errorf("at %q: %s", f.Hit(), r.Body)
			}
		}
		if n, err := db.One[int](t.Context(), w.DB.From(t.Context()), "SELECT COUNT(*) - COUNT(DISTINCT code) FROM departments"); err != nil || n != 0 {
			t.Errorf("%d departments twice, %v", n, err)
		}
		if outcomes["NOT_SAVED"] < 5 || outcomes["UNKNOWN"] < 1 || outcomes["SAVED"] < 1 {
			t.Errorf("outcomes: %v", outcomes)
		}
	})
}
