// Package browser drives a real Chromium through the pages of the demonstration, at the widths of phones and desktops.
// CHROMIUM names another one than the installed. Without a Chromium the tests say that they did not run; REQUIRE_BROWSER makes that a
// failure.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// visitors are those who do what a test does: with a phone, with one whose browser runs no scripts, with a tablet, and at a desktop
// of a centre.
var visitors = []struct {
	name    string
	width   int64 // in CSS pixels
	scripts bool
}{{"phone", 360, true}, {"phone without scripts", 360, false}, {"tablet", 768, true}, {"desktop", 1366, true}}

// patience bounds one step, on a machine that does much else.
const patience = 60 * time.Second

var errNoBrowser = errors.New("no chromium is installed")

// chromium starts one browser for all tests of the process. Nothing but this machine has a name or an address for it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		return nil, errNoBrowser
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("accept-lang", "vi"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), chromedp.WSURLReadTimeout(patience))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox, chromedp.Flag("no-zygote", true))
	}
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...) // it ends with the process
	ctx, _ := chromedp.NewContext(allocator)
	return ctx, chromedp.Do(ctx)
})

// tab is one window of a browser without history or cookies.
type tab struct {
	*testing.T
	ctx   context.Context
	base  string // the address of the centre
	mu    sync.Mutex
	wrong []string // what the browser met that no page may cause
}

// open opens a window of the width. What the console says, and what asks another machine, fails the test.
func open(t *testing.T, width int64) *tab {
	t.Helper()
	browser, err := chromium()
	if errors.Is(err, errNoBrowser) && os.Getenv("REQUIRE_BROWSER") == "" {
		t.Skip("not run: " + err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, done := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	b := &tab{T: t, ctx: ctx, base: centre(t)}
	b.widen(width)
	err = chromedp.Listen(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(ev.Request.URL, b.base) && !strings.HasPrefix(ev.Request.URL, "data:") {
				b.wrong = append(b.wrong, "another machine is asked: "+ev.Request.URL)
			}
		case *network.EventResponseReceived:
			if ev.Type != network.ResourceTypeDocument && ev.Response.Status >= 400 {
				b.wrong = append(b.wrong, fmt.Sprintf("%d for %s", ev.Response.Status, ev.Response.URL))
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	console := chromedp.Console(ctx)
	var heard sync.WaitGroup
	heard.Go(func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if m.Source == "network" { // told above, except pages that are refused
				continue
			}
			b.mu.Lock()
			b.wrong = append(b.wrong, "the console says: "+m.String())
			b.mu.Unlock()
		}
	})
	t.Cleanup(func() {
		if t.Failed() {
			b.keep("failed")
		}
		done()
		heard.Wait()
		for _, what := range b.wrong {
			t.Error(what)
		}
	})
	return b
}

// command sends one command of the protocol.
func command[P, R any](b *tab, c cdp.Command[P, R], params P) {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, c, params); err != nil {
		b.Fatal(err)
	}
}

// without turns scripts off, as some readers do.
func (b *tab) without() *tab {
	b.Helper()
	command(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return b
}

// byEach runs a test for each of the visitors.
func byEach(t *testing.T, test func(b *tab, name string, scripts bool)) {
	t.Helper()
	for _, v := range visitors {
		t.Run(v.name, func(t *testing.T) {
			b := open(t, v.width)
			if !v.scripts {
				b.without()
			}
			test(b, v.name, v.scripts)
		})
	}
}

// widen gives the window a width. As the first thing that a window does, it has no time limit: the window would end with it.
func (b *tab) widen(width int64) {
	b.Helper()
	height := int64(768)
	if width < 768 {
		height = 740
	}
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		b.Fatal(err)
	}
}

// in shows pages on a medium, and in dark or light colours, which come at once.
func (b *tab) in(medium, colours string) {
	b.Helper()
	command(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// do does one thing within the patience of a test.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, done := context.WithTimeout(b.ctx, patience)
	defer done()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatalf("%s: %v", what, err)
	}
}

// read evaluates an expression in the page.
func read[T any](b *tab, expression string) T {
	b.Helper()
	ctx, done := context.WithTimeout(b.ctx, patience)
	defer done()
	v, err := chromedp.Run(ctx, chromedp.EvaluateAsDevTools[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// visit goes to a path of the centre.
func (b *tab) visit(path string) {
	b.Helper()
	b.do("visit "+path, chromedp.Navigate(b.base+path))
}

// press clicks what a CSS selector finds, and waits for the page whose address ends so.
func (b *tab) press(selector, leadsTo string) {
	b.Helper()
	b.do("press "+selector, chromedp.Click(chromedp.CSS(selector)))
	b.arrived(leadsTo)
}

// arrived waits for the page whose address ends so.
func (b *tab) arrived(at string) {
	b.Helper()
	for until := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		var here string
		// A document that is being replaced answers with an error, or not at all.
		ctx, done := context.WithTimeout(b.ctx, patience)
		here, err := chromedp.Run(ctx, chromedp.EvaluateAsDevTools[string](`document.readyState == "complete" ? location.href : ""`))
		done()
		if err == nil && here != "" && strings.HasSuffix(here, at) {
			return
		}
		if time.Now().After(until) {
			b.Fatalf("at %q (%v), not at %s", here, err, at)
		}
	}
}

// sees fails where the text of the page lacks one of these.
func (b *tab) sees(texts ...string) {
	b.Helper()
	shown := read[string](b, "document.body.innerText")
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			b.Errorf("the page lacks %q:\n%s", text, shown)
		}
	}
}

// unsafe is what some file systems have in no name.
var unsafe = regexp.MustCompile(`[^a-zA-Z0-9_-]+`)

// keep writes a picture of the whole page into the folder SCREENSHOTS, where one is named.
func (b *tab) keep(name string) {
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	ctx, done := context.WithTimeout(b.ctx, patience)
	defer done()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, unsafe.ReplaceAllString(b.Name()+"-"+name, "_")+".png"), picture, 0o600)
	}
	if err != nil {
		b.Errorf("keep a picture: %v", err)
	}
}

func wide(width int64) string { return fmt.Sprintf("%d px", width) }
