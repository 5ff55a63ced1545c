package browser

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
)

// The line of a remote commune: what it takes in a second, each way, and how late every answer begins.
const (
	lineBits = 250_000
	lineLate = 400 * time.Millisecond
)

// What a page may weigh, and how much later its first text may be seen over that line.
const (
	mostBytes = 20_000 // of its HTML, as it is sent
	mostLater = 3 * time.Second
)

// weight is what a browser that knows nothing of the site loads for a page. Bytes are those that are sent.
type weight struct {
	Plain    int     `json:"plain"` // bytes of the HTML as it is read
	HTML     int     `json:"html"`
	Requests int     `json:"requests"`
	All      int     `json:"all"`
	Text     float64 `json:"text"` // ms until the first text is seen
}

// Every page of the site is light. The log is a table of what they weigh.
func TestPagesAreLight(t *testing.T) {
	t.Parallel()
	b := open(t, 360)
	for _, l := range looks {
		if l.login != "" {
			continue
		}
		command(b, network.ClearBrowserCache, struct{}{})
		w := b.loaded(l.path)
		t.Logf("| %s | %d | %d | %d | %d |", l.path, w.Plain, w.HTML, w.Requests, w.All)
		if w.HTML == 0 || w.HTML >= mostBytes {
			t.Errorf("%s sends %d bytes of HTML, %d are the most", l.path, w.HTML, mostBytes)
		}
	}
}

// The first text of the home page is soon seen over a bad line. What the line adds counts, as the machine may do much else.
func TestHomeComesSoonOverABadLine(t *testing.T) {
	line := &network.Conditions{Latency: float64(lineLate.Milliseconds()), DownloadThroughput: lineBits / 8, UploadThroughput: lineBits / 8}
	var without, over time.Duration
	for range 3 {
		for _, on := range []struct {
			line *network.Conditions
			best *time.Duration
		}{{nil, &without}, {line, &over}} {
			t.Run("", func(t *testing.T) {
				b := open(t, 360)
				if on.line != nil {
					command(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{on.line}})
				}
				took := time.Duration(b.loaded("/").Text * float64(time.Millisecond))
				if *on.best == 0 || took < *on.best {
					*on.best = took
				}
			})
		}
	}
	t.Logf("first text after %s, and after %s over the line", without.Round(time.Millisecond), over.Round(time.Millisecond))
	if later := over - without; later < lineLate || later > mostLater {
		t.Errorf("the line adds %s; wanted %s to %s", later, lineLate, mostLater)
	}
}

// loaded opens a page and weighs it.
func (b *tab) loaded(path string) weight {
	b.Helper()
	b.visit(path)
	return decoded[weight](b, read[string](b, `new Promise(done => new PerformanceObserver(seen => {
		const text = seen.getEntriesByName("first-contentful-paint")[0]
		if (!text) return
		const page = performance.getEntriesByType("navigation")[0], parts = performance.getEntriesByType("resource")
		done(JSON.stringify({plain: page.decodedBodySize, html: page.encodedBodySize, requests: 1 + parts.length,
			all: parts.reduce((sum, part) => sum + part.encodedBodySize, page.encodedBodySize), text: text.startTime}))
	}).observe({type: "paint", buffered: true}))`))
}
