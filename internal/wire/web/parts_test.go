package web

import (
	"encoding/xml"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
)

// elsewhere are parts that the page of all parts does not show, because it is a page of the console.
var elsewhere = map[string]string{
	"about":        "the words of a department on the website, in its own style sheet",
	"act":          "sends a mutation, of which the page has none",
	"breadcrumb":   "leads to pages of the website",
	"illustration": "a picture in a post of the website",
	"lines":        "posts of the website as lines",
	"links":        "the website's links to others",
	"office":       "words alone",
	"posted":       "one line of words, of a post of the website",
	"posts":        "cards of the website: what they are made of, card, is shown",
	"boxes":        "rows of a form, on the pages that change the website",
	"rowbuttons":   "rows of a form, on the pages that change the website",
	"screens":      "the menu that stands on each page",
	"siteform":     "the forms that change the website",
	"siteside":     "what the website shows, on the pages about it",
	"sitetabs":     "the pages about the website",
	"standing":     "words alone, of a post of the website",
	"where":        "the address of the centre on the website",
}

func TestEveryPartStandsOnThePageOfAllParts(t *testing.T) {
	t.Parallel()
	l := &loader{files: own}
	trees := map[string]*parse.Tree{}
	maps.Copy(trees, l.parse("console/parts.html", "main"))
	var names []string
	entries, err := fs.ReadDir(own, partsFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), templateSuffix); ok {
			names = append(names, name)
			maps.Copy(trees, l.parse(path.Join(partsFolder, e.Name()), name))
			if text := textOf(t, path.Join(partsFolder, e.Name())); !strings.HasPrefix(text, "{{- /* ") {
				t.Errorf("%s/%s does not begin with what it is, and what it takes", partsFolder, e.Name())
			}
		}
	}
	if len(l.problems) > 0 || len(names) < 30 {
		t.Fatalf("%d parts, %v", len(names), l.problems)
	}
	shown := map[string]bool{}
	reach(trees, "main", shown)
	for _, name := range names {
		switch reason, known := elsewhere[name]; {
		case shown[name] && known:
			t.Errorf("%s stands on the page, and on the list of those that do not", name)
		case !shown[name] && !known:
			t.Errorf("console/parts.html shows no %s", name)
		case known && reason == "":
			t.Errorf("no reason is given for %s", name)
		}
	}
	for name := range elsewhere {
		if !slices.Contains(names, name) {
			t.Errorf("%s is no part", name)
		}
	}
}

// Pages draw nothing by hand that a part draws.
func TestPagesDrawByTheirParts(t *testing.T) {
	t.Parallel()
	byHand := regexp.MustCompile(`<(?:button|textarea|select|progress|thead|caption)\b|type="(?:radio|checkbox|file|date)"|class="(?:badge|notice|fault|summary|things|scroll|steps? |tabs|empty|filters|refused|comment|diff)|<svg|<a class="button`)
	checked := 0
	for _, folder := range []string{"site", "console"} {
		files, err := fs.Glob(own, folder+"/*"+templateSuffix)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			checked++
			for _, found := range byHand.FindAllString(textOf(t, file), -1) {
				t.Errorf("%s draws %s by hand", file, found)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d pages", checked)
	}
}

// Each icon is a drawing of 24 by 24 that takes its colour and its line from the style sheet, and the page of all parts shows it.
func TestIcons(t *testing.T) {
	t.Parallel()
	sprite := textOf(t, assetsFolder+"/"+spriteFile)
	if err := xml.Unmarshal([]byte(sprite), new(struct{})); err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`style|fill=|stroke|script|href|#`).FindString(sprite); found != "" {
		t.Errorf("the file has %s", found)
	}
	page := textOf(t, "console/parts.html")
	drawn := regexp.MustCompile(`<symbol id="([a-z]+)" viewBox="0 0 24 24">`).FindAllStringSubmatch(sprite, -1)
	if len(drawn) != strings.Count(sprite, "<symbol") || len(drawn) < 30 {
		t.Errorf("%d of %d drawings are well formed", len(drawn), strings.Count(sprite, "<symbol"))
	}
	for _, m := range drawn {
		if !strings.Contains(page, `"`+m[1]+`"`) {
			t.Errorf("the page of all parts does not show the icon %s", m[1])
		}
	}
}
