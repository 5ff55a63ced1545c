package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// page puts a page on the public site, and a category beside it.
func (d desk) page(slug string) (post, category string) {
	d.t.Helper()
	id, section := db.NewID(), db.NewID()
	d.Insert(d.t.Context(), d.t, "posts", kit.Row{"id": id, "slug": slug, "type": "PAGE", "title": "Trang " + slug, "department_id": d.Ward, "author_id": d.Head,
		"publication": "PUBLISHED", "audience": "PUBLIC", "working": "NONE"})
	d.Insert(d.t.Context(), d.t, "categories", kit.Row{"id": section, "slug": slug, "name": "Mục " + slug, "version": 1})
	return db.GlobalID("post", id), db.GlobalID("category", section)
}

// menu is what a person sees of the menu at the top, item by item.
func (d desk) menu(who db.ID) string {
	d.t.Helper()
	ctx := d.t.Context()
	if !who.IsZero() {
		ctx = d.As(d.t, who)
	}
	items, err := d.Sites.Menu(ctx, d.site().Main, false)
	if err != nil {
		d.t.Fatal(err)
	}
	var told func(items []*site.MenuItem) string
	told = func(items []*site.MenuItem) string {
		var all []string
		for _, i := range items {
			one := i.Label + " " + i.Path
			if i.OwnLabel != "" {
				one = "own " + one
			}
			if !i.Shown {
				one += " hidden"
			}
			if below := told(i.Items); below != "" {
				one += " (" + below + ")"
			}
			all = append(all, one)
		}
		return strings.Join(all, ", ")
	}
	return told(items)
}

// The website section arranges menus of what is on the site, and labels that a director has seen; a new label takes consent. What
// is no longer on the site is left out for readers, and marked for the website section.
func TestArticle10_MenusPointToWhatIsOnTheSite(t *testing.T) {
	atDesk(t, func(d desk) {
		page, category := d.page("gioi-thieu")
		ward := db.GlobalID("department", d.Ward)
		below := []*site.SubmenuItemInput{{Category: &category}, {Label: "Khoa", Department: &ward}}
		if c := d.changes(d.editor, site.ChangeInput{MainMenu: []*site.MenuItemInput{{Post: &page}, {Category: &category}}}); c.State != site.Made {
			t.Errorf("without a label of its own: %+v", c)
		}
		c := d.changes(d.editor, site.ChangeInput{MainMenu: []*site.MenuItemInput{{Label: "Trang chủ", Path: "/"}, {Post: &page, Items: below}}})
		if c.State != site.Waiting || c.Arranged {
			t.Fatalf("with labels: %+v", c)
		}
		d.approves(d.Director, c)
		want := "own Trang chủ /, Trang gioi-thieu /bai-viet/gioi-thieu (Mục gioi-thieu , own Khoa )"
		if got := d.menu(db.ID{}); got != want {
			t.Errorf("the menu: %s", got)
		}
		if c := d.changes(d.mai, site.ChangeInput{MainMenu: []*site.MenuItemInput{{Post: &page, Items: below[1:]}, {Label: "Trang chủ", Path: "/"}}}); c.State != site.Made {
			t.Errorf("another order of the same: %+v", c)
		}
		d.Exec(t, "UPDATE posts SET publication = 'UNPUBLISHED'")
		if got := d.menu(db.ID{}); got != "own Trang chủ /" {
			t.Errorf("readers after it was taken down: %s", got)
		}
		if got := d.menu(d.editor); got != "  hidden (own Khoa ), own Trang chủ /" {
			t.Errorf("the website section: %s", got)
		}
		for at, menu := range map[string][]*site.MenuItemInput{
			"input.mainMenu.0":         {{Post: &page}},
			"input.mainMenu.1":         {{Category: &category}, {Category: &category, Path: "/a", Label: "A"}},
			"input.mainMenu.0.items.0": {{Label: "A", Items: []*site.SubmenuItemInput{{Post: &page}}}},
			"input.mainMenu.0.label":   {{Path: "/a"}},
			"input.mainMenu.0.path":    {{Label: "A", Path: "//vi-du.example"}},
		} {
			_, err := d.tries(d.editor, site.ChangeInput{MainMenu: menu})
			errs, other := fault.Split(err)
			if other != nil || len(errs) == 0 || strings.Join(errs[0].(*fault.RuleError).Path, ".") != at {
				t.Errorf("%s: got %v", at, err)
			}
		}
	})
}

