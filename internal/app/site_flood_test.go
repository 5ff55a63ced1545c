package app_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/test/kit"
)

// A thousand ratings and a thousand reports from one address: few are taken, the others are told to wait, and a reader elsewhere
// is heard as before.
func TestAFloodOfFormsFromOneAddress(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			a := demoSite(t, s)
			h, post, report := a.Handler(), "/bai-viet/"+ratedSlug, "/bao-sai-sot/"+ratedSlug
			id := postOn(t, h, post)
			_, before := ratingOn(t, h, post)
			for target, c := range map[string]struct {
				form         url.Values
				taken, waits int // and the status of those who have to wait
				says         string
			}{
				post:   {url.Values{"_form": {"RatePost"}, "input.post": {id}, "input.stars": {"1"}}, 120, http.StatusTooManyRequests, "Quá nhiều yêu cầu"},
				report: {url.Values{"_form": {"ReportMistake"}, "input.post": {id}, "input.passage": {"các xã vùng cao"}, "input.text": {"<script>alert(1)</script>"}}, 5, http.StatusUnprocessableEntity, "Hiện có quá nhiều thông báo lỗi."}, // the form comes back filled in
			} {
				statuses := flood(t, h, target, c.form, c.says)
				if statuses[http.StatusSeeOther] != c.taken || statuses[c.waits] != 1000-c.taken {
					t.Errorf("%s: %v, wanted %d taken and the others told to wait", target, statuses, c.taken)
				}
			}
			a.Services.Ratings.Flush(t.Context())
			if _, now := ratingOn(t, h, post); now > before+120 {
				t.Errorf("%d ratings became %d", before, now)
			}
			elsewhere := httptest.NewRequest(http.MethodPost, post, strings.NewReader(url.Values{"_form": {"RatePost"}, "input.post": {id}, "input.stars": {"5"}}.Encode()))
			elsewhere.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			elsewhere.RemoteAddr = "198.51.100.7:4711"
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, elsewhere); w.Code != http.StatusSeeOther {
				t.Errorf("a reader elsewhere: %d\n%s", w.Code, w.Body)
			}
		})
	}
}

// flood sends a form a thousand times, as a thousand browsers of one address do, and counts the answers; each refusal says
// something.
func flood(t *testing.T, h http.Handler, target string, form url.Values, says string) map[int]int {
	t.Helper()
	var mu sync.Mutex
	var senders sync.WaitGroup
	var other string // the first refusal that says something else
	statuses := map[int]int{}
	for sender := range 8 {
		senders.Go(func() {
			for n := range 125 {
				w := send(h, target, form, "User-Agent", fmt.Sprintf("Browser %d/%d", sender, n))
				mu.Lock()
				statuses[w.Code]++
				if w.Code >= http.StatusBadRequest && (!strings.Contains(w.Body.String(), says) || strings.Contains(w.Body.String(), "<script>")) {
					other = cmp.Or(other, w.Body.String())
				}
				mu.Unlock()
			}
		})
	}
	senders.Wait()
	if other != "" {
		t.Errorf("%s: %s", target, other)
	}
	return statuses
}
