package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// offeredMutation is a mutation of a post that exists: the action that offers it, and what it takes beside id and version.
type offeredMutation struct {
	action string
	more   func(w *world) map[string]any
}

func reasoned(action string) offeredMutation {
	return offeredMutation{action, func(*world) map[string]any { return map[string]any{"reason": "Cần sửa."} }}
}

var offeredMutations = map[string]offeredMutation{
	"updatePost":      {"UPDATE", func(*world) map[string]any { return map[string]any{"title": "Bài sửa"} }},
	"restoreRevision": {action: "RESTORE"},
	"submitPost":      {"SUBMIT", func(*world) map[string]any { return map[string]any{"privacy": "NO_PATIENT"} }},
	"withdrawPost":    reasoned("WITHDRAW"),
	"holdPost":        reasoned("HOLD"),
	"releasePost":     {action: "RELEASE"},
	"revokeConsent":   reasoned("REVOKE"),
	"publishPost":     {action: "PUBLISH"},
	"schedulePost":    {"SCHEDULE", func(w *world) map[string]any { return map[string]any{"publishAt": w.Clock.Now().Add(time.Hour)} }},
	"cancelSchedule":  {action: "CANCEL_SCHEDULE"},
	"unpublishPost":   reasoned("UNPUBLISH"),
	"archivePost":     reasoned("ARCHIVE"),
	"pinPost":         {"PIN", func(*world) map[string]any { return map[string]any{"pinned": true} }},
	"changeSlug":      {"CHANGE_SLUG", func(*world) map[string]any { return map[string]any{"slug": "duong-dan-khac"} }},
	"deletePost":      {action: "DELETE"},
}

// What the rules of posts name and no mutation of a post carries out: an approval is decided on by its own.
var decided = []string{"APPROVE", "RETURN", "REJECT"}

