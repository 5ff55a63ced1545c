package acceptance

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// part is one part of a multipart request; one with a file name is a file.
type part struct{ name, file, content string }

// parts posts a multipart request as it stands.
func (c *client) parts(t *testing.T, list ...part) response {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, p := range list {
		create := form.CreateFormField
		if p.file != "" {
			create = func(name string) (io.Writer, error) { return form.CreateFormFile(name, p.file) }
		}
		w, err := create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return c.send(t, http.MethodPost, "/graphql", form.FormDataContentType(), body.Bytes())
}

// upload posts a document whose variable $file is a file.
func (c *client) upload(t *testing.T, query string, variables map[string]any, name, content string) response {
	t.Helper()
	filled := map[string]any{"file": nil}
	for k, v := range variables {
		filled[k] = v
	}
	operations, err := json.Marshal(map[string]any{"query": query, "variables": filled})
	if err != nil {
		t.Fatal(err)
	}
	return c.parts(t, part{"operations", "", string(operations)}, part{"map", "", `{"0":["variables.file"]}`}, part{"0", name, content})
}

const importPost = `mutation($department: ID!, $file: Upload!) { importPost(input: {type: PAGE, department: $department, file: $file}) {
	post { title working publication workingCopy { body origin { postedBy } } } userErrors { code message path } } }`

// A text moves in through the API as it does through the command: as a draft, sanitised, with its origin.
func TestImportPost(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		office := w.Department(t, "OFFICE", "TCHC", root)
		author, _ := w.person(t, office, "chuyenvien")
		department := map[string]any{"department": db.GlobalID("department", office)}

		author.upload(t, importPost, department, "rua-tay.md", "# Rửa tay\n\nSáu **bước**.<script>alert(1)</script>").
			want(t, `{"data":{"importPost":{"post":{"title":"Rửa tay","working":"DRAFT","publication":"NONE",
				"workingCopy":{"body":"<p>Sáu <strong>bước</strong>.</p>","origin":null}},"userErrors":[]}}}`)
		const old = "Quy chế\n\nĐăng lúc: Thứ tư - 21/11/2018 02:28 - Người đăng bài viết: vanthu\nĐiều 1. Phạm vi"
		author.upload(t, importPost, department, "CU.TXT", old).want(t, `{"data":{"importPost":{"post":null,"userErrors":[{"code":"INVALID",
			"message":"This text has the time and poster of the older site: only the website section can bring it in.","path":["input","file","origin"]}]}}}`)
		editor, _ := w.person(t, office, "bientap", access.WebEditor)
		editor.upload(t, importPost, department, "CU.TXT", old).want(t, `{"data":{"importPost":{"post":{"title":"Quy chế","working":"DRAFT","publication":"NONE",
			"workingCopy":{"body":"<h3>Điều 1. Phạm vi</h3>","origin":{"postedBy":"vanthu"}}},"userErrors":[]}}}`)
		for name, c := range map[string]struct{ file, content, code, message, path string }{
			"an image":       {"a.txt", "\xff\xd8", "INVALID", "The file is not UTF-8 (byte 0xff in line 1): save it as UTF-8.", `["input","file"]`},
			"another kind":   {"a.docx", "x", "INVALID", "The file name must end in .txt or .md.", `["input","file"]`},
			"a title alone":  {"a.md", "# x", "INVALID", "Nothing follows the title.", `["input","file"]`},
			"a long title":   {"a.txt", strings.Repeat("x", 301) + "\ny", "TOO_LONG", "*", `["input","file","title"]`},
			"a largest file": {"a.txt", "x\n" + strings.Repeat("y", 1<<20-2), "TOO_LONG", "*", `["input","file","body"]`},
		} {
			t.Run(name, func(t *testing.T) {
				author.upload(t, importPost, department, c.file, c.content).want(t, `{"data":{"importPost":{"post":null,
					"userErrors":[{"code":"`+c.code+`","message":"`+c.message+`","path":`+c.path+`}]}}}`)
			})
		}
		author.do(t, `{ posts(filter: {working: DRAFT}) { totalCount } }`, nil).want(t, `{"data":{"posts":{"totalCount":1}}}`)
		author.do(t, importPost, map[string]any{"department": department["department"], "file": "a.txt"}).
			want(t, `{"errors":[{"message":"$file: Must be a file: send the request as multipart/form-data.","extensions":{"code":"BAD_INPUT","traceId":"`+traceID+`"}}]}`)
	})
}

