package browser

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// look is a page as somebody sees it.
type look struct {
	path  string // of the page, or of one from which the first link that begins with what follows the arrow leads to it
	login string // "" for a stranger
}

const guidePath = "/bai-viet/tre-mac-sot-xuat-huyet-cham-soc-tai-nha-va-nhung-dau-hieu-phai-nhap-vien"

// looks are the pages that are looked at. Lists of one kind are one page.
var looks = []look{
	{"/", ""},
	{"/en/", ""},
	{"/cam-nang-suc-khoe", ""},
	{"/tuyen-dung", ""},
	{"/can-bo", ""},
	{"/khoa-phong", ""},
	{"/khoa-phong/khoa-nhi", ""},
	{"/lien-he", ""},
	{"/tim-kiem?q=sot%20xuat%20huyet", ""},
	{"/tim-kiem?q=khong%20bai%20nao%20co", ""},
	{readPath, ""},
	{guidePath, ""},
	{"/moi-thau", ""},
	{"/bai-viet/tuyen-dung-vien-chuc-cho-cac-khoa-lam-sang-va-tram-y-te-xa", ""},
	{"/bai-viet/moi-thau-goi-thau-cung-cap-hoa-chat-vat-tu-xet-nghiem-dung-trong-12-thang", ""},
	{"/bao-sai-sot", ""},
	{"/bao-sai-sot/khoa-nhi-kham-suc-khoe-cho-tre-mam-non-cac-xa-vung-cao", ""},
	{"/khong-co", ""},
	{"/console/sign-in", ""},
	{"/console/password", ""},
	{"/console/none", ""},
	{"/console/", "truongkhoa"},
	{"/console/account", "truongkhoa"},
	{"/console/media", "truongkhoa"},
	{"/console/parts", "truongkhoa"},
	{"/console/parts?filter.text=khong-co&filter.audience=PUBLIC", "truongkhoa"},
	{"/console/none", "truongkhoa"},
	{"/console/mistakes", "truongkhoa"},
	{"/console/read-counts", "truongkhoa"},
	{"/console/", "bientap"},
	{"/console/media", "bientap"},
	{"/console/media → /console/media/", "bientap"},
	{"/console/site", "bientap"},
	{"/console/site/changes", "bientap"},
	{"/console/site/settings", "bientap"},
	{"/console/site/colours", "bientap"},
	{"/console/site/menus", "bientap"},
	{"/console/site/links", "bientap"},
	{"/console/site/home", "bientap"},
	{"/console/mistakes", "bientap"},
	{"/console/mistakes → /console/mistakes/", "bientap"},
	{"/console/read-counts?by=CATEGORY", "bientap"},
	{"/console/read-counts", "giamdoc"},
	{"/console/site → /console/site/changes/", "giamdoc"},
	{"/console/site/changes?state=MADE&arranged=false → /console/site/changes/", "giamdoc"},
	{"/console/site/menus", "giamdoc"},
}

// paper is the width in CSS pixels that the margins leave of an A4 page.
const paper = 624

// A page finds room on every screen, at 320 px too, which a phone at 200 % has; axe finds nothing that keeps anybody out, in dark
// on the narrowest screen, and in light on the widest; nothing is cut where it is printed.
func TestEveryPageFitsEverybody(t *testing.T) {
	t.Parallel()
	axe := engine(t)
	for _, login := range []string{"", "truongkhoa", "bientap", "giamdoc"} {
		t.Run(cmp.Or(login, "a stranger"), func(t *testing.T) {
			t.Parallel()
			b := open(t, 320)
			if login != "" {
				b.visit("/console/sign-in")
				b.press(`form:has([value="`+login+`"]) button`, "/console/")
			}
			for _, l := range looks {
				if l.login != login {
					continue
				}
				b.reach(l.path)
				for _, width := range []int64{320, 360, 768, 1280, 1366} {
					b.widen(width)
					where := l.path + " at " + wide(width)
					b.none(where, b.cut())
					if login == "" && !strings.HasPrefix(l.path, "/console") {
						b.none(where, b.awkward())
					}
					if colours := map[int64]string{320: "dark", 1366: "light"}[width]; colours != "" {
						b.in("screen", colours)
						b.keep(where + "-" + colours)
						b.none(where+" in "+colours, b.barriers(axe))
					}
				}
				b.widen(paper)
				b.in("print", "light")
				b.keep(l.path + "-print")
				b.none(l.path+" in print", b.cut())
				b.in("screen", "light")
			}
		})
	}
}

// reach opens the page of a look.
func (b *tab) reach(path string) {
	b.Helper()
	from, to, leads := strings.Cut(path, " → ")
	b.visit(from)
	if leads {
		b.visit(read[string](b, `document.querySelector("main a[href^='`+to+`']").pathname`))
	}
}