// Links to other websites are named with consent; their order is the website section's.
func TestArticle10_LinksAreNamedWithConsent(t *testing.T) {
	atDesk(t, func(d desk) {
		one, two := &site.LinkInput{Title: "Trung tâm A", URL: "https://a.example/"}, &site.LinkInput{Title: "Trung tâm B", URL: "https://b.example/"}
		group := func(title string, links ...*site.LinkInput) site.ChangeInput {
			return site.ChangeInput{LinkGroups: []*site.LinkGroupInput{{Title: title, Links: links}}}
		}
		c := d.changes(d.editor, group("Đơn vị trong tỉnh", one, two))
		if c.State != site.Waiting {
			t.Fatalf("proposed: %+v", c)
		}
		d.approves(d.Deputy, c)
		if c := d.changes(d.editor, group("Đơn vị trong tỉnh", two, one)); c.State != site.Made || d.site().LinkGroups[0].Links[0].Title != "Trung tâm B" {
			t.Errorf("another order: %+v", c)
		}
		for name, in := range map[string]site.ChangeInput{
			"one less":          group("Đơn vị trong tỉnh", one),
			"another address":   group("Đơn vị trong tỉnh", one, &site.LinkInput{Title: two.Title, URL: "https://c.example/"}),
			"another heading":   group("Đơn vị bạn", one, two),
			"the same twice":    group("Đơn vị trong tỉnh", one, two, two),
			"names exchanged":   group("Đơn vị trong tỉnh", &site.LinkInput{Title: one.Title, URL: two.URL}, &site.LinkInput{Title: two.Title, URL: one.URL}),
			"a group by itself": {LinkGroups: []*site.LinkGroupInput{}},
		} {
			if c := d.changes(d.editor, in); c.State != site.Waiting {
				t.Errorf("%s: %+v", name, c)
			}
		}
		for _, url := range []string{"http://a.example/", "javascript:alert(1)", "data:text/html,x", "//a.example", ""} {
			if _, err := d.tries(d.editor, group("A", &site.LinkInput{Title: "A", URL: url})); !fault.HasCode(err, fault.Invalid) {
				t.Errorf("%q: %v", url, err)
			}
		}
	})
}

// The home page is an ordered list of blocks from a fixed set, whose parameters are checked. A text of its own takes consent.
func TestArticle10_TheHomePageIsMadeOfBlocks(t *testing.T) {
	atDesk(t, func(d desk) {
		_, category := d.page("tin-tuc")
		three, none, gone := 3, 0, db.GlobalID("category", db.NewID())
		blocks := []*site.BlockInput{{Kind: site.Pinned}, {Kind: site.LatestOfCategory, Category: &category, Limit: &three}, {Kind: site.Notices}, {Kind: site.Links}, {Kind: site.Contact}}
		if c := d.changes(d.editor, site.ChangeInput{Blocks: blocks}); c.State != site.Made {
			t.Errorf("arranged: %+v", c)
		}
		shown, err := d.Sites.Blocks(t.Context(), d.site().Home)
		var got []string
		for _, b := range shown {
			if p, ok := b.(*site.PostsBlock); ok {
				posts, err := d.Sites.Posts(t.Context(), p)
				got = append(got, fmt.Sprintf("%s %d %d %v", p.Kind, p.Limit, len(posts), err))
			}
		}
		if want := []string{"PINNED 5 0 <nil>", "LATEST_OF_CATEGORY 3 0 <nil>", "NOTICES 5 0 <nil>"}; err != nil || len(shown) != 5 || !slices.Equal(got, want) {
			t.Errorf("shown: %q, %v", got, err)
		}
		c := d.changes(d.editor, site.ChangeInput{Blocks: append(blocks, &site.BlockInput{Kind: site.Text, Heading: "Chào mừng", Text: "Xin chào\nbà con."})})
		if c.State != site.Waiting {
			t.Fatalf("a text: %+v", c)
		}
		if err := d.decides(d.Director, c, approval.Approve); err != nil {
			t.Fatal(err)
		}
		if c := d.changes(d.editor, site.ChangeInput{Blocks: blocks[:1]}); c.State != site.Made {
			t.Errorf("fewer blocks: %+v", c)
		}
		for at, b := range map[string]*site.BlockInput{
			"input.blocks.0.category": {Kind: site.LatestOfCategory, Category: &gone},
			"input.blocks.0.limit":    {Kind: site.Latest, Limit: &none},
			"input.blocks.0.text":     {Kind: site.Contact, Text: "A"},
		} {
			_, err := d.tries(d.editor, site.ChangeInput{Blocks: []*site.BlockInput{b}})
			errs, other := fault.Split(err)
			if other != nil || len(errs) == 0 || strings.Join(errs[0].(*fault.RuleError).Path, ".") != at {
				t.Errorf("%s: got %v", at, err)
			}
		}
	})
}

