package acceptance

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// posts tells who sees each post: p what is published, k what was decided on too, w the whole working side, - nothing.
var posts = table{
	"draft":       "- w - w - - - - - -",
	"toolDraft":   "- - - w - - - - - -",
	"profile":     "- w w w - - - - - -",
	"endorsement": "- w - w - - - - - -",
	"board":       "- w - w - - - w w -",
	"page":        "- w p w p p p p p p",
	"approved":    "- w - w - - - w w -",
	"scheduled":   "- w - w - - - w w -",
	"public":      "p w p w p p p w w p",
	"renewed":     "p w p w p p p k k p",
	"inRenewal":   "p w p w p p p k k p",
	"internal":    "- w p w p p p p p p",
	"department":  "- w p w - - - p p -",
	"unpublished": "- w - w - - - w w -",
	"archived":    "- w - w - - - w w -",
}

// published are the posts on the site.
var published = []string{"public", "renewed", "inRenewal", "internal", "department", "page"}

// routed is posts, and g where an address tells that it is gone.
func routed() table {
	with := maps.Clone(posts)
	with["unpublished"], with["archived"] = "g w g w g g g w w g", "g w g w g g g w w g"
	return with
}

var postLooks = []look{
	{"Query.post", `query($id: ID!) { post(id: $id) { id } }`, byID, posts, "pkw"},
	{"Query.post", `query($id: Slug!) { post(slug: $id) { id } }`, func(h *house, object string) string { return h.slugs[object] }, posts, "pkw"},
	{"Query.route", `query($id: String!) { route(path: $id) { ... on Route { node { id } } ... on Gone { since } } }`, func(h *house, object string) string { return "/bai-viet/" + h.slugs[object] }, routed(), "pkwg"},
	{"Query.node", byNode, byID, posts, "pkw"},
	{"Query.nodes", `query($id: ID!) { nodes(ids: [$id]) { id } }`, byID, posts, "pkw"},
	{"Query.node", byNode, func(h *house, object string) string { return h.ids["revision of "+object] }, posts, "kw"},
}

// approvals: of what the Board was notified, the website section and the Board see the approval ever after.
var approvals = table{
	"endorsement": "- + - + - - - - - -",
	"board":       "- + - + - - - + + -",
	"page":        "- + - + - - - - - -",
	"approved":    "- + - + - - - + + -",
	"scheduled":   "- + - + - - - + + -",
	"public":      "- + - + - - - + + -",
	"renewed":     "- + - + - - - + + -",
	"inRenewal":   "- + - + - - - - - -",
	"internal":    "- + - + - - - - - -",
	"department":  "- + - + - - - - - -",
	"unpublished": "- + - + - - - + + -",
	"archived":    "- + - + - - - + + -",
}

var approvalLooks = []look{
	{"Query.node", byNode, func(h *house, object string) string { return h.ids["approval of "+object] }, approvals, "+"},
	{"Query.node", byNode, func(h *house, object string) string { return h.ids["decision of "+object] }, table{
		"board":  "- + - + - - - + + -",
		"public": "- + - + - - - + + -",
	}, "+"},
	{"Query.node", byNode, byID, table{"inbox of head": "- - - + - - - - - -"}, "+"},
}

// writers tells who may make a post for each department.
var writers = table{
	"NOI":   "in ok ok ok no no no no no no",
	"NGOAI": "in no no no ok ok no no no no",
	"BGD":   "in no no no no no no no ok no",
	"TTYT":  "in no no no no no no no no no",
}

