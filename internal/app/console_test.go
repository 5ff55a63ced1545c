package app_test

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/test/kit"
)

// desk is somebody who is signed in, as their browser shows the console.
type desk struct {
	t      *testing.T
	h      http.Handler
	login  string
	cookie string
}

func (d desk) open(target string) (status int, body string) {
	d.t.Helper()
	w := open(d.h, http.MethodGet, target, "Cookie", d.cookie, "Accept-Language", "vi")
	return w.Code, w.Body.String()
}

// page is the body of a page that has to be there.
func (d desk) page(target string) string {
	d.t.Helper()
	status, body := d.open(target)
	if status != http.StatusOK {
		d.t.Fatalf("%s: %s answers %d\n%s", d.login, target, status, body)
	}
	return body
}

// send posts a form, and returns where it leads, or the page that shows it again.
func (d desk) send(target string, form url.Values, headers ...string) (status int, to, body string) {
	d.t.Helper()
	w := send(d.h, target, form, append([]string{"Cookie", d.cookie, "Accept-Language", "vi"}, headers...)...)
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

var (
	formTag   = regexp.MustCompile(`(?s)<form [^>]*>.*?</form>`)
	fieldTag  = regexp.MustCompile(`<(input|button|textarea)\b([^>]*)>([^<]*)`)
	selectTag = regexp.MustCompile(`(?s)<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	chosenTag = regexp.MustCompile(`<option value="([^"]*)" selected`)
	leads     = regexp.MustCompile(` (?:href|src|action)="([^"]*)"`)
	sentAs    = regexp.MustCompile(`(?:name="|value="input\.)[^"]*"`)
	attribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// formWith is what a browser sends of the form of a page that holds the text, without the button: buttons add their own.
func formWith(t *testing.T, body, text string) url.Values {
	t.Helper()
	for _, form := range formTag.FindAllString(body, -1) {
		if !strings.Contains(form, text) {
			continue
		}
		sent := url.Values{}
		for _, m := range fieldTag.FindAllStringSubmatch(form, -1) {
			is := map[string]string{}
			for _, a := range attribute.FindAllStringSubmatch(m[2], -1) {
				is[a[1]] = html.UnescapeString(a[2])
			}
			_, checked := is["checked"]
			box := is["type"] == "checkbox" || is["type"] == "radio"
			switch {
			case is["name"] == "" || m[1] == "button" || box && !checked:
			case m[1] == "textarea":
				sent.Add(is["name"], html.UnescapeString(m[3]))
			default:
				sent.Add(is["name"], is["value"])
			}
		}
		for _, m := range selectTag.FindAllStringSubmatch(form, -1) {
			value := ""
			if chosen := chosenTag.FindStringSubmatch(m[2]); chosen != nil {
				value = html.UnescapeString(chosen[1])
			}
			sent.Add(m[1], value)
		}
		return sent
	}
	t.Fatalf("no form of the page holds %q\n%s", text, body)
	return nil
}

// logins are those of the demonstration.
var logins = []string{"giamdoc", "phogiamdoc", "bientap", "cntt", "nhansu", "truongkhoa", "nhanvien", "truongkhoa2", "nhanvien2"}

// screens are the pages of the console, and who has each in their menu.
var screens = map[string][]string{
	"/console/":            logins,
	"/console/account":     logins,
	"/console/site":        {"giamdoc", "phogiamdoc", "bientap"},
	"/console/mistakes":    {"giamdoc", "phogiamdoc", "bientap", "cntt", "truongkhoa", "truongkhoa2"},
	"/console/read-counts": {"giamdoc", "phogiamdoc", "bientap", "cntt", "truongkhoa", "truongkhoa2"},
}

// Whatever the menu of somebody leads to, and whatever that leads to, is there, whole and in both languages; what the menu keeps
// from them is empty or refused by its address too.
func TestEveryPageOfTheConsoleForEveryRole(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			h := demoSite(t, s).Handler()
			for _, login := range logins {
				d := desk{t, h, login, enter(t, h, login)}
				for screen, who := range screens {
					if has := strings.Contains(d.page("/console/"), `<li><a href="`+screen+`"`); has != slices.Contains(who, login) {
						t.Errorf("%s: the menu has %s: %t", login, screen, has)
					}
				}
				d.crawl()
				if status, _ := d.open("/console/read-counts"); (status == http.StatusOK) != slices.Contains(screens["/console/read-counts"], login) {
					t.Errorf("%s: the read counts answer %d", login, status)
				}
				for _, form := range []string{"settings", "colours", "menus", "links", "home"} {
					body := d.page("/console/site/" + form)
					arranges := form == "colours" || form == "menus" || form == "home"
					may := login == "bientap" || !arranges && slices.Contains(screens["/console/site"], login)
					if has := strings.Contains(body, `value="ChangeSite"`); has != may {
						t.Errorf("%s: the form of %s is there: %t", login, form, has)
					}
				}
			}
		})
	}
}

