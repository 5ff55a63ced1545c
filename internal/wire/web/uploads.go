package web

import (
	"errors"
	"net/url"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// Files of forms become the scalar Upload. The form is multipart/form-data, and works without a script.

const uploadScalar = "Upload"

// takesFiles reports whether a form of the page brings files, and somebody is there who may send any: what strangers send is
// bounded as any form is.
func (d *drawing) takesFiles() bool {
	if !access.Of(d.r.Context()).SignedIn() {
		return false
	}
	for _, op := range d.page.mutations {
		for _, v := range op.def.VariableDefinitions {
			if uploads(d.face.schema, v.Type, map[string]bool{}) {
				return true
			}
		}
	}
	return false
}

// uploads reports whether a file stands anywhere in an input.
func uploads(schema *ast.Schema, t *ast.Type, seen map[string]bool) bool {
	name := t.Name()
	def := schema.Types[name]
	if name == uploadScalar {
		return true
	}
	if seen[name] || def.Kind != ast.InputObject {
		return false
	}
	seen[name] = true
	for _, f := range def.Fields {
		if uploads(schema, f.Type, seen) {
			return true
		}
	}
	return false
}

// readFiles reads a form with files, the long one of them to the disk. off takes it from there.
func (d *drawing) readFiles() (off func(), ok bool) {
	form, off, err := d.faces.o.Spool.Form(d.w, d.r, maxForm)
	switch {
	case errors.Is(err, transport.ErrTooLarge):
		d.fail(problemLarge)
		return nil, false
	case err != nil:
		failed, known := problemForm, new(fault.Error)
		if errors.As(err, &known) && known.Code != fault.BadInput {
			failed = problemOf(known.Code)
		}
		d.fail(failed)
		return nil, false
	}
	d.files, d.r.PostForm = form.Files, url.Values(form.Values)
	return off, true
}

// file reads the file of a field. A field that was left empty comes as one without a name.
func (d *decoder) file(t *ast.Type, name, to string) (any, bool) {
	f, ok := d.files[name]
	if ok {
		d.read[name] = true
		return f, true
	}
	if _, empty := d.take(name, to, false); !empty {
		return nil, false
	}
	delete(d.moved, to)
	if t.NonNull {
		d.refuse(to, textFile)
	}
	return nil, true
}
