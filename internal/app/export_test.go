package app

import "net/http"

// MaxConnsOfOne is how many connections one address may hold open.
const MaxConnsOfOne = maxConnsOfOne

// Wrapped is a handler behind everything that every request passes through.
func (a *App) Wrapped(h http.Handler) http.Handler { return a.wrapped(h) }

// Figures answers /metrics.
func (a *App) Figures() http.Handler { return a.figures() }
