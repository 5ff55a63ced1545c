package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/db"
)

// wrong is a value that breaks the rule of a field, in a post of a type; without a value the field has no rule of its own.
type wrong struct {
	kind  string
	value any
	path  string // below the field, of an item of a list
}

func long(n int) string { return strings.Repeat("ệ", n) }

// wrongs name every field of the input of a post.
var wrongs = map[string]wrong{
	"type": {}, "department": {}, "audience": {}, "idempotencyKey": {}, "id": {}, "expectedVersion": {}, // enums, ids, what the frame checks
	"person":          {kind: "NEWS_ARTICLE", value: "person"},
	"title":           {kind: "NEWS_ARTICLE", value: " "},
	"summary":         {kind: "STAFF_PROFILE", value: "Tóm tắt"},
	"body":            {kind: "STAFF_PROFILE", value: "<p>Văn bản</p>"},
	"byline":          {kind: "NEWS_ARTICLE", value: long(121)},
	"categories":      {kind: "NEWS_ARTICLE", value: []string{db.GlobalID("category", db.NewID())}},
	"tags":            {kind: "NEWS_ARTICLE", value: []string{"a", "a", " ", long(51)}, path: "3"},
	"seo.title":       {kind: "NEWS_ARTICLE", value: long(121)},
	"seo.description": {kind: "NEWS_ARTICLE", value: long(321)},

	// The files, each a table of its own: see post.TestWhatIsAttachedIsChecked.
	"cover.file": {}, "cover.alt": {}, "cover.decorative": {}, "cover.caption": {},
	"gallery.file": {}, "gallery.alt": {}, "gallery.decorative": {}, "gallery.caption": {},
	"attachments.file": {}, "attachments.alt": {}, "attachments.decorative": {}, "attachments.caption": {},

	"content.announcement.urgent": {}, "content.healthGuide.urgent": {}, "content.healthGuide.reviewDueOn": {},
	"content.healthGuide.diseases": {kind: "HEALTH_GUIDE", value: []string{"a", "a", long(101)}, path: "2"},
	"content.healthGuide.topics":   {kind: "HEALTH_GUIDE", value: []string{long(101)}, path: "0"},

	"content.recruitmentNotice.positions.position":     {kind: "RECRUITMENT_NOTICE", value: " "},
	"content.recruitmentNotice.positions.number":       {kind: "RECRUITMENT_NOTICE", value: 0},
	"content.recruitmentNotice.positions.requirements": {kind: "RECRUITMENT_NOTICE", value: long(4001)},
	"content.recruitmentNotice.applicationDeadline":    {},
	"content.recruitmentNotice.contact":                {kind: "RECRUITMENT_NOTICE", value: long(501)},

	"content.tenderNotice.packageNumber": {kind: "TENDER_NOTICE", value: " "}, "content.tenderNotice.packageName": {kind: "TENDER_NOTICE", value: long(301)},
	"content.tenderNotice.procurementForm": {}, "content.tenderNotice.submissionDeadline": {}, // and in what order, see post.TestDates
	"content.tenderNotice.issuedOn": {}, "content.tenderNotice.openingAt": {},
	"content.tenderNotice.estimatedValue": {kind: "TENDER_NOTICE", value: -1},

	"content.departmentPage.functions": {kind: "DEPARTMENT_PAGE", value: strings.Repeat("a", 200_001)},
	"content.departmentPage.duties":    {kind: "DEPARTMENT_PAGE", value: strings.Repeat("a", 200_001)},
	"content.departmentPage.processes": {kind: "DEPARTMENT_PAGE", value: strings.Repeat("a", 200_001)},
	"content.departmentPage.contact":   {kind: "DEPARTMENT_PAGE", value: long(501)},

	"content.staffProfile.professionalTitle": {kind: "STAFF_PROFILE", value: long(121)},
	"content.staffProfile.specialties":       {kind: "STAFF_PROFILE", value: []string{long(101)}, path: "0"},
}

// inputFields are the fields of an input, those of nested ones after a dot.
func inputFields(input, before string) (all []string) {
	for _, f := range graph.Rules().Schema.Types[input].Fields {
		if of := graph.Rules().Schema.Types[f.Type.Name()]; of.Kind == ast.InputObject {
			all = append(all, inputFields(of.Name, before+f.Name+".")...)
		} else {
			all = append(all, before+f.Name)
		}
	}
	return all
}