// crawl follows the links of the console from its first page.
func (d desk) crawl() {
	d.t.Helper()
	seen, queue := map[string]bool{"/console/": true}, []string{"/console/"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		w := open(d.h, http.MethodGet, at, "Cookie", d.cookie, "Accept-Language", "vi")
		if w.Code == http.StatusSeeOther {
			continue // to a language
		}
		body := w.Body.String()
		if w.Code != http.StatusOK {
			d.t.Errorf("%s: %s answers %d", d.login, at, w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		if found := notShown.FindString(sentAs.ReplaceAllString(body, "")); found != "" {
			d.t.Errorf("%s: %s shows %q", d.login, at, found)
		}
		if found := emptyPart.FindString(body); found != "" {
			d.t.Errorf("%s: %s has the empty part %q", d.login, at, found)
		}
		light(d.t, d.h, at, "Cookie", d.cookie)
		english := open(d.h, http.MethodGet, at, "Cookie", d.cookie+"; language=en")
		if english.Code != http.StatusOK || !strings.Contains(english.Body.String(), `<html lang="en">`) {
			d.t.Errorf("%s: %s in English: %d", d.login, at, english.Code)
		}
		for _, m := range leads.FindAllStringSubmatch(body, -1) {
			base, _ := url.Parse("https://ttyt.example" + at)
			to, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				d.t.Errorf("%s: %s leads to %q: %v", d.login, at, m[1], err)
				continue
			}
			next := base.ResolveReference(to)
			next.Fragment = ""
			address := next.RequestURI()
			if next.Host != base.Host || seen[address] {
				continue
			}
			seen[address] = true
			if strings.HasPrefix(address, "/console/") && next.Path != "/console/parts" {
				queue = append(queue, address)
			} else if w := open(d.h, http.MethodGet, address, "Cookie", d.cookie); w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
				d.t.Errorf("%s: %s leads to %s, which answers %d", d.login, at, address, w.Code)
			}
		}
	}
}

// The website section proposes, a director decides on what is shown, and readers see it: by pages alone.
func TestTheWebsiteIsChangedByPages(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			a := demoSite(t, s)
			h := a.Handler()
			editor, director := desk{t, h, "bientap", enter(t, h, "bientap")}, desk{t, h, "giamdoc", enter(t, h, "giamdoc")}

			t.Run("settings", func(t *testing.T) { settings(t, h, editor, director) })
			t.Run("rows", func(t *testing.T) { rowsOfHours(t, editor) })
			t.Run("menus", func(t *testing.T) { menus(t, editor, director) })
			t.Run("other forms", func(t *testing.T) { others(t, editor) })
			t.Run("open proposals", func(t *testing.T) { proposals(t, editor) })
		})
	}
}

const settingsPage = "/console/site/settings"

