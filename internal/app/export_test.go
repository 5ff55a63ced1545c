package app

import (
	"context"
	"net/http"
	"time"

	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/wire/transport"
)

// MaxConnsOfOne is how many connections one address may hold open.
const MaxConnsOfOne = maxConnsOfOne

// Wrapped is a handler behind everything that every request passes through.
func (a *App) Wrapped(h http.Handler) http.Handler { return a.wrapped(h) }

// Figures answers /metrics.
func (a *App) Figures() http.Handler { return a.figures() }

// Kept are the tables whose rows the audit log digests.
func Kept() []*audit.Table { return kept() }

// AssetsFile is the door of the file of assets for those who are in the context already, with its bounds in time.
func (a *App) AssetsFile(as assetfile.Format, next, taken, whole time.Duration) http.Handler {
	return a.Paced(a.assetsFile(as), next, taken, whole)
}

// Paced is the door of a file with its bounds in time.
func (a *App) Paced(h http.Handler, next, taken, whole time.Duration) http.Handler {
	of := *a
	of.export.pace = pace{next, taken, whole}
	return of.paced(h, transport.Refuse)
}

// UseHolidays takes the holidays of a file, as a start does.
func UseHolidays(ctx context.Context, file string) error { return useHolidays(ctx, file) }