// A mistake in a field of a post is told at that field, as the client counts it, and nowhere else.
func TestAMistakeInAPostIsToldAtItsField(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, input := range []string{"CreatePostInput", "UpdatePostInput"} {
		for _, field := range inputFields(input, "") {
			known[field] = true
			if _, listed := wrongs[field]; !listed {
				t.Errorf("%s of %s is not in the table", field, input)
			}
		}
	}
	for field := range wrongs {
		if !known[field] {
			t.Errorf("there is no field %s", field)
		}
	}
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward := w.Department(t, "CLINICAL", "NOI", root)
		author, id := w.person(t, ward, "bacsi")
		base := func(kind string) map[string]any {
			in := map[string]any{"title": "Tin"}
			switch kind {
			case "STAFF_PROFILE":
				in["person"] = db.GlobalID("staff", id)
			case "RECRUITMENT_NOTICE":
				in["content"] = map[string]any{"recruitmentNotice": map[string]any{"positions": []any{map[string]any{"position": "Bác sĩ", "number": 1}}, "applicationDeadline": "2026-04-01T16:00:00+07:00"}}
			case "TENDER_NOTICE":
				in["content"] = map[string]any{"tenderNotice": map[string]any{"packageNumber": "1", "packageName": "1", "procurementForm": "OPEN_BIDDING", "submissionDeadline": "2026-04-01T16:00:00+07:00"}}
			}
			return in
		}
		paths := func(mutation string, input map[string]any) (made string, version int, at []string) {
			t.Helper()
			name := graph.Rules().Schema.Mutation.Fields.ForName(mutation).Arguments.ForName("input").Type.Name()
			answered := author.do(t, fmt.Sprintf(`mutation($input: %s!) { %s(input: $input) { post { id version } userErrors { path } } }`, name, mutation), map[string]any{"input": input})
			var answer struct {
				Errors []struct{ Message string }
				Data   map[string]struct {
					Post *struct {
						ID      string
						Version int
					}
					UserErrors []struct{ Path []string }
				}
			}
			if err := json.Unmarshal([]byte(answered.Body), &answer); err != nil || answer.Errors != nil {
				t.Fatalf("%v %.300s", err, answered.Body)
			}
			for _, e := range answer.Data[mutation].UserErrors {
				at = append(at, strings.Join(e.Path, "."))
			}
			if p := answer.Data[mutation].Post; p != nil {
				return p.ID, p.Version, at
			}
			return "", 0, at
		}
		type draft struct {
			id      string
			version int
		}
		drafts := map[string]draft{}
		for _, field := range slices.Sorted(maps.Keys(wrongs)) {
			x := wrongs[field]
			if x.kind == "" {
				continue
			}
			value := x.value
			if value == "person" {
				value = db.GlobalID("staff", id)
			}
			put := func(in map[string]any) (string, map[string]any) {
				at := "input." + field
				parts := strings.Split(field, ".")
				inner := in
				for i, part := range parts[:len(parts)-1] {
					if part == "positions" {
						inner, at = inner[part].([]any)[0].(map[string]any), "input."+strings.Join(parts[:i+1], ".")+".0."+strings.Join(parts[i+1:], ".")
						continue
					}
					if inner[part] == nil {
						inner[part] = map[string]any{}
					}
					inner = inner[part].(map[string]any)
				}
				inner[parts[len(parts)-1]] = value
				if x.path != "" {
					at += "." + x.path
				}
				return at, in
			}
			want, in := put(base(x.kind))
			maps.Copy(in, map[string]any{"type": x.kind, "department": db.GlobalID("department", ward)})
			if _, _, at := paths("createPost", in); !slices.Equal(at, []string{want}) {
				t.Errorf("createPost: a mistake in %s of a %s is told at %q", field, x.kind, at)
			}
			if field == "person" { // stays
				continue
			}
			d, made := drafts[x.kind]
			if !made {
				in := base(x.kind)
				maps.Copy(in, map[string]any{"type": x.kind, "department": db.GlobalID("department", ward)})
				d.id, d.version, _ = paths("createPost", in)
				drafts[x.kind] = d
			}
			_, in = put(base(x.kind))
			delete(in, "person")
			maps.Copy(in, map[string]any{"id": d.id, "expectedVersion": d.version})
			if _, _, at := paths("updatePost", in); !slices.Equal(at, []string{want}) {
				t.Errorf("updatePost: a mistake in %s of a %s is told at %q", field, x.kind, at)
			}
		}
	})
}