// Every mutation of a post is an action that availableActions tells of. In each state, and for each of those who have to do
// with it, what is refused there is refused with that reason by the mutation, and what is offered is done.
func TestEveryMutationOfAPostIsOffered(t *testing.T) {
	t.Parallel()
	var found []string
	for _, f := range graph.Rules().Schema.Mutation.Fields {
		payload := graph.Rules().Schema.Types[f.Type.Name()]
		input := f.Arguments.ForName("input")
		if input == nil || payload.Fields.ForName("post") == nil && payload.Fields.ForName("deletedId") == nil {
			continue
		}
		of := graph.Rules().Schema.Types[input.Type.Name()]
		if id := of.Fields.ForName("id"); id != nil && (payload.Fields.ForName("post") != nil || f.Name == "deletePost") {
			found = append(found, f.Name)
		}
	}
	slices.Sort(found)
	if known := slices.Sorted(maps.Keys(offeredMutations)); !slices.Equal(found, known) {
		t.Fatalf("the schema has the mutations %v; known are %v", found, known)
	}
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board, ward := w.Department(t, "BOARD", "BGD", root), w.Department(t, "CLINICAL", "NOI", root)
		author, _ := w.person(t, ward, "bacsi")
		head, headID := w.person(t, ward, "truongkhoa")
		w.Position(t, headID, ward, "HEAD")
		director, _ := w.person(t, board, "giamdoc", access.Director)
		editor, _ := w.person(t, w.Department(t, "UNIT", "WEB", board), "bientap", access.WebEditor)
		people := []*client{author, head, editor, director}
		made := author.do(t, `mutation($d: ID!) { createPost(input: {type: NEWS_ARTICLE, department: $d, title: "Tin", body: "<p>Tin.</p>"}) { post { id workingCopy { id } } userErrors { message } } }`,
			map[string]any{"d": db.GlobalID("department", ward)})
		id, revision := made.at(t, "data.createPost.post.id"), made.at(t, "data.createPost.post.workingCopy.id")
		type offer struct {
			Action  string
			Allowed bool
			Reasons []struct{ Code, Message string }
		}
		look := func(c *client) (offers map[string]offer, version int, approval string, approvalVersion int) {
			t.Helper()
			var answer struct {
				Data struct {
					Post *struct {
						Version          *int
						AvailableActions []offer
						Approval         *struct {
							ID      string
							Version int
						}
					}
				}
			}
			answered := c.do(t, `query($id: ID!) { post(id: $id) { version approval { id version } availableActions { action allowed reasons { code message } } } }`, map[string]any{"id": id}).Body
			if err := json.Unmarshal([]byte(answered), &answer); err != nil {
				t.Fatal(err)
			}
			p := answer.Data.Post
			if p == nil || p.Version == nil {
				return nil, 0, "", 0
			}
			offers = map[string]offer{}
			for _, o := range p.AvailableActions {
				offers[o.Action] = o
			}
			if p.Approval != nil {
				approval, approvalVersion = p.Approval.ID, p.Approval.Version
			}
			return offers, *p.Version, approval, approvalVersion
		}
		try := func(c *client, field string, version int) (codes, messages []string) {
			t.Helper()
			input := map[string]any{"id": id, "expectedVersion": version}
			m := offeredMutations[field]
			if m.more != nil {
				maps.Copy(input, m.more(w))
			}
			if field == "restoreRevision" {
				input["revision"] = revision
			}
			name := graph.Rules().Schema.Mutation.Fields.ForName(field).Arguments.ForName("input").Type.Name()
			var answer struct {
				Errors []struct {
					Message    string
					Extensions struct{ Code string }
				}
				Data map[string]struct {
					UserErrors []struct{ Code, Message string }
				}
			}
			answered := c.do(t, fmt.Sprintf(`mutation($input: %s!) { %s(input: $input) { userErrors { code message } } }`, name, field), map[string]any{"input": input}).Body
			if err := json.Unmarshal([]byte(answered), &answer); err != nil {
				t.Fatal(err, answered)
			}
			for _, e := range answer.Errors {
				codes, messages = append(codes, e.Extensions.Code), append(messages, e.Message)
			}
			for _, e := range answer.Data[field].UserErrors {
				codes, messages = append(codes, e.Code), append(messages, e.Message)
			}
			return codes, messages
		}
		step := func(state string, do func()) {
			t.Helper()
			do()
			for i, c := range people {
				offers, version, _, _ := look(c)
				if offers == nil {
					continue
				}
				if len(offers) != len(offeredMutations)+len(decided) {
					t.Errorf("%s: %d actions, of which %d mutations carry some out", state, len(offers), len(offeredMutations))
				}
				for field, m := range offeredMutations {
					o, known := offers[m.action]
					if !known {
						t.Errorf("%s: availableActions does not tell of %s", state, m.action)
						continue
					}
					if o.Allowed {
						continue
					}
					codes, messages := try(c, field, version)
					refused := len(codes) == 1 && len(o.Reasons) == 1 &&
						(codes[0] == o.Reasons[0].Code && messages[0] == o.Reasons[0].Message || codes[0] == "FORBIDDEN" && o.Reasons[0].Code == "NOT_PERMITTED")
					if !refused {
						t.Errorf("%s, person %d: %s answers %v %v, offered as %+v", state, i, field, codes, messages, o)
					}
				}
			}
		}
		done := map[string]bool{}
		by := func(c *client, fields ...string) func() {
			return func() {
				t.Helper()
				for _, field := range fields {
					offers, version, _, _ := look(c)
					if o := offers[offeredMutations[field].action]; !o.Allowed {
						t.Fatalf("%s is not offered: %+v", field, o)
					}
					if codes, messages := try(c, field, version); codes != nil {
						t.Fatalf("%s is offered and answers %v %v", field, codes, messages)
					}
					done[field] = true
				}
			}
		}
		decide := func(c *client) {
			t.Helper()
			_, _, approval, version := look(c)
			c.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": version}}).
				want(t, `{"data":{"decideApproval":{"approval":"*","userErrors":[]}}}`)
		}
		consent := func() { t.Helper(); by(author, "submitPost")(); decide(head); decide(director) }
		step("a draft", func() {})
		step("a restored draft", by(author, "updatePost", "restoreRevision"))
		step("under review", by(author, "submitPost"))
		step("withdrawn", by(author, "withdrawPost"))
		step("approved", consent)
		step("on hold", by(editor, "holdPost"))
		step("scheduled", by(editor, "releasePost", "schedulePost"))
		step("published", by(editor, "cancelSchedule", "publishPost", "changeSlug", "pinPost"))
		step("taken down", by(editor, "unpublishPost"))
		step("archived", by(editor, "archivePost"))
		step("taken up again", by(author, "restoreRevision"))
		if _, messages := try(editor, "publishPost", 99); messages == nil { // the consent of before does not carry it
			t.Error("what was archived is put back without a new consent")
		}
		step("approved again", consent)
		step("scheduled again", by(editor, "schedulePost"))
		step("put off, and withdrawn", func() { by(editor, "cancelSchedule")(); by(author, "withdrawPost")() })
		if offers, _, _, _ := look(editor); offers["PUBLISH"].Allowed {
			t.Error("a time that was taken back turns the archived post into one that its former consent puts back")
		}
		step("back on the site", func() { consent(); by(editor, "publishPost")() })
		step("revoked", by(director, "revokeConsent"))
		made = author.do(t, `mutation($d: ID!) { createPost(input: {type: NEWS_ARTICLE, department: $d, title: "Bỏ", body: "<p>Tin.</p>"}) { post { id workingCopy { id } } userErrors { message } } }`,
			map[string]any{"d": db.GlobalID("department", ward)})
		id = made.at(t, "data.createPost.post.id")
		by(author, "deletePost")()
		for field := range offeredMutations {
			if !done[field] {
				t.Errorf("%s was offered to nobody", field)
			}
		}
	})
}
