package privacy

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/text"
)

// What is read by hand is what the regular expressions find, over texts made of parts of all shapes.
func TestReadingByHandFindsTheSame(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	for range 60_000 {
		var b strings.Builder
		for range 1 + rng.IntN(14) {
			b.WriteString(crumbs[rng.IntN(len(crumbs))])
		}
		same(t, b.String())
	}
}

func FuzzReadingByHandFindsTheSame(f *testing.F) {
	for _, crumb := range crumbs {
		f.Add(crumb + " 022085001234 sinh ngày 5/3/1985")
	}
	f.Fuzz(same)
}

func same(t *testing.T, s string) {
	s = text.NFC(s)
	found, _, err := scan(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		found[i].Excerpt = ""
	}
	if want := oracleScan(s); !slices.Equal(found, want) {
		t.Errorf("%q: found %v, want %v", s, found, want)
	}
}

// Twice the text takes about twice the steps, whatever it repeats; and never more than so many a byte.
func TestStepsGrowWithTheText(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	repeated := slices.Concat(crumbs, []string{
		"0912345678, ", "0912 345 678 ", "0(3)0(3)0(3)", "0 3 0 3 0 3 0 x ", "sinh ngày ", "sinh ngày (aaaaaaaaaaaaaaaaaaa)", "022 085 001 23x", "DN 4 22 22 123 4567x", "1 ", "10/", "sinh ngày 1        ",
	})
	for range 300 {
		repeated = append(repeated, crumbs[rng.IntN(len(crumbs))]+crumbs[rng.IntN(len(crumbs))]+crumbs[rng.IntN(len(crumbs))])
	}
	for _, part := range repeated {
		steps := func(bytes int) int {
			s := text.NFC(strings.Repeat(part, 1+bytes/len(part)))
			_, n, err := scan(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if most := 400 * (len(s) + around); n > most {
				t.Errorf("%q over %d bytes takes %d steps", part, len(s), n)
			}
			return n
		}
		if once, twice := steps(20_000), steps(40_000); twice > once*21/10+1000 {
			t.Errorf("%q: twice the text takes %d steps instead of %d", part, twice, once)
		}
	}
}

func TestScanEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := Scan(ctx, "CCCD 022085001234"); err == nil || found != nil {
		t.Errorf("found %v, %v after the end", found, err)
	}
}
