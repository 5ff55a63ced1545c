package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// assets are the files that pages load. Their addresses hold a hash of what is in them, so that browsers keep them for good.
type assets struct {
	files map[string]asset // by name
}

type asset struct {
	content []byte
	hash    string
	kind    string
}

const (
	assetsFolder = "assets"
	tokensFile   = "tokens.css" // colours and sizes
	partsFile    = "parts.css"  // what both faces are put together of
)

func readAssets(files fs.FS) (*assets, error) {
	a := &assets{map[string]asset{}}
	entries, err := fs.ReadDir(files, assetsFolder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		content, err := fs.ReadFile(files, assetsFolder+"/"+e.Name())
		if err != nil {
			return nil, err
		}
		if path.Ext(e.Name()) == ".css" && e.Name() != tokensFile && e.Name() != partsFile { // a page loads one style sheet
			shared, err := together(files, tokensFile, partsFile)
			if err != nil {
				return nil, err
			}
			content = append(shared, content...)
		}
		sum := sha256.Sum256(content)
		kind := mime.TypeByExtension(path.Ext(e.Name()))
		if kind == "" {
			return nil, fmt.Errorf("%s/%s: no browser knows what it is", assetsFolder, e.Name())
		}
		a.files[e.Name()] = asset{content, hex.EncodeToString(sum[:6]), kind}
	}
	return a, nil
}

// together are the contents of files, one after the other.
func together(files fs.FS, names ...string) (all []byte, err error) {
	for _, name := range names {
		content, err := fs.ReadFile(files, assetsFolder+"/"+name)
		if err != nil {
			return nil, err
		}
		all = append(all, content...)
	}
	return all, nil
}

// address is where a file is loaded from. The check of pages sees to it that there is one.
func (a *assets) address(name string) string {
	return AssetsPath + "/" + a.files[name].hash + "/" + name
}

// ServeHTTP answers for one file, whose address is that of today or of an earlier version.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, AssetsPath+"/"), "/")
	f, ok := a.files[name]
	if !ok {
		f, ok = coloursSheet(name)
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	if hash == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(f.content))
}
