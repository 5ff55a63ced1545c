package app

import (
	"context"
	"net"
	"net/http"

	"ttyt.example/ttyt/internal/base/metrics"
)

// figures answers /metrics, and nothing else, with what the process counted and what waits in the store.
func (a *App) figures() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics.Handler(
		metrics.Gauge{Name: "ttyt_store_up", Help: "Whether the store answers: 1, or 0.", Read: metrics.One(a.storeUp)},
		metrics.Gauge{Name: "ttyt_audit_backlog", Help: "Rows of the audit log that wait to be sealed.", Read: metrics.One(a.Audit.Backlog)},
		metrics.Gauge{Name: "ttyt_job_lag_seconds", Help: "For how long the background job that waits longest has been due.", Read: metrics.One(a.Jobs.Lag)},
		metrics.Gauge{Name: "ttyt_approvals_waiting", Help: "Approvals that wait for a decision, by step.", Label: "step", Read: metrics.Counts(a.Services.Approvals.Waiting)},
		metrics.Gauge{Name: "ttyt_findings_undecided", Help: "Findings of agents on machines that run on, on which IT has to decide, by why they run on.", Label: "held_back", Read: metrics.Counts(a.Services.Malware.Undecided)},
		metrics.Gauge{Name: "ttyt_findings_overdue", Help: "Those of them on which IT has not decided within 30 minutes.", Read: metrics.One(a.Services.Malware.Late)},
		metrics.Gauge{Name: "ttyt_media_files", Help: "Uploaded files by state; those that are PENDING wait to be scanned.", Label: "state", Read: metrics.Counts(a.Services.Media.States)},
		metrics.Gauge{Name: "ttyt_incidents_open", Help: "Incidents that are not closed, by priority.", Label: "priority", Read: metrics.Counts(a.Services.Incidents.Unresolved)},
	))
	return mux
}

// storeUp says what /readyz says.
func (a *App) storeUp(context.Context) (int, error) {
	if !a.DB.Ready() {
		return 0, nil
	}
	return 1, nil
}

// listenForMetrics opens the listener of the figures, nil where they are served nowhere.
func (a *App) listenForMetrics(ctx context.Context) (net.Listener, error) {
	if a.config.MetricsAddr == "" {
		return nil, nil
	}
	var c net.ListenConfig
	return c.Listen(ctx, "tcp", a.config.MetricsAddr)
}
