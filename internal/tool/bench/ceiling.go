package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// ceiling answers the queries as a good engineer would by hand: prepared statements, plain Scan, appended JSON. Its
// data are the product's, byte for byte.
type ceiling struct {
	pool, writer *sql.DB
	mysql        bool
	author       *caller // of the drafts
	statements
	buffers sync.Pool
}

func newCeiling(ctx context.Context, dsn string) (*ceiling, error) {
	c := &ceiling{mysql: strings.HasPrefix(dsn, "mysql:")}
	c.buffers.New = func() any { b := make([]byte, 0, 32<<10); return &b }
	var err error
	if c.pool, err = open(dsn, "_pragma", "query_only(1)"); err != nil {
		return nil, err
	}
	c.pool.SetMaxIdleConns(readers)
	c.pool.SetMaxOpenConns(readers)
	if c.writer, err = open(dsn, "_pragma", "synchronous(FULL)", "_pragma", "foreign_keys(1)", "_txlock", "immediate"); err != nil {
		return nil, err
	}
	if writers := 1; c.mysql {
		writers = readers
		c.writer.SetMaxIdleConns(writers)
		c.writer.SetMaxOpenConns(writers)
	} else {
		c.writer.SetMaxOpenConns(writers)
	}
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	c.author, err = c.authorise(ctx, author.token())
	return c, err
}

// readers is how many connections read; one writes where the store is a file.
const readers = 16

// handler serves each query at a path of its own. It reads the request that the product gets and uses its variables.
func (c *ceiling) handler() http.Handler {
	mux := http.NewServeMux()
	for path, answer := range map[string]func(context.Context, []byte, *request) ([]byte, error){
		"/q1": c.latest, "/q1s": c.latestSignedIn, "/q2": c.bySlug, "/q3": c.filtered, "/q4": c.search, "/q5": c.directory, "/m1": c.draft, "/m1s": c.draftSignedIn,
	} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { c.serve(w, r, answer) })
	}
	return mux
}

// request is what a query may be asked with.
type request struct {
	Variables struct {
		Slug, Category, Department, After, Text string
		Input                                   draftInput
	}
	token string
}

func (c *ceiling) serve(w http.ResponseWriter, r *http.Request, answer func(context.Context, []byte, *request) ([]byte, error)) {
	buffer := c.buffers.Get().(*[]byte)
	defer c.buffers.Put(buffer)
	body, err := readAll(r.Body, (*buffer)[:0])
	var in request
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	in.token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	out, err := answer(r.Context(), append(body[:0], `{"data":`...), &in)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	out = append(out, '}')
	*buffer = out
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(out)))
	_, _ = w.Write(out)
}

func readAll(r io.Reader, b []byte) ([]byte, error) {
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
	}
}

// serveCeiling listens until the context ends.
func serveCeiling(ctx context.Context, dsn, addr string) error {
	c, err := newCeiling(ctx, dsn)
	if err != nil {
		return err
	}
	return serve(ctx, addr, c.handler())
}

func serve(ctx context.Context, addr string, h http.Handler) error {
	var c net.ListenConfig
	listener, err := c.Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}

// nullTime reads microseconds or NULL as 0.
type nullTime = sql.Null[int64]

// globalID reads the key out of a global id.
func globalID(kind, global string) db.ID {
	id, _ := db.ParseID(kind, global)
	return id
}
