package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// rig is what is measured: the product and a server to compare it with, over one filled store.
type rig struct {
	dir, kind        string
	name, dsn        string // of the store
	place            place
	queries          []query
	product, against *process
	database         *process // MariaDB's
	firstAnswer      time.Duration
}

// newRig builds the product and fills the store of the kind.
func newRig(ctx context.Context, dir, kind string, s size) (r *rig, err error) {
	r = &rig{dir: dir, kind: kind}
	if err := errors.Join(os.MkdirAll(dir, 0o700), tools(ctx, dir)); err != nil {
		return r, err
	}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(dir, "ttyt"), "ttyt.example/ttyt").CombinedOutput(); err != nil {
		return r, fmt.Errorf("go build: %w\n%s", err, out)
	}
	if kind == onMariaDB {
		if r.database, err = startMariaDB(ctx, dir); err != nil {
			return r, err
		}
	}
	return r, r.fill(ctx, s)
}

// beside is another rig of the same kind, over a store of another size. It ends before r does.
func (r *rig) beside(ctx context.Context, s size) (*rig, error) {
	other := &rig{dir: r.dir, kind: r.kind}
	return other, other.fill(ctx, s)
}

// fill fills the store where it is not filled yet, and looks up what the queries ask for.
func (r *rig) fill(ctx context.Context, s size) (err error) {
	r.name = fmt.Sprintf("%s_%d_%d", r.kind, s.Posts, s.Staff)
	if r.kind == onMariaDB {
		r.dsn, err = createDatabase(ctx, r.dir, r.name)
	} else {
		r.dsn = "sqlite:" + filepath.Join(r.dir, r.name+".db")
	}
	if err != nil {
		return err
	}
	if err := fill(ctx, r.dsn, s); err != nil {
		return err
	}
	pool, err := open(r.dsn)
	if err != nil {
		return err
	}
	p, err := placeIn(ctx, pool)
	r.place, r.queries = p, queries(p)
	return errors.Join(err, pool.Close())
}

// close ends all that runs.
func (r *rig) close() error {
	return errors.Join(r.product.stop(), r.against.stop(), r.database.stop())
}

// startProduct runs the product with no bound on how often somebody asks, with its cache or without, and notes how long
// it takes to its first answer.
func (r *rig) startProduct(ctx context.Context, cache bool) error {
	addr, err := freeAddr(ctx)
	if err != nil {
		return err
	}
	args := []string{"serve", "-addr", addr, "-data", filepath.Join(r.dir, r.name), "-log-level", "warn"}
	help, err := exec.CommandContext(ctx, filepath.Join(r.dir, "ttyt"), "serve", "-help").Output()
	if err != nil {
		return err
	}
	for _, setting := range []string{"rate", "account-rate", "cache"} {
		off := setting != "cache" || !cache
		if off && bytes.Contains(help, []byte("\n  -"+setting+" ")) {
			args = append(args, "-"+setting, "0")
		}
	}
	env := []string{"DSN=" + r.dsn, "AUDIT_KEY=" + auditKey, "PUBLIC_URL=https://ttyt.example", "TLS_PROXY=true", "TRUSTED_PROXIES=127.0.0.1"}
	if err := r.anchor(ctx, env); err != nil {
		return err
	}
	start := time.Now()
	if r.product, err = launch(ctx, filepath.Join(r.dir, "product.log"), env, filepath.Join(r.dir, "ttyt"), args...); err != nil {
		return err
	}
	r.product.addr = addr
	r.firstAnswer, err = awaited(ctx, start, func() (*http.Response, error) { return r.onProduct(r.queries[0]).ask(ctx) })
	return err
}

// auditKey signs the record of what is measured.
const auditKey = "iPb/xwXRiUFQGW3Sta5IZlL9x7ldgFItb3W2AV7A7t4="

// anchor lets the product start over a store that was filled past its record.
func (r *rig) anchor(ctx context.Context, env []string) error {
	data := filepath.Join(r.dir, r.name)
	if _, err := os.Stat(filepath.Join(data, "audit.anchor")); err == nil {
		return nil
	}
	cmd := exec.CommandContext(ctx, filepath.Join(r.dir, "ttyt"), "audit", "anchor", "-accept-loss", "filled without a record", "-data", data)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("audit anchor: %w\n%s", err, out)
	}
	return nil
}

// startAgainst runs this program's own server of the name.
func (r *rig) startAgainst(ctx context.Context, args ...string) error {
	me, err := os.Executable()
	if err != nil {
		return err
	}
	addr, err := freeAddr(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	if r.against, err = launch(ctx, filepath.Join(r.dir, args[0]+".log"), nil, me, append(args, "-addr", addr)...); err != nil {
		return err
	}
	r.against.addr = addr
	_, err = awaited(ctx, start, func() (*http.Response, error) { return r.onAgainst(r.queries[0]).ask(ctx) })
	return err
}

func (r *rig) onProduct(q query) target {
	return target{q, "http://" + r.product.addr + "/graphql", r.dir}
}

func (r *rig) onAgainst(q query) target {
	return target{q, "http://" + r.against.addr + q.path(), r.dir}
}

// alike checks that both answer a query with the same data.
func (r *rig) alike(ctx context.Context, q query) error {
	want, err := data(r.onProduct(q).ask(ctx))
	if err != nil {
		return fmt.Errorf("%s of the product: %w", q.name, err)
	}
	got, err := data(r.onAgainst(q).ask(ctx))
	if err == nil && want != got {
		err = fmt.Errorf("another answer than the product's\nproduct %.2000s\nagainst %.2000s", want, got)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", q.name, err)
	}
	return nil
}

// own is what differs between two drafts: id and number.
var own = regexp.MustCompile(`("createPost":\{"post":\{"id":)"[^"]*"|\d{16}`)

// data is the data of an answer, byte for byte except for the way HTML is escaped.
func data(answer *http.Response, err error) (string, error) {
	content, err := whole(answer, err)
	if err != nil {
		return "", err
	}
	var parts struct{ Data, Errors json.RawMessage }
	if err := json.Unmarshal(content, &parts); err != nil || parts.Errors != nil {
		return "", fmt.Errorf("an answer without data: %s", content)
	}
	plain := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(parts.Data))
	return own.ReplaceAllString(plain, "$1"), nil
}

// whole is the body of a good answer.
func whole(answer *http.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, content)
	}
	return content, err
}
