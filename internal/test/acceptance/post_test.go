package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// ward is a department with people to write and publish, who call the API without signing in first.
type ward struct {
	*world
	department, unit             db.ID
	author, head, editor, member context.Context
}

func inWard(t *testing.T, test func(t *testing.T, w *ward)) {
	t.Helper()
	run(t, func(t *testing.T, o *world) {
		w := &ward{world: o}
		root := o.Department(t, "CENTRE", "TTYT", db.ID{})
		board := o.Department(t, "BOARD", "BGD", root)
		w.department = o.Department(t, "CLINICAL", "NOI", root)
		w.unit = o.Department(t, "UNIT", "NOI1", w.department)
		w.author = o.As(t, o.Staff(t, w.department, "Lê Văn An"))
		head := o.Staff(t, w.department, "Phạm Cường")
		o.Position(t, head, w.department, "HEAD")
		w.head = o.As(t, head)
		w.editor = o.As(t, o.Staff(t, board, "Bùi Sơn", access.WebEditor))
		w.member = o.As(t, o.Staff(t, board, "Ngô Đăng", access.IT))
		test(t, w)
	})
}

// call sends a document as the person of the context.
func (w *ward) call(t *testing.T, ctx context.Context, query string, variables any) response {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body))).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	w.App.Services.Handler(graph.Options{}).ServeHTTP(answer, r)
	return response{answer.Code, answer.Header(), answer.Body.String()}
}

const createPost = `mutation($input: CreatePostInput!) { createPost(input: $input) {
	post { __typename id slug path title version working publication department { code } categories { name } tags audience postedBy
		workingCopy { number title byline seo { title description } content { __typename ... on TenderNoticeContent { packageNumber estimatedValue openingAt } } } }
	userErrors { __typename code path message } } }`

func (w *ward) tender(title string) map[string]any {
	return map[string]any{"input": map[string]any{
		"type": "TENDER_NOTICE", "department": db.GlobalID("department", w.department), "title": title, "tags": []string{"đấu thầu"},
		"content": map[string]any{"tenderNotice": map[string]any{
			"packageNumber": "VS-01", "packageName": "Hóa chất", "procurementForm": "OPEN_BIDDING",
			"submissionDeadline": "2026-03-04T09:00:00+07:00", "estimatedValue": 3_480_000_000,
		}},
	}}
}

func TestArticle11a_ADepartmentDraftsOverTheAPI(t *testing.T) {
	inWard(t, func(t *testing.T, w *ward) {
		in := w.tender("Mời thầu hóa chất")
		w.stranger().do(t, createPost, in).want(t, `{"errors":[{"message":"Sign in first.","path":["createPost"],"locations":"*","extensions":{"code":"UNAUTHENTICATED","traceId":"`+traceID+`"}}],"data":null}`)
		w.call(t, w.member, createPost, in).want(t, `{"errors":[{"message":"Không có quyền thực hiện việc này.","path":["createPost"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"11","traceId":"*"}}],"data":null}`)
		w.call(t, w.author, createPost, in).want(t, `{"data":{"createPost":{"post":{
			"__typename":"TenderNotice","id":"*","slug":"moi-thau-hoa-chat","path":"/bai-viet/moi-thau-hoa-chat","title":"Mời thầu hóa chất","version":1,
			"working":"DRAFT","publication":"NONE","department":{"code":"NOI"},"categories":[],"tags":["đấu thầu"],"audience":"PUBLIC","postedBy":null,
			
			"workingCopy":{"number":1,"title":"Mời thầu hóa chất","byline":null,"seo":{"title":"","description":""},
				"content":{"__typename":"TenderNoticeContent","packageNumber":"VS-01","estimatedValue":3480000000,"openingAt":null}}},
			"userErrors":[]}}}`)
		w.call(t, w.author, createPost, w.tender("  ")).want(t, `{"data":{"createPost":{"post":null,
			"userErrors":[{"__typename":"RuleError","code":"REQUIRED","path":["input","title"],"message":"Cần nhập tiêu đề."}]}}}`)
		short := w.tender("Sai loại")
		short["input"].(map[string]any)["type"] = "PAGE"
		w.call(t, w.author, createPost, short).want(t, `{"data":{"createPost":{"post":null,
			"userErrors":[{"__typename":"RuleError","code":"INVALID","path":["input","content","tenderNotice"],"message":"Phần nội dung này thuộc về loại bài viết khác."}]}}}`)
	})
}

