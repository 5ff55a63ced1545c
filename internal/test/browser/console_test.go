package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Everybody signs in, reads what came, and signs out.
func TestSigningInAndOut(t *testing.T) {
	t.Parallel()
	byEach(t, func(b *tab, _ string, _ bool) {
		b.visit("/console/account")
		b.arrived("/console/sign-in?next=%2Fconsole%2Faccount")
		b.do("type a wrong password", chromedp.SendKeys(chromedp.CSS(`[name="input.login"]`), "nhanvien"),
			chromedp.SendKeys(chromedp.CSS(`[name="input.password"]`), "sai"))
		b.press("form.form .button-main", "/console/sign-in")
		b.sees("Tên đăng nhập hoặc mật khẩu")
		b.do("type the password", chromedp.SendKeys(chromedp.CSS(`[name="input.password"]`), password))
		b.press("form.form .button-main", "/console/account")
		b.sees("Phiên")
		b.keep("account")
		b.press("a.brand", "/console/")
		b.keep("home")
		b.visit("/console/account")
		b.press(`form:has([value="SignOut"]) button`, "/console/sign-in")

		b.do("go back", chromedp.NavigateBack())
		b.arrived("/console/sign-in?next=%2Fconsole%2Faccount") // nothing of the session is shown again
	})
}

// The keyboard alone is enough to sign in.
func TestSigningInByKeyboard(t *testing.T) {
	t.Parallel()
	b := open(t, 1366)
	b.visit("/console/sign-in")
	focused := func() string {
		return read[string](b, `document.activeElement.name || document.activeElement.className`)
	}
	reach := func(name string) {
		t.Helper()
		for range 20 {
			b.do("press Tab", chromedp.KeyEvent(kb.Tab))
			if focused() == name {
				return
			}
		}
		t.Fatalf("Tab never comes to %s", name)
	}
	b.do("press Tab", chromedp.KeyEvent(kb.Tab))
	if got := focused(); got != "skip" {
		t.Errorf("the first stop is %q, not the link to the content", got)
	}
	reach("input.login")
	b.do("type the login", chromedp.KeyEvent("cntt"))
	reach("input.password")
	if outline := read[string](b, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
		t.Error("what has the focus does not show it")
	}
	b.do("type the password and press Enter", chromedp.KeyEvent(password), chromedp.KeyEvent(kb.Enter))
	b.arrived("/console/")
}
