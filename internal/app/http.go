package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"ttyt/internal/auth"
	"ttyt/internal/explorer"
	"ttyt/internal/fault"
	"ttyt/internal/trace"
)

const (
	requestTimeout = 10 * time.Second
	// maxRequests bounds what is worked on at once; more wait for their turn until they time out.
	maxRequests = 256
)

// routes is the address space of the program, and what every request passes through.
func (a *App) routes(api http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(explorer.Path+"/", a.Services.Auth.Middleware(explorer.Handler(a.config.Demo, a.accounts())))
	mux.Handle("GET "+auth.ResetPath, explorer.ResetPage())
	mux.Handle("GET /{$}", http.RedirectHandler(explorer.Path+"/", http.StatusSeeOther))
	mux.Handle("/graphql", a.Answers.Middleware(bounded(a.Services.Auth.Middleware(api))))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /readyz", a.ready)
	return trace.Middleware(a.headers(localised(logged(mux))))
}

// ready reports whether the store answers.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.DB.Ping(ctx); err != nil {
		slog.WarnContext(ctx, "not ready", "err", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// headers tells browsers to be strict with whatever is answered.
func (a *App) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"], h["Referrer-Policy"], h["Content-Security-Policy"] = noSniff, noReferrer, nothingElse
		if a.config.HTTPS() {
			h["Strict-Transport-Security"] = httpsOnly
		}
		next.ServeHTTP(w, r)
	})
}

// Values of headers that every answer shares: nobody changes them, whoever wants another sets it.
var (
	noSniff     = []string{"nosniff"}
	noReferrer  = []string{"no-referrer"}
	nothingElse = []string{"default-src 'none'; frame-ancestors 'none'"}
	httpsOnly   = []string{"max-age=31536000"}
)

func localised(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		locale := fault.ParseLocale(r.Header.Get("Accept-Language"))
		w.Header()["Content-Language"] = languages[locale]
		next.ServeHTTP(w, r.WithContext(fault.WithLocale(r.Context(), locale)))
	})
}

var languages = map[fault.Locale][]string{fault.Vietnamese: {string(fault.Vietnamese)}, fault.English: {string(fault.English)}}

// bounded gives each request its time, and lets only so many run at once.
func bounded(next http.Handler) http.Handler {
	slots := make(chan struct{}, maxRequests)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), requestTimeout)
		defer cancel()
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
			next.ServeHTTP(w, r.WithContext(ctx))
		case <-ctx.Done():
			w.Header().Set("Retry-After", "5")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}

// logged writes one line per request, for whoever looks for them.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slog.Default().Enabled(r.Context(), slog.LevelDebug) {
			next.ServeHTTP(w, r)
			return
		}
		start, s := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(s, r)
		slog.DebugContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", s.status, "took", time.Since(start))
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the real writer.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