const updatePost = `mutation($input: UpdatePostInput!) { updatePost(input: $input) {
	post { title version revisions(first: 1) { totalCount nodes { number body } pageInfo { hasNextPage } } diff(from: 1, to: 2) { title { kind text } } }
	userErrors { __typename code ... on ConflictError { current { id } } } } }`

func TestALostRaceCarriesWhatIsThereNow(t *testing.T) {
	inWard(t, func(t *testing.T, w *ward) {
		id := w.call(t, w.author, createPost, w.tender("Mời thầu")).at(t, "data.createPost.post.id")
		edit := map[string]any{"input": map[string]any{"id": id, "expectedVersion": 1, "title": "Mời thầu lại", "body": "<p onclick='x'>Chào</p>"}}
		w.call(t, w.author, updatePost, edit).want(t, `{"data":{"updatePost":{"post":{"title":"Mời thầu lại","version":2,
			"revisions":{"totalCount":2,"nodes":[{"number":2,"body":"<p>Chào</p>"}],"pageInfo":{"hasNextPage":true}},
			"diff":{"title":[{"kind":"EQUAL","text":"Mời thầu"},{"kind":"INSERTED","text":" lại"}]}},"userErrors":[]}}}`)
		w.call(t, w.head, updatePost, edit).want(t, `{"data":{"updatePost":{"post":null,
			"userErrors":[{"__typename":"ConflictError","code":"CONFLICT","current":{"id":"`+id+`"}}]}}}`)
		// For callers who may not see the draft, its id does not exist.
		unknown := map[string]any{"input": map[string]any{"id": db.GlobalID("post", db.NewID()), "expectedVersion": 1}}
		hidden, none := w.call(t, w.member, updatePost, edit), w.call(t, w.member, updatePost, unknown)
		if strip(hidden.Body) != strip(none.Body) {
			t.Errorf("a hidden draft answers\n%s, an unknown id\n%s", hidden.Body, none.Body)
		}
	})
}

// strip takes the trace id out of an answer.
func strip(body string) string {
	before, rest, _ := strings.Cut(body, `"traceId":"`)
	_, after, _ := strings.Cut(rest, `"`)
	return before + after
}

func TestArticle9_StrangersGetNothingOfADraft(t *testing.T) {
	inWard(t, func(t *testing.T, w *ward) {
		made := w.call(t, w.author, createPost, w.tender("Bản nháp"))
		id := made.at(t, "data.createPost.post.id")
		revision := w.call(t, w.author, `query($id: ID!) { post(id: $id) { workingCopy { id } } }`, map[string]any{"id": id}).at(t, "data.post.workingCopy.id")
		stranger := w.stranger()
		stranger.do(t, `{ posts { totalCount nodes { id } } }`, nil).want(t, `{"data":{"posts":{"totalCount":0,"nodes":[]}}}`)
		stranger.do(t, `{ posts(filter: {working: DRAFT, type: TENDER_NOTICE}, orderBy: {field: UPDATED_AT}) { totalCount nodes { id } } }`, nil).
			want(t, `{"data":{"posts":{"totalCount":0,"nodes":[]}}}`)
		for door, query := range map[string]string{
			"post":  fmt.Sprintf(`{ post(id: %q) { id } }`, id),
			"slug":  `{ post(slug: "ban-nhap") { id } }`,
			"route": `{ route(path: "/bai-viet/ban-nhap") { ... on Route { path } } }`,
			"node":  fmt.Sprintf(`{ node(id: %q) { id } }`, id),
			"copy":  fmt.Sprintf(`{ node(id: %q) { id } }`, revision),
		} {
			field := map[string]string{"slug": "post", "copy": "node"}[door]
			if field == "" {
				field = door
			}
			stranger.do(t, query, nil).want(t, refusal(field, "NOT_FOUND", "Not found."))
		}
		stranger.do(t, `{ post { id } }`, nil).want(t, refusal("post", "BAD_INPUT", "Give either id or slug."))
		stranger.do(t, `{ posts(orderBy: {field: RELEVANCE}) { totalCount } }`, nil).want(t, refusalOf("posts", "BAD_INPUT", "Sorting by relevance requires words to search for."))
		stranger.do(t, `{ posts(first: 101) { totalCount } }`, nil).want(t, refusalOf("posts", "PAGE_TOO_LARGE", "A page holds at most 100 items."))
	})
}