func settings(t *testing.T, h http.Handler, editor, director desk) {
	t.Helper()
	form := formWith(t, editor.page(settingsPage), "ChangeSite")
	if status, _, body := editor.send(settingsPage, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Cần xem lại các mục sau") {
		t.Errorf("nothing changed: %d\n%s", status, body)
	}
	form.Set("input.hotline", "gọi <b>115</b>")
	form.Set("input.reason", "Tổng đài mới.")
	status, _, body := editor.send(settingsPage, form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-hotline-fault"`) || !strings.Contains(body, `value="gọi &lt;b&gt;115&lt;/b&gt;"`) || !strings.Contains(body, ">Tổng đài mới.</textarea>") {
		t.Errorf("no phone number: %d\n%s", status, body)
	}
	form.Set("input.hotline", "0203 3000 777")
	for name, headers := range map[string][]string{"another site": {"Sec-Fetch-Site", "cross-site"}, "another origin": {"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, "a page that hides itself": {"Sec-Fetch-Site", "", "Origin", "null"}} {
		if status, _, _ := editor.send(settingsPage, form, headers...); status != http.StatusForbidden {
			t.Errorf("from %s: %d", name, status)
		}
	}
	if status, to, body := (desk{t, h, "nobody", ""}).send(settingsPage, form); status != http.StatusUnauthorized || to != "" || !strings.Contains(body, `name="_kept.input.hotline" value="0203 3000 777"`) {
		t.Errorf("without a session: %d to %q\n%s", status, to, body)
	}
	unknown := url.Values{"_form": {"ChangeSite"}, "input.hotline": {"0203 3000 777"}, "input.owner": {"me"}}
	if status, _, _ := editor.send(settingsPage, unknown); status != http.StatusBadRequest {
		t.Errorf("a field of no such name: %d", status)
	}
	stale := formWith(t, editor.page(settingsPage), "ChangeSite")
	stale.Set("input.expectedVersion", "1")
	stale.Set("input.name", "Tên khác")
	stale.Set("input.reason", "x")
	if status, _, body := editor.send(settingsPage, stale); status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="Tên khác"`) || !strings.Contains(body, `<details class="now">`) {
		t.Errorf("a version that is gone: %d\n%s", status, body)
	}

	status, to, body := editor.send(settingsPage, form)
	if status != http.StatusSeeOther || !strings.HasPrefix(to, "/console/site/changes/") {
		t.Fatalf("proposed: %d to %q\n%s", status, to, body)
	}
	if status, again, _ := editor.send(settingsPage, form); status != http.StatusSeeOther || again != to {
		t.Errorf("sent twice: %d to %q, not %q", status, again, to)
	}
	body = editor.page(to)
	for _, text := range []string{"0203 3000 115", "0203 3000 777", "Tổng đài mới.", `<button class="button" type="button" aria-disabled="true" aria-describedby="approve-why">`, "Rút lại đề nghị"} {
		if !strings.Contains(body, text) {
			t.Errorf("the proposer's page lacks %q\n%s", text, body)
		}
	}
	body = director.page(to)
	if strings.Contains(open(h, http.MethodGet, "/lien-he").Body.String(), "0203 3000 777") {
		t.Error("readers see what nobody consented to")
	}
	decision := formWith(t, body, `data-action="APPROVE RETURN REJECT"`)
	if status, _, body := director.send(to, with(decision, "input.verdict", "RETURN")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-comment-fault"`) {
		t.Errorf("returned without a word: %d\n%s", status, body)
	}
	consent := with(decision, "input.verdict", "APPROVE")
	if status, at, body := director.send(to, consent); status != http.StatusSeeOther || at != to {
		t.Fatalf("consent: %d to %q\n%s", status, at, body)
	}
	if body := director.page(to); !strings.Contains(body, "Đã hiện trên trang") || strings.Contains(body, "<form method=\"post\" class=\"form\"") {
		t.Errorf("after consent:\n%s", body)
	}
	if status, _, body := director.send(to, consent); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Cần xem lại") {
		t.Errorf("decided twice: %d\n%s", status, body)
	}
	if body := kept(h, http.MethodGet, "/lien-he").Body.String(); !strings.Contains(body, "0203 3000 777") {
		t.Error("readers do not see what a director consented to")
	}
}

// rowsOfHours adds, moves and removes rows without a script.
func rowsOfHours(t *testing.T, editor desk) {
	t.Helper()
	count := func(body string) int { return strings.Count(body, `.opens" type="text"`) }
	body := editor.page(settingsPage)
	form, before := formWith(t, body, "ChangeSite"), count(body)
	form.Set(fmt.Sprintf("input.hours.%d.note", before-1), "Dòng mới")
	status, _, body := editor.send(settingsPage, with(form, "_again", "1"))
	if status != http.StatusOK || count(body) != before+1 || !strings.Contains(body, `value="Dòng mới"`) {
		t.Errorf("one more row: %d, %d of %d rows\n%s", status, count(body), before, body)
	}
	_, _, body = editor.send(settingsPage, with(form, "_up", "input.hours.1"))
	if !strings.Contains(body, `name="input.hours.0.opens" type="text" value="13:30"`) {
		t.Errorf("the second row is not the first\n%s", body)
	}
	_, _, body = editor.send(settingsPage, with(form, "_drop", "input.hours.0"))
	if !strings.Contains(body, `name="input.hours.0.opens" type="text" value="13:30"`) || count(body) != before {
		t.Errorf("the first row is not gone\n%s", body)
	}
}