// Every list of the website ends where the schema says.
func TestTheListsOfTheSiteHaveABound(t *testing.T) {
	many := func(n int) (items []*site.MenuItemInput, below []*site.SubmenuItemInput, groups []*site.LinkGroupInput, links []*site.LinkInput, blocks []*site.BlockInput) {
		for range n {
			items, below = append(items, &site.MenuItemInput{Label: "A", Path: "/a"}), append(below, &site.SubmenuItemInput{Label: "A", Path: "/a"})
			groups, links = append(groups, &site.LinkGroupInput{Title: "A"}), append(links, &site.LinkInput{Title: "A", URL: "https://a.example/"})
			blocks = append(blocks, &site.BlockInput{Kind: site.Latest})
		}
		return items, below, groups, links, blocks
	}
	atDesk(t, func(d desk) {
		for name, c := range map[string]struct {
			most int
			in   func(n int) site.ChangeInput
		}{
			"mainMenu":   {12, func(n int) site.ChangeInput { items, _, _, _, _ := many(n); return site.ChangeInput{MainMenu: items} }},
			"footerMenu": {12, func(n int) site.ChangeInput { items, _, _, _, _ := many(n); return site.ChangeInput{FooterMenu: items} }},
			"items": {12, func(n int) site.ChangeInput {
				_, below, _, _, _ := many(n)
				return site.ChangeInput{MainMenu: []*site.MenuItemInput{{Label: "A", Items: below}}}
			}},
			"linkGroups": {6, func(n int) site.ChangeInput {
				_, _, groups, _, _ := many(n)
				return site.ChangeInput{LinkGroups: groups}
			}},
			"links": {40, func(n int) site.ChangeInput {
				_, _, _, links, _ := many(n)
				return site.ChangeInput{LinkGroups: []*site.LinkGroupInput{{Title: "A", Links: links}}}
			}},
			"blocks": {12, func(n int) site.ChangeInput { _, _, _, _, blocks := many(n); return site.ChangeInput{Blocks: blocks} }},
			"posts": {12, func(n int) site.ChangeInput {
				return site.ChangeInput{Blocks: []*site.BlockInput{{Kind: site.Latest, Limit: &n}}}
			}},
		} {
			if _, err := d.tries(d.editor, c.in(c.most)); err != nil {
				t.Errorf("%s: %d: %v", name, c.most, err)
			}
			if _, err := d.tries(d.editor, c.in(c.most+1)); !fault.HasCode(err, fault.Invalid) || !strings.Contains(err.Error(), fmt.Sprint(c.most)) {
				t.Errorf("%s: %d: %v", name, c.most+1, err)
			}
		}
	})
}
