package acceptance

import (
	"bytes"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
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
		_, path, _ := strings.Cut(page.Body, `<h3><a href="/console/media/`)
		path, _, _ = strings.Cut(path, `"`)
		_, path, _ = strings.Cut(b.send(t, http.MethodGet, "/console/media/"+path, "", nil).Body, `href="/media/`)
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

// A picture is shown on its page as it is drawn, without what a phone has written into it, and described there.
func TestThePageOfAPicture(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, _, _ := scanned(t, k, config.Config{})
		nurse := w.signIn(t, w.Staff(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "Điều dưỡng"), "nurse")
		id := nurse.upload(t, uploadMedia, nil, "IMG_2041.jpg", string(photo(t))).at(t, "data.uploadMedia.mediaFile.id")
		b := w.browser()
		b = b.signedIn(t, b.post(t, "/console/sign-in", signInForm("nurse", product.Password)))
		page := "/console/media/" + id
		if r := b.send(t, http.MethodGet, page, "", nil); r.Status != http.StatusOK || strings.Contains(r.Body, "<img") || !strings.Contains(r.Body, "Waiting to be scanned") {
			t.Errorf("before it was scanned: %d\n%s", r.Status, r.Body)
		}
		w.scan(t)
		if err := w.App.Services.Media.Measure(access.AsSystem(t.Context())); err != nil {
			t.Fatal(err)
		}
		r := b.send(t, http.MethodGet, page, "", nil)
		_, src, _ := strings.Cut(r.Body, `<img class="preview" src="`)
		src, _, _ = strings.Cut(src, `"`)
		drawn := b.send(t, http.MethodGet, src, "", nil)
		if of, format, err := image.Decode(strings.NewReader(drawn.Body)); err != nil || format != "jpeg" || of.Bounds().Dx() != 30 || strings.Contains(drawn.Body, "GPS") {
			t.Errorf("%s: %d %v: %s, %v", src, drawn.Status, drawn.Header, format, err)
		}
		for name, want := range map[string]string{"Content-Type": "image/jpeg", "Vary": "Accept", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache", "Content-Disposition": ""} {
			if got := strings.Join(drawn.Header.Values(name), ", "); !strings.Contains(got, want) || want == "" && got != "" {
				t.Errorf("%s: %s", name, got)
			}
		}
		if again := b.with("If-None-Match", drawn.Header.Get("ETag")).send(t, http.MethodGet, src, "", nil); again.Status != http.StatusNotModified {
			t.Errorf("again: %d", again.Status)
		}
		for what, address := range map[string]string{
			"a size that no page asks for": strings.Replace(src, "/640.", "/641.", 1), "another name": src[:strings.LastIndex(src, "/")] + "/x.jpg", "no file": strings.Replace(src, id, db.GlobalID("media", db.NewID()), 1),
		} {
			if r := b.send(t, http.MethodGet, address, "", nil); r.Status != http.StatusNotFound {
				t.Errorf("%s: %d", what, r.Status)
			}
		}
		if r := w.browser().send(t, http.MethodGet, src, "", nil); r.Status != http.StatusUnauthorized {
			t.Errorf("nobody: %d", r.Status)
		}
		_, version, _ := strings.Cut(r.Body, `name="input.expectedVersion" value="`)
		version, _, _ = strings.Cut(version, `"`)
		words := url.Values{"_form": {"DescribeMedia"}, "input.id": {id}, "input.expectedVersion": {version}, "input.alt": {"Trẻ <em> được tiêm"}, "input.decorative": {"false", "true"}, "input.focus": {"TOP"}, "input.caption": {""}, "input.credit": {"Khoa Nhi"}, "input.licence": {""}}
		if r := b.post(t, page, words); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "A decorative picture has no alternative text") || !strings.Contains(r.Body, "Trẻ &lt;em&gt; được tiêm") {
			t.Errorf("decorative, with a text: %d\n%s", r.Status, r.Body)
		}
		words["input.decorative"] = []string{"false"}
		if r := b.post(t, page, words); r.Status != http.StatusSeeOther {
			t.Errorf("describe: %d\n%s", r.Status, r.Body)
		}
		if r := b.send(t, http.MethodGet, page, "", nil); !strings.Contains(r.Body, `alt="Trẻ &lt;em&gt; được tiêm"`) {
			t.Errorf("described\n%s", r.Body)
		}
	})
}

// photo is a JPEG of 30 x 20 pixels in which a phone has written where it was taken.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	return []byte("\xff\xd8\xff\xe1\x00\x14Exif\x00\x00GPS at home\x00" + b.String()[2:])
}
