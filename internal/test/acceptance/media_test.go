package acceptance

import (
	"bufio"
	"bytes"
	"fmt"
	"mime/multipart"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

// scanned is a product with a scanner.
func scanned(t *testing.T, k *kit.Kit, c config.Config) (*world, config.Config, *scanner.Server) {
	t.Helper()
	s := scanner.Start(t)
	c.PublicURL, c.Clamd, c.Data = &url.URL{Scheme: "http", Host: "127.0.0.1"}, s.Address, t.TempDir()
	c.MediaDir = filepath.Join(c.Data, "media")
	return open(t, k, c), c, s
}

// runScanned is run over such a product.
func runScanned(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, _, _ := scanned(t, k, config.Config{})
		test(t, w)
	})
}

const uploadMedia = `mutation($file: Upload!) { uploadMedia(input: {file: $file}) { mediaFile { id name mediaType size state waitsFor path version } userErrors { code path } } }`

const aFile = `query($id: ID!) { mediaFile(id: $id) { name state waitsFor failure signature path } }`

func (w *world) scan(t *testing.T) {
	t.Helper()
	if err := w.App.Services.Media.Scan(access.AsSystem(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// below are the files that are left in a folder.
func below(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err == nil && !e.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A large file comes in, waits, is scanned and is served by range; nobody gets it before, nor after their right has ended.
func TestArticle7b_UploadsOverHTTP(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, c, _ := scanned(t, k, config.Config{})
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		noi := w.Department(t, "CLINICAL", "NOI", root)
		nurse, _ := w.person(t, noi, "nurse")
		head := w.Staff(t, noi, "head")
		w.Position(t, head, noi, "HEAD")
		manager := w.signIn(t, head, "head")
		colleague, _ := w.person(t, noi, "colleague")

		content := "%PDF-1.7\n" + strings.Repeat("0123456789abcdef", 5<<16)
		r := nurse.upload(t, uploadMedia, nil, `..\Báo cáo "tháng 11".PDF`, content)
		r.want(t, `{"data":{"uploadMedia":{"mediaFile":{"id":"*","name":"Báo cáo _tháng 11_.pdf","mediaType":"application/pdf","size":`+fmt.Sprint(len(content))+`,"state":"PENDING","waitsFor":"IN_LINE","path":null,"version":1},"userErrors":[]}}}`)
		id := r.at(t, "data.uploadMedia.mediaFile.id")
		path := "/media/" + id + "/" + url.PathEscape("Báo cáo _tháng 11_.pdf")
		for name, caller := range map[string]*client{"the uploader": nurse, "the manager": manager} {
			if r := caller.send(t, http.MethodGet, path, "", nil); r.Status != http.StatusForbidden || !strings.Contains(r.Body, `"rule":"7b"`) {
				t.Errorf("%s, before the scan: %d %s", name, r.Status, r.Body)
			}
		}
		w.scan(t)
		nurse.do(t, aFile, map[string]any{"id": id}).want(t, `{"data":{"mediaFile":{"name":"*","state":"CLEAN","waitsFor":null,"failure":null,"signature":null,"path":"`+path+`"}}}`)
		for name, caller := range map[string]*client{"the uploader": nurse, "the manager": manager} {
			r := caller.send(t, http.MethodGet, path, "", nil)
			if r.Status != http.StatusOK || r.Body != content {
				t.Fatalf("%s: %d, %d bytes", name, r.Status, len(r.Body))
			}
			for header, want := range map[string]string{"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes",
				"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "Content-Disposition": "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%20_th%C3%A1ng%2011_.pdf"} {
				if got := r.Header.Get(header); got != want {
					t.Errorf("%s: %q, not %q", header, got, want)
				}
			}
			if again := caller.with("If-None-Match", r.Header.Get("ETag")).send(t, http.MethodGet, path, "", nil); again.Status != http.StatusNotModified || again.Body != "" {
				t.Errorf("again: %d", again.Status)
			}
			if part := caller.with("Range", "bytes=5000000-5000009").send(t, http.MethodGet, path, "", nil); part.Status != http.StatusPartialContent || part.Body != content[5000000:5000010] {
				t.Errorf("a range: %d %q", part.Status, part.Body)
			}
			if head := caller.send(t, http.MethodHead, path, "", nil); head.Status != http.StatusOK || head.Header.Get("Content-Length") != fmt.Sprint(len(content)) {
				t.Errorf("HEAD: %d %v", head.Status, head.Header)
			}
		}
		// Who may not know of it is told what everybody is told of what is not there.
		nothing := colleague.send(t, http.MethodGet, "/media/"+db.GlobalID("media", db.NewID())+"/a.pdf", "", nil)
		for name, at := range map[string]string{"hidden": path, "another name": "/media/" + id + "/a.pdf", "no id": "/media/x/a.pdf", "of another kind": "/media/" + db.GlobalID("post", db.NewID()) + "/a.pdf"} {
			if r := colleague.send(t, http.MethodGet, at, "", nil); r.Status != http.StatusNotFound || r.Body != nothing.Body {
				t.Errorf("%s: %d %s, not %s", name, r.Status, r.Body, nothing.Body)
			}
		}
		if r := w.stranger().send(t, http.MethodGet, path, "", nil); r.Status != http.StatusUnauthorized {
			t.Errorf("a stranger: %d", r.Status)
		}
		if r := nurse.send(t, http.MethodPost, path, "", nil); r.Status != http.StatusMethodNotAllowed {
			t.Errorf("POST: %d", r.Status)
		}
		w.Exec(t, "UPDATE positions SET to_at = from_at WHERE staff_id = ?", head)
		if r := manager.send(t, http.MethodGet, path, "", nil); r.Status != http.StatusNotFound {
			t.Errorf("after the right has ended: %d", r.Status)
		}
		if left := below(t, filepath.Join(c.Data, "arriving")); len(left) > 0 {
			t.Errorf("left of the upload: %v", left)
		}
	})
}

// What is cut, lies about its length or is too large leaves nothing behind.
func TestUploadsThatDoNotArrive(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, c, _ := scanned(t, k, config.Config{})
		nurse, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "nurse")
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		operations := fmt.Sprintf(`{"query":%q,"variables":{"file":null}}`, uploadMedia)
		for _, field := range [][2]string{{"operations", operations}, {"map", `{"0":["variables.file"]}`}} {
			if err := form.WriteField(field[0], field[1]); err != nil {
				t.Fatal(err)
			}
		}
		file, err := form.CreateFormFile("0", "a.txt")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(bytes.Repeat([]byte("x"), 3<<20)); err != nil {
			t.Fatal(err)
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		whole := body.Bytes()
		raw := func(length int, sent []byte) string {
			conn, err := net.Dial("tcp", strings.TrimPrefix(w.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", nurse.header.Get("Authorization"), form.FormDataContentType(), length)
			_, _ = conn.Write(sent)
			_ = conn.(*net.TCPConn).CloseWrite()
			answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				return "cut"
			}
			defer answer.Body.Close()
			return answer.Status[:3]
		}
		for name, got := range map[string]string{
			"cut half way":     raw(len(whole), whole[:len(whole)/2]),
			"longer than said": raw(len(whole)/2, whole),
			"shorter":          raw(len(whole)+1000, whole),
		} {
			if got != "400" && got != "cut" {
				t.Errorf("%s: %s", name, got)
			}
		}
		huge := strings.Repeat("x", 32<<20+1)
		if r := nurse.upload(t, uploadMedia, nil, "a.txt", huge); r.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("too large: %d %.200s", r.Status, r.Body)
		}
		two := nurse.parts(t, part{"operations", "", `{"query":"{ __typename }","variables":{"f":[null,null]}}`}, part{"map", "", `{"0":["variables.f.0"],"1":["variables.f.1"]}`},
			part{"0", "a.txt", huge[:2<<20]}, part{"1", "b.txt", huge[:2<<20]})
		if two.Status != http.StatusRequestEntityTooLarge || !strings.Contains(two.Body, "one file that is larger") {
			t.Errorf("two long files: %d %.200s", two.Status, two.Body)
		}
		// Other mutations take small files alone.
		if r := nurse.upload(t, importPost, map[string]any{"department": db.GlobalID("department", db.NewID())}, "a.txt", huge[:2<<20]); !strings.Contains(r.Body, `"TOO_LONG"`) {
			t.Errorf("a long text: %d %.300s", r.Status, r.Body)
		}
		if n, err := db.One[int](t.Context(), w.DB.From(t.Context()), "SELECT COUNT(*) FROM media_files"); err != nil || n != 0 {
			t.Errorf("%d files, %v", n, err)
		}
		if left := append(below(t, c.MediaDir), below(t, filepath.Join(c.Data, "arriving"))...); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// An infected upload opens an incident of the highest priority, which names the machine that has the address it came from.
func TestArticle7b_AnInfectedUploadOpensAnIncident(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, _, _ := scanned(t, k, config.Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		h := newInfected(t, w)
		h.member.with("X-Forwarded-For", "10.1.0.5").upload(t, uploadMedia, nil, "khác.txt", "Không sao")
		r := h.member.with("X-Forwarded-For", "10.1.0.5").upload(t, uploadMedia, nil, "phim.txt", string(clamd.EICAR()))
		id := r.at(t, "data.uploadMedia.mediaFile.id")
		w.scan(t)
		h.member.do(t, aFile, map[string]any{"id": id}).want(t, `{"data":{"mediaFile":{"name":"phim.txt","state":"INFECTED","waitsFor":null,"failure":null,"signature":"Eicar-Signature","path":null}}}`)
		found := h.it.do(t, `{ incidents(first: 5) { nodes { category priority title description reporter { id } department { code } assets { code } } } }`, nil)
		found.want(t, `{"data":{"incidents":{"nodes":[{"category":"MALWARE","priority":"CRITICAL","title":"Tệp tải lên bị nhiễm mã độc: phim.txt",
			"description":"Tệp phim.txt: phát hiện Eicar-Signature; người tải lên: anh.\nCác tệp khác mà tài khoản này tải lên gần đây: khác.txt.","reporter":null,"department":{"code":"NOI"},"assets":[{"code":"PC-1"}]}]}}}`)
		if got := h.inbox(t, h.it); !strings.Contains(got, "MEDIA_INFECTED") || !strings.Contains(got, "INCIDENT_REPORTED") {
			t.Errorf("IT reads %s", got)
		}
		if got := h.inbox(t, h.member); !strings.Contains(got, "MEDIA_INFECTED") {
			t.Errorf("the uploader reads %s", got)
		}
		n, err := db.One[int](t.Context(), w.DB.From(t.Context()), "SELECT COUNT(*) FROM audit_log WHERE class = 'SECURITY' AND action = 'media.infected'")
		if err != nil || n != 1 {
			t.Errorf("%d security events, %v", n, err)
		}
	})
}

// Everybody who may upload sees whether uploads can be scanned; strangers do not.
func TestArticle7b_UploadersSeeTheScanner(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w, _, s := scanned(t, k, config.Config{})
		nurse, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "nurse")
		const scannerNow = `{ mediaScanner { state since } }`
		nurse.do(t, scannerNow, nil).want(t, `{"data":{"mediaScanner":{"state":"UNKNOWN","since":null}}}`)
		w.scan(t)
		nurse.do(t, scannerNow, nil).want(t, `{"data":{"mediaScanner":{"state":"READY","since":"*"}}}`)
		s.Stop()
		w.scan(t)
		nurse.do(t, scannerNow, nil).want(t, `{"data":{"mediaScanner":{"state":"AWAY","since":"*"}}}`)
		if r := w.stranger().do(t, scannerNow, nil); !strings.Contains(r.Body, "UNAUTHENTICATED") {
			t.Errorf("a stranger: %s", r.Body)
		}
	})
	run(t, func(t *testing.T, w *world) {
		nurse, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "nurse")
		nurse.do(t, `{ mediaScanner { state engine signaturesAt since maxFileSize } }`, nil).want(t, `{"data":{"mediaScanner":{"state":"NONE","engine":"","signaturesAt":null,"since":null,"maxFileSize":33554432}}}`)
	})
}
