package app

import (
	"context"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// filePace bounds how a file is taken: slowly, over a bad line, but not for ever.
var filePace = pace{requestTimeout, writeTimeout, 40 * time.Minute}

// mediaFile serves the bytes of an uploaded file to those who may read it, once a scan has found nothing (Art. 7b). Whatever it is,
// a browser stores it and runs nothing of it.
func (a *App) mediaFile(w http.ResponseWriter, r *http.Request) {
	a.serveMedia(w, r, a.files, func(h http.Header) (*media.File, io.ReadSeekCloser, error) {
		f, bytes, err := a.Services.Media.Open(r.Context(), r.PathValue("id"))
		if err != nil {
			return nil, nil, err
		}
		h.Set("Content-Type", f.Type)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
		h.Set("ETag", `"`+f.SHA256()+`"`)
		return f, bytes, nil
	})
}

// mediaPicture serves a picture in one of its sizes, drawn anew, to those who may read it. A page of the site has many, and whole
// offices read it from one address, so they do not count as requests of that address: their sizes are bounded, and drawn once.
func (a *App) mediaPicture(w http.ResponseWriter, r *http.Request) {
	pictures := a.files
	pictures.admit = func(context.Context) time.Duration { return 0 }
	a.serveMedia(w, r, pictures, func(h http.Header) (*media.File, io.ReadSeekCloser, error) {
		f, drawn, err := a.Services.Media.Draw(r.Context(), r.PathValue("id"), r.PathValue("drawing"), media.Reads(strings.Join(r.Header.Values("Accept"), ",")))
		if err != nil {
			return nil, nil, err
		}
		h.Set("Content-Type", drawn.Type)
		h.Set("ETag", `"`+drawn.Tag+`"`)
		h.Add("Vary", "Accept")
		return f, drawn, nil
	})
}

// serveMedia serves what open returns. Those who may not know of a file are told what they are told of one that is not there; readers who
// are not signed in are told nothing else.
func (a *App) serveMedia(w http.ResponseWriter, r *http.Request, how export, open func(h http.Header) (*media.File, io.ReadSeekCloser, error)) {
	file := w.(*fileWriter)
	done, ok := how.admitted(file, r)
	if !ok {
		return
	}
	defer done()
	h := http.Header{}
	f, bytes, err := open(h)
	if err == nil && f.Name != r.PathValue("name") || fault.Is(err, fault.BadInput) {
		err = errors.Join(fault.ErrNotFound, closed(bytes))
	}
	actor := access.Of(r.Context())
	if !actor.SignedIn() && (fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden)) {
		transport.Refuse(w, r, http.StatusUnauthorized, actor.NotSignedIn())
		return
	}
	if err != nil {
		refuseFile(file, r, err)
		return
	}
	defer bytes.Close() //nolint:errcheck // it is only read
	maps.Copy(w.Header(), h)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", a.kept(actor))
	if !actor.Known() { // websites that are made of the API stand elsewhere
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	http.ServeContent(w, r, "", f.CreatedAt.Time, bytes)
}

// kept is how a file may be kept by browsers and caches: what readers get whom nobody knows, everybody gets. It is asked for again
// each time, unless the owner has it kept for a while, so that what is taken off the site is gone at once.
func (a *App) kept(actor *access.Actor) string {
	switch {
	case actor.Known():
		return "private, no-cache"
	case a.config.MediaMaxAge > 0:
		return "public, max-age=" + strconv.Itoa(int(a.config.MediaMaxAge.Seconds()))
	}
	return "public, no-cache"
}

func closed(c io.Closer) error {
	if c == nil {
		return nil
	}
	return c.Close()
}
