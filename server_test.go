package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/texts"
	"ttyt.example/ttyt/internal/core/audit"
)

// Keys as an operator makes them.
const key, otherKey = "Z1JPcsWiQc2G0Ek2qVbrVAM3t2leeoXJ70T9RPejLZo=", "iPb/xwXRiUFQGW3Sta5IZlL9x7ldgFItb3W2AV7A7t4="

// behindProxy is how the program is told that a proxy on this machine ends TLS.
var behindProxy = map[string]string{"PUBLIC_URL": "https://ttyt.example", "TLS_PROXY": "true", "TRUSTED_PROXIES": "127.0.0.1"}

func try(ctx context.Context, env map[string]string, args ...string) (code int, out, log string) {
	var o, l bytes.Buffer
	code = run(ctx, console{env: func(name string) string { return env[name] }, out: &o, log: &l}, args)
	return code, o.String(), l.String()
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args     []string
		code     int
		out, log string
	}{
		{nil, 2, "Usage: ttyt COMMAND", ""},
		{[]string{"help"}, 0, "try it with a made-up centre", ""},
		{[]string{"--help"}, 0, "run a real centre", ""},
		{[]string{"dance"}, 2, "Usage: ttyt COMMAND", ""},
		{[]string{"version", "-x"}, 1, "Usage of version", ""},
		{[]string{"serve", "-help"}, 0, "AUDIT_KEY", ""},
		{[]string{"serve"}, 1, "", "audit-key: missing"},
		{[]string{"demo", "now"}, 1, "", `unexpected ["now"]`},
		{[]string{"import", "-help"}, 0, "code of the department", ""},
		{[]string{"media", "add", "-help"}, 0, "code of the department", ""},
		{[]string{"import", "a.txt"}, 1, "", "audit-key: missing"},
		{[]string{"site", "import", "-help"}, 0, "check the files, and write nothing", ""},
		{[]string{"site", "import", "a.json"}, 1, "", "audit-key: missing"},
		{[]string{"schema"}, 0, "type Query {", ""},
		{[]string{"texts"}, 0, "| base/fault | notFound | Không tìm thấy. | Not found. |\n", ""},
		{[]string{"texts", "-tsv"}, 0, "base/fault\tnotFound\tKhông tìm thấy.\tNot found.\n", ""},
		{[]string{"texts", "all"}, 1, "", `unexpected ["all"]`},
		{[]string{"documents", "check"}, 1, "", "want one FILE"},
		{[]string{"documents", "check", "no-such-file"}, 1, "", "no-such-file"},
		{[]string{"theme", "export"}, 1, "", "want one DIR"},
		{[]string{"theme", "export", "-help"}, 0, "-overwrite", ""},
		{[]string{"theme", "check", "a", "b"}, 1, "", "want one DIR"},
		{[]string{"theme", "check", "no-such-folder"}, 1, "", "no-such-folder: there is no such folder"},
		{[]string{"demo", "-theme", "no-such-folder", "-addr", "127.0.0.1:0", "-data", t.TempDir()}, 1, "", "theme: no-such-folder: there is no such folder"},
		{[]string{"demo", "-theme", "x", "-site=false", "-data", t.TempDir()}, 1, "", "a website that is turned off has no theme"},
		{[]string{"migrate", "-log-level", "loud"}, 1, "", "LOG_LEVEL"},
	} {
		code, out, log := try(t.Context(), nil, c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(log, c.log) {
			t.Errorf("%v: %d\n%s%s", c.args, code, out, log)
		}
	}
}

// ttyt texts knows the messages of every room, wherever its folder lies.
func TestTextsOfEveryRoom(t *testing.T) {
	want, err := texts.Read(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	got, err := texts.Read(messages)
	if err != nil || !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("%v: the program knows %d messages, the source has %d", err, len(got), len(want))
	}
}

