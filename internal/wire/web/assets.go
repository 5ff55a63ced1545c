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
	siteSheet    = "site.css"   // the style sheet of the website
)

func readAssets(files fs.FS) (*assets, error) {
	a := &assets{map[string]asset{}}
	entries, err := fs.ReadDir(files, assetsFolder)
	for _, e := range entries {
		if err == nil {
			a.files[e.Name()], err = readAsset(files, e.Name())
		}
	}
	return a, err
}

func readAsset(files fs.FS, name string) (asset, error) {
	names := []string{name}
	if path.Ext(name) == ".css" && name != tokensFile && name != partsFile { // a page loads one style sheet
		names = []string{tokensFile, partsFile, name}
	}
	var content []byte
	for _, one := range names {
		text, err := fs.ReadFile(files, assetsFolder+"/"+one)
		if err == nil && path.Ext(one) == ".css" {
			err = sheetError(assetsFolder+"/"+one, text)
		}
		if err != nil {
			return asset{}, err
		}
		content = append(content, text...)
	}
	sum := sha256.Sum256(content)
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		return asset{}, fmt.Errorf("%s/%s: no browser knows what it is", assetsFolder, name)
	}
	return asset{content, hex.EncodeToString(sum[:6]), kind}, nil
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
