package app

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// maxExports bounds how many files are written at once: each reads much of the store.
const maxExports = 4

// export is how many files are written at once, and how often one caller may ask for one.
type export struct {
	admit func(context.Context) time.Duration
	turn  func(context.Context) (done func())
}

// admitted reports whether a file may be begun now; otherwise the request is answered. done ends its turn.
func (e export) admitted(w http.ResponseWriter, r *http.Request) (done func(), ok bool) {
	if wait := e.admit(r.Context()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		transport.Refuse(w, r, http.StatusTooManyRequests, errTooOften)
		return nil, false
	}
	if done = e.turn(r.Context()); done == nil {
		transport.Unavailable(w, r)
		return nil, false
	}
	return done, true
}

var errTooOften = &fault.Error{Code: fault.RateLimited, Text: fault.Text{VI: "Quá nhiều yêu cầu, vui lòng chờ một lát.", EN: "Too many requests; wait a moment."}}

// assetsFile serves the register as a CSV file to those who are signed in, row by row: what each may read of it, narrowed
// as the field assets is. It changes nothing, so a link leads to it.
func (a *App) assetsFile(w http.ResponseWriter, r *http.Request) {
	if !access.Of(r.Context()).SignedIn() {
		transport.Refuse(w, r, http.StatusUnauthorized, fault.ErrUnauthenticated)
		return
	}
	done, ok := a.export.admitted(w, r)
	if !ok {
		return
	}
	defer done()
	q := r.URL.Query()
	filter := asset.Filter{Department: q.Get("department"), Subtree: q.Get("subtree") == "true", Kind: asset.Kind(q.Get("kind")), State: asset.State(q.Get("state")), Text: q.Get("text")}
	file := &fileWriter{ResponseWriter: w}
	err := a.Services.AssetFiles.Export(r.Context(), filter, file)
	if err == nil {
		return
	}
	if file.begun { // what is missing shows by the connection being cut
		slog.ErrorContext(r.Context(), "export of assets", "err", err)
		panic(http.ErrAbortHandler)
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		slog.ErrorContext(r.Context(), "export of assets", "err", err)
		f = &fault.Error{Code: fault.Internal, Text: fault.Text{VI: "Hệ thống có lỗi.", EN: "Something went wrong here."}}
	}
	transport.Refuse(w, r, map[fault.Code]int{fault.BadInput: http.StatusBadRequest, fault.NotFound: http.StatusNotFound,
		fault.Forbidden: http.StatusForbidden, fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError}[f.Code], f)
}

// fileWriter sends the headers of a file with its first bytes.
type fileWriter struct {
	http.ResponseWriter
	begun bool
}

func (w *fileWriter) Write(b []byte) (int, error) {
	if !w.begun {
		w.begun = true
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="assets.csv"`)
	}
	return w.ResponseWriter.Write(b)
}