// The multipart request specification, and the bounds of what a request may bring. Nothing of it comes back.
func TestMultipartRequests(t *testing.T) {
	t.Parallel()
	const query, secret = `"query":"{ __typename }"`, "mật khẩu"
	operations := func(variables string) part {
		return part{"operations", "", `{` + query + `,"variables":` + variables + `}`}
	}
	files := func(places string) part { return part{"map", "", places} }
	file := func(name string) part { return part{name, "a.txt", secret} }
	rows := map[string]struct {
		parts  []part
		status int
		says   string
	}{
		"no file":           {[]part{operations(`{}`), files(`{}`)}, 200, `{"data":{"__typename":"Query"}}`},
		"a file":            {[]part{operations(`{"f":null}`), files(`{"0":["variables.f"]}`), file("0")}, 200, `{"data":{"__typename":"Query"}}`},
		"a list, unordered": {[]part{operations(`{"f":[null,null]}`), files(`{"a":["variables.f.0"],"b":["variables.f.1"]}`), file("b"), file("a")}, 200, `"data"`},
		"one file twice":    {[]part{operations(`{"f":[null,null]}`), files(`{"a":["variables.f.0","variables.f.1"]}`), file("a")}, 200, `"data"`},

		"map first":             {[]part{files(`{}`), operations(`{}`)}, 400, "in this order"},
		"a file first":          {[]part{operations(`{"f":null}`), file("0"), files(`{"0":["variables.f"]}`)}, 400, "in this order"},
		"no map":                {[]part{operations(`{}`)}, 400, "malformed"},
		"nothing":               {nil, 400, "malformed"},
		"a batch":               {[]part{{"operations", "", `[{` + query + `}]`}, files(`{}`)}, 400, "Batches"},
		"no JSON":               {[]part{{"operations", "", secret}, files(`{}`)}, 400, "JSON object"},
		"a map of no JSON":      {[]part{operations(`{"f":null}`), files(secret)}, 400, "the map part"},
		"a map of text":         {[]part{operations(`{"f":null}`), files(`{"0":"variables.f"}`), file("0")}, 400, "the map part"},
		"no variable":           {[]part{operations(`{"f":null}`), files(`{"0":["variables.g"]}`), file("0")}, 400, "the map part"},
		"a variable with value": {[]part{operations(`{"f":"` + secret + `"}`), files(`{"0":["variables.f"]}`), file("0")}, 400, "the map part"},
		"outside variables":     {[]part{operations(`{"f":null}`), files(`{"0":["query"]}`), file("0")}, 400, "the map part"},
		"an operation's index":  {[]part{operations(`{"f":null}`), files(`{"0":["0.variables.f"]}`), file("0")}, 400, "the map part"},
		"the variables":         {[]part{operations(`null`), files(`{"0":["variables"]}`), file("0")}, 400, "the map part"},
		"below null":            {[]part{operations(`{"f":null}`), files(`{"0":["variables.f.0"]}`), file("0")}, 400, "the map part"},
		"beyond a list":         {[]part{operations(`{"f":[null]}`), files(`{"0":["variables.f.1"]}`), file("0")}, 400, "the map part"},
		"a negative index":      {[]part{operations(`{"f":[null]}`), files(`{"0":["variables.f.-1"]}`), file("0")}, 400, "the map part"},
		"an odd index":          {[]part{operations(`{"f":[null]}`), files(`{"0":["variables.f.00"]}`), file("0")}, 400, "the map part"},
		"a place taken twice":   {[]part{operations(`{"f":null}`), files(`{"a":["variables.f"],"b":["variables.f"]}`), file("a"), file("b")}, 400, "the map part"},
		"a file named twice":    {[]part{operations(`{"f":[null,null]}`), files(`{"a":["variables.f.0"],"a":["variables.f.1"]}`), file("a")}, 400, "the map part"},
		"a file for nothing":    {[]part{operations(`{"f":null}`), files(`{"0":[]}`), file("0")}, 400, "the map part"},
		"too many places":       {[]part{operations(`{"f":[` + strings.Repeat("null,", 8) + `null]}`), files(`{"0":["variables.f.0"` + strings.Repeat(`,"variables.f.1"`, 8) + `]}`), file("0")}, 400, "At most"},
		"too many files":        {[]part{operations(`{}`), files(`{"a":["variables.f"],"b":["variables.f"],"c":["variables.f"],"d":["variables.f"],"e":["variables.f"]}`)}, 400, "At most"},
		"a missing file":        {[]part{operations(`{"f":null}`), files(`{"0":["variables.f"]}`)}, 400, "is missing"},
		"an extra file":         {[]part{operations(`{"f":null}`), files(`{"0":["variables.f"]}`), file("0"), file(secret)}, 400, "not named in map"},
		"the same file again":   {[]part{operations(`{"f":null}`), files(`{"0":["variables.f"]}`), file("0"), file("0")}, 400, "not named in map"},
		"long operations":       {[]part{operations(`{"f":"` + strings.Repeat("x", 256<<10) + `"}`), files(`{}`)}, 413, "256 KiB"},
		"a long map":            {[]part{operations(`{}`), files(strings.Repeat(" ", 5<<10) + `{}`)}, 413, "4 KiB"},
		"a long file":           {[]part{operations(`{"f":null}`), files(`{"0":["variables.f"]}`), {"0", "a.txt", strings.Repeat("x", 1<<20+1)}}, 200, `"data"`},
		"two long files":        {[]part{operations(`{"f":[null,null]}`), files(`{"0":["variables.f.0"],"1":["variables.f.1"]}`), {"0", "a.txt", strings.Repeat("x", 1<<20+1)}, {"1", "a.txt", strings.Repeat("x", 1<<20+1)}}, 413, "1024 KiB"},
	}
	run(t, func(t *testing.T, w *world) {
		author, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		for name, c := range rows {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				got := author.parts(t, c.parts...)
				if got.Status != c.status || !strings.Contains(got.Body, c.says) {
					t.Errorf("status %d, %.400s", got.Status, got.Body)
				}
				if strings.Contains(got.Body, secret) || c.status >= 400 && strings.Contains(got.Body, `"data"`) {
					t.Errorf("got %.400s", got.Body)
				}
			})
		}
		t.Run("cut off", func(t *testing.T) {
			for _, body := range []string{"", "--x", "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{" + secret, "--y\r\n\r\n--y--"} {
				if got := author.send(t, http.MethodPost, "/graphql", "multipart/form-data; boundary=x", []byte(body)); got.Status != 400 || !strings.Contains(got.Body, "BAD_INPUT") || strings.Contains(got.Body, secret) {
					t.Errorf("%q: %d %s", body, got.Status, got.Body)
				}
			}
			if got := author.send(t, http.MethodPost, "/graphql", "multipart/form-data", []byte("--x--")); got.Status != 400 {
				t.Errorf("no boundary: %d %s", got.Status, got.Body)
			}
		})
		t.Run("a stranger's", func(t *testing.T) {
			got := w.stranger().parts(t, operations(`{}`), files(`{}`))
			if got.Status != http.StatusUnauthorized || got.Header.Get("WWW-Authenticate") == "" {
				t.Errorf("got %d %v", got.Status, got.Header)
			}
			got.want(t, `{"errors":[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED","traceId":"`+traceID+`"}}]}`)
		})
	})
}