// What the test above looks for is found where it is.
func TestWhatKeepsSomebodyOutIsFound(t *testing.T) {
	t.Parallel()
	axe, b := engine(t), open(t, 360)
	b.visit("/console/sign-in")
	read[bool](b, `document.querySelector("main").insertAdjacentHTML("beforeend",
		"<div id=wide>"+"a".repeat(200)+"</div><p id=low>Ế</p><button id=mute></button>"), document.getElementById("low").attributeStyleMap.set("line-height", "1"), true`)
	read[bool](b, `document.querySelector("main").insertAdjacentHTML("beforeend", "<p id=long>" + "chữ ".repeat(200) + "</p>"), document.getElementById("long").attributeStyleMap.set("font-size", "4px"), true`)
	found := strings.Join(slices.Concat(b.cut(), b.awkward(), b.barriers(axe)), "\n")
	for _, one := range []string{`too wide: <div id="wide">`, `lines too low: <p id="low"`, `(button-name): <button id="mute">`, `too small: <button id="mute">`, `lines too long: <p id="long"`} {
		if !strings.Contains(found, one) {
			t.Errorf("nothing says %s:\n%s", one, found)
		}
	}
}

// none fails for each finding.
func (b *tab) none(where string, findings []string) {
	b.Helper()
	for _, f := range findings {
		b.Errorf("%s: %s", where, f)
	}
}

// cut finds what is wider than the window, except boxes that scroll, as fields of one line do, and lines lower than their letters, whose marks would be cut.
func (b *tab) cut() []string {
	b.Helper()
	const misfits = `(() => {
		const width = document.documentElement.clientWidth
		const wide = [...document.body.querySelectorAll("*")].filter(e => {
			if (e.closest("[tabindex='0']") || e.closest(".skip")) return false
			const box = e.getBoundingClientRect()
			return box.width > 0 && (box.right > width + 1 || e.clientWidth > 0 && !e.matches("input") && box.left + e.scrollWidth > width + 1)
		})
		const causes = wide.filter(e => !wide.some(other => other != e && e.contains(other)))
		const low = [...document.body.querySelectorAll("*")].filter(e => {
			const style = getComputedStyle(e)
			return e.textContent.trim() && parseFloat(style.lineHeight) < 1.29 * parseFloat(style.fontSize)
		})
		return JSON.stringify([...causes.map(e => "too wide: " + e.outerHTML.slice(0, 120)), ...low.map(e => "lines too low: " + e.outerHTML.slice(0, 120))].slice(0, 5))
	})()`
	return decoded[[]string](b, read[string](b, misfits))
}

// awkward finds what is too small for a finger, and lines too long for the eye: of more than 68 letters, with some more for an even
// edge. Links within a sentence are as high as its lines.
func (b *tab) awkward() []string {
	b.Helper()
	const found = `(() => {
		const shown = e => e.getClientRects().length > 0 && !e.closest(".hidden, .skip")
		const small = [...document.querySelectorAll("a, button, summary, input, textarea")].filter(e =>
			shown(e) && getComputedStyle(e).display != "inline" && e.getBoundingClientRect().height < 43.5)
		const long = [...document.querySelectorAll("main p, main li")].filter(e => {
			if (!shown(e) || e.querySelector("a, dl, ul, button, p")) return false
			const range = document.createRange(), lines = new Set()
			range.selectNodeContents(e)
			for (const box of range.getClientRects()) lines.add(Math.round(box.top))
			return lines.size > 2 && e.innerText.length / (lines.size - .5) > 76
		})
		return JSON.stringify([...small.map(e => "too small: " + e.outerHTML.slice(0, 120)), ...long.map(e => "lines too long: " + e.outerHTML.slice(0, 120))].slice(0, 5))
	})()`
	return decoded[[]string](b, read[string](b, found))
}

// barriers finds what keeps people out, by the rules of axe.
func (b *tab) barriers(axe string) (all []string) {
	b.Helper()
	if !read[bool](b, `typeof axe == "object"`) {
		read[bool](b, axe+"\n;true")
	}
	type finding struct {
		ID    string `json:"id"`
		Help  string `json:"help"`
		Nodes []struct {
			HTML    string `json:"html"`
			Summary string `json:"failureSummary"`
		} `json:"nodes"`
	}
	found := read[string](b, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify(r.violations))`)
	for _, f := range decoded[[]finding](b, found) {
		for _, n := range f.Nodes {
			all = append(all, fmt.Sprintf("%s (%s): %.160s\n%s", f.Help, f.ID, n.HTML, n.Summary))
		}
	}
	return all
}

func decoded[T any](b *tab, text string) (v T) {
	b.Helper()
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&v); err != nil {
		b.Fatalf("%v: %.200s", err, text)
	}
	return v
}

// engine is the source of axe, which npm installs for the checks.
func engine(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.FromSlash("../../../.ci/node_modules/axe-core/axe.min.js"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("REQUIRE_BROWSER") == "" {
		t.Skip("not run: axe is not installed; npm ci --prefix .ci installs it")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
