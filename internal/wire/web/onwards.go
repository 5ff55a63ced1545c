package web

import (
	"net/url"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Readers look something up on a page of the site, and send forms from others. A page on which something is looked up is the
// same for nobody else: it is made anew, and shows that nothing was found where the API says so.

// takesForms reports whether a form can be sent to the page. One of the console may wait above any page until somebody has
// signed in.
func (d *drawing) takesForms() bool {
	return !d.route.missing && (!d.face.public || len(d.page.mutations) > 0)
}

// looked is what a reader looks up on the page, "" on others.
func (d *drawing) looked() string {
	if d.route.lookup == "" {
		return ""
	}
	return strings.TrimSpace(d.r.URL.Query().Get(d.route.lookup))
}

// nothingOf are the fields of a query that was not asked, or found nothing.
func nothingOf(q *operation) map[string]any {
	root := map[string]any{}
	for _, name := range responseNames(q.def.SelectionSet) {
		root[name] = nil
	}
	return root
}

// onwards is where a form of the site leads once its mutation is done; what begins with # is a place on the same page.
func (d *drawing) onwards(op *operation, data map[string]any) string {
	to := d.route.then[op.def.Name]
	if to == "" || strings.HasPrefix(to, "#") {
		return d.asked().RequestURI() + to
	}
	return prefixOf(d.locale) + filledIn(to, op, data)
}

// filledIn is an address whose braces name fields of the payload: {number} gives its text, {post} the id of the object.
func filledIn(to string, op *operation, data map[string]any) string {
	payload, _ := data[op.def.SelectionSet[0].(*ast.Field).Alias].(map[string]any) // payload has checked it
	for name, value := range payload {
		if of, ok := value.(map[string]any); ok {
			value = of["id"]
		}
		if text, ok := value.(string); ok {
			to = strings.ReplaceAll(to, "{"+name+"}", url.QueryEscape(text))
		}
	}
	return to
}
