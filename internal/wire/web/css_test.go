package web

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func textOf(t *testing.T, file string) string {
	t.Helper()
	text, err := fs.ReadFile(own, file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var comments = regexp.MustCompile(`(?s)/\*.*?\*/`)

func sheets(t *testing.T) map[string]string {
	t.Helper()
	entries, err := fs.ReadDir(own, assetsFolder)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		if path.Ext(e.Name()) == ".css" {
			out[e.Name()] = comments.ReplaceAllString(textOf(t, assetsFolder+"/"+e.Name()), "")
		}
	}
	if len(out) < 3 {
		t.Fatalf("only %d style sheets", len(out))
	}
	return out
}

// The oldest browser is Chrome 109, the last one for Windows 7. Properties, functions and at-rules are those that it is known
// to have; a new one is added here by somebody who has looked.
var (
	properties = strings.Fields(`accent-color align-items background background-color border border-bottom border-collapse border-color border-left border-radius border-top
		bottom box-shadow box-sizing break-after break-inside clip-path color color-scheme content cursor display fill flex flex-wrap font font-size font-variant-numeric
		font-weight gap grid-column grid-row grid-template-columns grid-template-rows height hyphens justify-content justify-items justify-self left line-height list-style margin margin-bottom margin-left
		margin-right margin-top max-width min-height min-width order outline overflow overflow-wrap overflow-x padding padding-bottom padding-left padding-right
		padding-top position stroke stroke-linecap stroke-linejoin stroke-width text-align text-decoration
		text-decoration-thickness top transition vertical-align white-space width z-index -webkit-text-size-adjust`)
	cssFunctions = []string{"repeat", "minmax", "var", "inset", "attr", "not", "nth-child"}
	atRules      = []string{"media", "page"}
	conditions   = []string{"(min-width: 768px)", "(min-width: 1024px)", "(min-width: 1280px)", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: no-preference)", "print"}

	declaration = regexp.MustCompile(`(?:^|[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)`)
	called      = regexp.MustCompile(`([a-z-]+)\(`)
	atRule      = regexp.MustCompile(`@([a-z-]+)\s*([^{]*)`)
	rawColour   = regexp.MustCompile(`#[0-9A-Fa-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|white|black|red|transparent)\b`)
	rawSize     = regexp.MustCompile(`(?:^|[\s(,/-])(\d*\.?\d+(?:px|rem|em|pt|mm|cm|ch|vw|vh|ms|s))\b`)
	variable    = regexp.MustCompile(`var\((--[a-z0-9-]+)\)`)
	defined     = regexp.MustCompile(`(--[a-z0-9-]+):`)
)

// faultsOf are what an old browser would not know of a style sheet, and colours and sizes of its own.
func faultsOf(name, sheet string, tokens map[string]bool) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(name+": "+format, args...)) }
	depth, block := 0, []string{}
	for _, part := range regexp.MustCompile(`[^{}]*[{}]`).FindAllString(sheet, -1) {
		head := strings.TrimSpace(part[:len(part)-1])
		if i := strings.LastIndex(head, ";"); i >= 0 && strings.HasSuffix(part, "{") {
			head = strings.TrimSpace(head[i+1:])
		}
		if strings.HasSuffix(part, "{") {
			if depth > 0 && !strings.HasPrefix(block[depth-1], "@media") {
				fault("%q lies within %q", head, block[depth-1])
			}
			block, depth = append(block[:depth], head), depth+1
			continue
		}
		depth--
	}
	for _, m := range atRule.FindAllStringSubmatch(sheet, -1) {
		if !slices.Contains(atRules, m[1]) || m[1] == "media" && !slices.Contains(conditions, strings.TrimSpace(m[2])) {
			fault("@%s %s", m[1], m[2])
		}
	}
	for _, m := range declaration.FindAllStringSubmatch(sheet, -1) {
		property, value := m[1], m[2]
		if strings.HasPrefix(property, "--") {
			continue
		}
		if !slices.Contains(properties, property) {
			fault("%s is no property that is known to work", property)
		}
		if c := rawColour.FindString(value); c != "" {
			fault("%s: %s is a colour of its own", property, c)
		}
		if s := rawSize.FindStringSubmatch(value); s != nil {
			fault("%s: %s is a size of its own", property, s[1])
		}
	}
	for _, m := range called.FindAllStringSubmatch(sheet, -1) {
		if !slices.Contains(cssFunctions, m[1]) {
			fault("%s() is not known to work", m[1])
		}
	}
	for _, m := range variable.FindAllStringSubmatch(sheet, -1) {
		if !tokens[m[1]] {
			fault("no token is called %s", m[1])
		}
	}
	return faults
}

func tokenNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, m := range defined.FindAllStringSubmatch(sheets(t)[tokensFile], -1) {
		names[m[1]] = true
	}
	return names
}

