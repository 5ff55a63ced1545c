package browser

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// another is a second window of the same person.
func (b *tab) another() *tab {
	b.Helper()
	ctx, done := chromedp.NewContext(b.ctx)
	if err := chromedp.Do(ctx); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(done)
	return &tab{T: b.T, ctx: ctx, base: b.base}
}

// until waits for something to be true in the page.
func (b *tab) until(what, expression string) {
	b.Helper()
	for end := time.Now().Add(patience); !read[bool](b, `document.readyState == "complete" && (`+expression+`)`); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatal(what)
		}
	}
}

// history goes back or forward, also to a page that the browser has kept whole, which loads nothing.
func (b *tab) history(to string) {
	b.Helper()
	ctx, done := context.WithTimeout(b.ctx, patience)
	defer done()
	_, _ = chromedp.Run(ctx, chromedp.EvaluateAsDevTools[bool]("history."+to+"(), true")) // the page may be gone before it answers
}

// Going back after something was sent shows the form again and sends nothing a second time.
func TestGoingBackAfterSending(t *testing.T) {
	t.Parallel()
	b := open(t, 360).without()
	form := "/bao-sai-sot" + readPath[len("/bai-viet"):]
	b.visit(form)
	b.do("type", chromedp.SendKeys(chromedp.CSS(`[name="input.passage"]`), "các xã vùng cao"), chromedp.SendKeys(chromedp.CSS(`[name="input.text"]`), "Xã tôi không phải vùng cao"))
	b.do("send it", chromedp.Click(chromedp.CSS("main form .button-main")))
	b.until("the report leads nowhere", `location.search.startsWith("?so=")`)
	number := read[string](b, "location.search")
	b.history("back")
	b.arrived(form)
	if !read[bool](b, `document.querySelector("[name='input.passage']") != null`) {
		t.Error("the form is not shown again")
	}
	b.history("forward")
	b.arrived(number)
	b.sees("Số của thông báo:")

	b.visit(readPath)
	b.press(`button[value="5"]`, readPath+"#da-danh-gia")
	b.history("back")
	b.arrived(readPath)
	b.press(`button[value="2"]`, readPath+"#da-danh-gia")
	b.sees("Cảm ơn ông/bà đã đánh giá")
}

// Somebody signs out in one window: a form of the other waits behind the password, and is sent once it was looked at again.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	b := open(t, 1366)
	b.visit("/console/sign-in")
	b.press(`form:has([value="truongkhoa"]) button`, "/console/")
	other := b.another()
	other.visit("/console/account")
	other.press(`form:has([value="SignOut"]) button`, "/console/sign-in")

	b.do("mark as read", chromedp.Click(chromedp.CSS(`form:has([value="MarkRead"]) button`)))
	b.until("nothing asks for the password", `document.querySelector("[name='input.password']") != null`)
	b.sees("phần vừa nhập được giữ nguyên")
	b.do("sign in", chromedp.SendKeys(chromedp.CSS(`[name="input.login"]`), "truongkhoa"), chromedp.SendKeys(chromedp.CSS(`[name="input.password"]`), password),
		chromedp.Click(chromedp.CSS("form.form .button-main")))
	b.until("the form is lost", `document.querySelector("[name='_again']") != null`)
	if kept := read[string](b, `document.querySelector("[name='input.ids.0']").value`); strings.TrimSpace(kept) == "" {
		t.Error("the form is empty")
	}
	b.keep("again")
}
