package app

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/base/trace"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/wire/explorer"
	"ttyt.example/ttyt/internal/wire/transport"
	"ttyt.example/ttyt/internal/wire/web"
)

const (
	// requestTimeout is how long a request may take where the options say nothing.
	requestTimeout = 10 * time.Second
	// maxRequests bounds what is worked on at once.
	maxRequests = 256
)

// routes is the address space of the program.
func (a *App) routes(api http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(explorer.Path+"/", a.Services.Auth.Middleware(explorer.Handler(a.config.Demo, a.accounts()), transport.Unavailable))
	if !a.config.NoConsole {
		mux.Handle(web.ConsolePath+"/", a.Services.Auth.PageMiddleware(a.faces.Console(), a.faces.Unavailable, a.faces.Foreign))
		for _, path := range []string{web.ConsolePath, "/noi-bo", "/noi-bo/{$}"} {
			mux.Handle("GET "+path, http.RedirectHandler(web.ConsolePath+"/", http.StatusSeeOther))
		}
	}
	if !a.config.NoSite {
		mux.Handle("/", a.faces.Site(func(pages http.Handler) http.Handler {
			return a.Answers.Middleware(a.Services.Auth.Middleware(pages, a.faces.SiteUnavailable))
		}, func(pages http.Handler) http.Handler {
			return a.Services.Auth.PageMiddleware(pages, a.faces.SiteUnavailable, a.faces.SiteForeign)
		}))
	}
	read(mux, web.AssetsPath+"/", a.faces.Assets())
	mux.Handle(apiPath, a.bounded(a.Services.Auth.Middleware(api, transport.Unavailable)))
	read(mux, "/schema.graphql", a.bounded(a.Services.Auth.Middleware(schemaFile(a.config.Demo), transport.Unavailable)))
	a.exports(mux)
	read(mux, "/media/{id}/{drawing}/{name}", pacedBy(a.files.pace, a.Services.Auth.PageMiddleware(http.HandlerFunc(a.mediaPicture), transport.Unavailable, transport.RefuseSite), transport.Refuse))
	read(mux, "/media/{id}/{name}", pacedBy(a.files.pace, a.Services.Auth.PageMiddleware(http.HandlerFunc(a.mediaFile), transport.Unavailable, transport.RefuseSite), transport.Refuse))
	read(mux, "/healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	read(mux, "/readyz", http.HandlerFunc(a.ready))
	return a.wrapped(mux)
}

// exports serves each file that is written at two addresses: to clients of the API, whose cookie counts with a header of ours, and
// below the console to the browser that follows a link there.
func (a *App) exports(mux *http.ServeMux) {
	for name, file := range map[string]http.Handler{
		"assets.csv": a.assetsFile(assetfile.CSV), "assets.xlsx": a.assetsFile(assetfile.XLSX), "read-counts.csv": http.HandlerFunc(a.countsFile),
	} {
		read(mux, "/"+name, a.paced(a.Services.Auth.Middleware(file, transport.Unavailable), transport.Refuse))
		if !a.config.NoConsole {
			read(mux, web.FilesPath+name, a.paced(a.Services.Auth.PageMiddleware(a.faces.Files(file), a.faces.Unavailable, a.faces.Foreign), a.faces.Refused))
		}
	}
}

// read has a path answered by GET and HEAD alone. Other methods would be the site's, which is at every other address.
func read(mux *http.ServeMux, path string, h http.Handler) {
	mux.Handle("GET "+path, h)
	mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	})
}

const apiPath = "/graphql"

// wrapped is what every request passes through. An answer that is kept is given before anything is put together that
// only the work on others needs.
func (a *App) wrapped(h http.Handler) http.Handler {
	kept := a.Answers.Middleware(h)
	return a.headers(logged(recovered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == apiPath {
			kept.ServeHTTP(w, r)
		} else {
			h.ServeHTTP(w, begun(w, r))
		}
	}))))
}

