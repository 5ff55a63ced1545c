package acceptance

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

// illustrate has a post that stands on the site show a file as its cover, and attach another, by SQL.
func (w *world) illustrate(t *testing.T, post db.ID, cover, attachment string) {
	t.Helper()
	attached := func(id, name, media string) string {
		key, err := db.ParseID("media", id)
		if err != nil {
			t.Fatal(err)
		}
		w.Exec(t, "INSERT INTO revision_files (file_id, post_id, revision_id) SELECT ?, id, published_revision_id FROM posts WHERE id = ?", key, post)
		return `{"file":"` + key.String() + `","name":"` + name + `","type":"` + media + `","size":1,"sha256":"","alt":"Trẻ được tiêm"}`
	}
	content := `{"cover":` + attached(cover, "IMG_2041.jpg", "image/jpeg") + `,"attachments":[` + attached(attachment, "mau.pdf", "application/pdf") + `]}`
	w.Exec(t, "UPDATE revisions SET content = ? WHERE post_id = ?", content, post)
}

const illustrated = `{ posts { nodes { cover { alt notice url picture { url(width: 320, ratio: WIDE) } file { id } } attachments { name url notice } } } }`

// TestArticle7b_FilesOfTheSiteAreForEverybody: while a public post shows them, with every kind of request, and not a moment longer.
func TestArticle7b_FilesOfTheSiteAreForEverybody(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, _, s := scanned(t, k, config.Config{})
		ward := w.Department(t, "CENTRE", "TTYT", db.ID{})
		nurse, _ := w.person(t, ward, "nurse")
		it, _ := w.person(t, ward, "cntt", access.IT)
		picture := nurse.upload(t, uploadMedia, nil, "IMG_2041.jpg", string(photo(t))).at(t, "data.uploadMedia.mediaFile.id")
		pdf := nurse.upload(t, uploadMedia, nil, "mau.pdf", "%PDF-1.7\n"+strings.Repeat("x", 2000)).at(t, "data.uploadMedia.mediaFile.id")
		w.scan(t)
		if err := w.App.Services.Media.Measure(access.AsSystem(t.Context())); err != nil {
			t.Fatal(err)
		}
		post := w.show(t, ward, "tiem-chung", kit.Row{"slug": "tiem-chung"})
		stranger := w.stranger()
		w.illustrate(t, post, picture, pdf)
		answer := w.kept(t, illustrated)
		of := stranger.do(t, illustrated, nil)
		drawn, file := of.at(t, "data.posts.nodes.0.cover.picture.url"), of.at(t, "data.posts.nodes.0.attachments.0.url")
		if of.Body != answer || !strings.Contains(answer, `"file":null`) || strings.Contains(answer, "notice\":\"") {
			t.Fatalf("anonymous readers are answered %s", answer)
		}
		for _, at := range []string{drawn, file} {
			r := stranger.send(t, http.MethodGet, at, "", nil)
			if r.Status != http.StatusOK || r.Header.Get("Cache-Control") != "public, no-cache" || r.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %d %v", at, r.Status, r.Header)
			}
			if again := stranger.with("If-None-Match", r.Header.Get("ETag")).send(t, http.MethodGet, at, "", nil); again.Status != http.StatusNotModified {
				t.Errorf("again: %d", again.Status)
			}
			if part := stranger.with("Range", "bytes=0-3").send(t, http.MethodGet, at, "", nil); part.Status != http.StatusPartialContent || part.Body != r.Body[:4] {
				t.Errorf("a range: %d", part.Status)
			}
		}
		nothing := stranger.send(t, http.MethodGet, "/media/"+db.GlobalID("media", db.NewID())+"/mau.pdf", "", nil)
		refused := func(step string) {
			t.Helper()
			for _, at := range []string{drawn, file, "/media/x/y", "/media/" + picture + "/640.../x.jpg"} {
				if r := stranger.send(t, http.MethodGet, at, "", nil); r.Status != http.StatusUnauthorized || r.Body != nothing.Body || strings.Contains(r.Header.Get("Cache-Control"), "public") {
					t.Errorf("%s: %s: %d %s, not %s", step, at, r.Status, r.Body, nothing.Body)
				}
			}
		}
		for _, step := range [][2]string{{"publication = 'UNPUBLISHED'", "publication = 'PUBLISHED'"}, {"audience = 'INTERNAL'", "audience = 'PUBLIC'"}, {"audience = 'DEPARTMENT'", "audience = 'PUBLIC'"}} {
			w.Exec(t, "UPDATE posts SET "+step[0])
			refused(step[0])
			w.Exec(t, "UPDATE posts SET "+step[1])
		}
		if r := stranger.send(t, http.MethodGet, file, "", nil); r.Status != http.StatusOK {
			t.Errorf("back on the site: %d", r.Status)
		}
		// Newer signatures find something in both: readers get a notice, also where the answer was kept, and nobody the bytes.
		s.Behave(scanner.Conduct{Answer: func(content []byte) string {
			if bytes.HasPrefix(content, []byte("%PDF")) || bytes.HasPrefix(content, []byte("\xff\xd8")) { // of the probe, it says the truth
				return "stream: Late.Find FOUND"
			}
			return ""
		}})
		for _, id := range []string{picture, pdf} {
			version := it.do(t, `query($id: ID!) { mediaFile(id: $id) { version } }`, map[string]any{"id": id}).at(t, "data.mediaFile.version")
			it.do(t, `mutation($id: ID!, $v: Int!) { rescanMedia(input: {id: $id, expectedVersion: $v}) { userErrors { message } } }`, map[string]any{"id": id, "v": number(t, version)})
		}
		refused("waiting")
		w.scan(t)
		refused("infected")
		if got := it.do(t, `{ mediaFiles { nodes { state } } }`, nil).Body; strings.Count(got, "INFECTED") != 2 {
			t.Errorf("the files are %s", got)
		}
		late := w.kept(t, illustrated)
		if strings.Count(late, "This file is being checked.") != 2 || strings.Contains(late, "/media/") {
			t.Errorf("anonymous readers are answered %s", late)
		}
		if page := stranger.send(t, http.MethodGet, "/bai-viet/tiem-chung", "", nil); strings.Contains(page.Body, `src="/media/`) || !strings.Contains(page.Body, "Tệp đang được kiểm tra.") {
			t.Errorf("the page is\n%s", page.Body)
		}
	})
}
