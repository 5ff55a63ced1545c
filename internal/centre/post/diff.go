package post

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/diff"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
)

// Diff is all that differs between two revisions of a post.
type Diff struct {
	Title, Summary, Body []Span
	// Fields are the other parts of the content that changed.
	Fields []*FieldChange

	stretches []diff.Stretch // of title, summary and body
}

// FieldChange is a field that two revisions do not have in common.
type FieldChange struct {
	Field         string   // as paths of errors name it
	Before, After []string // its values, none where it is empty
	Spans         []Span   // of a text, word by word

	label fault.Text
}

// Label is the name of the field for a reader.
func (f *FieldChange) Label(ctx context.Context) string { return f.label.In(ctx) }

// Span is a run of text that two revisions share, or that only one has.
type Span struct {
	Kind SpanKind
	Text string
}

// SpanKind says which of two revisions has a run of text.
type SpanKind string

// The kinds of spans.
const (
	SpanEqual    SpanKind = "EQUAL"
	SpanInserted SpanKind = "INSERTED"
	SpanDeleted  SpanKind = "DELETED"
)

// size is how many bytes the diff weighs in an answer, about: each span stands there with its kind.
func (d *Diff) size() (n int) {
	weigh := func(spans []Span) {
		for _, s := range spans {
			n += len(s.Text) + 32
		}
	}
	weigh(d.Title)
	weigh(d.Summary)
	weigh(d.Body)
	for _, f := range d.Fields {
		weigh(f.Spans)
		for _, v := range slices.Concat(f.Before, f.After) {
			n += len(v)
		}
	}
	return n
}

// compare returns how two revisions of a post differ: in all that the hash covers and in nothing else.
func compare(ctx context.Context, h *Head, from, to *Copy) (*Diff, error) {
	return compareAs(ctx, h, from, h, to)
}

// compareAs compares what readers get of two posts.
func compareAs(ctx context.Context, fromHead *Head, from *Copy, toHead *Head, to *Copy) (*Diff, error) {
	d, w := &Diff{}, diff.New()
	for _, text := range []struct {
		spans    *[]Span
		from, to []richtext.Piece
	}{
		{&d.Title, richtext.Cut(from.Title), richtext.Cut(to.Title)},
		{&d.Summary, richtext.Cut(from.Summary), richtext.Cut(to.Summary)},
		{&d.Body, from.document().Pieces(), to.document().Pieces()},
	} {
		found, err := w.Compare(ctx, text.from, text.to)
		if err != nil {
			return nil, err
		}
		d.stretches, *text.spans = append(d.stretches, found...), spans(found)
	}
	err := d.compareFields(ctx, w, fieldsOf(canonical(fromHead, from)), fieldsOf(canonical(toHead, to)))
	return d, err
}

// compareFields adds the fields that differ, in the order of the content.
func (d *Diff) compareFields(ctx context.Context, w *diff.Work, from, to []field) error {
	d.Fields = []*FieldChange{}
	before, after := byName(from), byName(to)
	for _, f := range slices.Concat(from, to) {
		a, b := before[f.name], after[f.name]
		delete(before, f.name) // one that both have comes twice
		delete(after, f.name)
		if _, told := inSpans[f.name]; told || a.raw == b.raw {
			continue
		}
		change, err := changeOf(ctx, w, f.name, a, b)
		if err != nil {
			return err
		}
		d.Fields = append(d.Fields, change)
	}
	return nil
}

// changeOf returns how a field differs; one of both may be missing.
func changeOf(ctx context.Context, w *diff.Work, name string, a, b field) (*FieldChange, error) {
	label, kind := labelOf(name)
	change := &FieldChange{Field: name, Before: kind.show(a.values), After: kind.show(b.values), Spans: []Span{}, label: label}
	if kind == asIs || kind == day {
		return change, nil
	}
	found, err := w.Compare(ctx, kind.pieces(a.values), kind.pieces(b.values))
	change.Spans = spans(found)
	return change, err
}

// spans are stretches as they are shown.
func spans(stretches []diff.Stretch) []Span {
	found := []Span{}
	put := func(kind SpanKind, pieces []richtext.Piece) {
		if len(pieces) > 0 {
			found = append(found, Span{kind, textOf(pieces)})
		}
	}
	for _, s := range stretches {
		if s.Same {
			put(SpanEqual, s.To)
			continue
		}
		put(SpanDeleted, s.From)
		put(SpanInserted, s.To)
	}
	return found
}

func textOf(pieces []richtext.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// field is one field of canonical JSON: a value, or a list of values.
type field struct {
	name   string
	raw    string // what is compared
	values []string
}

func byName(list []field) map[string]field {
	found := make(map[string]field, len(list))
	for _, f := range list {
		found[f.name] = f
	}
	return found
}

// inSpans are the fields that a diff tells word by word.
var inSpans = map[string]struct{}{"title": {}, "summary": {}, "body": {}}

// fieldsOf walks canonical JSON to its last field.
func fieldsOf(canonical json.RawMessage) (found []field) {
	each(canonical, func(name string, value json.RawMessage) {
		if name != "Content" {
			found = appendField(found, strings.ToLower(name[:1])+name[1:], value)
			return
		}
		each(value, func(name string, value json.RawMessage) {
			if name == "fields" {
				name = "content" // as the input calls it
			}
			found = appendField(found, name, value)
		})
	})
	return found
}

// appendField appends a field, or those below it. An empty object is a field too, since the hash tells it from none.
func appendField(found []field, name string, value json.RawMessage) []field {
	n := len(found)
	switch value[0] {
	case '{':
		each(value, func(inner string, value json.RawMessage) { found = appendField(found, name+"."+inner, value) })
	case '[':
		var items []json.RawMessage
		must(json.Unmarshal(value, &items))
		for i, item := range items {
			if item[0] != '{' {
				return append(found, list(name, value, items))
			}
			found = appendField(found, name+"."+strconv.Itoa(i), item)
		}
	default:
		return append(found, list(name, value, []json.RawMessage{value}))
	}
	if len(found) == n {
		found = append(found, field{name, string(value), []string{}})
	}
	return found
}

// list is a field with the values, strings without their quotes.
func list(name string, value json.RawMessage, items []json.RawMessage) field {
	f := field{name, string(value), make([]string, len(items))}
	for i, item := range items {
		if f.values[i] = string(item); item[0] == '"' {
			must(json.Unmarshal(item, &f.values[i]))
		}
	}
	return f
}

// each calls fn with the members of a JSON object, in their order.
func each(object json.RawMessage, fn func(name string, value json.RawMessage)) {
	d := json.NewDecoder(bytes.NewReader(object))
	_, err := d.Token() // the brace
	for must(err); d.More(); {
		name, err := d.Token()
		must(err)
		var value json.RawMessage
		must(d.Decode(&value))
		fn(name.(string), value)
	}
}

// must panics where the program cannot read what it has just written.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
