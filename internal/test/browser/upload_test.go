package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A file is uploaded with scripts, which show how far it has come and stay on the page, and without. In the demonstration, which
// has no scanner, a text is used and marked, and a document waits.
func TestUploading(t *testing.T) {
	t.Parallel()
	byEach(t, func(b *tab, visitor string, scripts bool) {
		b.visit("/console/sign-in")
		b.do("type the login", chromedp.SendKeys(chromedp.CSS(`[name="input.login"]`), "bientap"), chromedp.SendKeys(chromedp.CSS(`[name="input.password"]`), password))
		b.press("form.form .button-main", "/console/")
		b.visit("/console/media")
		b.sees("Chưa cài phần mềm diệt vi-rút", "apt install clamav-daemon", "nhiều nhất 32 MiB")
		if scripts {
			read[bool](b, `window.same = true, window.told = "", new MutationObserver(() => { window.told += document.querySelector("output")?.textContent ?? "" }).observe(document.body, {childList: true, subtree: true}), true`)
		}
		for name, content := range map[string]string{"lịch " + visitor + ".txt": "Lịch trực", "báo cáo " + visitor + ".pdf": "%PDF-1.7\n" + strings.Repeat("0", 2<<20)} {
			file := filepath.Join(b.TempDir(), name)
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				b.Fatal(err)
			}
			b.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{file}))
			b.do("send it", chromedp.Click(chromedp.CSS("form.form .button-main")))
			b.shows(name)
		}
		b.arrived("/console/media")
		b.sees("Chưa quét, chỉ trong bản trình diễn", "Chờ quét vi-rút", "13 B", "2 MiB")
		b.keep("media")
		if scripts && !read[bool](b, `window.same === true && window.told.includes("100%")`) {
			b.Error("the page was left, or showed no progress")
		}
	})
}

// shows waits until the list of files has a name.
func (b *tab) shows(name string) {
	b.Helper()
	for until := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		if shown := read[string](b, `document.querySelector("[data-files]")?.textContent ?? ""`); strings.Contains(shown, name) {
			return
		} else if time.Now().After(until) {
			b.Fatalf("no %q in %s", name, shown)
		}
	}
}
