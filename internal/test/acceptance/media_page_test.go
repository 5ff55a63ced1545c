package acceptance

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

// The page takes a file without a script, says what is wrong with one, and has buttons for what may be done.
func TestThePageOfFiles(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, _, _ := scanned(t, k, config.Config{})
		(*product.World)(w).Enrol(t, w.Staff(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "Điều dưỡng"), "nurse")
		b := w.browser()
		b = b.signedIn(t, b.post(t, "/console/sign-in", signInForm("nurse", product.Password)))
		send := func(fields map[string]string, name, content string) response {
			t.Helper()
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			for field, value := range fields {
				if err := form.WriteField(field, value); err != nil {
					t.Fatal(err)
				}
			}
			if name != "-" {
				file, err := form.CreateFormFile("input.file", name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := file.Write([]byte(content)); err != nil {
					t.Fatal(err)
				}
			}
			if err := form.Close(); err != nil {
				t.Fatal(err)
			}
			return b.send(t, http.MethodPost, "/console/media", form.FormDataContentType(), body.Bytes())
		}
		upload := map[string]string{"_form": "UploadMedia"}
		if r := send(upload, "", ""); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "Choose a file.") {
			t.Errorf("no file: %d\n%s", r.Status, r.Body)
		}
		if r := send(upload, "a.jpg", "<!DOCTYPE html><html></html>"); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "Files of this type are not accepted") {
			t.Errorf("HTML: %d\n%s", r.Status, r.Body)
		}
		if r := send(upload, "a.zip", "PK\x03\x04"+strings.Repeat("x", 33<<20)); r.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("too large: %d", r.Status)
		}
		if r := send(map[string]string{"_form": "UploadMedia", "input.other": "x"}, "a.txt", "x"); r.Status != http.StatusBadRequest {
			t.Errorf("an unknown field: %d", r.Status)
		}
		for _, content := range []string{"Lịch trực", "%PDF-1.7\n" + strings.Repeat("x", 2<<20)} {
			if r := send(upload, "Lịch.txt", content); r.Status != http.StatusSeeOther {
				t.Fatalf("%d\n%s", r.Status, r.Body)
			}
		}
		page := b.send(t, http.MethodGet, "/console/media", "", nil)
		for _, text := range []string{"Lịch.txt", "Lịch.txt.pdf", "Waiting to be scanned", "Its turn comes soon."} {
			if !strings.Contains(page.Body, text) {
				t.Errorf("no %q\n%s", text, page.Body)
			}
		}
		w.scan(t)
		page = b.send(t, http.MethodGet, "/console/media", "", nil)
		_, path, _ := strings.Cut(page.Body, `<a href="/media/`)
		path, _, _ = strings.Cut(path, `"`)
		if r := b.send(t, http.MethodGet, "/media/"+path, "", nil); r.Status != http.StatusOK || !strings.HasPrefix(r.Body, "%PDF") {
			t.Errorf("the link: %d %.100s", r.Status, r.Body)
		}
		_, rest, _ := strings.Cut(page.Body, `name="_form" value="DeleteMedia"`)
		_, id, _ := strings.Cut(rest, `name="input.id" value="`)
		id, _, _ = strings.Cut(id, `"`)
		_, version, _ := strings.Cut(rest, `name="input.expectedVersion" value="`)
		version, _, _ = strings.Cut(version, `"`)
		if r := b.post(t, "/console/media", url.Values{"_form": {"DeleteMedia"}, "input.id": {id}, "input.expectedVersion": {version}}); r.Status != http.StatusSeeOther {
			t.Errorf("delete: %d\n%s", r.Status, r.Body)
		}
		if page = b.send(t, http.MethodGet, "/console/media", "", nil); strings.Contains(page.Body, "Lịch.txt.pdf") || !strings.Contains(page.Body, "Scan again") {
			t.Errorf("after it was deleted\n%s", page.Body)
		}
	})
}