// with is a form with one more field, such as the button that sends it.
func with(form url.Values, name, value string) url.Values {
	out := maps.Clone(form)
	out.Set(name, value)
	return out
}

// menus arranges a menu at once; a label of its own waits for a director.
func menus(t *testing.T, editor, director desk) {
	t.Helper()
	const page = "/console/site/menus"
	form := formWith(t, editor.page(page), "ChangeSite")
	if status, _, body := editor.send(page, form); status != http.StatusUnprocessableEntity || strings.Contains(body, "-fault\"><") {
		t.Errorf("the same again changes something: %d\n%s", status, body)
	}
	_, _, body := editor.send(page, with(form, "_up", "input.mainMenu.5"))
	moved := formWith(t, body, "ChangeSite")
	status, to, body := editor.send(page, moved)
	if status != http.StatusSeeOther {
		t.Fatalf("another order: %d\n%s", status, body)
	}
	if body := editor.page(to); !strings.Contains(body, "Sắp xếp lại") || !strings.Contains(body, "Đã hiện trên trang") {
		t.Errorf("an arrangement waits:\n%s", body)
	}
	form = formWith(t, editor.page(page), "ChangeSite")
	form.Set("input.mainMenu.1.path", "/lien-he")
	if status, _, body := editor.send(page, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-mainMenu-1-fault"`) {
		t.Errorf("an item that points to two things: %d\n%s", status, body)
	}
	form = formWith(t, editor.page(page), "ChangeSite")
	form.Set("input.mainMenu.1.label", "Về chúng tôi")
	form.Set("input.reason", "Tên dễ hiểu hơn.")
	status, to, body = editor.send(page, form)
	if status != http.StatusSeeOther || !strings.Contains(editor.page(to), "Chờ Ban Giám đốc") {
		t.Errorf("a new label: %d\n%s", status, body)
	}
	if body := director.page(page); strings.Contains(body, "ChangeSite") || !strings.Contains(body, "Bộ phận Quản lý website") {
		t.Errorf("a director arranges:\n%s", body)
	}
}

// proposals filters the changes, and takes back one that waits.
func proposals(t *testing.T, editor desk) {
	t.Helper()
	if body := editor.page("/console/site/changes?state=MADE&arranged=true"); !strings.Contains(body, "Trình đơn đầu trang</a>") || strings.Contains(body, "0203 3000 777") || strings.Contains(body, "Chờ Ban Giám đốc</span>") {
		t.Errorf("the filter finds something else:\n%s", body)
	}
	at := regexp.MustCompile(`href="(/console/site/changes/[^"?]+)"`).FindStringSubmatch(editor.page("/console/site"))
	if at == nil {
		t.Fatal("nothing waits")
	}
	form := formWith(t, editor.page(at[1]), `data-action="WITHDRAW"`)
	if status, _, body := editor.send(at[1], form); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-reason-fault"`) {
		t.Errorf("taken back without a reason: %d\n%s", status, body)
	}
	form.Set("input.reason", "Chưa cần nữa.")
	if status, _, body := editor.send(at[1], form); status != http.StatusSeeOther || !strings.Contains(editor.page(at[1]), "Đã rút lại") {
		t.Errorf("taken back: %d\n%s", status, body)
	}
}

