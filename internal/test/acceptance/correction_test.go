package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// A director who decides on a correction is shown all that it changes: the address behind the same words, and what made
// another one none.
func TestArticle11c_ADeadLinkShows(t *testing.T) {
	t.Parallel()
	const (
		submit = `mutation($input: SubmitPostInput!) { submitPost(input: $input) { post { version approval { id flow } } correction { accepted objections { code detail message } } userErrors { code } } }`
		read   = `query($id: ID!) { node(id: $id) { ... on Approval { flow correction { accepted objections { code } } subject { ... on Post { diff { title { kind } body { kind text } fields { field label before after } } } } } } }`
	)
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board, ward := w.Department(t, "BOARD", "BGD", root), w.Department(t, "CLINICAL", "NHI", root)
		author, _ := w.person(t, ward, "nhanvien")
		head, headID := w.person(t, ward, "truongkhoa")
		w.Position(t, headID, ward, "HEAD")
		director, _ := w.person(t, board, "giamdoc", access.Director)
		editor, _ := w.person(t, w.Department(t, "UNIT", "WEB", board), "bientap", access.WebEditor)

		const body = `<p><a href="https://example.org/cu">Hướng dẫn</a></p>`
		id := author.do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", ward), "title": "Liên kết", "body": body, "tags": []string{"một"}}}).at(t, "data.createPost.post.id")
		version := func() int {
			return number(t, author.do(t, `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": id}).at(t, "data.post.version"))
		}
		send := func(correction bool) response {
			return author.do(t, submit, map[string]any{"input": map[string]any{"id": id, "expectedVersion": version(), "privacy": "NO_PATIENT", "correction": correction}})
		}
		sent := send(false)
		sent.want(t, `{"data":{"submitPost":{"post":{"version":"*","approval":{"id":"*","flow":"PUBLICATION"}},"correction":null,"userErrors":[]}}}`)
		approval := sent.at(t, "data.submitPost.post.approval.id")
		for _, c := range []*client{head, director} {
			c.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": versionTo(t, c, approval)}}).
				want(t, `{"data":{"decideApproval":{"approval":"*","userErrors":[]}}}`)
		}
		editor.do(t, publishPost, map[string]any{"input": map[string]any{"id": id, "expectedVersion": version()}})
		edit := func(fields map[string]any) {
			fields["id"], fields["expectedVersion"] = id, version()
			author.do(t, `mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { id } userErrors { code } } }`, map[string]any{"input": fields})
		}

		edit(map[string]any{"body": `<p><a href="https://example.org/moi">Hướng dẫn</a></p>`})
		sent = send(true)
		sent.want(t, `{"data":{"submitPost":{"post":{"version":"*","approval":{"id":"*","flow":"CORRECTION"}},"correction":{"accepted":true,"objections":[]},"userErrors":[]}}}`)
		director.do(t, read, map[string]any{"id": sent.at(t, "data.submitPost.post.approval.id")}).want(t, `{"data":{"node":{"flow":"CORRECTION","correction":{"accepted":true,"objections":[]},
			"subject":{"diff":{"title":[{"kind":"EQUAL"}],"body":[{"kind":"EQUAL","text":"[Hướng dẫn]("},{"kind":"DELETED","text":"https://example.org/cu"},
			{"kind":"INSERTED","text":"https://example.org/moi"},{"kind":"EQUAL","text":")"}],"fields":[]}}}}}`)

		author.do(t, `mutation($input: WithdrawPostInput!) { withdrawPost(input: $input) { post { id } userErrors { code } } }`,
			map[string]any{"input": map[string]any{"id": id, "expectedVersion": version(), "reason": "Sửa thêm"}})
		edit(map[string]any{"body": `<p><a href="https://example.net/moi">Hướng dẫn</a></p>`, "tags": []string{"hai"}})
		sent = send(true)
		sent.want(t, `{"data":{"submitPost":{"post":{"version":"*","approval":{"id":"*","flow":"PUBLICATION"}},"correction":{"accepted":false,"objections":[
			{"code":"FIELD","detail":"tags","message":"“Tags” changes."},{"code":"NEW_LINK_HOST","detail":"example.net","message":"No published post links to example.net."}]},"userErrors":[]}}}`)
		head.do(t, read, map[string]any{"id": sent.at(t, "data.submitPost.post.approval.id")}).want(t, `{"data":{"node":{"flow":"PUBLICATION",
			"correction":{"accepted":false,"objections":[{"code":"FIELD"},{"code":"NEW_LINK_HOST"}]},
			"subject":{"diff":{"title":[{"kind":"EQUAL"}],"body":[{"kind":"EQUAL","text":"[Hướng dẫn]("},{"kind":"DELETED","text":"https://example.org/cu"},
			{"kind":"INSERTED","text":"https://example.net/moi"},{"kind":"EQUAL","text":")"}],"fields":[{"field":"tags","label":"Tags","before":["một"],"after":["hai"]}]}}}}}`)
	})
}

// An approval that was opened before anybody noted what was found of corrections is decided, and the record stays whole.
func TestArticle6b_AnApprovalWithoutACorrectionStaysWhole(t *testing.T) {
	t.Parallel()
	const submit = `mutation($input: SubmitPostInput!) { submitPost(input: $input) { post { approval { id } } userErrors { code } } }`
	run(t, func(t *testing.T, w *world) {
		ward := w.Department(t, "CLINICAL", "NHI", w.Department(t, "CENTRE", "TTYT", db.ID{}))
		author, _ := w.person(t, ward, "nhanvien")
		head, headID := w.person(t, ward, "truongkhoa")
		w.Position(t, headID, ward, "HEAD")
		id := author.do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", ward), "title": "Cũ", "body": "<p>Cũ</p>"}}).at(t, "data.createPost.post.id")
		sent := author.do(t, submit, map[string]any{"input": map[string]any{"id": id, "expectedVersion": 1, "privacy": "NO_PATIENT"}})
		w.Exec(t, "UPDATE approvals SET correction = NULL")
		if err := w.DB.InTx(t.Context(), w.App.Audit.TakeStock); err != nil {
			t.Fatal(err)
		}
		approval := sent.at(t, "data.submitPost.post.approval.id")
		head.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE",
			"expectedVersion": versionTo(t, head, approval)}}).want(t, `{"data":{"decideApproval":{"approval":"*","userErrors":[]}}}`)
		if _, err := w.App.Audit.Verify(t.Context(), nil, func(f audit.Finding) { t.Errorf("the record: %s", f) }); err != nil {
			t.Error(err)
		}
	})
}
