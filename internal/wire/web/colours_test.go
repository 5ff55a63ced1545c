package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

var tokenLine = regexp.MustCompile(`(--[a-z-]+): (#[0-9a-f]{6});`)

// coloursOf are the tokens of a centre's style sheet in light and in dark.
func coloursOf(t *testing.T, main, accent string) (light, dark map[string]string) {
	t.Helper()
	address := coloursAddress(main, accent)
	sheet, ok := coloursSheet(address[strings.LastIndex(address, "/")+1:])
	if !ok {
		t.Fatalf("%s and %s have no style sheet", main, accent)
	}
	first, second, _ := strings.Cut(string(sheet.content), "\n")
	read := func(text string) map[string]string {
		out := map[string]string{}
		for _, m := range tokenLine.FindAllStringSubmatch(text, -1) {
			out[m[1]] = m[2]
		}
		return out
	}
	return read(first), read(second)
}

// Whatever colours the API takes, text on the main one and the accent on the sheet can be read, in light and in dark. The oracle is the
// contrast that the test of the tokens computes by itself.
func TestEveryColourOfACentreCanBeRead(t *testing.T) {
	t.Parallel()
	tokens, night := schemes(t)
	if sheet := strings.ToLower(night["--sheet"]); sheet != darkSheet.String() {
		t.Errorf("the dark sheet is %s, and colours are made for %s", sheet, darkSheet)
	}
	drawn := 0
	const digits = "0123456789abcdef"
	for n := range 16 * 16 * 16 {
		c := "#"
		for _, shift := range []int{8, 4, 0} { // each channel in 16 steps, from 00 to ff
			d := digits[n>>shift&0xf]
			c += string([]byte{d, d})
		}
		if contrast(c, "#ffffff") < 4.5 {
			if at := coloursAddress(c, c); at != "" {
				t.Fatalf("%s is too pale, and yet drawn at %s", c, at)
			}
			continue
		}
		drawn++
		light, dark := coloursOf(t, c, c)
		if light["--main"] != c || light["--accent"] != c {
			t.Fatalf("%s became %v", c, light)
		}
		for _, p := range []struct {
			front, back string
			least       float64
		}{
			{tokens["--on-main"], light["--main"], 4.5}, {tokens["--on-main"], light["--main-hover"], 4.5}, {light["--accent"], tokens["--sheet"], 4.5}, {light["--accent"], tokens["--paper"], 3}, {light["--main"], tokens["--paper"], 3},
			{night["--on-main"], dark["--main"], 4.5}, {night["--on-main"], dark["--main-hover"], 4.5}, {dark["--main"], night["--sheet"], 7}, {dark["--main"], night["--paper"], 4.5},
			{dark["--accent"], night["--sheet"], 7}, {dark["--accent"], night["--paper"], 4.5},
		} {
			if got := contrast(p.front, p.back); got < p.least {
				t.Fatalf("%s: %s on %s has a contrast of %.2f, wanted %.1f", c, p.front, p.back, got, p.least)
			}
		}
	}
	if drawn < 1000 {
		t.Errorf("only %d colours were drawn", drawn)
	}
}

// The style sheet of a centre names tokens that there are, and leaves print alone.
func TestColoursOfACentreAreTokens(t *testing.T) {
	t.Parallel()
	tokens := tokenNames(t)
	light, dark := coloursOf(t, "#00695c", "#b3261e")
	for _, scheme := range []map[string]string{light, dark} {
		if len(scheme) != 3 {
			t.Errorf("%v", scheme)
		}
		for name := range scheme {
			if !tokens[name] {
				t.Errorf("%s is no token", name)
			}
		}
	}
	one, _ := coloursOf(t, "", "#b3261e")
	if len(one) != 1 || one["--accent"] != "#b3261e" {
		t.Errorf("an accent alone is %v", one)
	}
	for _, none := range [][2]string{{"", ""}, {"red", ""}, {"#ffff00", "#FFFFFF"}, {"#00695c;}body{x:y", ""}} {
		if at := coloursAddress(none[0], none[1]); at != "" {
			t.Errorf("%v is drawn at %s", none, at)
		}
	}
}

func TestColoursAreServedByTheirAddressAlone(t *testing.T) {
	t.Parallel()
	a, err := readAssets(own)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	at := coloursAddress("#00695C", "#b3261e")
	w := get(at)
	if h := w.Header(); w.Code != 200 || !strings.HasPrefix(h.Get("Content-Type"), "text/css") || !strings.Contains(h.Get("Cache-Control"), "immutable") || !strings.Contains(w.Body.String(), "--main: #00695c;") {
		t.Errorf("%s: %d %v\n%s", at, w.Code, h, w.Body)
	}
	if w := get(AssetsPath + "/0/colours-00695c-b3261e.css"); w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("of an earlier version: %d %v", w.Code, w.Header())
	}
	for _, name := range []string{"colours-none-none.css", "colours-ffff00-none.css", "colours-00695C-none.css", "colours-00695c.css", "colours-00695c-b3261e-0.css", "colours-00695c-b3261e.css/x", "colours--.css"} {
		if w := get(AssetsPath + "/0/" + name); w.Code != 404 {
			t.Errorf("%s: %d\n%s", name, w.Code, w.Body)
		}
	}
}
