package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/centre/post"
)

func TestTextsResolve(t *testing.T) {
	key, title, about := once(t, "key"), once(t, "title"), once(t, "profile of")
	slug := once(t, "category")
	var slugs []string
	for _, c := range categories {
		slug(c.slug)
		slugs = append(slugs, c.slug)
		if !latin.MatchString(c.slug) || c.name == "" {
			t.Errorf("category %+v", c)
		}
	}
	for _, x := range texts {
		key(x.key)
		title(x.title)
		if !latin.MatchString(x.key) || !slices.Contains(postKinds, x.kind) || !slices.Contains(postStates, x.state) {
			t.Errorf("%s: kind %q, state %q", x.key, x.kind, x.state)
		}
		author := named(x.author)
		line := above(x.unit)
		if author == nil || author.leave != "" || author.unit != x.unit && (author.position == "" || !slices.Contains(line, author.unit)) {
			t.Errorf("%s: %q may not write for %s", x.key, x.author, x.unit)
		}
		if len(line) < 2 {
			t.Errorf("%s: no department %q below the root", x.key, x.unit)
		}
		if len(x.categories) == 0 || slices.ContainsFunc(x.categories, func(c string) bool { return !slices.Contains(slugs, c) }) {
			t.Errorf("%s: categories %v", x.key, x.categories)
		}
		if len(x.tags) == 0 || slices.ContainsFunc(x.tags, func(s string) bool { return s == "" || len(s) > 64 }) {
			t.Errorf("%s: tags %v", x.key, x.tags)
		}
		if x.daysAgo < 0 || x.urgent && x.kind != post.TypeAnnouncement && x.kind != post.TypeHealthGuide {
			t.Errorf("%s: urgent %v, %d days ago", x.key, x.urgent, x.daysAgo)
		}
		if decided := slices.Contains([]state{returned, rejected, withdrawn, unpublished, revoked}, x.state); decided != (x.comment != "") {
			t.Errorf("%s: %s with the comment %q", x.key, x.state, x.comment)
		}
		if then := slices.Contains([]state{unpublished, revoked, corrected}, x.state); then != (x.thenDaysAgo > 0) || x.thenDaysAgo >= max(x.daysAgo, 1) {
			t.Errorf("%s: %s %d and %d days ago", x.key, x.state, x.daysAgo, x.thenDaysAgo)
		}
		if fixes := x.state == corrected; fixes != (x.fix[0] != x.fix[1]) || !strings.Contains(x.body, x.fix[0]) {
			t.Errorf("%s: %s with the correction %q", x.key, x.state, x.fix)
		}
		if x.state == endorsement && (author.position != "" || !managed(x.unit, x.author)) {
			t.Errorf("%s: nobody is there to endorse", x.key)
		}
		switch x.audience {
		case "PUBLIC":
		case "INTERNAL", "DEPARTMENT":
			if !managed(x.unit, x.author) || x.state != "PUBLISHED" {
				t.Errorf("%s: nobody is there to publish it within the centre", x.key)
			}
		default:
			t.Errorf("%s: audience %q", x.key, x.audience)
		}
		if x.profile != nil {
			about(x.profile.person)
		}
		checkFields(t, x)
	}
}

// checkFields checks that a post has the fields of its kind and no others.
func checkFields(t *testing.T, x text) {
	t.Helper()
	hires, buys := x.kind == post.TypeRecruitmentNotice, x.kind == post.TypeTenderNotice
	if hires != (len(x.vacancies) > 0) || hires != (x.contact != "") || buys != (x.tender != nil) || (hires || buys) != (x.deadlineInDays != 0) {
		t.Errorf("%s: %d vacancies, tender %v, deadline %d", x.key, len(x.vacancies), x.tender, x.deadlineInDays)
	}
	if x.deadlineInDays < 0 && -x.deadlineInDays >= x.daysAgo {
		t.Errorf("%s: closed before it was published", x.key)
	}
	for _, v := range x.vacancies {
		if v.position == "" || v.number < 1 || v.requirements == "" {
			t.Errorf("%s: vacancy %+v", x.key, v)
		}
	}
	if n := x.tender; n != nil && (n.packageNo == "" || n.packageName == "" || n.procurementForm == "" || n.estimatedVND <= 0 || n.openingInDays < x.deadlineInDays) {
		t.Errorf("%s: tender %+v", x.key, *n)
	}
	if (x.kind == post.TypeHealthGuide) != (len(x.diseases) > 0) {
		t.Errorf("%s: diseases %v", x.key, x.diseases)
	}
	if (x.kind == post.TypeDepartmentPage) != (x.page != nil) || x.page != nil && (x.page.functions == "" || x.page.duties == "" || x.page.contact == "") {
		t.Errorf("%s: page %+v", x.key, x.page)
	}
	if (x.kind == post.TypeStaffProfile) != (x.profile != nil) {
		t.Errorf("%s: profile %+v", x.key, x.profile)
	}
	if x.profile != nil && !slices.ContainsFunc(people, func(p person) bool {
		return p.code == x.profile.person && p.unit == x.unit && p.name == x.title
	}) {
		t.Errorf("%s: %s is not of %s or not the title", x.key, x.profile.person, x.unit)
	}
}

