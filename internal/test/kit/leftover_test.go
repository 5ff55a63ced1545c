package kit

import (
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

func TestMain(m *testing.M) { Main(m) }

// Many processes share one server. What a killed one left is dropped by the next to start, what a living one uses is not, and
// databases that are not of tests are nobody's business.
func TestDatabasesOfTheDeadAreDropped(t *testing.T) {
	if os.Getenv("TEST_STORE") == string(db.SQLite) {
		return
	}
	if err := startMySQL(); err != nil {
		if os.Getenv("REQUIRE_MYSQL") != "" {
			t.Fatal(err)
		}
		return
	}
	ctx := t.Context()
	alive, err := claim(ctx, server.admin, "ttyt_test_1_0000a11e")
	if err != nil {
		t.Fatal(err)
	}
	if twice, err := claim(ctx, server.admin, "ttyt_test_1_0000a11e"); err == nil {
		t.Errorf("two processes have one name: %v", twice.Close())
	}
	kept := []string{"ttyt_test_1_0000a11e_1", "ttyt_test_of_somebody"}
	dropped := []string{"ttyt_test_2_0000dead_1", "ttyt_test_2_0000dead_22"}
	for _, name := range slices.Concat(kept, dropped) {
		if _, err := server.admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := drop(context.WithoutCancel(ctx), server.admin, name); err != nil {
				t.Error(err)
			}
		})
	}
	there := func() []string {
		t.Helper()
		if err := sweep(ctx, server.admin); err != nil {
			t.Fatal(err)
		}
		names, err := databases(ctx, server.admin)
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	names := there()
	for _, name := range slices.Concat(kept, server.made) {
		if !slices.Contains(names, name) {
			t.Errorf("%s is gone", name)
		}
	}
	for _, name := range dropped {
		if slices.Contains(names, name) {
			t.Errorf("%s is still there", name)
		}
	}
	// The other process is killed: its connection breaks, and the server notices in a moment.
	if err := alive.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); slices.Contains(there(), kept[0]); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s outlives its process", kept[0])
		}
	}
}
