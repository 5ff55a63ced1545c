package app

import (
	"context"
	"net"
	"net/http"
	"time"

	"ttyt.example/ttyt/internal/base/metrics"
)

// figures answers /metrics, and nothing else, with what the process counted and what waits in the store.
func (a *App) figures() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics.Handler(
		metrics.Gauge{Name: "ttyt_audit_backlog", Read: a.backlog},
	))
	return mux
}

// backlog is how many rows of the audit log wait to be sealed.
func (a *App) backlog() (float64, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	n, err := a.Audit.Backlog(ctx)
	return float64(n), err == nil
}

// listenForMetrics opens the listener of the figures, nil where they are served nowhere.
func (a *App) listenForMetrics() (net.Listener, error) {
	if a.config.MetricsAddr == "" {
		return nil, nil
	}
	return net.Listen("tcp", a.config.MetricsAddr)
}
