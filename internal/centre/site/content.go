package site

import (
	"context"
	"reflect"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/core/audit"
)

// Content is what the website shows beside posts. What is empty is not shown.
type Content struct {
	Name, Address, MapURL, Hotline, FanPage, Responsible string
	Hours                                                []*Hours
	PrimaryColour, AccentColour                          string
	SEOTitle, SEODescription                             string
	Main, Footer                                         []*entry // the menus
	LinkGroups                                           []*LinkGroup
	Home                                                 []*section
	// Categories are those that a change touches, in its sides alone: the website's own are a table of theirs.
	Categories []*category.Entry `json:",omitempty"`
}

// Field is a part of the content that changes by itself.
type Field string

// The fields.
const (
	Name           Field = "NAME"
	Address        Field = "ADDRESS"
	Map            Field = "MAP"
	Hotline        Field = "HOTLINE"
	FanPage        Field = "FAN_PAGE"
	Responsible    Field = "RESPONSIBLE"
	OpeningHours   Field = "OPENING_HOURS"
	PrimaryColour  Field = "PRIMARY_COLOUR"
	AccentColour   Field = "ACCENT_COLOUR"
	SEOTitle       Field = "SEO_TITLE"
	SEODescription Field = "SEO_DESCRIPTION"
	MainMenu       Field = "MAIN_MENU"
	FooterMenu     Field = "FOOTER_MENU"
	LinkLists      Field = "LINK_GROUPS"
	HomePage       Field = "HOME"
	Categories     Field = "CATEGORIES"
)

// part is how a field is compared, copied and hashed.
type part struct {
	field Field
	same  func(a, b *Content) bool
	copy  func(to, from *Content)
	// sealed are the values of the field in their order, for the hash of what is decided on.
	sealed func(c *Content) []any
	// arranges reports whether the difference only arranges: the after says nothing that the before did not say. Nil where every
	// difference states something.
	arranges func(before, after *Content) bool
}

// partOf is a field of the content that in points to.
func partOf[T any](f Field, in func(c *Content) *T, sealed func(v T) []any) part {
	return part{
		field:  f,
		same:   func(a, b *Content) bool { return reflect.DeepEqual(*in(a), *in(b)) },
		copy:   func(to, from *Content) { *in(to) = *in(from) },
		sealed: func(c *Content) []any { return sealed(*in(c)) },
	}
}

func words(f Field, in func(c *Content) *string) part {
	return partOf(f, in, func(v string) []any { return []any{v} })
}

// free is the part with every difference an arrangement.
func (p part) free() part {
	return p.unless(func(*Content, *Content) bool { return true })
}

// unless is the part with those differences an arrangement of which the condition holds.
func (p part) unless(arranges func(before, after *Content) bool) part {
	p.arranges = arranges
	return p
}

// parts are all fields, in the order in which clients show them.
var parts = []part{
	words(Name, func(c *Content) *string { return &c.Name }),
	words(Address, func(c *Content) *string { return &c.Address }),
	words(Map, func(c *Content) *string { return &c.MapURL }),
	words(Hotline, func(c *Content) *string { return &c.Hotline }),
	words(FanPage, func(c *Content) *string { return &c.FanPage }),
	words(Responsible, func(c *Content) *string { return &c.Responsible }),
	partOf(OpeningHours, func(c *Content) *[]*Hours { return &c.Hours }, sealHours),
	words(PrimaryColour, func(c *Content) *string { return &c.PrimaryColour }).free(),
	words(AccentColour, func(c *Content) *string { return &c.AccentColour }).free(),
	words(SEOTitle, func(c *Content) *string { return &c.SEOTitle }),
	words(SEODescription, func(c *Content) *string { return &c.SEODescription }),
	partOf(MainMenu, func(c *Content) *[]*entry { return &c.Main }, sealMenu).unless(func(before, after *Content) bool {
		return among(said(before.Main), said(after.Main))
	}),
	partOf(FooterMenu, func(c *Content) *[]*entry { return &c.Footer }, sealMenu).unless(func(before, after *Content) bool {
		return among(said(before.Footer), said(after.Footer))
	}),
	partOf(LinkLists, func(c *Content) *[]*LinkGroup { return &c.LinkGroups }, sealLinks).unless(reordered),
	partOf(HomePage, func(c *Content) *[]*section { return &c.Home }, sealBlocks).unless(func(before, after *Content) bool {
		return among(written(before.Home), written(after.Home))
	}),
	partOf(Categories, func(c *Content) *[]*category.Entry { return &c.Categories }, sealCategories).unless(func(before, after *Content) bool {
		return placed(before.Categories, after.Categories)
	}),
}

// difference makes a change of what differs, without saying who proposes it. Arranged tells whether it states nothing.
func difference(now, wanted *Content) *Change {
	c := &Change{Key: db.NewID(), Arranged: true, Version: 1}
	for _, p := range parts {
		if p.same(now, wanted) {
			continue
		}
		c.Touched.V = append(c.Touched.V, p.field)
		p.copy(&c.Was.V, now)
		p.copy(&c.Is.V, wanted)
		c.Arranged = c.Arranged && p.arranges != nil && p.arranges(now, wanted)
	}
	return c
}

// touched are the parts that the change touches.
func (c *Change) touched() []part {
	return slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return !slices.Contains(c.Touched.V, p.field) })
}

// overtaken is the first field that differs from what the change was proposed over, "" where the change may take effect: what it does
// not touch may have changed. The categories, a table of their own, are not looked at.
func (c *Change) overtaken(now *Content) Field {
	for _, p := range c.touched() {
		if p.field != Categories && !p.same(now, &c.Was.V) {
			return p.field
		}
	}
	return ""
}

// overtaken is that of the change, categories included.
func (s *Service) overtaken(ctx context.Context, c *Change, now *Content) (Field, error) {
	if f := c.overtaken(now); f != "" || !slices.Contains(c.Touched.V, Categories) {
		return f, nil
	}
	stands, err := s.categories.Stand(ctx, c.Was.V.Categories, c.Is.V.Categories)
	if err != nil || stands {
		return "", err
	}
	return Categories, nil
}

// apply gives the content the fields that the change touches, except the categories, which are no part of it.
func (c *Change) apply(to *Content) {
	for _, p := range c.touched() {
		p.copy(to, &c.Is.V)
	}
	to.Categories = nil
}

// hash covers all that is decided on: each touched field as it was and as it is to be, and why.
func (c *Change) hash() []byte {
	values := []any{c.Reason}
	for _, p := range c.touched() {
		for _, side := range []*Content{&c.Was.V, &c.Is.V} {
			sealed := p.sealed(side)
			values = append(values, string(p.field), len(sealed))
			values = append(values, sealed...)
		}
	}
	return audit.Seal(changeKind, values...)
}
