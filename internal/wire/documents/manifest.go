// Package documents is about documents that have a name: the manifest of registered operations, which strangers may be
// held to, and the store of automatic persisted queries.
package documents

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// format names the form of Apollo's manifests; the plain map from hash to body of Relay and of graphql-codegen names none.
const format = "apollo-persisted-query-manifest"

// Operation is one entry of a manifest: a document of one named operation and the fragments it uses.
type Operation struct {
	ID   string `json:"id"`   // sha256 of the body in hexadecimal, unless a client's tool has its own
	Name string `json:"name"` // "" where a plain map was read
	Type string `json:"type"` // query, mutation or subscription; "" where a plain map was read
	Body string `json:"body"`

	line int // of the manifest
}

// Hash is the id of a document: its SHA-256 in lower-case hexadecimal.
func Hash(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// Problem is something wrong with a manifest. Line counts from 1 and is 0 where none is at fault.
type Problem struct {
	File string
	Line int
	Text string
}

func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Parse reads a manifest of either form. file names it in errors, which are Problems.
func Parse(file string, text []byte) ([]Operation, error) {
	p := manifestReader{file: file, text: text, json: json.NewDecoder(bytes.NewReader(text))}
	operations, err := p.manifest()
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return nil, p.problem(syntax.Offset, "no JSON: %v", syntax)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, p.problem(int64(len(text)), "no JSON: it ends too early")
	}
	return operations, err
}

// manifestReader reads token by token, so that it knows the line of each entry.
type manifestReader struct {
	file string
	text []byte
	json *json.Decoder
}

func (p *manifestReader) problem(offset int64, format string, args ...any) error {
	return Problem{File: p.file, Line: 1 + bytes.Count(p.text[:min(max(offset, 0), int64(len(p.text)))], []byte("\n")), Text: fmt.Sprintf(format, args...)}
}

func (p *manifestReader) wrong(format string, args ...any) error {
	return p.problem(p.json.InputOffset(), format, args...)
}

// manifest reads the whole. The members of an Apollo manifest may come in any order; whatever else they hold is a map
// of bodies.
func (p *manifestReader) manifest() (operations []Operation, err error) {
	if err := p.delim('{', "want an object"); err != nil {
		return nil, err
	}
	named, version, listed := "", json.Number(""), false
	for p.json.More() {
		name, err := p.json.Token()
		if err != nil {
			return nil, err
		}
		switch line := p.line(); name {
		case "format":
			err = p.json.Decode(&named)
		case "version":
			err = p.json.Decode(&version)
		case "operations":
			operations, err = p.operations(operations)
			listed = true
		default:
			o := Operation{ID: name.(string), line: line}
			err = p.json.Decode(&o.Body)
			operations = append(operations, o)
		}
		if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
			return nil, p.wrong("%q is a %s; want a %s", name, wrong.Value, wrong.Type)
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := p.json.Token(); err != nil {
		return nil, err
	}
	if _, err := p.json.Token(); !errors.Is(err, io.EOF) {
		return nil, p.wrong("something follows the manifest")
	}
	if listed && (named != format || version != "1") {
		return nil, p.problem(0, "format %q of version %q; want %q of version 1, or a plain map from hash to body", named, version, format)
	}
	if !listed && named+version.String() != "" {
		return nil, p.problem(0, "it lists no operations")
	}
	return operations, nil
}

func (p *manifestReader) operations(operations []Operation) ([]Operation, error) {
	if err := p.delim('[', "operations has to be a list"); err != nil {
		return nil, err
	}
	for p.json.More() {
		var o Operation
		start := p.json.InputOffset()
		err := p.json.Decode(&o)
		if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
			return nil, p.wrong("an operation's %s is a %s", wrong.Field, wrong.Value)
		}
		if err != nil {
			return nil, err
		}
		o.line = 1 + bytes.Count(p.text[:start+int64(bytes.IndexByte(p.text[start:], '{'))], []byte("\n"))
		operations = append(operations, o)
	}
	_, err := p.json.Token()
	return operations, err
}

func (p *manifestReader) line() int {
	return 1 + bytes.Count(p.text[:p.json.InputOffset()], []byte("\n"))
}

func (p *manifestReader) delim(want json.Delim, says string) error {
	t, err := p.json.Token()
	if err == nil && t != want {
		err = p.wrong("%s", says)
	}
	return err
}
