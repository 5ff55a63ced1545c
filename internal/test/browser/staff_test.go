package browser

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// signIn signs in as an account that the demonstration offers, on a shared device.
func (b *tab) signIn(login string) {
	b.Helper()
	b.visit("/console/sign-in")
	b.press(`form:has([value="`+login+`"]) button`, "/console/")
}

// bar waits for what the staff are shown on a page of the site, "" where nothing comes.
func (b *tab) bar(patience time.Duration) string {
	b.Helper()
	const text = `(document.querySelector("main > .staff") || {innerText: ""}).innerText`
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if shown := read[string](b, text); shown != "" {
			return shown
		}
	}
	return ""
}

const (
	staffPath = "/bai-viet/lich-tiem-chung-thuong-xuyen-tai-sau-tram-y-te-xa"
	brief     = 2 * time.Second // in which nothing comes
)

// The website section sees where a post stands and takes it down from its page, with a reason; the page is gone for everybody.
func TestArticle10_TheWebsiteSectionTakesAPostDownFromItsPage(t *testing.T) {
	t.Parallel()
	axe, b := engine(t), open(t, 360)
	b.signIn("bientap")
	b.visit(staffPath)
	bar := b.bar(patience)
	for _, text := range []string{"Đang đăng", "Đổi người", "Trạng thái và lịch sử", "Gỡ bài khỏi trang", "Báo sai sót"} {
		if !strings.Contains(bar, text) {
			t.Errorf("the bar lacks %q:\n%s", text, bar)
		}
	}
	b.keep("bar")
	b.none("the bar", append(b.cut(), b.barriers(axe)...))
	b.press(`.staff a[href$="#UNPUBLISH"]`, "#UNPUBLISH")
	b.keep("post")
	b.none("the post in the console", append(b.cut(), b.barriers(axe)...))
	page := read[string](b, "location.pathname")
	b.do("say why", chromedp.Click(chromedp.CSS("#UNPUBLISH")), chromedp.SendKeys(chromedp.CSS(`[name="input.reason"]`), "Chờ kiểm tra lại giờ tư vấn."),
		chromedp.Click(chromedp.CSS(".button-danger")))
	for until := time.Now().Add(patience); !read[bool](b, `document.readyState == "complete" && document.body.innerText.includes("Chờ kiểm tra lại giờ tư vấn.")`); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("nothing says that the post was taken down")
		}
	}
	if here := read[string](b, "location.pathname"); here != page {
		t.Errorf("at %s", here)
	}
	b.sees("Đã gỡ", "Lý do gỡ")
	b.keep("taken-down")
	reader := open(t, 360).without()
	for until := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		reader.visit(staffPath)
		if read[bool](reader, `document.title.startsWith("Không tìm thấy trang")`) {
			break
		}
		if time.Now().After(until) {
			t.Fatal("a reader still gets the post")
		}
	}
}

// A nurse is offered what she may: where to read on, and to report a mistake.
func TestANurseSeesOnlyWhatSheMay(t *testing.T) {
	t.Parallel()
	b := open(t, 1366)
	b.signIn("nhanvien")
	b.visit("/bai-viet/tang-huyet-ap-do-dung-uong-thuoc-deu-an-bot-man")
	bar := b.bar(patience)
	if !strings.Contains(bar, "Báo sai sót") || strings.Contains(bar, "Gỡ bài") || strings.Contains(bar, "Lưu trữ") || strings.Contains(bar, "bản ") {
		t.Errorf("the bar says:\n%s", bar)
	}
	b.press(`.staff a[href^="/console/posts/"]`, read[string](b, `new URL(document.querySelector(".staff a[href^='/console/posts/']").href).pathname`))
	if forms := read[int](b, `document.querySelectorAll("main form").length`); forms != 0 {
		t.Errorf("%d forms", forms)
	}
	b.visit("/console/account")
	b.press(`form:has([value="SignOut"]) button`, "/console/sign-in")
	b.visit(readPath)
	if bar := b.bar(brief); bar != "" {
		t.Errorf("after signing out the bar says:\n%s", bar)
	}
}

// What a reader without an account asks is the page, its files and pictures, and that its reading is counted.
func TestStrangersAskNothingOfTheConsole(t *testing.T) {
	t.Parallel()
	b := open(t, 768)
	var asked []string
	err := chromedp.Listen(b.ctx, func(ev any) {
		if r, ok := ev.(*network.EventRequestWillBeSent); ok {
			ofThePage := func(u *url.URL) bool {
				return slices.ContainsFunc([]string{"/static/", "/bieu-tuong/", "/media/"}, func(of string) bool { return strings.HasPrefix(u.Path, of) })
			}
			if u, err := url.Parse(r.Request.URL); err == nil && !ofThePage(u) {
				b.mu.Lock()
				defer b.mu.Unlock()
				asked = append(asked, u.Path)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b.visit("/en" + readPath)
	if bar := b.bar(brief); bar != "" {
		t.Errorf("a stranger is shown:\n%s", bar)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if want := []string{"/en" + readPath, "/graphql"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}