func TestStyleSheetsAreForOldBrowsersAndTakeColoursAndSizesFromTheTokens(t *testing.T) {
	t.Parallel()
	tokens := tokenNames(t)
	for name, sheet := range sheets(t) {
		if name == tokensFile {
			continue
		}
		for _, fault := range faultsOf(name, sheet, tokens) {
			t.Error(fault)
		}
	}
	for _, wrong := range []string{
		"a { color: light-dark(var(--ink), var(--soft)); }", "a { color: color-mix(in srgb, var(--ink), var(--soft)); }", "a { b { color: var(--ink); } }",
		"@media print { a { &:hover { color: var(--ink); } } }", "a { grid-template-columns: subgrid(2); }", "a { view-transition-name: x; }", "@container (min-width: 1px) { a { color: var(--ink); } }",
		"a { color: #fff; }", "a { margin: 4px; }", "a { margin: 0 -.5rem; }", "a { color: var(--inc); }", "@media (width >= 3px) { a { color: var(--ink); } }", "a { popover: auto; }",
	} {
		if len(faultsOf("x", wrong, tokens)) == 0 {
			t.Errorf("nothing is found in %s", wrong)
		}
	}
}

// schemes are the tokens in light and in dark.
func schemes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	parts := strings.Split(sheets(t)[tokensFile], "@media")
	read := func(text string) map[string]string {
		out := map[string]string{}
		for _, m := range regexp.MustCompile(`(--[a-z-]+): (#[0-9A-F]{6});`).FindAllStringSubmatch(text, -1) {
			out[m[1]] = m[2]
		}
		return out
	}
	return read(parts[0]), read(parts[1])
}

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(colour string) float64 {
	n, _ := strconv.ParseUint(colour[1:], 16, 32)
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(n>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Each rule that sets a colour and what lies behind it can be read, and what stands on the tints of notices.
func TestEveryRuleOfAStyleSheetCanBeRead(t *testing.T) {
	t.Parallel()
	light, dark := schemes(t)
	back := regexp.MustCompile(`(?:^|[;\s])background(?:-color)?: var\((--[a-z-]+)\)`)
	front := regexp.MustCompile(`(?:^|[;\s])color: var\((--[a-z-]+)\)`)
	pairs := map[[2]string]bool{{"--ink", "--tint-ok"}: true, {"--ink", "--tint-warn"}: true, {"--ink", "--tint-bad"}: true, {"--ink", "--tint-info"}: true, {"--ink", "--tint-neutral"}: true}
	for _, sheet := range sheets(t) {
		for _, rule := range regexp.MustCompile(`\{([^{}]+)\}`).FindAllStringSubmatch(sheet, -1) {
			b, f := back.FindStringSubmatch(rule[1]), front.FindStringSubmatch(rule[1])
			if b != nil && f != nil {
				pairs[[2]string{f[1], b[1]}] = true
			}
		}
	}
	if len(pairs) < 15 {
		t.Errorf("only %d pairs", len(pairs))
	}
	for pair := range pairs {
		for scheme, tokens := range map[string]map[string]string{"light": light, "dark": dark} {
			if got := contrast(tokens[pair[0]], tokens[pair[1]]); got < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, pair[0], pair[1], got)
			}
		}
	}
}

func TestEveryPairOfColoursCanBeRead(t *testing.T) {
	t.Parallel()
	light, dark := schemes(t)
	text := []string{"--ink", "--soft", "--main", "--accent", "--link", "--visited", "--ok", "--warn", "--bad"}
	type pair struct {
		front, back string
		least       float64
	}
	pairs := []pair{{"--on-main", "--main", 4.5}, {"--on-main", "--main-hover", 4.5}, {"--neutral", "--tint-neutral", 4.5}, {"--ok", "--tint-ok", 4.5}, {"--warn", "--tint-warn", 4.5},
		{"--bad", "--tint-bad", 4.5}, {"--link", "--tint-info", 4.5}, {"--ink", "--ins", 4.5}, {"--ink", "--del", 4.5}, {"--border", "--sheet", 3}, {"--border", "--paper", 3}, {"--focus", "--glow", 3}}
	for _, front := range text {
		pairs = append(pairs, pair{front, "--sheet", 4.5}, pair{front, "--paper", 4.5})
	}
	for scheme, tokens := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			if tokens[p.front] == "" || tokens[p.back] == "" {
				t.Errorf("%s: %s on %s: no such token", scheme, p.front, p.back)
				continue
			}
			if got := contrast(tokens[p.front], tokens[p.back]); got < p.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, wanted %.1f", scheme, p.front, p.back, got, p.least)
			}
		}
	}
	// The ratios that the design names, against white and against dark paper.
	for token, want := range map[string][2]float64{
		"--ink": {16.5, 15.1}, "--soft": {7.2, 8.1}, "--main": {6.1, 9.6}, "--link": {7.2, 8.8}, "--visited": {8.5, 8.7}, "--ok": {6.6, 10.1},
		"--warn": {6.8, 10.0}, "--bad": {6.5, 8.8}, "--border": {4.6, 5.4}, "--main-hover": {8.4, 0},
	} {
		for i, got := range []float64{contrast(light[token], light["--sheet"]), contrast(dark[token], dark["--paper"])} {
			if want[i] != 0 && math.Abs(got-want[i]) > 0.1 {
				t.Errorf("%s: %.2f, wanted %.1f", token, got, want[i])
			}
		}
	}
}
