package browser

import "testing"

// A phone of 320 px whose letters are set to 200 %: the website has room for them.
func TestLettersTwiceAsLarge(t *testing.T) {
	t.Parallel()
	b := open(t, 320)
	for _, l := range looks {
		if l.login != "" {
			continue
		}
		b.visit(l.path)
		read[bool](b, `document.documentElement.attributeStyleMap.set("font-size", "200%"), true`)
		b.keep(l.path + "-large")
		b.none(l.path, b.cut())
	}
}
