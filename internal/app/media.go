package app

import (
	"mime"
	"net/http"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// filePace bounds how a file is taken: slowly, over a bad line, but not for ever.
var filePace = pace{requestTimeout, writeTimeout, 40 * time.Minute}

// mediaFile serves the bytes of an uploaded file to those who may read it, once a scan has found nothing (Art. 7b). Whatever it is,
// a browser stores it and runs nothing of it. Those who may not know of a file are told what they are told of one that is not
// there.
func (a *App) mediaFile(w http.ResponseWriter, r *http.Request) {
	if actor := access.Of(r.Context()); !actor.SignedIn() {
		transport.Refuse(w, r, http.StatusUnauthorized, actor.NotSignedIn())
		return
	}
	file := w.(*fileWriter)
	done, ok := a.files.admitted(file, r)
	if !ok {
		return
	}
	defer done()
	f, bytes, err := a.Services.Media.Open(r.Context(), r.PathValue("id"))
	if err == nil && f.Name != r.PathValue("name") || fault.Is(err, fault.BadInput) {
		err = fault.ErrNotFound
	}
	if err != nil {
		refuseFile(file, r, err)
		return
	}
	defer bytes.Close() //nolint:errcheck // it is only read
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+f.SHA256()+`"`)
	http.ServeContent(w, r, "", f.CreatedAt.Time, bytes)
}
