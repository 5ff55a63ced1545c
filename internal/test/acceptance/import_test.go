package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// moved is a regulation as its old page was copied, with what its reader has to meet.
type moved struct{ file, title, postedBy, postedAt string }

// realRegulation lies beside the project, from this package's folder.
const realRegulation = "../../../../shared/data/regulation-2018.vi.txt"

// regulation is the real one, of which the project keeps no copy, where it lies beside the project; elsewhere one of the
// same shape.
func regulation() moved {
	if _, err := os.Stat(realRegulation); err == nil {
		return moved{realRegulation, "Quy định Quản lý, khai thác, sử dụng Hệ thống Thông tin điện tử nội bộ của Trung tâm y tế huyện Hải Hà",
			"mhung2012", "2018-11-21T02:28:00+07:00"}
	}
	return moved{filepath.Join("testdata", "regulation.txt"), "Quy chế sử dụng hệ thống thông tin của Trung tâm Y tế huyện Suối Mơ",
		"toweb", "2019-05-06T15:40:00+07:00"}
}

// A text of the older website moves in as the website section's draft, goes the whole way over HTTP, and meets the reader
// with the time and the name that it had there.
func TestTheRealRegulationReachesTheReader(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board := w.Department(t, "BOARD", "BGD", root)
		web := w.Department(t, "UNIT", "WEB", board)
		author, _ := w.person(t, web, "chuyenvien", access.WebEditor) // the website section alone moves in what names another poster
		director, _ := w.person(t, board, "giamdoc", access.Director)
		editor, _ := w.person(t, web, "bientap", access.WebEditor)

		text := regulation()
		made, err := w.App.Import(t.Context(), app.Import{Login: "chuyenvien", Type: "PAGE", Files: []string{text.file}})
		if err != nil {
			t.Fatal(err)
		}
		id, slug := made[0].ID, made[0].Slug
		version := func(c *client) int {
			return number(t, c.do(t, `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": id}).at(t, "data.post.version"))
		}
		author.do(t, `query($id: ID!) { post(id: $id) { working department { code } author { name } workingCopy { origin { postedAt postedBy } } } }`, map[string]any{"id": id}).
			want(t, fmt.Sprintf(`{"data":{"post":{"working":"DRAFT","department":{"code":"WEB"},"author":{"name":"chuyenvien"},
				"workingCopy":{"origin":{"postedAt":%q,"postedBy":%q}}}}}`, text.postedAt, text.postedBy))
		w.stranger().do(t, readPost, map[string]any{"slug": slug}).want(t, refusal("post", "NOT_FOUND", "Not found."))

		submitted := author.do(t, submitPost, map[string]any{"input": map[string]any{"id": id, "expectedVersion": version(author), "privacy": "NO_PATIENT"}})
		approval := submitted.at(t, "data.submitPost.post.approval.id")
		seen := director.do(t, myDuties, nil).at(t, "data.me.approvalsToDecide.nodes.0.version")
		director.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": number(t, seen)}}).
			want(t, `{"data":{"decideApproval":{"approval":{"state":"APPROVED","step":"CONSENT","version":"*"},"userErrors":[]}}}`)
		editor.do(t, publishPost, map[string]any{"input": map[string]any{"id": id, "expectedVersion": version(editor)}}).
			want(t, `{"data":{"publishPost":{"post":{"publication":"PUBLISHED","postedBy":"`+text.postedBy+`"},"userErrors":[]}}}`)

		read := w.stranger().do(t, `query($slug: Slug) { post(slug: $slug) { title postedBy postedAt updatedAt rating { average count } body workingCopy { id } } }`, map[string]any{"slug": slug})
		read.want(t, fmt.Sprintf(`{"data":{"post":{"title":%q,"postedBy":%q,"postedAt":%q,"updatedAt":"2026-03-02T09:00:00+07:00",
			"rating":{"average":0,"count":0},"body":"*","workingCopy":null}}}`, text.title, text.postedBy, text.postedAt))
		body := read.at(t, "data.post.body")
		for n, heading := range regexp.MustCompile(`<h3>Điều \d+[.:] `).FindAllString(body, -1) {
			if !strings.HasPrefix(heading, fmt.Sprintf("<h3>Điều %d", n+1)) {
				t.Errorf("article %d is headed %s", n+1, heading)
			}
		}
		for what, want := range map[string]int{`<h2>(Chương|CHƯƠNG) [IV]+`: 4, `<h3>Điều \d+[.:] `: 14, `<li>`: 3, `Đánh giá bài viết|Đăng lúc`: 0} {
			if got := len(regexp.MustCompile(what).FindAllString(body, -1)); got != want {
				t.Errorf("%d of %s, want %d\n%s", got, what, want, body)
			}
		}
	})
}

// What an import cannot do it says with the file or the flag at fault, and then makes no draft at all.
func TestImportRefuses(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		office, ward := w.Department(t, "OFFICE", "TCHC", root), w.Department(t, "CLINICAL", "NOI", root)
		author, _ := w.person(t, office, "chuyenvien")
		w.person(t, ward, "nhanvien")
		folder := t.TempDir()
		write := func(name, content string) string {
			file := filepath.Join(folder, name)
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			return file
		}
		good, long := write("tin.md", "# Tin\n\nChào."), write("dai.txt", strings.Repeat("Dài ", 100)+"\nChào.")
		for name, c := range map[string]struct {
			in   app.Import
			want string
		}{
			"nobody":                {app.Import{Type: "PAGE", Files: []string{good}}, "-as"},
			"no file":               {app.Import{Login: "chuyenvien", Type: "PAGE"}, "no FILE"},
			"an unknown type":       {app.Import{Login: "chuyenvien", Type: "NEWS", Files: []string{good}}, `"NEWS" is not one of`},
			"an unknown person":     {app.Import{Login: "ai-do", Type: "PAGE", Files: []string{good}}, "-as ai-do: NOT_FOUND"},
			"an unknown department": {app.Import{Login: "chuyenvien", Department: "X", Type: "PAGE", Files: []string{good}}, "-department X: NOT_FOUND"},
			"another's department":  {app.Import{Login: "nhanvien", Department: "TCHC", Type: "PAGE", Files: []string{good}}, good + ": FORBIDDEN"},
			"a missing file":        {app.Import{Login: "chuyenvien", Type: "PAGE", Files: []string{good, folder + "/khong-co.txt"}}, "khong-co.txt: no such file"},
			"a file of no text":     {app.Import{Login: "chuyenvien", Type: "PAGE", Files: []string{good, write("anh.txt", "\xff\xd8")}}, "anh.txt: INVALID: input.file: The file is not UTF-8"},
			"a text of no post":     {app.Import{Login: "chuyenvien", Type: "PAGE", Files: []string{good, long}}, "dai.txt: TOO_LONG: input.file.title"},
		} {
			if made, err := w.App.Import(t.Context(), c.in); err == nil || !strings.Contains(err.Error(), c.want) || made != nil {
				t.Errorf("%s: %v, %v; want %q", name, made, err, c.want)
			}
		}
		count := func(want string) {
			t.Helper()
			author.do(t, `{ posts(filter: {working: DRAFT}) { totalCount } }`, nil).want(t, `{"data":{"posts":{"totalCount":`+want+`}}}`)
		}
		count("0")
		made, err := w.App.Import(t.Context(), app.Import{Login: "chuyenvien", Department: "TCHC", Type: "NEWS_ARTICLE", Files: []string{good, good}})
		if err != nil || len(made) != 2 || made[0].Slug != "tin" || made[1].Slug == "tin" {
			t.Errorf("%v, %v", made, err)
		}
		count("2")
	})
}
