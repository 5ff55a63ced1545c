package acceptance

import (
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// A mutation whose answer is too large has run. Its client is told so, and gets as much as fits.
func TestAMutationWithTooLargeAnAnswerSaysThatItHasRun(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		home := w.Department(t, "CENTRE", "TTYT", db.ID{})
		author, _ := w.person(t, home, "nhanvien")
		draft := author.do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", home), "title": "Nháp", "body": "<p>Nháp.</p>"}})
		id := draft.at(t, "data.createPost.post.id")
		_, post, err := db.SplitID(id)
		if err != nil {
			t.Fatal(err)
		}
		body := "<p>" + strings.Repeat("x", 199_000) + "</p>"
		for n := range 90 {
			w.Insert(t.Context(), t, "revisions", kit.Row{"id": db.NewID(), "post_id": post, "number": n + 2, "content": "{}", "body": body, "created_at": w.DB.Now(t.Context())})
		}
		const says = "The answer exceeds the limit of 16 MiB and is not shown in full. The mutation has run: do not send it again, query for its result."
		got := author.do(t, `mutation($id: ID!) { updatePost(input: {id: $id, expectedVersion: 1, title: "Mới"}) {
			post { version workingCopy { title } revisions(first: 100) { nodes { body } } } userErrors { code } } }`, map[string]any{"id": id})
		if got.at(t, "errors.0.extensions.code") != "ANSWER_TOO_LARGE" || got.at(t, "errors.0.message") != says || got.at(t, "errors.0.extensions.traceId") != traceID {
			t.Errorf("%.500s", got.Body)
		}
		if _, data, _ := strings.Cut(got.Body, `"data":`); data != `{"updatePost":{"post":{"version":2,"workingCopy":{"title":"Mới"},"revisions":null},"userErrors":[]}}}` {
			t.Errorf("%.500s", data)
		}
		author.do(t, `query($id: ID!) { post(id: $id) { version workingCopy { title } } }`, map[string]any{"id": id}).want(t, `{"data":{"post":{"version":2,"workingCopy":{"title":"Mới"}}}}`)
		// A query is told to ask for less.
		read := author.do(t, `query($id: ID!) { post(id: $id) { revisions(first: 100) { nodes { body } } } }`, map[string]any{"id": id})
		if read.at(t, "errors.0.extensions.code") != "ANSWER_TOO_LARGE" || read.at(t, "errors.0.message") != "The answer exceeds the limit of 16 MiB. Ask for smaller pages." {
			t.Errorf("%.500s", read.Body)
		}
	})
}
