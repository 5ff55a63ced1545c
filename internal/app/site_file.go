package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/site"
)

// siteFile is what a file of settings may say, under the names of the API. Categories and departments are named by slug and code: a
// file that moves in knows no ids.
type siteFile struct {
	Name           *string     `json:"name"`
	Address        *string     `json:"address"`
	MapURL         *string     `json:"mapUrl"`
	Hotline        *string     `json:"hotline"`
	FanPage        *string     `json:"fanPage"`
	Responsible    *string     `json:"responsible"`
	PrimaryColour  *string     `json:"primaryColour"`
	AccentColour   *string     `json:"accentColour"`
	SEOTitle       *string     `json:"seoTitle"`
	SEODescription *string     `json:"seoDescription"`
	Hours          []fileHours `json:"hours"`
	Categories     []fileEntry `json:"categories"`
	MainMenu       []fileItem  `json:"mainMenu"`
	FooterMenu     []fileItem  `json:"footerMenu"`
	LinkGroups     []fileGroup `json:"linkGroups"`
	Blocks         []fileBlock `json:"blocks"`
}

type fileHours struct {
	Days   []site.Day `json:"days"`
	Opens  string     `json:"opens"`
	Closes string     `json:"closes"`
	Note   string     `json:"note"`
}

type fileEntry struct {
	Name     *string `json:"name"`
	Slug     *string `json:"slug"`
	Position *int    `json:"position"`
}

type fileItem struct {
	Label      string     `json:"label"`
	Path       string     `json:"path"`
	Category   *string    `json:"category"`   // its slug
	Department *string    `json:"department"` // its code
	Items      []fileItem `json:"items"`
}

type fileGroup struct {
	Title string     `json:"title"`
	Links []fileLink `json:"links"`
}

type fileLink struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type fileBlock struct {
	Kind     site.BlockKind `json:"kind"`
	Heading  string         `json:"heading"`
	Text     string         `json:"text"`
	Category *string        `json:"category"` // its slug
	Limit    *int           `json:"limit"`
}

// readSettings reads a file of settings. What it does not know it refuses, at its line.
func readSettings(file string, content []byte) (of siteFile, err error) {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	d := json.NewDecoder(bytes.NewReader(content))
	err = d.Decode(&of)
	at := d.InputOffset()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = syntax.Offset
	} else if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at, err = kind.Offset, fmt.Errorf("%s: not for a %s", kind.Field, kind.Value)
	} else if errors.Is(err, io.EOF) {
		err = errors.New("it is empty")
	} else if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the settings")
		} else {
			at, err = checkKeys(json.NewDecoder(bytes.NewReader(content)), reflect.TypeFor[siteFile]())
		}
	}
	if err == nil {
		return of, nil
	}
	line := 1 + bytes.Count(content[:min(int(at), len(content))], []byte("\n"))
	return of, fmt.Errorf("%s:%d: %s", file, line, strings.TrimPrefix(err.Error(), "json: "))
}

// checkKeys refuses the first key of the next value that its type has no field for, or that stands there twice, and tells where.
// The decoder takes what stands there twice, and refuses an unknown key without its place.
func checkKeys(d *json.Decoder, of reflect.Type) (at int64, err error) {
	opening, err := d.Token()
	if _, nested := opening.(json.Delim); err != nil || !nested {
		return d.InputOffset(), err
	}
	seen := map[json.Token]bool{}
	for d.More() {
		var part reflect.Type
		if opening == json.Delim('[') {
			part = of.Elem()
		} else {
			key, err := d.Token()
			i := slices.IndexFunc(reflect.VisibleFields(of), func(f reflect.StructField) bool { return f.Tag.Get("json") == key })
			switch {
			case err != nil:
				return d.InputOffset(), err
			case i < 0:
				return d.InputOffset(), fmt.Errorf("unknown field %q", key)
			case seen[key]:
				return d.InputOffset(), fmt.Errorf("%q stands there twice", key)
			}
			seen[key], part = true, of.Field(i).Type
		}
		if at, err := checkKeys(d, part); err != nil {
			return at, err
		}
	}
	_, err = d.Token() // the closing one
	return d.InputOffset(), err
}

// column is which column a heading names, "" for none.
func column(heading string) string {
	for name, of := range linkColumns {
		if key := text.Key(heading); key == name || key == text.Key(of.VI) || key == text.Key(of.EN) {
			return name
		}
	}
	return ""
}

