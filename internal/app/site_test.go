package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/kit"
)

// demoSite is the demonstration's centre, with its answers kept.
func demoSite(t *testing.T, s kit.Store) *app.App {
	t.Helper()
	c := config.Config{Data: t.TempDir(), DSN: s.DSN(t), AuditKey: keyA, AuditAnchor: filepath.Join(t.TempDir(), "anchor"), PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"},
		Demo: true, MediaDir: t.TempDir(), MediaMax: 32 << 20, MediaQuota: 1 << 30, DemoPassword: "Vân Sơn xanh 2026", Cache: 16 << 20}
	a, err := app.OpenDemo(t.Context(), c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	ended := make(chan struct{})
	go func() { defer close(ended); a.Feed.Run(t.Context()) }()
	t.Cleanup(func() { <-ended })
	for !a.Feed.Position().Fresh() {
		time.Sleep(time.Millisecond)
	}
	return a
}

func open(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// kept opens a page until it comes from those that are kept: a machine that is too busy to follow the feed keeps none meanwhile.
func kept(h http.Handler, method, target string, headers ...string) (w *httptest.ResponseRecorder) {
	for range 100 {
		w = open(h, method, target, headers...)
		if w.Code >= http.StatusBadRequest || w.Header().Get("Etag") != "" {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return w
}

var (
	reference = regexp.MustCompile(`(?:href|src|action)="([^"]*)"`)
	notShown  = regexp.MustCompile(`%!|ZgotmplZ|<no value>|&lt;nil&gt;|\bnull\b|\b[a-z]+\.[a-z]+[A-Z]\w+\b|<(?:h1|title)>\s*</`)
	// mediaAddress is that of a picture, which is signed.
	mediaAddress = regexp.MustCompile(`/media/[^"\s]*`)
	// working are words of the staff's pages that no reader may find.
	working = regexp.MustCompile(`Hệ thống nội bộ|Staff console|/console|/noi-bo|[A-Z_]{4,}_[A-Z]{3,}`)
)

// Whatever is reached from the first page, in both languages, is there, whole, light, and the same for all who come.
func TestEveryPageOfTheSiteOfTheDemonstration(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			crawl(t, demoSite(t, s).Handler())
		})
	}
}

func crawl(t *testing.T, h http.Handler) {
	t.Helper()
	seen, queue := map[string]bool{"/": true, "/en/": true}, []string{"/", "/en/"}
	languages, seenElsewhere := map[string]int{}, elsewhere{map[string]bool{}, map[string]int{}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		w := open(h, http.MethodGet, at)
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Header().Get("Etag") == "" && !strings.HasSuffix(at, "/bao-sai-sot") {
			w = kept(h, http.MethodGet, at)
		}
		body := w.Body.String()
		if w.Code != http.StatusOK {
			t.Errorf("%s answers %d", at, w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		languages[w.Header().Get("Content-Language")]++
		for _, wrong := range []*regexp.Regexp{notShown, working, internals} {
			if found := wrong.FindString(mediaAddress.ReplaceAllString(body, "")); found != "" {
				t.Errorf("%s shows %q", at, found)
			}
		}
		light(t, h, at)
		settled(t, at, body)
		told(t, h, at, body, seenElsewhere)
		alike(t, h, at, w)
		for _, m := range reference.FindAllStringSubmatch(body, -1) {
			to, err := url.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
			if err != nil {
				t.Errorf("%s leads to %q: %v", at, m[1], err)
				continue
			}
			base, _ := url.Parse("https://ttyt.example" + at)
			next := base.ResolveReference(to)
			if next.Scheme != "https" || next.Host != base.Host {
				continue // mailto, tel, other sites
			}
			if address := next.RequestURI(); !seen[address] {
				seen[address] = true
				queue = append(queue, address)
			}
		}
	}
	seenElsewhere.enough(t)
	if languages["vi"] < 60 || languages["en"] < 60 {
		t.Errorf("only %v pages were found", languages)
	}
	for _, path := range []string{"/tuyen-dung", "/moi-thau", "/can-bo", "/khoa-phong/khoa-nhi", "/chuyen-muc/tiem-chung", "/tim-kiem", "/lien-he", "/bao-sai-sot", "/en/bao-sai-sot", "/en/khoa-phong/khoa-nhi"} {
		if !seen[path] {
			t.Errorf("nothing leads to %s", path)
		}
	}
	inOrder(t, kept(h, http.MethodGet, "/").Body.String(), "<summary>Giới thiệu</summary>", `<a href="/chuyen-muc/gioi-thieu">`, `<a href="/khoa-phong/`, ">Ban Giám đốc</a>", "Tin cần biết</h2>", "Tin mới</h2>", ">Phòng, chống dịch</a></h2>", ">Cẩm nang sức khỏe</a></h2>", "Sắp hết hạn</h2>", ">Liên hệ</a></h2>", ">Liên kết</h2>", "<footer")
	inOrder(t, kept(h, http.MethodGet, "/lien-he").Body.String(), "<h1>Liên hệ</h1>", `href="tel:02033000115"`, "Thứ hai – Chủ nhật, Ngày lễ: 00:00–24:00", "Liên hệ các khoa, phòng")
}

// emptyPart is a part of a page with nothing in it.
var emptyPart = regexp.MustCompile(`<(?:ul|dl|nav|section|details|h2|h3)(?: [^>]*)?>\s*</`)

// settled holds a page to the settings of the demonstration's website, which each page shows.
func settled(t *testing.T, at, body string) {
	t.Helper()
	for _, text := range []string{
		`<span class="name">Trung tâm Y tế huyện Vân Sơn</span>`, "Số 1, đường Trung Tâm", `href="https://bando.example/ttytvanson"`, `<a href="tel:02033000115">0203 3000 115</a>`,
		"07:00–11:30", `class="badge badge-ok"`, `href="https://mangxahoi.example/ttytvanson"`, "Bác sĩ CKII Vũ Đình Khải", "<summary>Phòng bệnh</summary>", "<summary>Các đơn vị y tế trong tỉnh</summary>",
	} {
		if !strings.Contains(body, text) {
			t.Errorf("%s does not show %q", at, text)
		}
	}
	if links := strings.Count(body[strings.Index(body, "<footer"):], ".thurieng.example/"); links != 21 {
		t.Errorf("%s leads to %d other units", at, links)
	}
	if found := emptyPart.FindString(body); found != "" {
		t.Errorf("%s has the empty part %q", at, found)
	}
}

// inOrder holds a page to texts that follow each other.
func inOrder(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		_, rest, ok := strings.Cut(body, text)
		if !ok {
			t.Errorf("%q is missing, or stands before what it follows", text)
			continue
		}
		body = rest
	}
}

// light holds a page, as it is sent to a browser, to what a telephone line of the mountains loads in a moment.
func light(t *testing.T, h http.Handler, at string, headers ...string) {
	t.Helper()
	headers = append(headers, "Accept-Encoding", "gzip")
	sent := open(h, http.MethodGet, at, headers...)
	if sent.Header().Get("Content-Encoding") != "gzip" || sent.Body.Len() >= 20_000 {
		t.Errorf("%s is sent in %d bytes, %q", at, sent.Body.Len(), sent.Header().Get("Content-Encoding"))
	}
	if tag := sent.Header().Get("Etag"); tag != "" && open(h, http.MethodGet, at, append(headers, "If-None-Match", tag)...).Code != http.StatusNotModified {
		t.Errorf("%s, held already in its short form, is sent again", at)
	}
}

// alike asks for a page as others do: with a session of the staff, by HEAD, and once more with what is held already.
func alike(t *testing.T, h http.Handler, at string, first *httptest.ResponseRecorder) {
	t.Helper()
	etag := first.Header().Get("Etag")
	if path, _, _ := strings.Cut(strings.TrimPrefix(at, "/en"), "?"); path == "/bao-sai-sot" { // made anew for each reader
		if etag != "" || first.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s is kept: %v", at, first.Header())
		}
		return
	}
	if etag == "" {
		t.Errorf("%s is not kept", at)
		return
	}
	staff := kept(h, http.MethodGet, at, "Cookie", "__Host-session=somebody; session=somebody; language=en", "Authorization", "Bearer x", "Accept-Language", "en", "Accept", "text/html")
	if staff.Body.String() != first.Body.String() || staff.Header().Get("Etag") != etag || len(staff.Header().Values("Set-Cookie")) > 0 {
		t.Errorf("%s differs for somebody who is signed in: %d", at, staff.Code)
	}
	if head := kept(h, http.MethodHead, at); head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("Etag") != etag {
		t.Errorf("HEAD %s: %d, %d bytes, %q", at, head.Code, head.Body.Len(), head.Header().Get("Etag"))
	}
	if again := kept(h, http.MethodGet, at, "If-None-Match", etag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("%s, held already: %d", at, again.Code)
	}
}

// Each face can be turned off: its addresses are not there then, and nothing else changes.
func TestFacesAreTurnedOff(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		others := []string{"/explorer/", "/graphql?query={__typename}", "/healthz", "/static/x/tokens.css"}
		for _, c := range []struct {
			of            config.Config
			site, console int
		}{{config.Config{}, 200, 303}, {config.Config{NoSite: true}, 404, 303}, {config.Config{NoConsole: true}, 200, 404}, {config.Config{NoSite: true, NoConsole: true}, 404, 404}} {
			h := opened(t, k, c.of).Handler()
			name := fmt.Sprintf("site %t, console %t", !c.of.NoSite, !c.of.NoConsole)
			for _, path := range []string{"/", "/en/", "/khoa-phong", "/lien-he", "/robots.txt", "/sitemap.xml", "/sitemaps/pages.xml"} {
				if w := open(h, http.MethodGet, path); w.Code != c.site {
					t.Errorf("%s: %s answers %d", name, path, w.Code)
				}
			}
			for _, path := range []string{"/console/", "/console", "/noi-bo", "/console/account"} {
				if w := open(h, http.MethodGet, path); w.Code != c.console {
					t.Errorf("%s: %s answers %d", name, path, w.Code)
				}
			}
			for _, path := range others {
				if w := open(h, http.MethodGet, path); w.Code >= 400 {
					t.Errorf("%s: %s answers %d", name, path, w.Code)
				}
			}
		}
	})
}

