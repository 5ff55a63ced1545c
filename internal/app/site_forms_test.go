package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/test/kit"
)

const ratedSlug = "khoa-nhi-kham-suc-khoe-cho-tre-mam-non-cac-xa-vung-cao"

// send posts a form as the page of the site itself does.
func send(h http.Handler, target string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var (
	postField  = regexp.MustCompile(`name="input\.post" value="([^"]+)"`)
	ratingLine = regexp.MustCompile(`Tổng số điểm của bài viết là: (\d+) trong (\d+) đánh giá`)
)

func postOn(t *testing.T, h http.Handler, target string) string {
	t.Helper()
	found := postField.FindStringSubmatch(open(h, http.MethodGet, target).Body.String())
	if found == nil {
		t.Fatalf("%s has no form", target)
	}
	return found[1]
}

// ratingOn is the rating that a page shows.
func ratingOn(t *testing.T, h http.Handler, target string) (total, count int) {
	t.Helper()
	found := ratingLine.FindStringSubmatch(open(h, http.MethodGet, target).Body.String())
	if found == nil {
		t.Fatalf("%s shows no rating", target)
	}
	_, _ = fmt.Sscan(found[1]+" "+found[2], &total, &count)
	return total, count
}

// Readers rate a post without a script, each once a day; a session of the staff does not make them somebody else.
func TestReadersRateAPostOnTheSite(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			a := demoSite(t, s)
			h, page := a.Handler(), "/bai-viet/"+ratedSlug
			total, count := ratingOn(t, h, page)
			form := func(stars string) url.Values {
				return url.Values{"_form": {"RatePost"}, "input.post": {postOn(t, h, page)}, "input.stars": {stars}}
			}
			for _, c := range []struct {
				name, target string
				form         url.Values
				headers      []string
				status       int
				to, says     string
			}{
				{"five stars", page, form("5"), nil, 303, page + "#da-danh-gia", ""},
				{"again the same day", page, form("3"), nil, 303, page + "#da-danh-gia", ""},
				{"in English, signed in", "/en" + page + "?a=b", form("4"), []string{"Cookie", "__Host-session=x"}, 303, "/en" + page + "?a=b#da-danh-gia", ""},
				{"no star", page, form("0"), nil, 422, "", "Cần xem lại các mục sau"},
				{"no number", page, form("nhiều"), nil, 422, "", "Nhập một số"},
				{"from another site", page, form("1"), []string{"Sec-Fetch-Site", "cross-site"}, 403, "", "từ một trang web khác"},
				{"from another origin", page, form("1"), []string{"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, 403, "", "từ một trang web khác"},
				{"no form", page, url.Values{}, nil, 400, "", "Biểu mẫu không đầy đủ"},
				{"a form of another page", page, url.Values{"_form": {"ReportMistake"}}, nil, 400, "", "Biểu mẫu không đầy đủ"},
				{"on a page without one", "/tin-tuc", form("5"), nil, 405, "", ""},
			} {
				w := send(h, c.target, c.form, c.headers...)
				if w.Code != c.status || w.Header().Get("Location") != c.to || !strings.Contains(w.Body.String(), c.says) || w.Header().Get("Cache-Control") != "no-store" || len(w.Header().Values("Set-Cookie")) > 0 {
					t.Errorf("%s: %d to %q, %v\n%s", c.name, w.Code, w.Header().Get("Location"), w.Header(), w.Body)
				}
			}
			a.Services.Ratings.Flush(t.Context())
			var nowTotal, nowCount int
			for range 100 {
				if nowTotal, nowCount = ratingOn(t, h, page); nowTotal != total {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
			if nowTotal != total+4 || nowCount != count+1 {
				t.Errorf("%d in %d ratings became %d in %d", total, count, nowTotal, nowCount)
			}
		})
	}
}

// Readers report a mistake without a script, and look up what became of it; what they typed stays on the page until it is taken.
func TestReadersReportAMistakeOnTheSite(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			h, page := demoSite(t, s).Handler(), "/bao-sai-sot/"+ratedSlug
			form := func(passage string) url.Values {
				return url.Values{"_form": {"ReportMistake"}, "input.post": {postOn(t, h, page)}, "input.passage": {passage}, "input.text": {"<script>alert(1)</script>"}, "input.contact": {"Trạm y tế"}}
			}
			for name, passage := range map[string]string{"words that are not there": "không có đoạn này", "no words": ""} {
				w := send(h, page, form(passage))
				for _, text := range []string{`id="f-input-passage-fault"`, "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>", `value="Trạm y tế"`, ">" + passage + "</textarea>"} {
					if w.Code != 422 || !strings.Contains(w.Body.String(), text) || strings.Contains(w.Body.String(), "<script>") {
						t.Errorf("%s: %d without %q\n%s", name, w.Code, text, w.Body)
					}
				}
			}
			if w := send(h, page, form("các xã vùng cao"), "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
				t.Errorf("from another site: %d", w.Code)
			}
			for _, prefix := range []string{"", "/en"} { // the second report joins the first
				w := send(h, prefix+page, form("các xã vùng cao"))
				to := w.Header().Get("Location")
				if w.Code != 303 || !strings.HasPrefix(to, prefix+"/bao-sai-sot?so=") {
					t.Fatalf("%d to %q\n%s", w.Code, to, w.Body)
				}
				shown := open(h, http.MethodGet, to)
				number := to[strings.Index(to, "=")+1:]
				says := map[string]string{"": "Đã tiếp nhận", "/en": "Received"}[prefix]
				if shown.Code != 200 || !strings.Contains(shown.Body.String(), "<strong>"+number+"</strong>") || !strings.Contains(shown.Body.String(), says) ||
					shown.Header().Get("Cache-Control") != "no-store" || shown.Header().Get("Etag") != "" {
					t.Errorf("%s: %d %v\n%s", to, shown.Code, shown.Header(), shown.Body)
				}
			}
			if w := open(h, http.MethodGet, "/bao-sai-sot?so=AAAAA-%3Cb%3E"); w.Code != 404 || !strings.Contains(w.Body.String(), "Không có thông báo nào mang số “AAAAA-&lt;b&gt;”") {
				t.Errorf("an unknown number: %d\n%s", w.Code, w.Body)
			}
			if w := open(h, http.MethodGet, "/bao-sai-sot/khong-co"); w.Code != 404 {
				t.Errorf("no such post: %d", w.Code)
			}
		})
	}
}