// others sends the forms of colours, links and the home page.
func others(t *testing.T, editor desk) {
	t.Helper()
	const colours, links, home = "/console/site/colours", "/console/site/links", "/console/site/home"
	form := formWith(t, editor.page(colours), "ChangeSite")
	if status, _, body := editor.send(colours, with(form, "input.primaryColour", "#ffff00")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-primaryColour-fault"`) {
		t.Errorf("a colour on which nobody reads white: %d\n%s", status, body)
	}
	status, to, body := editor.send(colours, with(form, "input.primaryColour", "#1a4f8b"))
	if status != http.StatusSeeOther || !strings.Contains(editor.page(to), "Đã hiện trên trang") {
		t.Errorf("another colour: %d\n%s", status, body)
	}

	form = formWith(t, editor.page(links), "ChangeSite")
	form.Set("input.linkGroups.0.links.0.url", "javascript:alert(1)")
	form.Set("input.reason", "Địa chỉ mới.")
	if status, _, body := editor.send(links, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-linkGroups-0-links-0-url-fault"`) {
		t.Errorf("a link to a script: %d\n%s", status, body)
	}
	form.Set("input.linkGroups.0.links.0.url", "https://soyte.example/")
	status, to, body = editor.send(links, form)
	if status != http.StatusSeeOther || !strings.Contains(editor.page(to), "Chờ Ban Giám đốc") {
		t.Errorf("another link: %d\n%s", status, body)
	}

	form = formWith(t, editor.page(home), "ChangeSite")
	form.Set("input.blocks.0.limit", "many")
	if status, _, body := editor.send(home, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-input-blocks-0-limit-fault"`) || !strings.Contains(body, `value="many"`) {
		t.Errorf("no number: %d\n%s", status, body)
	}
	_, _, body = editor.send(home, with(formWith(t, editor.page(home), "ChangeSite"), "_up", "input.blocks.1"))
	status, to, body = editor.send(home, formWith(t, body, "ChangeSite"))
	if status != http.StatusSeeOther || !strings.Contains(editor.page(to), "Sắp xếp lại") {
		t.Errorf("another order: %d\n%s", status, body)
	}
}

// A mistake that was reported goes from the list to its end by pages.
func TestAMistakeIsHandledByPages(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			h := demoSite(t, s).Handler()
			editor := desk{t, h, "bientap", enter(t, h, "bientap")}
			at := ""
			for _, m := range regexp.MustCompile(`href="(/console/mistakes/[^"?]+)"`).FindAllStringSubmatch(editor.page("/console/mistakes?open=true"), -1) {
				if strings.Contains(editor.page(m[1]), `data-action="TAKE"`) {
					at = m[1]
				}
			}
			if at == "" {
				t.Fatal("nobody may take a mistake on")
			}
			does := func(action string, fields ...string) {
				t.Helper()
				form := formWith(t, editor.page(at), `data-action="`+action+`"`)
				if len(fields) > 0 {
					if form.Has(fields[0]) { // radio buttons begin with none chosen
						form.Set(fields[0], "")
					}
					if status, _, body := editor.send(at, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "-fault") {
						t.Errorf("%s without %s: %d\n%s", action, fields[0], status, body)
					}
				}
				for i := 0; i < len(fields); i += 2 {
					form.Set(fields[i], fields[i+1])
				}
				if status, to, body := editor.send(at, form); status != http.StatusSeeOther || to != at {
					t.Fatalf("%s: %d to %q\n%s", action, status, to, body)
				}
			}
			does("TAKE")
			if body := editor.page(at); !strings.Contains(body, "Đang xử lý") || strings.Contains(body, `data-action="TAKE"`) {
				t.Errorf("taken on:\n%s", body)
			}
			does("FOLLOW_UP", "input.text", "Đang hỏi lại <b>khoa</b>.")
			if !strings.Contains(editor.page(at), "Đang hỏi lại &lt;b&gt;khoa&lt;/b&gt;.") {
				t.Error("the comment is not shown as it was typed")
			}
			does("WAIT", "input.for", "OTHERS", "input.reason", "Chờ khoa trả lời.")
			does("RESUME")
			does("RESOLVE", "input.solution", "Số liệu trong bài đúng với báo cáo.")
			if body := editor.page(at); !strings.Contains(body, "Số liệu trong bài đúng với báo cáo.") || strings.Contains(body, `data-action="RESOLVE"`) {
				t.Errorf("answered:\n%s", body)
			}
			if body := editor.page("/console/mistakes?open=true"); strings.Contains(body, at) {
				t.Error("what was answered is still among what is open")
			}
			nurse := desk{t, h, "nhanvien2", enter(t, h, "nhanvien2")}
			if status, body := nurse.open(at); status != http.StatusNotFound {
				t.Errorf("somebody else reads the report: %d\n%s", status, body)
			}
		})
	}
}