// unset is what pages show of settings that have none.
var unset = regexp.MustCompile(`class="where"|tel:|<details|name="description"|menu-tree"|Chịu trách nhiệm|Responsible for|Đang mở cửa|Open now`)

// An empty centre has a site too, whose pages say that nothing is there yet.
func TestTheSiteOfAnEmptyCentre(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		h := opened(t, k, config.Config{}).Handler()
		for _, path := range []string{"/", "/tin-tuc", "/thong-bao", "/cam-nang-suc-khoe", "/gioi-thieu", "/tuyen-dung", "/moi-thau", "/can-bo", "/khoa-phong", "/lien-he", "/tim-kiem?q=a"} {
			for _, prefix := range []string{"", "/en"} {
				if w := open(h, http.MethodGet, prefix+path); w.Code != http.StatusOK || notShown.MatchString(w.Body.String()) {
					t.Errorf("%s%s: %d\n%s", prefix, path, w.Code, w.Body)
				} else if found := unset.FindString(w.Body.String()) + emptyPart.FindString(w.Body.String()); found != "" {
					t.Errorf("%s%s shows %q, of which nothing is set", prefix, path, found)
				}
			}
		}
	})
}

// The demonstration says where its faces are.
func TestTheDemonstrationNamesItsAddresses(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	app.WelcomeDemo(&out, address("127.0.0.1:8080"), "x")
	for _, line := range []string{"Site      http://127.0.0.1:8080/", "Console   http://127.0.0.1:8080/console/", "Explorer  http://127.0.0.1:8080/explorer/", "API       http://127.0.0.1:8080/graphql"} {
		if !slices.ContainsFunc(strings.Split(out.String(), "\n"), func(l string) bool { return strings.TrimSpace(l) == line }) {
			t.Errorf("%q is missing in\n%s", line, &out)
		}
	}
}

type address string

func (address) Network() string  { return "tcp" }
func (a address) String() string { return string(a) }
