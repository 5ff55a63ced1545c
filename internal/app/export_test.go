package app

import (
	"net/http"

	"ttyt.example/ttyt/internal/core/audit"
)

// MaxConnsOfOne is how many connections one address may hold open.
const MaxConnsOfOne = maxConnsOfOne

// Wrapped is a handler behind everything that every request passes through.
func (a *App) Wrapped(h http.Handler) http.Handler { return a.wrapped(h) }

// Figures answers /metrics.
func (a *App) Figures() http.Handler { return a.figures() }

// Kept are the tables whose rows the audit log digests.
func Kept() []*audit.Table { return kept() }
