// Package kit gives each test a fresh, migrated store and the people to act in it. Tests import it, the product
// never does.
package kit

import (
	"context"
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/migrations"
)

// Kit is one test's store and what every service is built from.
type Kit struct {
	DB     *db.DB
	Clock  *Clock
	Access *access.Access
	Audit  *audit.Log
	Feed   *feed.Feed
	Jobs   *job.Runner

	open func(clock func() time.Time) *db.DB
}

// Clock is a clock that tests set. It starts on a Monday morning in Viet Nam and stands still.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Start is where each test's clock starts: Monday 2026-03-02, 09:00 in Viet Nam.
var Start = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Main runs a package's tests and stops what they started. Every package that uses Run calls it from TestMain.
func Main(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if err := stopMySQL(); err != nil {
		fmt.Fprintln(os.Stderr, "kit:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// Run runs the test once per store, in parallel, each on its own fresh database: as "sqlite", and as "mysql" where
// a server binary or TEST_MYSQL_DSN is there. With REQUIRE_MYSQL set, a missing server fails the test.
func Run(t *testing.T, test func(t *testing.T, k *Kit)) {
	t.Helper()
	for _, s := range Stores(t) {
		s.run(t, test)
	}
}

// RunOn runs the test on one store alone: it is of what the other does not have. .ci/one-store names it, with the reason.
func RunOn(t *testing.T, only db.Dialect, test func(t *testing.T, k *Kit)) {
	t.Helper()
	for _, s := range Stores(t) {
		if s.Dialect == only {
			s.run(t, test)
		}
	}
}

func (s Store) run(t *testing.T, test func(t *testing.T, k *Kit)) {
	t.Run(string(s.Dialect), func(t *testing.T) {
		t.Parallel()
		test(t, New(t, s.Open(t, nil)))
	})
}

// Replica returns another handle on the same store and clock, as another replica of the program has. It is closed at the
// end of the test.
func (k *Kit) Replica() *db.DB { return k.open(k.Clock.Now) }

// New builds a kit over an open store whose clock it takes over.
func New(t testing.TB, open func(clock func() time.Time) *db.DB) *Kit {
	t.Helper()
	k := &Kit{Clock: &Clock{now: Start}, open: open}
	k.DB = open(k.Clock.Now)
	var err error
	if k.Access, err = access.New(k.DB); err != nil {
		t.Fatal(err)
	}
	k.Audit = audit.New(k.DB, k.Access, []byte("an audit key of tests, 32 bytes!"))
	k.Feed = feed.New(k.DB)
	k.Jobs = job.New(k.DB, job.Options{})
	return k
}

func migrate(d *db.DB) error { return d.Migrate(context.Background(), migrations.FS) }
