package auth_test

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

const (
	password = "con đò bến sông 1954"
	another  = "giàn mướp trước hiên"
	home     = "203.0.113.7"
	office   = "198.51.100.20"
)

// centre is a small one: an office with IT people and directors, a clinical department with staff.
type centre struct {
	*kit.Kit
	Auth   *auth.Service
	People *staff.Service
	Roles  *role.Service
	Tree   *department.Service
	Mail   *postman
	o      auth.Options

	root, room, ward                            db.ID
	personnel                                   db.ID
	it, it2, director, director2, editor, nurse db.ID
}

// postman keeps what was sent.
type postman struct {
	mu     sync.Mutex
	to     []string
	bodies []string
	fails  error
}

func (p *postman) Send(_ context.Context, to, _, body string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails != nil {
		return p.fails
	}
	p.to, p.bodies = append(p.to, to), append(p.bodies, body)
	return nil
}

// link returns the token of the last message.
func (p *postman) link(t *testing.T) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.bodies) == 0 {
		t.Fatal("no mail")
	}
	return tokenIn(t, p.bodies[len(p.bodies)-1])
}

func tokenIn(t *testing.T, text string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "/console/password/")
	if !ok {
		t.Fatalf("no link in %q", text)
	}
	return strings.Fields(rest)[0]
}

func run(t *testing.T, test func(t *testing.T, c *centre)) {
	t.Helper()
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) { test(t, newCentre(t, k)) })
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	t.Helper()
	c := &centre{Kit: k, Mail: &postman{}}
	c.o = auth.Options{PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}, Mailer: c.Mail,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}}
	c.start()
	c.root = k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.room, c.ward = k.Department(t, "OFFICE", "TCHC", c.root), k.Department(t, "CLINICAL", "NOI", c.root)
	c.it, c.it2 = c.person(t, c.room, "Lê Văn Mạng", access.IT), c.person(t, c.room, "Phạm Thị Máy", access.IT)
	c.director, c.director2 = c.person(t, c.room, "Trần Văn Đốc", access.Director), c.person(t, c.room, "Bùi Thị Phó", access.Director)
	c.editor, c.nurse = c.person(t, c.room, "Ngô Thị Biên", access.WebEditor), c.person(t, c.ward, "Nguyễn Thị Hoa")
	c.personnel = c.person(t, c.room, "Vũ Văn Tổ", access.Personnel)
	return c
}

// start builds the service anew, with the options that are set now.
func (c *centre) start() {
	c.Auth = auth.New(c.DB, c.Access, c.Audit, c.Feed, c.o)
	c.Tree = department.New(c.DB, c.Access, c.Audit, c.Feed)
	c.People = staff.New(c.DB, c.Access, c.Audit, c.Feed, c.Tree, c.Auth)
	c.Roles = role.New(c.DB, c.Access, c.Audit, c.Feed, c.Tree, c.People)
	c.Tree.OnName(c.Auth.OfficeNamed)
	c.People.OnName(c.Auth.PersonNamed)
	c.People.OnTitle(c.Auth.OfficeNamed)
	c.Auth.Inform(inbox.New(c.DB, c.Access, c.Feed), c.Roles)
	c.Roles.OnGrant(c.Auth.Granting)
}

func (c *centre) person(t *testing.T, department db.ID, name string, roles ...access.Role) db.ID {
	t.Helper()
	id := c.Staff(t, department, name, roles...)
	c.Exec(t, "UPDATE staff SET private_email = ?, work_email = 'work@ttyt.example' WHERE id = ?", id.String()+"@example.vn", id)
	return id
}

// account gives the person an account with the password, as the operator does.
func (c *centre) account(t *testing.T, staff db.ID, login string) *auth.Account {
	t.Helper()
	system := access.AsSystem(t.Context())
	a, err := c.Auth.CreateAccount(system, auth.CreateAccountInput{Staff: db.GlobalID("staff", staff), Login: login, Alias: "Bút danh " + login[:2]})
	if err != nil {
		t.Fatal(err)
	}
	link, err := c.Auth.LinkFor(system, login)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Auth.ResetPassword(t.Context(), auth.ResetPasswordInput{Token: tokenIn(t, link), NewPassword: password}); err != nil {
		t.Fatal(err)
	}
	return a
}

// itWorks has somebody of IT sign in, so that the centre is no longer new.
func (c *centre) itWorks(t *testing.T) {
	t.Helper()
	c.account(t, c.it2, "may.pt")
	c.signIn(t, office, "may.pt")
}

// from is a stranger at an address.
func from(t *testing.T, address string) context.Context {
	return access.With(t.Context(), access.Anonymous(address, "test"))
}

func (c *centre) try(t *testing.T, address, login, password string) (auth.SignedIn, error) {
	return c.Auth.SignIn(from(t, address), auth.SignInInput{Login: login, Password: password, Client: auth.App})
}

func (c *centre) signIn(t *testing.T, address, login string) auth.SignedIn {
	t.Helper()
	in, err := c.try(t, address, login, password)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// as is the context of a person in one of their sessions.
func (c *centre) as(t *testing.T, staff db.ID, in auth.SignedIn) context.Context {
	t.Helper()
	ctx := c.As(t, staff)
	a := access.Of(ctx)
	a.AccountID, a.SessionID, a.Address = in.Session.AccountID, in.Session.Key, in.Session.Address
	return ctx
}

func (c *centre) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := c.DB.From(t.Context()).Get(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func (c *centre) events(t *testing.T, action string) int {
	t.Helper()
	return c.count(t, "SELECT COUNT(*) FROM audit_log WHERE action = ? AND class = 'SECURITY'", action)
}

func (c *centre) live(t *testing.T, account db.ID) int {
	t.Helper()
	return c.count(t, "SELECT COUNT(*) FROM sessions WHERE account_id = ? AND ended_at IS NULL", account)
}

// wantCode fails unless err is a user error of the code.
func wantCode(t *testing.T, err error, code fault.UserCode) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func wantFault(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func wait(err error) int {
	if w, ok := errors.AsType[*fault.WaitError](err); ok {
		return w.RetryAfter
	}
	return 0
}
