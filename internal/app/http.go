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
	"ttyt/internal/transport"
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
	mux.Handle("/graphql", bounded(a.Services.Auth.Middleware(api)))
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
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if a.config.HTTPS() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func localised(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		locale := fault.ParseLocale(r.Header.Get("Accept-Language"))
		w.Header().Set("Content-Language", string(locale))
		next.ServeHTTP(w, r.WithContext(fault.WithLocale(r.Context(), locale)))
	})
}

// bounded gives each request its time, and lets only so many run at once. Connections that stay open have bounds of
// their own.
func bounded(next http.Handler) http.Handler {
	slots := make(chan struct{}, maxRequests)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if transport.Stays(r) {
			next.ServeHTTP(w, r)
			return
		}
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

// logged writes one line per request.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
