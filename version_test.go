package main

import (
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/migrations"
)

// The version names the build, the schema and the level of the tables, which is where a store is once it is migrated.
func TestVersionTellsWhatTheProgramIs(t *testing.T) {
	says := func() map[string]string {
		code, out, log := try(t.Context(), nil, "version")
		if code != 0 {
			t.Fatal(code, log)
		}
		rows := map[string]string{}
		for line := range strings.Lines(out) {
			name, value, _ := strings.Cut(line, " ")
			rows[name] = strings.TrimSpace(value)
		}
		return rows
	}
	rows := says()
	if rows["go"] != runtime.Version() || rows["platform"] != runtime.GOOS+"/"+runtime.GOARCH || rows["version"] == "" || rows["commit"] == "" {
		t.Error(rows)
	}
	if !regexp.MustCompile(`^[0-9a-f]{12}$`).MatchString(rows["schema"]) {
		t.Errorf("schema %q", rows["schema"])
	}
	for _, s := range kit.Stores(t) {
		d, err := db.Open(t.Context(), s.Bare(t), db.Options{Lax: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
		if err := d.Migrate(t.Context(), migrations.FS); err != nil {
			t.Fatal(err)
		}
		if at, err := d.Version(t.Context()); err != nil || rows["migration"] != strconv.FormatInt(at, 10) {
			t.Errorf("%s: the store is at %d, %v; the program says %s", s.Dialect, at, err, rows["migration"])
		}
	}
	release, commit = "v1.2.3", "0123abc"
	defer func() { release, commit = "", "" }()
	if rows := says(); rows["version"] != "v1.2.3" || rows["commit"] != "0123abc" {
		t.Error(rows)
	}
}
