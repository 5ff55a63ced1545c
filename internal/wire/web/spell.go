package web

import (
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
)

// Amounts are repeated in words, as on the papers of a treasury: a zero too many is not seen among figures.

// maxSpelt is beyond what any centre spends, and within what both languages spell without a further word.
const maxSpelt = 999_999_999_999_999

// spelt is a whole number as it was typed in words, "" for anything else.
func spelt(l fault.Locale, text string) string {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseInt(grouping.Replace(text), 10, 64)
	if err != nil || !whole.MatchString(text) || n < 0 || n > maxSpelt {
		return ""
	}
	if l == fault.English {
		return spellEN(n)
	}
	return spellVI(n)
}

var digitsVI = []string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

func spellVI(n int64) string {
	if n == 0 {
		return digitsVI[0]
	}
	var parts []string
	const billion = 1_000_000_000
	if n >= billion {
		parts = append(parts, spellVI(n/billion), "tỷ")
	}
	for _, group := range []struct {
		of   int64
		name string
	}{{1_000_000, "triệu"}, {1_000, "nghìn"}, {1, ""}} {
		if three := n % billion / group.of % 1_000; three > 0 {
			parts = append(parts, threeVI(three, len(parts) > 0), group.name)
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// threeVI spells at most three figures; within a longer number their zeros are spoken.
func threeVI(n int64, within bool) string {
	hundreds, tens, ones := n/100, n/10%10, n%10
	var words []string
	if hundreds > 0 || within {
		words = append(words, digitsVI[hundreds], "trăm")
	}
	switch {
	case tens == 1:
		words = append(words, "mười")
	case tens > 1:
		words = append(words, digitsVI[tens], "mươi")
	case ones > 0 && len(words) > 0:
		words = append(words, "linh")
	}
	switch {
	case ones == 1 && tens > 1:
		words = append(words, "mốt")
	case ones == 5 && tens > 0:
		words = append(words, "lăm")
	case ones > 0:
		words = append(words, digitsVI[ones])
	}
	return strings.Join(words, " ")
}

var (
	smallEN = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tensEN  = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

func spellEN(n int64) string {
	if n == 0 {
		return smallEN[0]
	}
	var parts []string
	for _, group := range []struct {
		of   int64
		name string
	}{{1_000_000_000_000, "trillion"}, {1_000_000_000, "billion"}, {1_000_000, "million"}, {1_000, "thousand"}, {1, ""}} {
		if three := n / group.of % 1_000; three > 0 {
			parts = append(parts, threeEN(three), group.name)
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func threeEN(n int64) string {
	var words []string
	if n >= 100 {
		words = append(words, smallEN[n/100], "hundred")
		n %= 100
	}
	switch {
	case n >= 20 && n%10 > 0:
		words = append(words, tensEN[n/10]+"-"+smallEN[n%10])
	case n >= 20:
		words = append(words, tensEN[n/10])
	case n > 0:
		words = append(words, smallEN[n])
	}
	return strings.Join(words, " ")
}