var postMutations = []mutation{
	{"createPost", `mutation($id: ID!) { createPost(input: {type: PAGE, department: $id, title: ""}) { userErrors { code } } }`, writers},
	{"importPost", `mutation($id: ID!, $file: Upload!) { importPost(input: {type: PAGE, department: $id, file: $file}) { userErrors { code } } }`, writers},
	{"updatePost", `mutation($id: ID!) { updatePost(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, ownersAndEditors},
	{"restoreRevision", `mutation($id: ID!, $revision: ID!) { restoreRevision(input: {id: $id, expectedVersion: 99, revision: $revision}) { userErrors { code } } }`, ownersAndEditors},
	{"deletePost", `mutation($id: ID!) { deletePost(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, table{
		"draft":     "in ok - ok - - - - - -",
		"toolDraft": "in - - ok - - - - - -",
		"board":     "in state - state - - - no no -",
		"public":    "in state no state no no no no no no",
	}},
	{"changeSlug", `mutation($id: ID!) { changeSlug(input: {id: $id, expectedVersion: 99, slug: "a"}) { userErrors { code } } }`, onTheSite},
	{"recordView", `mutation($id: ID!) { recordView(input: {post: $id}) { userErrors { code } } }`, table{
		"draft":       "- ok - ok - - - - - -",
		"public":      "ok ok ok ok ok ok ok ok ok ok",
		"internal":    "- ok ok ok ok ok ok ok ok ok",
		"department":  "- ok ok ok - - - ok ok -",
		"unpublished": "- ok - ok - - - ok ok -",
	}},
	{"ratePost", `mutation($id: ID!) { ratePost(input: {post: $id, stars: 9}) { userErrors { code } } }`, table{
		"draft":       "- no - no - - - - - -",
		"board":       "- no - no - - - state state -",
		"public":      "ok ok ok ok ok ok ok ok ok ok",
		"renewed":     "ok ok ok ok ok ok ok ok ok ok",
		"internal":    "- ok ok ok ok ok ok ok ok ok",
		"department":  "- ok ok ok - - - ok ok -",
		"unpublished": "- no - no - - - state state -",
	}},
	{"pinPost", `mutation($id: ID!) { pinPost(input: {id: $id, expectedVersion: 99, pinned: true}) { userErrors { code } } }`, onTheSite},
}

var ownersAndEditors = table{
	"draft":       "in ok - ok - - - - - -",
	"toolDraft":   "in - - ok - - - - - -",
	"profile":     "in ok ok ok - - - - - -",
	"endorsement": "in ok - ok - - - - - -",
	"board":       "in ok - ok - - - ok no -",
	"approved":    "in ok - ok - - - state no -",
	"public":      "in ok no ok no no no state no no",
	"department":  "in ok no ok - - - state no -",
}

var onTheSite = table{
	"draft":      "in no - no - - - - - -",
	"board":      "in no - no - - - state no -",
	"public":     "in no no no no no no ok no no",
	"department": "in no no no - - - ok no -",
}

var flowMutations = []mutation{
	{"submitPost", `mutation($id: ID!) { submitPost(input: {id: $id, expectedVersion: 99, privacy: NO_PATIENT}) { userErrors { code } } }`, owners},
	{"withdrawPost", `mutation($id: ID!) { withdrawPost(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, owners},
	{"holdPost", `mutation($id: ID!) { holdPost(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, approvedOnly},
	{"releasePost", `mutation($id: ID!) { releasePost(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, approvedOnly},
	{"publishPost", `mutation($id: ID!) { publishPost(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, publishable},
	{"schedulePost", `mutation($id: ID!) { schedulePost(input: {id: $id, expectedVersion: 99, publishAt: "2030-01-01T00:00:00Z"}) { userErrors { code } } }`, approvedOnly},
	{"cancelSchedule", `mutation($id: ID!) { cancelSchedule(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, approvedOnly},
	{"revokeConsent", `mutation($id: ID!) { revokeConsent(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, table{
		"draft":    "in no - no - - - - - -",
		"approved": "in no - no - - - no ok -",
		"public":   "in no no no no no no no ok no",
	}},
	{"unpublishPost", `mutation($id: ID!) { unpublishPost(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, table{
		"draft":    "in no - state - - - - - -",
		"board":    "in no - state - - - state state -",
		"public":   "in no no ok no no no ok ok no",
		"renewed":  "in no no ok no no no ok ok no",
		"internal": "in no no ok no no no ok ok no",
	}},
	{"archivePost", `mutation($id: ID!) { archivePost(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, table{
		"draft":       "in no - no - - - - - -",
		"public":      "in no no no no no no ok no no",
		"unpublished": "in no - no - - - ok no -",
	}},
	{"decideApproval", `mutation($id: ID!) { decideApproval(input: {id: $id, expectedVersion: 99, verdict: APPROVE}) { userErrors { code } } }`, table{
		"approval of endorsement": "in no - ok - - - - - -",
		"approval of board":       "in no - no - - - no ok -",
	}},
	{"decideApproval", `mutation($id: ID!) { decideApproval(input: {id: $id, expectedVersion: 99, verdict: RETURN, comment: "a"}) { userErrors { code } } }`, table{
		"approval of endorsement": "in no - ok - - - - - -",
		"approval of board":       "in no - no - - - ok ok -",
	}},
	{"markInboxRead", `mutation($id: ID!) { markInboxRead(input: {ids: [$id]}) { userErrors { code } } }`, table{
		"inbox of head": "in - - ok - - - - - -",
	}},
}

var owners = table{
	"draft":     "in ok - ok - - - - - -",
	"toolDraft": "in - - ok - - - - - -",
	"board":     "in ok - ok - - - no no -",
	"public":    "in ok no ok no no no no no no",
	"internal":  "in ok no ok no no no no no no",
}

var approvedOnly = table{
	"draft":    "in no - no - - - - - -",
	"board":    "in no - no - - - state no -",
	"approved": "in no - no - - - ok no -",
	"public":   "in no no no no no no state no no",
	"renewed":  "in no no no no no no state no no",
}

// publishable is approvedOnly, and what was taken down.
var publishable = table{
	"draft":       "in no - no - - - - - -",
	"board":       "in no - no - - - state no -",
	"approved":    "in no - no - - - ok no -",
	"public":      "in no no no no no no state no no",
	"unpublished": "in no - no - - - ok no -",
}

// Lists, their counts and search hits hold what the caller may see and tell of nothing else.
func postListsHoldWhatIsVisible(t *testing.T, h *house) {
	visible := func(see, _ string) bool { return see != "-" }
	working := func(see, _ string) bool { return see == "w" || see == "k" } // of these, what was sent and published
	onSite := func(see, name string) bool { return see != "-" && slices.Contains(published, name) }
	lists := []struct {
		name, arguments string
		holds           func(see, name string) bool
	}{
		{"all", "", visible},
		{"by title", "orderBy: {field: TITLE}", visible},
		{"of the department", `filter: {department: "NOI", includeUnits: true}`, visible},
		{"search", `filter: {text: "bai"}`, onSite},
		{"search a title", `filter: {text: "bai public"}`, func(see, name string) bool { return see != "-" && name == "public" }},
		{"search the hidden title of a new version", `filter: {text: "khac"}`, func(string, string) bool { return false }},
		{"category", `filter: {category: "tin-tuc"}`, onSite},
		{"tag", `filter: {tag: "the"}`, onSite},
		{"internal", `filter: {audience: INTERNAL}`, func(see, name string) bool { return see != "-" && (name == "internal" || name == "page") }},
		{"on the site", `filter: {publication: PUBLISHED}`, onSite},
		{"taken down", `filter: {publication: UNPUBLISHED}`, func(see, name string) bool { return see == "w" && name == "unpublished" }},
		{"never on the site", `filter: {publication: NONE}`, func(see, name string) bool {
			return see == "w" && slices.Contains([]string{"draft", "toolDraft", "profile", "endorsement", "board", "approved"}, name)
		}},
		{"being written", `filter: {working: DRAFT}`, func(see, name string) bool {
			return see == "w" && (name == "draft" || name == "toolDraft" || name == "profile" || name == "renewed")
		}},
		{"under review", `filter: {working: IN_REVIEW}`, func(see, name string) bool {
			return see == "w" && slices.Contains([]string{"endorsement", "board", "inRenewal"}, name)
		}},
		{"nothing under way", `filter: {working: NONE}`, func(see, name string) bool {
			return see == "k" || see == "w" && slices.Contains([]string{"public", "internal", "department", "page", "unpublished", "archived"}, name)
		}},
		{"by the latest save", "orderBy: {field: UPDATED_AT}", working},
		{"by type", "orderBy: {field: TYPE}", visible},
		{"by department", "orderBy: {field: DEPARTMENT}", visible},
		{"by author", "orderBy: {field: AUTHOR}", visible},
		{"by audience", "orderBy: {field: AUDIENCE, direction: DESC}", visible},
	}
	names := map[string]string{}
	for name := range posts {
		names[h.ids[name]] = name
	}
	for _, l := range lists {
		for _, caller := range callers {
			arguments := strings.ReplaceAll("first: 100, "+l.arguments, `"NOI"`, `"`+h.ids["NOI"]+`"`)
			r := h.ask(t, caller, "{ posts("+arguments+") { totalCount nodes { id } edges { node { id } } } }", nil)
			var answer struct {
				Data struct {
					Posts struct {
						TotalCount int
						Nodes      []struct{ ID string }
						Edges      []struct{ Node struct{ ID string } }
					}
				}
			}
			if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
				t.Fatal(err)
			}
			var got, want []string
			for i, n := range answer.Data.Posts.Nodes {
				got = append(got, names[n.ID])
				if answer.Data.Posts.Edges[i].Node.ID != n.ID {
					t.Errorf("edges and nodes differ: %s", r.Body)
				}
			}
			for name, row := range posts {
				if l.holds(cell(t, row, caller), name) {
					want = append(want, name)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || answer.Data.Posts.TotalCount != len(want) {
				t.Errorf("posts %s as %s: %d in all, %q\nwant %q", l.name, caller, answer.Data.Posts.TotalCount, got, want)
			}
		}
	}
}
