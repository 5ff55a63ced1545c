package transport

import (
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
)

// Bounds of a request with files. They are kept until it is answered: small ones in memory, a long one on disk.
const (
	maxMemory = 2 << 20 // all that is in memory
	maxFile   = input.MaxSmall
	maxMap    = 4 << 10      // the part map
	maxFiles  = 4            // files
	maxPlaces = 2 * maxFiles // variables that take a file
)

// readMultipart reads a request with files: the parts operations and map, in this order, then the files that map names.
// It is for those who are signed in. A form is something that pages of other sites can send, so a cookie has not
// counted unless the request has a header that they cannot add (auth.Service.Middleware).
func (t HTTP) readMultipart(r *http.Request, body io.Reader) (params *graphql.RawParams, leave func(), refused *refusal) {
	came := t.Spool.arrive(r.Context())
	if params, refused = came.request(r, body); refused != nil {
		came.close()
		return nil, nil, refused
	}
	return params, came.close, nil
}

func (a *arrival) request(r *http.Request, body io.Reader) (*graphql.RawParams, *refusal) {
	if actor := access.Of(r.Context()); !actor.SignedIn() {
		return nil, &refusal{http.StatusUnauthorized, actor.NotSignedIn()}
	}
	_, header, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if header["boundary"] == "" {
		return nil, bad(errForm)
	}
	parts := multipart.NewReader(body, header["boundary"])
	text, refused := readPart(parts, "operations", maxBody)
	if refused != nil {
		return nil, refused
	}
	params, refused := decode(text)
	if refused != nil {
		return nil, refused
	}
	if text, refused = readPart(parts, "map", maxMap); refused != nil {
		return nil, refused
	}
	wanted, why := places(params.Variables, text)
	if why != nil {
		return nil, bad(why)
	}
	if refused := a.readFiles(parts, wanted); refused != nil {
		return nil, refused
	}
	return params, nil
}

// readPart reads the next part, which has to have the name.
func readPart(parts *multipart.Reader, name string, max int64) ([]byte, *refusal) {
	part, err := parts.NextPart()
	if err != nil {
		return nil, bad(errForm)
	}
	if part.FormName() != name {
		return nil, bad(errOrder)
	}
	return content(part, max)
}

func content(part io.Reader, max int64) ([]byte, *refusal) {
	text, err := io.ReadAll(io.LimitReader(part, max+1))
	if err != nil {
		return nil, bad(errForm)
	}
	if int64(len(text)) > max {
		return nil, tooLarge(max)
	}
	return text, nil
}

// readFiles reads the files that are wanted, in any order, and nothing else.
func (a *arrival) readFiles(parts *multipart.Reader, wanted map[string][]place) *refusal {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return bad(errForm)
		}
		at, ok := wanted[part.FormName()]
		if !ok {
			return bad(errExtra)
		}
		delete(wanted, part.FormName())
		file, refused := a.take(part.FileName(), part)
		if refused != nil {
			return refused
		}
		for _, p := range at {
			p.set(file)
		}
	}
	if len(wanted) > 0 {
		return bad(errMissing)
	}
	return nil
}

// places reads the part map: where in the variables each file goes. A place has to hold null, and takes one file.
func places(variables map[string]any, text []byte) (map[string][]place, *fault.Error) {
	wanted, why := readObject(text)
	if why != nil {
		return nil, errMap
	}
	paths := map[string][]string{}
	for name, value := range wanted {
		if paths[name] = texts(value); paths[name] == nil {
			return nil, errMap
		}
	}
	if len(paths) > maxFiles || len(slices.Concat(slices.Collect(maps.Values(paths))...)) > maxPlaces {
		return nil, errFiles
	}
	out := map[string][]place{}
	for name, list := range paths {
		for _, path := range list {
			p, ok := find(variables, path)
			if !ok {
				return nil, errMap
			}
			p.set(input.File{}) // so that no other path takes it
			out[name] = append(out[name], p)
		}
	}
	return out, nil
}

// texts is a list of texts that is not empty, nil for anything else.
func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		text, ok := e.(string)
		if !ok {
			return nil
		}
		out = append(out, text)
	}
	return out
}

// place is where a file goes: a member of an object, or an element of a list.
type place struct {
	object map[string]any
	list   []any
	name   string
	index  int
}

func (p place) get() (v any, ok bool) {
	if p.object != nil {
		v, ok = p.object[p.name]
		return v, ok
	}
	if p.index < len(p.list) {
		return p.list[p.index], true
	}
	return nil, false
}

func (p place) set(f input.File) {
	if p.object != nil {
		p.object[p.name] = f
	} else {
		p.list[p.index] = f
	}
}

// find follows a path such as variables.input.files.0 to a place that holds null.
func find(variables map[string]any, path string) (place, bool) {
	root, rest, _ := strings.Cut(path, ".")
	if root != "variables" {
		return place{}, false
	}
	var at any = variables
	for {
		name, more, deeper := strings.Cut(rest, ".")
		p, ok := step(at, name)
		if !ok {
			return place{}, false
		}
		v, ok := p.get()
		if !ok || !deeper {
			return p, ok && v == nil
		}
		at, rest = v, more
	}
}

// step is the place of the name in an object, or of the index in a list.
func step(in any, name string) (place, bool) {
	switch in := in.(type) {
	case map[string]any:
		return place{object: in, name: name}, in != nil
	case []any:
		index, err := strconv.Atoi(name)
		return place{list: in, index: index}, err == nil && index >= 0 && strconv.Itoa(index) == name
	}
	return place{}, false
}

var (
	errForm    = fault.Bad(malformedForm)
	errOrder   = fault.Bad(partsOutOfOrder)
	errMap     = fault.Bad(malformedMap)
	errFiles   = fault.Bad(tooManyFiles.With(maxFiles, maxPlaces))
	errExtra   = fault.Bad(partNotInMap)
	errMissing = fault.Bad(fileMissing)
	errOneLong = fault.Bad(oneLongFile.With(maxFile >> 10))

	errManyLong = &fault.Error{Code: fault.RateLimited, Text: manyLongFiles}
	errNoRoom   = &fault.Error{Code: fault.Unavailable, Text: noRoomForFiles}
)
