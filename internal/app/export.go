package app

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// maxExports bounds how many files are written at once: each reads much of the store.
const maxExports = 4

// export is how many files are written at once, how often one caller may ask for one, and how long it may take: a file goes on
// as long as each step of it comes in time, and never beyond its end.
type export struct {
	admit func(context.Context) time.Duration
	turn  func(context.Context) (done func())
	pace  pace
}

// pace bounds a file that is written: the time from one piece of it to the next, the time in which the client has to take a
// piece, and the time of the whole.
type pace struct{ next, taken, whole time.Duration }

var exportPace = pace{requestTimeout, writeTimeout, 15 * time.Minute}

// admitted reports whether a file may be begun now; otherwise the request is answered. done ends its turn.
func (e export) admitted(w *fileWriter, r *http.Request) (done func(), ok bool) {
	if wait := e.admit(r.Context()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		w.refuse(w, r, http.StatusTooManyRequests, errTooOften)
		return nil, false
	}
	if done = e.turn(r.Context()); done == nil {
		w.refuse(w, r, http.StatusServiceUnavailable, errBusy)
		return nil, false
	}
	return done, true
}

var (
	errTooOften = &fault.Error{Code: fault.RateLimited, Text: transport.TooManyRequests}
	errBusy     = &fault.Error{Code: fault.Unavailable, Text: transport.Overloaded}
)

// refusal answers why there is no file: as the API does, or by a page of the console.
type refusal func(w http.ResponseWriter, r *http.Request, status int, why *fault.Error)

// paced gives each piece of a file its time, where bounded gives it to the whole answer: a large register takes longer than any
// other request, and the server's own bound on an answer moves on with it.
func (a *App) paced(next http.Handler, refuse refusal) http.Handler {
	return pacedBy(a.export.pace, next, refuse)
}

func pacedBy(p pace, next http.Handler, refuse refusal) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), p.whole)
		defer cancel()
		ctx, stop := context.WithCancelCause(ctx)
		late := time.AfterFunc(p.next, func() { stop(context.DeadlineExceeded) })
		defer late.Stop()
		file := &fileWriter{ResponseWriter: w, control: http.NewResponseController(w), pace: p, late: late, refuse: refuse, ends: time.Now().Add(p.whole)}
		next.ServeHTTP(file, r.WithContext(ctx))
	})
}

// fileWriter gives each piece of a file its time. What is written before a file begins is an ordinary answer.
type fileWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	pace    pace
	late    *time.Timer // ends the request unless a piece comes in time
	refuse  refusal
	ends    time.Time
	header  func(http.Header) // of the file, nil for any other answer
	begun   bool
}

// Write sends a piece.
func (w *fileWriter) Write(b []byte) (int, error) {
	if w.header != nil && !w.begun {
		w.header(w.Header())
		w.begun = true
	}
	taken := time.Now().Add(w.pace.taken)
	if taken.After(w.ends) {
		taken = w.ends
	}
	_ = w.control.SetWriteDeadline(taken) // where the connection knows deadlines
	n, err := w.ResponseWriter.Write(b)
	w.late.Reset(w.pace.next)
	return n, err
}

// Alive gives the next piece its time where a file is made whole before any of it is sent.
func (w *fileWriter) Alive() { w.late.Reset(w.pace.next) }

