package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A list is filtered, and each condition taken off again, without scripts; a button that is refused is reached by keyboard, and says why.
func TestChoosingWhatAListShows(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{360, 1366} {
		t.Run(wide(width), func(t *testing.T) {
			b := open(t, width).without()
			b.visit("/console/sign-in")
			b.press(`form:has([value="bientap"]) button`, "/console/")
			b.visit("/console/parts")
			b.do("type a word", chromedp.SendKeys(chromedp.CSS(`[name="filter.text"]`), "sốt xuất huyết"))
			b.do("choose who reads", chromedp.SetValue(chromedp.CSS(`[name="filter.audience"]`), "PUBLIC"))
			const chosen = "filter.text=s%E1%BB%91t+xu%E1%BA%A5t+huy%E1%BA%BFt"
			b.press(".filters button", "/console/parts?"+chosen+"&filter.type.0=&filter.audience=PUBLIC")
			b.sees("Chữ trong bài: sốt xuất huyết", "Người đọc: Mọi người", "Bỏ tất cả")
			if n := read[int](b, `document.querySelectorAll(".things tbody tr").length`); n == 0 {
				t.Error("nothing is found")
			}
			b.keep("chosen")
			b.press(`.chips-chosen li:nth-child(2) a`, "/console/parts?"+chosen)
			if got := read[string](b, `document.querySelector('[name="filter.text"]').value`); got != "sốt xuất huyết" {
				t.Errorf("the other condition became %q", got)
			}
			b.press(".chip-all", "/console/parts?")

			why := read[string](b, `(() => {
				const refused = document.querySelector(".refused button")
				refused.focus()
				return document.activeElement == refused ? document.getElementById(refused.getAttribute("aria-describedby")).innerText : ""
			})()`)
			if why == "" {
				t.Error("the refused button cannot be reached, or does not say why")
			}
		})
	}
}
