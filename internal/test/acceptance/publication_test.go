package acceptance

import (
	"strconv"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

const (
	submitPost     = `mutation($input: SubmitPostInput!) { submitPost(input: $input) { post { working version approval { id step version } } userErrors { code message rule } } }`
	decideApproval = `mutation($input: DecideApprovalInput!) { decideApproval(input: $input) { approval { state step version } userErrors { __typename code rule ... on ConflictError { current { __typename id } } } } }`
	publishPost    = `mutation($input: PublishPostInput!) { publishPost(input: $input) { post { publication postedBy } userErrors { code rule } } }`
	readPost       = `query($slug: Slug) { post(slug: $slug) { title postedBy author { name } workingCopy { title } approval { state } availableActions { action } } }`
	myDuties       = `{ me { unreadCount inbox { nodes { kind subject { __typename } } } approvalsToDecide { totalCount nodes { id version urgent subject { ... on NewsArticle { title } } decisions { nodes { verdict role } } } } } }`
)

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// versionTo is the version of the approval that the client reads and has to expect. It is null to those who decide nowhere, and the
// guess is 1.
func versionTo(t *testing.T, c *client, approval string) int {
	t.Helper()
	seen := c.do(t, `query($id: ID!) { node(id: $id) { ... on Approval { version } } }`, map[string]any{"id": approval}).at(t, "data.node.version")
	if seen == "null" {
		return 1
	}
	return number(t, seen)
}

// A department's text travels from the draft over endorsement and consent to the anonymous reader.
func TestArticle11c_FromADraftToTheReader(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board := w.Department(t, "BOARD", "BGD", root)
		department := w.Department(t, "CLINICAL", "NHI", root)
		elsewhere := w.Department(t, "CLINICAL", "NOI", root)
		web := w.Department(t, "UNIT", "WEB", board)
		author, _ := w.person(t, department, "nhanvien")
		colleague, _ := w.person(t, elsewhere, "nhanvien2")
		head, headID := w.person(t, department, "truongkhoa")
		w.Position(t, headID, department, "HEAD")
		director, _ := w.person(t, board, "giamdoc", access.Director)
		editor, _ := w.person(t, web, "bientap", access.WebEditor)
		stranger := w.stranger()

		draft := author.do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", department), "title": "Ngày hội tiêm chủng", "body": "<p>Mời bà con.</p><script>x</script>"}})
		id, slug := draft.at(t, "data.createPost.post.id"), draft.at(t, "data.createPost.post.slug")
		if slug != "ngay-hoi-tiem-chung" {
			t.Errorf("the slug is %q", slug)
		}
		unseen := refusal("post", "NOT_FOUND", "Not found.")
		for name, c := range map[string]*client{"a stranger": stranger, "a colleague": colleague, "the Board": director, "the website section": editor} {
			t.Run("the draft is hidden from "+name, func(t *testing.T) {
				c.do(t, readPost, map[string]any{"slug": slug}).want(t, unseen)
				c.do(t, readPost, map[string]any{"slug": "khong-co"}).want(t, unseen)
			})
		}

		submitted := author.do(t, submitPost, map[string]any{"input": map[string]any{"id": id, "expectedVersion": 1, "privacy": "NO_PATIENT"}})
		approval := submitted.at(t, "data.submitPost.post.approval.id")
		decide := func(c *client, verdict string, version int) response {
			return c.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": verdict, "expectedVersion": version, "comment": "Đã xem"}})
		}
		version := versionTo(t, head, approval)
		decide(colleague, "APPROVE", version).want(t, refusedChange("decideApproval", "NOT_FOUND", "Not found."))
		decide(director, "APPROVE", version).want(t, refusedChange("decideApproval", "NOT_FOUND", "Not found."))
		decide(author, "APPROVE", version).want(t, `{"errors":[{"message":"You may not do this.","path":["decideApproval"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"12","traceId":"`+traceID+`"}}],"data":null}`)

		duties := head.do(t, myDuties, nil)
		duties.want(t, `{"data":{"me":{"unreadCount":1,"inbox":{"nodes":[{"kind":"TO_ENDORSE","subject":{"__typename":"NewsArticle"}}]},
			"approvalsToDecide":{"totalCount":1,"nodes":[{"id":"`+approval+`","version":"*","urgent":false,"subject":{"title":"Ngày hội tiêm chủng"},"decisions":{"nodes":[]}}]}}}}`)
		decide(head, "APPROVE", number(t, duties.at(t, "data.me.approvalsToDecide.nodes.0.version"))).
			want(t, `{"data":{"decideApproval":{"approval":{"state":"PENDING","step":"CONSENT","version":"*"},"userErrors":[]}}}`)

		duties = director.do(t, myDuties, nil)
		duties.want(t, `{"data":{"me":{"unreadCount":1,"inbox":{"nodes":[{"kind":"TO_CONSENT","subject":{"__typename":"NewsArticle"}}]},
			"approvalsToDecide":{"totalCount":1,"nodes":[{"id":"`+approval+`","version":"*","urgent":false,"subject":{"title":"Ngày hội tiêm chủng"},"decisions":{"nodes":[{"verdict":"APPROVE","role":"MANAGER"}]}}]}}}}`)
		editor.do(t, myDuties, nil).
			want(t, `{"data":{"me":{"unreadCount":1,"inbox":{"nodes":[{"kind":"REPORTED","subject":{"__typename":"NewsArticle"}}]},"approvalsToDecide":{"totalCount":0,"nodes":[]}}}}`)

		decide(director, "APPROVE", version).want(t, `{"data":{"decideApproval":{"approval":null,"userErrors":[
			{"__typename":"ConflictError","code":"CONFLICT","rule":null,"current":{"__typename":"Approval","id":"`+approval+`"}}]}}}`)
		decide(director, "APPROVE", number(t, duties.at(t, "data.me.approvalsToDecide.nodes.0.version"))).
			want(t, `{"data":{"decideApproval":{"approval":{"state":"APPROVED","step":"CONSENT","version":"*"},"userErrors":[]}}}`)

		current := editor.do(t, `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": id})
		input := map[string]any{"input": map[string]any{"id": id, "expectedVersion": number(t, current.at(t, "data.post.version"))}}
		director.do(t, publishPost, input).want(t, `{"errors":[{"message":"You may not do this.","path":["publishPost"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"11c","traceId":"`+traceID+`"}}],"data":null}`)
		stranger.do(t, readPost, map[string]any{"slug": slug}).want(t, unseen)
		editor.do(t, publishPost, input).
			want(t, `{"data":{"publishPost":{"post":{"publication":"PUBLISHED","postedBy":"Bút danh bientap"},"userErrors":[]}}}`)
		stranger.do(t, readPost, map[string]any{"slug": slug}).
			want(t, `{"data":{"post":{"title":"Ngày hội tiêm chủng","postedBy":"Bút danh bientap","author":null,"workingCopy":null,"approval":null,"availableActions":[]}}}`)
		stranger.do(t, `{ posts(filter: {text: "tiem chung"}) { totalCount nodes { body } } }`, nil).
			want(t, `{"data":{"posts":{"totalCount":1,"nodes":[{"body":"<p>Mời bà con.</p>"}]}}}`)
	})
}

// A correction that says nothing of the time of removal leaves it, and null takes it away.
func TestArticle11c_ACorrectionKeepsTheTimeOfRemoval(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board := w.Department(t, "BOARD", "BGD", root)
		department := w.Department(t, "CLINICAL", "NHI", root)
		head, headID := w.person(t, department, "truongkhoa")
		w.Position(t, headID, department, "HEAD")
		director, _ := w.person(t, board, "giamdoc", access.Director)
		editor, _ := w.person(t, w.Department(t, "UNIT", "WEB", board), "bientap", access.WebEditor)

		id := head.do(t, createPost, map[string]any{"input": map[string]any{"type": "NEWS_ARTICLE", "department": db.GlobalID("department", department),
			"title": "Ngày hội tiêm chủng", "body": "<p>Mời bà con.</p>"}}).at(t, "data.createPost.post.id")
		on := func(more ...any) map[string]any {
			version := number(t, head.do(t, `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": id}).at(t, "data.post.version"))
			input := map[string]any{"id": id, "expectedVersion": version}
			for i := 0; i < len(more); i += 2 {
				input[more[i].(string)] = more[i+1]
			}
			return map[string]any{"input": input}
		}
		consent := func(more ...any) {
			t.Helper()
			submitted := head.do(t, submitPost, on(append(more, "privacy", "NO_PATIENT")...))
			approval := submitted.at(t, "data.submitPost.post.approval.id")
			director.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE",
				"expectedVersion": versionTo(t, director, approval)}}).want(t, `{"data":{"decideApproval":{"approval":{"state":"APPROVED","step":"CONSENT","version":"*"},"userErrors":[]}}}`)
		}
		publish := func(expires string, more ...any) {
			t.Helper()
			editor.do(t, `mutation($input: PublishPostInput!) { publishPost(input: $input) { post { expiresAt } userErrors { code } } }`, on(more...)).
				want(t, `{"data":{"publishPost":{"post":{"expiresAt":`+expires+`},"userErrors":[]}}}`)
		}
		rewrite := func(title string) {
			t.Helper()
			head.do(t, `mutation($input: UpdatePostInput!) { updatePost(input: $input) { userErrors { code } } }`, on("title", title)).
				want(t, `{"data":{"updatePost":{"userErrors":[]}}}`)
		}
		removal := w.Clock.Now().AddDate(0, 1, 0).In(calendar.Zone).Format(time.RFC3339)
		consent()
		publish(`"`+removal+`"`, "unpublishAt", removal)
		rewrite("Ngày hội tiêm chủng mở rộng")
		consent("correction", true)
		publish(`"` + removal + `"`)
		rewrite("Ngày hội tiêm chủng mùa hè")
		consent()
		publish(`null`, "unpublishAt", nil)
	})
}