func TestTextsCoverEveryCase(t *testing.T) {
	n := map[string]int{}
	for _, x := range texts {
		n[string(x.kind)]++
		n[string(x.state)]++
		n[string(x.audience)]++
		n[x.author]++
		if x.state == "PUBLISHED" && x.audience == "PUBLIC" {
			n["on the site"]++
		}
		if x.urgent && x.state == "PUBLISHED" {
			n["urgent"]++
		}
		if x.deadlineInDays != 0 {
			n[fmt.Sprint(x.kind, " open ", x.deadlineInDays > 0)]++
		}
	}
	least := map[string]int{"on the site": 14, "INTERNAL": 3, "DEPARTMENT": 2, "urgent": 1, "DEPARTMENT_PAGE": 4, "STAFF_PROFILE": 3,
		"RECRUITMENT_NOTICE open true": 1, "RECRUITMENT_NOTICE open false": 1, "TENDER_NOTICE open true": 1, "TENDER_NOTICE open false": 1}
	for _, s := range postStates {
		least[string(s)] = 1
	}
	for _, k := range postKinds {
		least[string(k)] = max(least[string(k)], 2)
	}
	for _, a := range []string{"nhanvien", "truongkhoa", "nhanvien2", "truongkhoa2", "nhansu", "cntt"} {
		least[a] = 2
	}
	for what, want := range least {
		if n[what] < want {
			t.Errorf("%s: %d, want at least %d", what, n[what], want)
		}
	}
}

func TestWritingIsCanonical(t *testing.T) {
	checkNFC(t, fmt.Sprint(units, people, categories, texts))
	for _, x := range texts {
		if x.tender != nil {
			checkNFC(t, fmt.Sprint(*x.tender))
		}
		if n := utf8.RuneCountInString(x.title); n < 5 || n > 150 {
			t.Errorf("%s: title of %d characters", x.key, n)
		}
		if x.page != nil {
			checkNFC(t, fmt.Sprint(*x.page))
			x.body += x.page.functions + x.page.duties + x.page.processes
		}
		if x.profile != nil {
			checkNFC(t, fmt.Sprint(*x.profile))
			if x.summary != "" || x.body != "" {
				t.Errorf("%s: a profile carries no free text", x.key)
			}
			continue
		}
		if n := utf8.RuneCountInString(x.summary); n < 40 || n > 300 {
			t.Errorf("%s: summary of %d characters", x.key, n)
		}
		checkBody(t, x)
	}
}

func checkNFC(t *testing.T, s string) {
	t.Helper()
	if !norm.NFC.IsNormalString(s) || !utf8.ValidString(s) {
		t.Errorf("not in form NFC: %.80s", s)
	}
}

// checkBody checks that a body has enough of substance in balanced, allowed HTML.
func checkBody(t *testing.T, x text) {
	t.Helper()
	var open []string
	blocks, words := 0, 0
	for z := html.NewTokenizer(strings.NewReader(x.body)); ; {
		kind, tok := z.Next(), z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 || blocks < 3 || words < 80 {
				t.Errorf("%s: %v left open, %d blocks, %d words", x.key, open, blocks, words)
			}
			return
		case html.StartTagToken:
			if !slices.Contains(bodyTags, tok.Data) || (tok.Data == "a") != (len(tok.Attr) == 1) {
				t.Errorf("%s: %s", x.key, tok)
			}
			if slices.Contains([]string{"p", "ul", "ol", "table"}, tok.Data) {
				blocks++
			}
			open = append(open, tok.Data)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("%s: %s closes %v", x.key, tok, open)
			}
			open = open[:len(open)-1]
		case html.TextToken:
			words += len(strings.Fields(tok.Data))
			if strings.TrimSpace(tok.Data) != "" && (len(open) == 0 || slices.Contains([]string{"ul", "ol", "table", "tr"}, open[len(open)-1])) {
				t.Errorf("%s: text outside of a block: %q", x.key, tok.Data)
			}
		default:
			t.Errorf("%s: %s", x.key, tok)
		}
	}
}
