package privacy

import (
	"strings"
	"unicode/utf8"
)

// Shapes are read by hand: regular expressions took thirty times as long. Each is of a bounded length, and at most one way
// leads through it from any place, so that reading only goes forward.

// nowhere is where a shape leads that is not there. From there nothing leads on.
const nowhere = -1

// A reader reads a text and counts its steps.
type reader struct {
	s     string
	steps int
}

// rune is the one at a place, with its size; 0 and 0 at the end.
func (r *reader) rune(at int) (rune, int) {
	r.steps++
	if at < 0 || at >= len(r.s) {
		return 0, 0
	}
	if r.s[at] < utf8.RuneSelf {
		return rune(r.s[at]), 1
	}
	return utf8.DecodeRuneInString(r.s[at:])
}

// digit reports whether a digit from low to high is there.
func (r *reader) digit(at int, low, high byte) bool {
	r.steps++
	return 0 <= at && at < len(r.s) && low <= r.s[at] && r.s[at] <= high
}

// digits passes over so many digits.
func (r *reader) digits(at, n int) int {
	for ; n > 0; n-- {
		if !r.digit(at, '0', '9') {
			return nowhere
		}
		at++
	}
	return at
}

// What may stand between the digits of a number, between its groups, between the digits of a telephone number, around the
// signs in a date, and between words.
const (
	gap    = " .-" + wide
	groups = " .-" + wide
	joints = " .()–-" + wide
	blanks = " " + wide
	spaces = " \t\n" + wide
	colons = " :.,–-" + wide
)

// wide are the spaces beside the plain one, and the joiner that holds pictures together: no other sign without a width is left.
const wide = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200d"

// maxSpaces bounds the white space inside a piece of data.
const maxSpaces = 8

// skip passes over at most so many of the runes of a set.
func (r *reader) skip(at, most int, set string) int {
	for ; most > 0; most-- {
		c, size := r.rune(at)
		if size == 0 || isDigit(c) || !strings.ContainsRune(set, c) { // no set has digits
			break
		}
		at += size
	}
	return at
}

// one passes over one rune of a set.
func (r *reader) one(at int, set string) int {
	if next := r.skip(at, 1, set); next > at {
		return next
	}
	return nowhere
}

// apart passes over so many digits, each after at most so many runes of a set.
func (r *reader) apart(at, n, most int, set string) int {
	for ; n > 0; n-- {
		if at = r.skip(at, most, set); !r.digit(at, '0', '9') {
			return nowhere
		}
		at++
	}
	return at
}

