package web

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// strays reports files that belong to no page.
func (l *loader) strays() {
	for _, suffix := range []string{documentSuffix, wordsSuffix} {
		for _, name := range l.named(l.face.name, suffix) {
			if !l.has(l.face.name+"/"+name+templateSuffix) && name+suffix != cardName+documentSuffix {
				l.add(fmt.Errorf("%s/%s%s: no page has the name %q", l.face.name, name, suffix, name))
			}
		}
	}
	entries, err := fs.ReadDir(l.files, l.face.name)
	l.add(err)
	for _, e := range entries {
		if !slices.Contains([]string{documentSuffix, wordsSuffix, templateSuffix, ".css", ".js"}, path.Ext(e.Name())) {
			l.add(fmt.Errorf("%s/%s: a page has no such file", l.face.name, e.Name()))
		}
	}
}

// unused reports texts of the parts that none of the faces uses.
func unused(idle ...map[string]error) error {
	var problems []error
	for _, key := range sorted(idle[0]) {
		if !slices.ContainsFunc(idle, func(of map[string]error) bool { return of[key] == nil }) {
			problems = append(problems, idle[0][key])
		}
	}
	return errors.Join(problems...)
}