// linkRows are the rows of a file of links as the groups that they make: at which lines these stand in the file.
type linkRows struct {
	file   string
	groups []fileGroup
	lines  [][]int // of each link of each group
}

// readLinks reads a file of links: a table with the columns group, title and url. Groups stand in the order of their first row.
func readLinks(file string, content []byte) (*linkRows, error) {
	t, err := table.Read(content, func(heading string) bool { return column(heading) != "" })
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	at := map[string]int{}
	for i, heading := range t.Header {
		if c := column(heading); c != "" {
			if _, twice := at[c]; twice {
				return nil, fmt.Errorf("%s: two columns are the %s", file, c)
			}
			at[c] = i
		}
	}
	rows, wrong := &linkRows{file: file}, []error(nil)
	for _, c := range []string{"group", "title", "url"} {
		if _, ok := at[c]; !ok {
			wrong = append(wrong, fmt.Errorf("%s: there is no column %s", file, c))
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	for row, err := range t.Rows() {
		if err != nil {
			return nil, errors.Join(append(wrong, fmt.Errorf("%s: %w", file, err))...)
		}
		wrong = append(wrong, rows.add(row, at)...)
	}
	if len(rows.groups) == 0 {
		return nil, fmt.Errorf("%s: no row has a link", file)
	}
	return rows, errors.Join(wrong...)
}

// add takes one row, and tells what is wrong with its cells.
func (r *linkRows) add(row table.Row, at map[string]int) (wrong []error) {
	said := map[string]string{}
	for _, c := range []string{"group", "title", "url"} {
		var cell table.Cell
		if at[c] < len(row.Cells) {
			cell = row.Cells[at[c]]
		}
		switch {
		case cell.Harm != "":
			wrong = append(wrong, fmt.Errorf("%s:%d: %s: %s", r.file, row.Line, c, cell.Harm.Says(cell.Text).EN))
		case cell.Text == "":
			wrong = append(wrong, fmt.Errorf("%s:%d: %s: it is empty", r.file, row.Line, c))
		}
		said[c] = cell.Text
	}
	i := slices.IndexFunc(r.groups, func(g fileGroup) bool { return text.Key(g.Title) == text.Key(said["group"]) })
	if i < 0 {
		i, r.groups, r.lines = len(r.groups), append(r.groups, fileGroup{Title: said["group"]}), append(r.lines, nil)
	}
	r.groups[i].Links = append(r.groups[i].Links, fileLink{said["title"], said["url"]})
	r.lines[i] = append(r.lines[i], row.Line)
	return wrong
}

// each makes something of each of the given; nothing given, which leaves all as it is, stays apart from an empty list.
func each[F, T any](given []F, to func(i int, of F) T) (made []T) {
	if given == nil {
		return nil
	}
	made = make([]T, len(given))
	for i, g := range given {
		made[i] = to(i, g)
	}
	return made
}

// change makes the input of the API of what the files say; a name that leads nowhere is told at its place in the file of settings.
func (a *App) change(ctx context.Context, f *siteFile, file string) (site.ChangeInput, error) {
	var wrong []error
	note := func(err error) {
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", file, err))
		}
	}
	menu := func(name string) func(i int, of fileItem) *site.MenuItemInput {
		return func(i int, of fileItem) *site.MenuItemInput {
			at := fmt.Sprintf("%s.%d", name, i)
			head, err := a.item(ctx, at, of)
			note(err)
			return &site.MenuItemInput{Label: head.Label, Path: head.Path, Category: head.Category, Department: head.Department,
				Items: each(of.Items, func(j int, below fileItem) *site.SubmenuItemInput {
					at := fmt.Sprintf("%s.items.%d", at, j)
					if len(below.Items) > 0 {
						note(fmt.Errorf("%s.items: a menu has two levels", at))
					}
					item, err := a.item(ctx, at, below)
					note(err)
					return item
				})}
		}
	}
	in := site.ChangeInput{Name: f.Name, Address: f.Address, MapURL: f.MapURL, Hotline: f.Hotline, FanPage: f.FanPage, Responsible: f.Responsible,
		PrimaryColour: f.PrimaryColour, AccentColour: f.AccentColour, SEOTitle: f.SEOTitle, SEODescription: f.SEODescription,
		Hours: each(f.Hours, func(i int, of fileHours) *site.HoursInput {
			for j, d := range of.Days {
				if !slices.Contains(site.Days(), d) {
					note(fmt.Errorf("hours.%d.days.%d: %q is not one of %v", i, j, d, site.Days()))
				}
			}
			return &site.HoursInput{Days: of.Days, Opens: of.Opens, Closes: of.Closes, Note: of.Note}
		}),
		MainMenu: each(f.MainMenu, menu("mainMenu")), FooterMenu: each(f.FooterMenu, menu("footerMenu")),
		LinkGroups: each(f.LinkGroups, func(_ int, of fileGroup) *site.LinkGroupInput {
			return &site.LinkGroupInput{Title: of.Title, Links: each(of.Links, func(_ int, l fileLink) *site.LinkInput { return &site.LinkInput{Title: l.Title, URL: l.URL} })}
		}),
		Blocks: each(f.Blocks, func(i int, of fileBlock) *site.BlockInput {
			at := fmt.Sprintf("blocks.%d", i)
			if !slices.Contains(site.BlockKinds(), of.Kind) {
				note(fmt.Errorf("%s.kind: %q is not one of %v", at, of.Kind, site.BlockKinds()))
			}
			section, err := a.section(ctx, at, of.Category)
			note(err)
			return &site.BlockInput{Kind: of.Kind, Heading: of.Heading, Text: of.Text, Category: section, Limit: of.Limit}
		}),
	}
	all, err := a.Services.Categories.List(ctx)
	if err != nil {
		return in, err
	}
	in.Categories = each(f.Categories, func(i int, of fileEntry) *category.Input { return of.among(all, i) })
	return in, errors.Join(wrong...)
}

// among is what becomes of the category: of the one that has its slug or name already, or else of a new one. Its place is the one in the
// file where none is given.
func (e fileEntry) among(all []*category.Category, place int) *category.Input {
	in := &category.Input{Name: e.Name, Slug: e.Slug, Position: cmp.Or(e.Position, &place)}
	for _, c := range all {
		if e.Slug != nil && *e.Slug == c.Slug || e.Slug == nil && e.Name != nil && text.Key(*e.Name) == text.Key(c.Name) {
			id := c.ID()
			in.ID, in.Slug = &id, nil
		}
	}
	return in
}

// item is an item of a menu with the ids of what it points to.
func (a *App) item(ctx context.Context, at string, of fileItem) (*site.SubmenuItemInput, error) {
	item := &site.SubmenuItemInput{Label: of.Label, Path: of.Path}
	var err error
	if item.Category, err = a.section(ctx, at, of.Category); err != nil || of.Department == nil {
		return item, err
	}
	d, err := a.Services.Departments.Find(ctx, nil, of.Department)
	if err != nil {
		return item, fmt.Errorf("%s.department: %s: %w", at, *of.Department, err)
	}
	id := d.ID()
	item.Department = &id
	return item, nil
}

// section is the id of the category with the slug, nil for none.
func (a *App) section(ctx context.Context, at string, slug *string) (*string, error) {
	if slug == nil {
		return nil, nil
	}
	c, err := a.Services.Categories.Find(ctx, *slug)
	if err != nil {
		return nil, fmt.Errorf("%s.category: %s: %w", at, *slug, err)
	}
	id := c.ID()
	return &id, nil
}

// placed tells what the API refuses at the place in the files or the command line that says it.
func placed(err error, settings string, links *linkRows) error {
	errs, other := fault.Split(err)
	if other != nil {
		return other
	}
	var all []error
	for _, e := range errs {
		rule, ok := e.(*fault.RuleError)
		if !ok || len(rule.Path) < 2 {
			all = append(all, e.(error))
			continue
		}
		at := settings + ": " + strings.Join(rule.Path[1:], ".")
		if rule.Path[1] == "reason" {
			at = "-reason"
		} else if links != nil && rule.Path[1] == "linkGroups" {
			at = links.place(rule.Path[2:])
		}
		all = append(all, fmt.Errorf("%s: %s: %s", at, rule.Code, rule.Text.EN))
	}
	return errors.Join(all...)
}

// place is where in the file the group or link stands to which the path below the groups leads, such as 0.links.3.url.
func (r *linkRows) place(path []string) string {
	indices := [2]int{}
	for i := range indices {
		if len(path) > 2*i {
			indices[i], _ = strconv.Atoi(path[2*i]) // ours
		}
	}
	switch len(path) {
	case 0:
		return r.file
	case 1, 2:
		return fmt.Sprintf("%s:%d: group", r.file, r.lines[indices[0]][0])
	default:
		return fmt.Sprintf("%s:%d: %s", r.file, r.lines[indices[0]][indices[1]], path[len(path)-1])
	}
}
