package auth

import (
	_ "embed" // the list of common passwords
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/fault"
)

// The policy: long rather than complicated, and not what anybody would try first.
const (
	passwordMin = 12
	passwordMax = 128
	// distinctMin is how many different characters have to be left when all that is easily guessed is taken out.
	distinctMin = 5
)

//go:embed common.txt
var commonText string

// common holds what people use as passwords, folded, the longest first.
var common = longestFirst(strings.Fields(commonText))

// checkPassword returns what the policy has against a password of a person with the names, nil when nothing.
func checkPassword(password, path string, names ...string) error {
	switch n := utf8.RuneCountInString(norm.NFC.String(password)); {
	case n < passwordMin:
		return fault.User(fault.WeakPassword, passwordTooShort.With(passwordMin), path).By("6c")
	case n > passwordMax:
		return fault.User(fault.TooLong, passwordTooLong.With(passwordMax), path)
	}
	if guessable(password, names) {
		return fault.User(fault.WeakPassword, passwordGuessable, path).By("6c")
	}
	return nil
}

var year = regexp.MustCompile(`(19|20)\d\d`)

// guessable reports whether little is left of the password without years, the person's names and common passwords.
func guessable(password string, names []string) bool {
	rest := year.ReplaceAllString(bare(password), "")
	var words []string
	for _, n := range names {
		words = append(words, bare(n))
		for w := range strings.FieldsSeq(n) {
			words = append(words, bare(w))
		}
	}
	for _, w := range slices.Concat(longestFirst(words), common) {
		if utf8.RuneCountInString(w) > 2 {
			rest = strings.ReplaceAll(rest, w, "")
		}
	}
	distinct := map[rune]bool{}
	for _, r := range rest {
		distinct[r] = true
	}
	return len(distinct) < distinctMin
}

// bare is s without marks, case and spaces: how a guesser spells it.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'đ':
			return 'd'
		case unicode.IsMark(r), unicode.IsSpace(r):
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

func longestFirst(words []string) []string {
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}
