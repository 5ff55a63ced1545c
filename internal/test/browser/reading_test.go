package browser

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const readPath = "/bai-viet/khoa-nhi-kham-suc-khoe-cho-tre-mam-non-cac-xa-vung-cao"

// A reader at a phone without scripts reads a post, rates it, reports a mistake, and corrects what was not taken.
func TestReadingRatingAndReporting(t *testing.T) {
	t.Parallel()
	b := open(t, 360).without()
	b.visit(readPath)
	b.sees("Tổng số điểm của bài viết là:", "Ông/bà đánh giá bài viết này mấy sao?")
	if thanks := read[string](b, `getComputedStyle(document.getElementById("da-danh-gia")).display`); thanks != "none" {
		t.Errorf("a reader is thanked before anything was rated: %s", thanks)
	}
	b.press(`button[value="4"]`, readPath+"#da-danh-gia")
	b.sees("Cảm ơn ông/bà đã đánh giá")
	b.keep("rated")
	b.press(".mistake a", "/bao-sai-sot"+readPath[len("/bai-viet"):])
	b.do("type what is not there", chromedp.SendKeys(chromedp.CSS(`[name="input.passage"]`), "không có đoạn này"),
		chromedp.SendKeys(chromedp.CSS(`[name="input.text"]`), "Xã tôi không phải vùng cao"))
	b.do("send it", chromedp.Click(chromedp.CSS("main form .button-main")))
	for until := time.Now().Add(patience); !read[bool](b, `document.readyState == "complete" && document.querySelector(".summary") != null`); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("nothing says that the passage is not there")
		}
	}
	b.sees("Không tìm thấy đoạn này trong bài đang đăng")
	b.keep("wrong")
	b.none("the form with what is wrong", b.cut())
	if kept := read[string](b, `document.querySelector("[name='input.text']").value`); kept != "Xã tôi không phải vùng cao" {
		t.Errorf("what was typed became %q", kept)
	}
	b.do("type the passage", chromedp.Clear(chromedp.CSS(`[name="input.passage"]`)), chromedp.SendKeys(chromedp.CSS(`[name="input.passage"]`), "các xã vùng cao"))
	b.do("send it", chromedp.Click(chromedp.CSS("main form .button-main")))
	for until := time.Now().Add(patience); !read[bool](b, `document.readyState == "complete" && location.search.startsWith("?so=")`); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the report leads nowhere")
		}
	}
	b.sees("Số của thông báo:", "Xin ghi lại số này")
	b.keep("reported")
}

// With scripts, the reading of a post is told once, and nothing else is asked.
func TestReadingIsToldOnce(t *testing.T) {
	t.Parallel()
	b := open(t, 1366)
	var told []int64 // with what status
	err := chromedp.Listen(b.ctx, func(ev any) {
		if r, ok := ev.(*network.EventResponseReceived); ok && strings.HasSuffix(r.Response.URL, "/graphql") {
			b.mu.Lock()
			defer b.mu.Unlock()
			told = append(told, r.Response.Status)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	answered := func() []int64 {
		b.mu.Lock()
		defer b.mu.Unlock()
		return slices.Clone(told)
	}
	b.visit("/tin-tuc")
	if got := answered(); len(got) > 0 {
		t.Errorf("a list tells %v", got)
	}
	b.visit(readPath)
	for until := time.Now().Add(patience / 3); len(answered()) == 0 && time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
	}
	time.Sleep(300 * time.Millisecond) // for one too many
	if got := answered(); !slices.Equal(got, []int64{200}) {
		t.Errorf("the readings told were answered with %v", got)
	}
}

// With scripts, a post is shared by what the device has; without, nothing is offered that does nothing.
func TestSharing(t *testing.T) {
	t.Parallel()
	b := open(t, 360).without()
	b.visit(readPath)
	if shown := read[string](b, `getComputedStyle(document.querySelector(".share")).display`); shown != "none" {
		t.Errorf("without scripts, sharing is shown: %s", shown)
	}
	b = open(t, 360)
	b.visit(readPath)
	read[bool](b, `navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }, true`)
	b.do("copy the link", chromedp.Click(chromedp.CSS(`[data-does="copy"]`)))
	b.sees("Đã chép liên kết của bài.")
	if copied := read[string](b, `window.copied`); copied != b.base+readPath {
		t.Errorf("%q was copied", copied)
	}
	b.keep("shared")
}