// A manifest that a client's build wrote stands up to the check; every problem of one that does not is told with its line.
func TestDocuments(t *testing.T) {
	manifest := filepath.Join(t.TempDir(), "m.json")
	for _, c := range []struct {
		text string
		code int
		says []string
	}{
		{`{"d70ced9d8f0c0dcbfc5b0ab1a2ab8f1a0d0be0a9":"query A { departments { name } }"}`, 0, []string{manifest + ": 1 operations, all in order\n"}},
		{"{\"format\":\"apollo-persisted-query-manifest\",\"version\":1,\"operations\":[\n" + `{"id":"` + strings.Repeat("0", 64) + `","name":"A","type":"query","body":"query A { departments { nane } }"}]}`,
			1, []string{manifest + ":2: A: its id is not the hash", `A: Cannot query field "nane"`}},
	} {
		if err := os.WriteFile(manifest, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, log := try(t.Context(), nil, "documents", "check", manifest)
		for _, says := range c.says {
			if code != c.code || !strings.Contains(out+log, says) || (code == 0) != (log == "") {
				t.Errorf("%d, want %d with %q\n%s%s", code, c.code, says, out, log)
			}
		}
	}
}

// A theme is written out, checked, changed and checked again: what is wrong is told with its file, its line and the reason.
func TestThemes(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "xanh")
	page := filepath.Join(folder, "site", "contact.graphql")
	for _, c := range []struct {
		change   string
		args     []string
		code     int
		out, log string
	}{
		{"", []string{"export", folder}, 0, ": wrote ", ""},
		{"", []string{"export", folder}, 0, folder + ": wrote 0 files", ""},
		{"", []string{"check", folder}, 0, "the same as the program's own, and better left out, so that upgrades reach them: assets/parts.css, ", ""},
		{"query Contact {\n  departments { name slug page { contact } }\n  about: posts(first: 100) { nodes { ...Card categories { posts(first: 100) { nodes { title tags } } } } }\n}\n", []string{"check", folder}, 1, "", page + ":1: "},
		{"", []string{"export", folder}, 1, "", "site/contact.graphql"},
		{"", []string{"export", "-overwrite", folder}, 0, "site/contact.graphql was replaced", ""},
		{"", []string{"check", folder}, 0, "all in order", ""},
	} {
		if c.change != "" {
			if err := os.WriteFile(page, []byte(c.change), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		code, out, log := try(t.Context(), nil, append([]string{"theme"}, c.args...)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(log, c.log) || (code == 0) != (log == "") {
			t.Errorf("%v: %d\n%s%s", c.args, code, out, log)
		}
	}
	// The start refuses a theme before it brings the store up to date, so that the version before can go on.
	if err := os.WriteFile(page, []byte("query Contact {"), 0o600); err != nil {
		t.Fatal(err)
	}
	for theme, says := range map[string]string{folder: page + ":1: ", folder + "-none": folder + "-none: there is no such folder"} {
		data := filepath.Join(t.TempDir(), "demo")
		code, out, log := try(t.Context(), nil, "demo", "-addr", "127.0.0.1:0", "-data", data, "-theme", theme)
		if stores, err := filepath.Glob(filepath.Join(data, "ttyt.db*")); code != 1 || !strings.Contains(log, says) || len(stores) > 0 || err != nil {
			t.Errorf("%s: %d, %v %v\n%s%s", theme, code, stores, err, out, log)
		}
	}
}

// unreleased makes a folder with the store of a centre as an unreleased version left it.
func unreleased(t *testing.T, centre string) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "demo")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "audit.anchor"), []byte("of the unreleased store"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(folder, "ttyt.db"), db.Options{Lax: true})
	if err != nil {
		t.Fatal(err)
	}
	err = d.Migrate(t.Context(), fstest.MapFS{"sqlite/0098_derive_anew.sql": {Data: []byte("-- +goose Up\nCREATE TABLE departments (parent_id BLOB, name TEXT NOT NULL);\n" +
		"INSERT INTO departments (name) VALUES ('" + centre + "');\n")}})
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// A store of an unreleased version is set aside where it is the demonstration's alone.
func TestDemoLeavesUnreleasedStoresOfOthers(t *testing.T) {
	for name, c := range map[string]struct {
		centre string
		env    map[string]string
	}{
		"another centre": {"Trung tâm Y tế huyện Khác", nil},
		"another key":    {demoCentre, map[string]string{"AUDIT_KEY": key}},
		"another anchor": {demoCentre, map[string]string{"AUDIT_ANCHOR": filepath.Join(t.TempDir(), "anchor")}},
	} {
		folder := unreleased(t, c.centre)
		for range 2 {
			code, out, log := try(t.Context(), c.env, "demo", "-addr", "127.0.0.1:0", "-data", folder)
			if code != 1 || !strings.Contains(log, "made by an unreleased version") || !strings.Contains(log, "delete the whole folder "+folder) {
				t.Errorf("%s: %d\n%s%s", name, code, out, log)
			}
		}
		for pattern, want := range map[string]int{"ttyt.db": 1, "audit.anchor": 1, "unreleased-*": 0} {
			if found, err := filepath.Glob(filepath.Join(folder, pattern)); err != nil || len(found) != want {
				t.Errorf("%s: %q, %v", name, found, err)
			}
		}
	}
}

const demoCentre = "Trung tâm Y tế huyện Vân Sơn"

// The demonstration starts from what an unreleased version left, which is set aside, and again from what it left itself. A
// password that was set stays; one that is easily guessed is refused and does no harm.
func TestDemoStartsAgain(t *testing.T) {
	folder := unreleased(t, demoCentre)
	defer func() {
		aside, err := filepath.Glob(filepath.Join(folder, "unreleased-*", "*"))
		if err != nil || len(aside) < 2 || filepath.Base(aside[0]) != "audit.anchor" || filepath.Base(aside[1]) != "ttyt.db" {
			t.Errorf("set aside: %q, %v", aside, err)
		}
	}()
	for i, start := range []struct {
		password string
		code     int
		out, log string
	}{
		{"matkhau123456", 1, "", "DEMO_PASSWORD"},
		{"", 0, "truongkhoa2", ""},
		{"mat-khau-dat-lai", 0, "mat-khau-dat-lai", ""},
		{"matkhau123456", 1, "", "DEMO_PASSWORD"},
		{"", 0, "mat-khau-dat-lai", ""},
	} {
		ctx, stop := context.WithCancel(t.Context())
		out, log := &watched{says: "Stop it with Ctrl-C", then: stop}, new(bytes.Buffer)
		code := run(ctx, console{env: func(name string) string {
			return map[string]string{"DEMO_PASSWORD": start.password}[name]
		}, out: out, log: log}, []string{"demo", "-addr", "127.0.0.1:0", "-data", folder})
		stop()
		if code != start.code || !strings.Contains(out.String(), start.out) || !strings.Contains(log.String(), start.log) {
			t.Errorf("start %d: %d\n%s%s", i, code, out, log)
		}
	}
}

// An empty store gets its centre, its Board and one director with a one-time link; a second one is for the first to make.
// Texts move in as the director's drafts, settings of the website as their proposal.
func TestDirectorCreate(t *testing.T) {
	env := map[string]string{"AUDIT_KEY": key, "DATA": t.TempDir(), "PUBLIC_URL": "http://127.0.0.1:8443"}
	create := []string{"director", "create", "-login", "giamdoc", "-name", "Vũ Đình Khải", "-alias", "Đình Khải", "-staff-code", "NV001", "-decision", "87/QĐ-SYT"}
	if code, out, log := try(t.Context(), env, "director", "create", "-login", "giamdoc"); code != 1 {
		t.Errorf("without a name: %d\n%s%s", code, out, log)
	}
	code, out, log := try(t.Context(), env, create...)
	if code != 0 || !strings.Contains(out, "http://127.0.0.1:8443/console/password/ttyt_r_") {
		t.Fatalf("%d\n%s%s", code, out, log)
	}
	if code, _, log := try(t.Context(), env, create...); code != 1 || !strings.Contains(log, "there is a director") {
		t.Errorf("again: %d\n%s", code, log)
	}
	file := filepath.Join(t.TempDir(), "tin.md")
	if err := os.WriteFile(file, []byte("# Tin mới\n\nChào."), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, log := try(t.Context(), env, "import", "-as", "giamdoc", file); code != 0 || !strings.HasPrefix(out, file+"\t") || !strings.HasSuffix(out, "\ttin-moi\n") {
		t.Errorf("import: %d\n%s%s", code, out, log)
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "cũ"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"a.txt": "Lịch trực", "cũ/b.txt": "Kế hoạch", "cũ/c.exe": "MZ\x90\x00\x03\x00\x00\x00\x04\x00"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, says := range []string{"", "\tthere already"} {
		code, out, log := try(t.Context(), env, "media", "add", "-as", "giamdoc", folder)
		if lines := strings.Split(strings.TrimSpace(out), "\n"); code != 1 || len(lines) != 2 || !strings.HasPrefix(lines[0], filepath.Join(folder, "a.txt")+"\t") || !strings.HasSuffix(lines[1], says) {
			t.Errorf("media add: %d\n%s%s", code, out, log)
		}
		if !strings.Contains(log, "c.exe: ") || !strings.Contains(log, "1 files were refused") {
			t.Errorf("media add: %s", log)
		}
	}
	for want, args := range map[string][]string{"-as: missing": {folder}, "want one DIR": {"-as", "giamdoc"}, "-as ai-do: ": {"-as", "ai-do", folder}, "-department XYZ: ": {"-as", "giamdoc", "-department", "XYZ", folder}} {
		if code, out, log := try(t.Context(), env, append([]string{"media", "add"}, args...)...); code != 1 || out != "" || !strings.Contains(log, want) {
			t.Errorf("%v: %d\n%s%s", args, code, out, log)
		}
	}
	if code, out, log := try(t.Context(), env, "import", "-as", "ai-do", file); code != 1 || out != "" || !strings.Contains(log, "ttyt import: -as ai-do: ") {
		t.Errorf("import as nobody: %d\n%s%s", code, out, log)
	}
	settings := filepath.Join(t.TempDir(), "trang.json")
	if err := os.WriteFile(settings, []byte(`{"name": "Trung tâm Y tế"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	importing := []string{"site", "import", "-as", "giamdoc", "-reason", "Thiết lập"}
	if code, out, log := try(t.Context(), env, append(importing, "-check", settings)...); code != 0 || out != "checked, nothing is written: [NAME]\n" {
		t.Errorf("settings checked: %d\n%s%s", code, out, log)
	}
	if code, out, log := try(t.Context(), env, append(importing, settings)...); code != 0 || !strings.HasSuffix(out, "\t[NAME]\n") {
		t.Errorf("settings: %d\n%s%s", code, out, log)
	}
}

// The record of a demonstration verifies with its own key, and not with another.
func TestAuditVerify(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "demo")
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		defer stop()
		for range 1200 { // two minutes: the race detector slows the hashing of the demo's passwords
			if h, err := audit.ReadAnchor(filepath.Join(folder, "audit.anchor")); err == nil && h.Seq > 0 {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	if code, out, log := try(ctx, nil, "demo", "-addr", "127.0.0.1:0", "-data", folder); code != 0 {
		t.Fatalf("%d\n%s%s", code, out, log)
	}
	own := filepath.Join(folder, "audit.key")
	if code, out, log := try(t.Context(), nil, "audit", "verify", "-data", folder, "-audit-key-file", own); code != 0 || !strings.Contains(out, "The audit log is intact") {
		t.Errorf("%d\n%s%s", code, out, log)
	}
	if code, out, log := try(t.Context(), map[string]string{"AUDIT_KEY": otherKey}, "audit", "verify", "-data", folder); code != 1 || !strings.Contains(log, errTampered.Error()) || strings.Count(out, "UNTRUSTED") != 1 {
		t.Errorf("%d\n%s%s", code, out, log)
	}
	if code, out, log := try(t.Context(), behindProxy, "serve", "-data", folder, "-audit-key-file", own); code != 1 || !strings.Contains(log, "the demonstration's key") {
		t.Errorf("%d\n%s%s", code, out, log)
	}
	for _, part := range []string{"ttyt.db", "ttyt.db-wal", "ttyt.db-shm"} {
		if err := os.Remove(filepath.Join(folder, part)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if code, out, log := try(t.Context(), nil, "demo", "-addr", "127.0.0.1:0", "-data", folder); code != 1 || !strings.Contains(log, "delete the whole folder "+folder) {
		t.Errorf("%d\n%s%s", code, out, log)
	}
}

// An operator's ways: a wrong key and a lost anchor are refused by every command that writes, a key is replaced, and a lost
// database is begun anew on record.
func TestAuditKeyAndAnchor(t *testing.T) {
	data := t.TempDir()
	env := maps.Clone(behindProxy)
	env["AUDIT_KEY"], env["DATA"], env["ADDR"] = key, data, "127.0.0.1:0"
	create := []string{"director", "create", "-login", "giamdoc", "-name", "Vũ Đình Khải", "-alias", "Đình Khải", "-staff-code", "NV001", "-decision", "87/QĐ-SYT"}
	text := filepath.Join(t.TempDir(), "tin.txt")
	if err := os.WriteFile(text, []byte("Tin mới\n\nChào."), 0o600); err != nil {
		t.Fatal(err)
	}
	importing := []string{"import", "-as", "giamdoc", text}
	does := func(says string, args ...string) {
		t.Helper()
		if code, out, log := try(t.Context(), env, args...); code != 0 || !strings.Contains(out, says) {
			t.Errorf("%v: %d\n%s%s", args, code, out, log)
		}
	}
	refused := func(says string, args ...string) {
		t.Helper()
		if code, out, log := try(t.Context(), env, args...); code != 1 || !strings.Contains(log, says) {
			t.Errorf("%v: %d\n%s%s", args, code, out, log)
		}
	}
	served := func() {
		t.Helper()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		log := &watched{says: "serving", then: stop}
		if code := run(ctx, console{env: func(name string) string { return env[name] }, out: new(bytes.Buffer), log: log}, []string{"serve"}); code != 0 {
			t.Error(log.String())
		}
	}
	does("one-time link", create...)
	served()
	env["AUDIT_KEY"] = otherKey
	for _, args := range [][]string{create, importing, {"serve"}, {"audit", "anchor"}} {
		refused("set AUDIT_KEY to the log's key", args...)
	}
	env["AUDIT_KEYS_OLD"] = key
	does("tin-moi", importing...) // the new key takes over
	served()
	does("The audit log is intact", "audit", "verify")

	if err := os.Rename(filepath.Join(data, "audit.anchor"), filepath.Join(data, "kept")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{create, importing, {"serve"}} {
		refused("run ttyt audit anchor", args...)
	}
	refused(errTampered.Error(), "audit", "verify")
	does("audit.anchor keeps the head", "audit", "anchor")
	does("tin-moi", importing...)

	if err := os.Truncate(filepath.Join(data, "ttyt.db"), 0); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{create, importing, {"serve"}, {"audit", "verify"}} {
		refused("the store is empty", args...)
	}
	refused("-accept-loss", "audit", "anchor")
	does("keeps the head 1 ", "audit", "anchor", "-accept-loss", "ổ đĩa hỏng")
	does("one-time link", create...)
	served()
	does("losses accepted: 1", "audit", "verify")
}

// watched calls then, one time, as soon as what was written says something.
type watched struct {
	bytes.Buffer
	says string
	then func()
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.Buffer.Write(b)
	if then := w.then; then != nil && strings.Contains(w.String(), w.says) {
		w.then = nil
		then()
	}
	return n, err
}