// insuranceShape is two letters, a digit that is not 0 and twelve more.
func insuranceShape(r *reader, at int) (int, int) {
	if !isLetter(r.s[at]) || at+1 == len(r.s) || !isLetter(r.s[at+1]) {
		return at, nowhere
	}
	first := r.skip(at+2, 1, gap)
	if !r.digit(first, '1', '9') {
		return at, nowhere
	}
	return at, r.apart(first+1, 12, 1, gap)
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// inGroups passes over n groups of so many digits.
func (r *reader) inGroups(at, n, size int) int {
	at = r.digits(at, size)
	for ; n > 1; n-- {
		at = r.digits(r.one(at, groups), size)
	}
	return at
}

// citizenShape is twelve digits, in one piece, threes or fours.
func citizenShape(r *reader, at int) (int, int) {
	three := r.digits(at, 3)
	if three < 0 {
		return at, nowhere
	}
	return at, max(r.digits(three, 9), r.inGroups(at, 4, 3), r.inGroups(at, 3, 4))
}

// cardShape is nine digits, in one piece or threes.
func cardShape(r *reader, at int) (int, int) {
	three := r.digits(at, 3)
	if three < 0 {
		return at, nowhere
	}
	return at, max(r.digits(three, 6), r.inGroups(at, 3, 3))
}

// phoneShape is the country's code or 0, then nine digits of a mobile number or ten of a landline.
func phoneShape(r *reader, at int) (int, int) {
	i := at
	if r.s[i] == '(' {
		i++
	}
	for _, code := range []string{"84", "+84", "0084"} {
		if strings.HasPrefix(r.s[i:], code) {
			i = r.skip(i+len(code), 3, joints)
			if r.digit(i, '0', '0') {
				i = r.skip(i+1, 3, joints)
			}
			return at, r.subscriber(i)
		}
	}
	if !r.digit(i, '0', '0') {
		return at, nowhere
	}
	return at, r.subscriber(r.skip(i+1, 3, joints))
}

// subscriber passes over a number without what leads there.
func (r *reader) subscriber(at int) int {
	switch {
	case r.digit(at, '2', '2'):
		return r.apart(at+1, 9, 3, joints)
	case r.digit(at, '3', '3'), r.digit(at, '5', '5'), r.digit(at, '7', '9'):
		return r.apart(at+1, 8, 3, joints)
	}
	return nowhere
}

// maxFiller is how much may stand between words for birth and the date: so many characters, or parentheses of at most
// maxAside characters.
const (
	maxFiller = 24
	maxAside  = 20
)

// birthShape is a date after words for birth.
func birthShape(r *reader, at int) (data, end int) {
	if data := r.shortBirth(at); data >= 0 {
		if end := r.date(data); end >= 0 {
			return data, end
		}
		if r.one(r.word(at, "s"), ".:") >= 0 {
			return data, r.year(data)
		}
	}
	i := r.birthWords(at)
	for n := 0; i >= 0 && !r.digit(i, '0', '9'); n++ {
		if i = r.filler(i); n == maxFiller {
			i = nowhere
		}
	}
	if i < 0 {
		return at, nowhere
	}
	return i, r.date(i)
}

// shortBirth passes over sinh, ns or s. right before the date.
func (r *reader) shortBirth(at int) int {
	if i := r.word(at, "sinh", "ns", "n.s"); i >= 0 {
		if date := r.skip(i, 4, colons); date > i {
			return date
		}
		return nowhere
	}
	if i := r.one(r.word(at, "s"), ".:"); i >= 0 {
		return r.skip(i, maxSpaces, blanks)
	}
	return nowhere
}

// birthWords passes over sinh ngày, ngày tháng năm sinh, ng. sinh and the like.
func (r *reader) birthWords(at int) int {
	switch r.s[at] {
	case 's', 'S', "ſ"[0]:
		return r.word(r.gapAfter(r.word(at, "sinh")), "ngày", "năm")
	case 'n', 'N':
		if short := r.one(r.word(at, "ng"), "./"); short >= 0 {
			return r.word(r.skip(short, 1, gap), "sinh")
		}
		i := r.gapAfter(r.word(at, "ngày", "năm"))
		if month := r.gapAfter(r.word(i, "tháng")); month >= 0 {
			i = r.gapAfter(r.word(month, "năm"))
		}
		return r.word(i, "sinh")
	}
	return nowhere
}

// gapAfter passes over the white space between two words.
func (r *reader) gapAfter(at int) int { return r.skip(r.one(at, spaces), maxSpaces-1, spaces) }

// word passes over one of the words, in any letter case.
func (r *reader) word(at int, words ...string) int {
	if at < 0 {
		return nowhere
	}
	for _, word := range words {
		if n := r.folded(r.s[at:], word); n > 0 {
			return at + n
		}
	}
	return nowhere
}

// filler passes over a character between words for birth and the date, or a parenthesis.
func (r *reader) filler(at int) int {
	c, size := r.rune(at)
	switch {
	case size == 0, strings.ContainsRune(";.!?)\n", c):
		return nowhere
	case c != '(':
		return at + size
	}
	at++
	for range maxAside + 1 {
		c, size := r.rune(at)
		switch {
		case size == 0, isDigit(c), c == '(', c == '\n':
			return nowhere
		case c == ')':
			return at + size
		}
		at += size
	}
	return nowhere
}

// date passes over a day, month and year: with signs between them, the year with or without its century, or as 5 tháng 3
// năm 2019.
func (r *reader) date(at int) int {
	day := r.number(at, 31)
	month := r.sign(day)
	if year := r.sign(r.number(month, 12)); year >= 0 {
		if full := r.year(year); full >= 0 {
			return full
		}
		return r.digits(year, 2)
	}
	month = r.gapAfter(r.word(r.gapAfter(day), "tháng"))
	return r.year(r.gapAfter(r.word(r.gapAfter(r.number(month, 12)), "năm")))
}

// sign passes over what stands between the parts of a date.
func (r *reader) sign(at int) int {
	return r.skip(r.one(r.skip(at, maxSpaces, blanks), "/.-–"), maxSpaces, blanks)
}

// number passes over one of 1 to most, of which a digit alone may follow a 0.
func (r *reader) number(at, most int) int {
	n, end := 0, at
	for end-at < 2 && r.digit(end, '0', '9') {
		n, end = 10*n+int(r.s[end]-'0'), end+1
	}
	if n < 1 || n > most {
		return nowhere
	}
	return end
}

// year passes over one of the last or this century.
func (r *reader) year(at int) int {
	if at < 0 || !strings.HasPrefix(r.s[at:], "19") && !strings.HasPrefix(r.s[at:], "20") {
		return nowhere
	}
	return r.digits(at+2, 2)
}