// refusalOf is refusal for a field that is never null, which takes the whole data with it.
func refusalOf(field, code, message string) string {
	return strings.Replace(refusal(field, code, message), `"data":{"`+field+`":null}`, `"data":null`, 1)
}

func TestCategoriesAndDepartmentsStandOpen(t *testing.T) {
	inWard(t, func(t *testing.T, w *ward) {
		const create = `mutation { changeSite(input: {expectedVersion: 1, reason: "Chuyên mục đầu tiên.", categories: [{name: "Tin tức"}]}) { siteChange { state after { categories { slug name position } } } userErrors { code } } }`
		w.call(t, w.author, create, nil).want(t, `{"errors":[{"message":"Không có quyền thực hiện việc này.","path":["changeSite"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"10","traceId":"*"}}],"data":null}`)
		w.call(t, w.editor, create, nil).want(t, `{"data":{"changeSite":{"siteChange":{"state":"WAITING","after":{"categories":[{"slug":"tin-tuc","name":"Tin tức","position":0}]}},"userErrors":[]}}}`)
		w.stranger().do(t, `{ categories { slug } }`, nil).want(t, `{"data":{"categories":[]}}`)
		w.Category(t, "Tin tức")
		w.stranger().do(t, `{ categories { slug } route(path: "/khoa-phong/khoa-NOI") { ... on Route { path redirect node { __typename ... on Department { code page { title } } } } } }`, nil).
			want(t, `{"data":{"categories":[{"slug":"tin-tuc"}],"route":{"path":"/khoa-phong/khoa-NOI","redirect":false,"node":{"__typename":"Department","code":"NOI","page":null}}}}`)
	})
}

// TestAPageOfPostsCostsAConstantNumberOfStatements counts through the whole API.
func TestAPageOfPostsCostsAConstantNumberOfStatements(t *testing.T) {
	inWard(t, func(t *testing.T, w *ward) {
		for i := range 20 {
			w.call(t, w.author, createPost, w.tender(fmt.Sprintf("Gói thầu %d", i)))
		}
		cost := func(first int) int64 {
			ctx, n := db.CountStatements(w.author)
			answer := w.call(t, ctx, fmt.Sprintf(`{ posts(first: %d) { nodes { title excerpt body department { name } author { name } categories { name } workingCopy { title body } ... on TenderNotice { packageName isOpen } } } }`, first), nil)
			if answer.at(t, fmt.Sprintf("data.posts.nodes.%d.packageName", first-1)) != "Hóa chất" {
				t.Fatal(answer.Body)
			}
			return n.Load()
		}
		one, twenty := cost(1), cost(20)
		if one != twenty {
			t.Errorf("a page of 1 costs %d statements, of 20 %d", one, twenty)
		}
		t.Logf("a page of 20 posts costs %d statements", twenty)
	})
}