// Unwrap lets http.ResponseController reach the real writer.
func (w *fileWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// assetFilters are the parameters that narrow a file of assets, as the filter of the field assets is.
var assetFilters = map[string]func(f *asset.Filter, value string) bool{
	"department": func(f *asset.Filter, v string) bool { f.Department = v; return true },
	"subtree": func(f *asset.Filter, v string) bool {
		f.Subtree = v == "true"
		return v == "true" || v == "false"
	},
	"kind": func(f *asset.Filter, v string) bool {
		f.Kind = asset.Kind(v)
		return v == "" || slices.Contains(asset.Kinds, f.Kind)
	},
	"state": func(f *asset.Filter, v string) bool {
		f.State = asset.State(v)
		return v == "" || slices.Contains(asset.States, f.State)
	},
	"text":          func(f *asset.Filter, v string) bool { f.Text = v; return true },
	"custodianLeft": func(f *asset.Filter, v string) bool { return either(&f.CustodianLeft, v) },
	"warrantyEnded": func(f *asset.Filter, v string) bool { return either(&f.WarrantyEnded, v) },
	"warrantyEndsBefore": func(f *asset.Filter, v string) bool {
		f.WarrantyEndsBefore = new(db.Date)
		return f.WarrantyEndsBefore.UnmarshalGQL(v) == nil
	},
}

func either(to **bool, value string) bool {
	yes := value == "true"
	*to = &yes
	return yes || value == "false"
}

// filterOf reads the parameters of a file. One that is unknown, given twice or has no such value is refused: a file that was not
// narrowed as asked would pass for one that was.
func filterOf[F any](query string, filters map[string]func(f *F, value string) bool) (f F, err error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return f, fault.Bad(malformedParameters)
	}
	var unknown []string
	for name, given := range values {
		set := filters[name]
		switch {
		case set == nil:
			unknown = append(unknown, name)
		case len(given) > 1:
			err = fault.Bad(parameterRepeated.With(name))
		case !set(&f, given[0]):
			err = fault.Bad(parameterValue.With(name, given[0]))
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		all := strings.Join(unknown, ", ")
		return f, fault.Bad(unknownParameters.With(all))
	}
	return f, err
}

var mediaTypes = map[assetfile.Format]string{assetfile.CSV: "text/csv; charset=utf-8", assetfile.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// assetsFile serves the register as a file to those who are signed in, row by row, or once it is whole: what each may read of it,
// narrowed as the field assets is. It changes nothing, so a link leads to it. A file that was begun and cannot be finished ends with
// the connection being cut, by which a client tells it from a whole one.
func (a *App) assetsFile(as assetfile.Format) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.writeAssets(as, w, r) })
}

func (a *App) writeAssets(as assetfile.Format, w http.ResponseWriter, r *http.Request) {
	filter, err := filterOf(r.URL.RawQuery, assetFilters)
	a.writeFile(w, r, "assets."+string(as), mediaTypes[as], err, func(ctx context.Context, file *fileWriter) error {
		return a.Services.AssetFiles.Export(ctx, filter, as, file)
	})
}

// writeFile serves a file of the name to somebody who is signed in, unless what was asked for is malformed.
func (a *App) writeFile(w http.ResponseWriter, r *http.Request, name, media string, malformed error, export func(ctx context.Context, file *fileWriter) error) {
	file := w.(*fileWriter)
	if actor := access.Of(r.Context()); !actor.SignedIn() {
		file.refuse(w, r, http.StatusUnauthorized, actor.NotSignedIn())
		return
	}
	if malformed != nil {
		refuseFile(file, r, malformed)
		return
	}
	done, ok := a.export.admitted(file, r)
	if !ok {
		return
	}
	defer done()
	file.header = func(h http.Header) {
		h.Set("Content-Type", media)
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	if err := export(r.Context(), file); err != nil {
		file.header = nil
		refuseFile(file, r, err)
	}
}

// refuseFile answers why there is no file, or cuts the connection where it was begun.
func refuseFile(file *fileWriter, r *http.Request, err error) {
	var f *fault.Error
	if file.begun || !errors.As(err, &f) {
		slog.Log(r.Context(), db.Level(err, slog.LevelError), "export", "path", r.URL.Path, "err", err)
		switch {
		case file.begun:
			panic(http.ErrAbortHandler)
		case errors.Is(context.Cause(r.Context()), context.DeadlineExceeded):
			f = errBusy
		default:
			f = &fault.Error{Code: fault.Internal, Text: wentWrong}
		}
	}
	file.refuse(file, r, map[fault.Code]int{fault.BadInput: http.StatusBadRequest, fault.NotFound: http.StatusNotFound,
		fault.Forbidden: http.StatusForbidden, fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError}[f.Code], f)
}