// ready reports whether the store lately did what it was asked for. It asks nothing itself, so that it answers at once.
func (a *App) ready(w http.ResponseWriter, _ *http.Request) {
	if !a.DB.Ready() {
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// headers tells browsers to be strict with whatever is answered, and names the request and the language of its answer.
func (a *App) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"], h["Referrer-Policy"], h["Content-Security-Policy"] = noSniff, noReferrer, nothingElse
		h["Cross-Origin-Resource-Policy"], h["Cross-Origin-Opener-Policy"] = sameOrigin, sameOrigin
		h["Permissions-Policy"], h["Cache-Control"] = noDevices, noStore
		if a.config.HTTPS() {
			h["Strict-Transport-Security"] = httpsOnly
		}
		h["Content-Language"] = languages[fault.LocaleFor(r)]
		trace.Begin(h, r)
		next.ServeHTTP(w, r)
	})
}

// Header values that all answers share. Nobody changes them; a handler that wants another value sets its own.
var (
	noSniff     = []string{"nosniff"}
	noReferrer  = []string{"no-referrer"}
	nothingElse = []string{"default-src 'none'; frame-ancestors 'none'"}
	httpsOnly   = []string{"max-age=31536000"}
	sameOrigin  = []string{"same-origin"}
	noDevices   = []string{"camera=(), geolocation=(), microphone=()"}
	noStore     = []string{"no-store"} // what may be kept says so itself
)

// recovered answers a panic with nothing but its status, or cuts an answer that was begun; the process lives.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause) // the connection is to be cut
			default:
				slog.ErrorContext(trace.With(r.Context(), w.Header()), "panic", "cause", cause, "stack", string(debug.Stack()))
				if s, ok := w.(*statusWriter); ok && s.status != 0 {
					panic(http.ErrAbortHandler)
				}
				http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// begun puts the language and the trace id of a request in its context.
func begun(w http.ResponseWriter, r *http.Request) *http.Request {
	ctx := fault.WithLocale(r.Context(), fault.LocaleFor(r))
	return r.WithContext(trace.With(ctx, w.Header()))
}

var languages = map[fault.Locale][]string{fault.Vietnamese: {string(fault.Vietnamese)}, fault.English: {string(fault.English)}}

// bounded gives each request its time.
func (a *App) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if transport.Stays(r) {
			next.ServeHTTP(w, r)
			return
		}
		limit := context.WithTimeout
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") { // a long file takes its time to arrive
			limit = transport.Patient
		}
		ctx, cancel := limit(r.Context(), a.patience)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// turns lets so many requests be worked on at once; who is still sending does not count. The others wait for their turn
// until their time is over.
func turns(n int) func(context.Context) (done func()) {
	slots := make(chan struct{}, n)
	done := func() { <-slots }
	return func(ctx context.Context) func() {
		select {
		case slots <- struct{}{}:
			return done
		case <-ctx.Done():
			metrics.Refused(metrics.TooBusy)
			return nil
		}
	}
}

// logged counts each request and writes one line about it. Those that come too often are counted alone: a flood must not fill
// the disk.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, s := time.Now(), &statusWriter{ResponseWriter: w}
		next.ServeHTTP(s, r)
		status, took := cmp.Or(s.status, http.StatusOK), time.Since(start)
		metrics.Answered(status, took)
		if status != http.StatusTooManyRequests && slog.Default().Enabled(r.Context(), trace.LevelRequest) {
			trace.Request{Method: r.Method, Path: web.LogPath(r.URL.Path), Operation: s.operation, Status: status, Bytes: s.bytes, Took: took}.Log(trace.With(r.Context(), w.Header()))
		}
	})
}

// statusWriter remembers the status of an answer, 0 before it begins, and what it was about.
type statusWriter struct {
	http.ResponseWriter
	status, bytes int
	operation     string
}

// Operation notes which operation is answered.
func (w *statusWriter) Operation(name string) { w.operation = name }

func (w *statusWriter) Write(b []byte) (int, error) {
	w.status = cmp.Or(w.status, http.StatusOK)
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	if status >= http.StatusBadRequest && w.Header().Get("Cache-Control") == "" { // the file server takes it away
		w.Header().Set("Cache-Control", "no-store")
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the real writer.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
