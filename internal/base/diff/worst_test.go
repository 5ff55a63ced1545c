package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/diff"
	"ttyt.example/ttyt/internal/base/richtext"
)

// worst are pairs of texts of the greatest length that take the most work to compare.
var worst = map[string][2]string{
	"nothing in common":  {full("<p>", "a%d "), full("<p>", "b%d ")},
	"all but the same":   {full("<p>", "a b "), full("<p>", "b c a ")},
	"lines":              {full("", "<p>a b"), full("", "<p>b a c")},
	"words and no words": {full("<p>", "a "), full("<p>", "<b>a </b>a ")},
}

// full repeats a part until the text is as long as there may be.
func full(begin, part string) string {
	var b strings.Builder
	b.WriteString(begin)
	for i := 0; b.Len() < richtext.MaxBytes-len(part)-2; i++ {
		b.WriteString(strings.ReplaceAll(part, "%d", fmt.Sprint(i%99)))
	}
	return b.String()
}

func BenchmarkWorst(b *testing.B) {
	for name, texts := range worst {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				from, to := richtext.Parse(texts[0]).Pieces(), richtext.Parse(texts[1]).Pieces()
				if _, err := diff.New().Compare(b.Context(), from, to); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
