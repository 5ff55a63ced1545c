package privacy

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// around is how many bytes before a number a word about it may be.
const around = 80

// tail is where a word about what is at a place may be.
func (r *reader) tail(at int) string { return r.s[max(0, at-around):at] }

// folded is the length of the word at the beginning of s in any letter case, 0 if it is not there.
func (r *reader) folded(s, word string) int {
	n := 0
	for _, w := range word {
		r.steps++
		c, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || c != w && !folds(c, w) {
			return 0
		}
		n += size
	}
	return n
}

// folds reports whether two runes differ by letter case alone.
func folds(a, b rune) bool {
	for c := unicode.SimpleFold(a); c != a; c = unicode.SimpleFold(c) {
		if c == b {
			return true
		}
	}
	return false
}

// standsAlone reports whether a number is no part of a longer number, a word, a
// document symbol or an address.
func (r *reader) standsAlone(m span) bool { return r.alone(m, "/-–=_#&@") }

// alone reports whether a number stands by itself: no letter or digit adjoins it, directly or after a joint, and it is not
// followed by the decimals or thousands of a price.
func (r *reader) alone(m span, joints string) bool {
	before, after := r.s[:m.start], r.s[m.end:]
	r.steps += 4
	prev, size := utf8.DecodeLastRuneInString(before)
	beyond, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	if continues(prev, beyond, joints) {
		return false
	}
	next, size := utf8.DecodeRuneInString(after)
	beyond, _ = utf8.DecodeRuneInString(after[size:])
	return !continues(next, beyond, joints)
}

// continues reports whether a number goes on with the rune next to it and the
// one beyond.
func continues(next, beyond rune, joints string) bool {
	switch {
	case unicode.IsLetter(next), unicode.IsDigit(next):
		return true
	case next == '.', next == ',':
		return unicode.IsDigit(beyond)
	}
	return strings.ContainsRune(joints, next) && (unicode.IsLetter(beyond) || unicode.IsDigit(beyond))
}

// Words about the number after them, and units of an amount before.
var (
	idWords  = []string{"cccd", "cmnd", "cmt", "căn cước", "chứng minh", "định danh", "hộ chiếu"}
	taxWords = []string{"mã số thuế", "mst", "mã số doanh nghiệp", "msdn", "tài khoản", "stk"}
	units    = []string{"đồng", "đ", "vnđ", "vnd", "usd", "triệu", "tỷ", "tỉ", "người", "lượt", "liều", "ca", "kg", "km", "m"}
)

// announced reports whether one of the words stands before a number, with at most so many characters between them, of
// which none is a digit or ends a line.
func (r *reader) announced(at, most int, words []string) bool {
	before := r.tail(at)
	begin := strings.LastIndexAny(before, "\n0123456789") + 1
	r.steps += len(before) - begin
	for i := begin; i < len(before); i++ {
		if !utf8.RuneStart(before[i]) {
			continue
		}
		for _, word := range words {
			if n := r.folded(before[i:], word); n > 0 && utf8.RuneCountInString(before[i+n:]) <= most {
				return true
			}
		}
	}
	return false
}

func (r *reader) identity(at int) bool { return r.announced(at, 30, idWords) }

func (r *reader) taxOrAccount(at int) bool { return r.announced(at, 20, taxWords) }

// counts reports whether a number counts something.
func (r *reader) counts(end int) bool {
	at := r.skip(end, 1, blanks)
	for _, unit := range units {
		if n := r.folded(r.s[at:], unit); n > 0 && !r.letter(at+n) {
			return true
		}
	}
	return false
}

func (r *reader) letter(at int) bool {
	c, size := r.rune(at)
	return size > 0 && unicode.IsLetter(c)
}

// isCitizenNumber reports whether 12 digits are a citizen's number: on their
// own, they have to begin with a province (001 to 096) and a digit for century
// and sex.
func isCitizenNumber(r *reader, m, _ span) bool {
	if !r.standsAlone(m) || r.counts(m.end) {
		return false
	}
	digits := onlyDigits(r.s[m.start:m.end])
	province, _ := strconv.Atoi(digits[:3]) // digits only
	return 1 <= province && province <= 96 && digits[3] <= '3' || r.identity(m.start)
}

// isCardNumber reports whether 9 digits are the number of an older identity
// card: without a word that says so, they have to be in one piece and begin as
// those cards do.
func isCardNumber(r *reader, m, _ span) bool {
	if !r.standsAlone(m) || r.counts(m.end) || r.taxOrAccount(m.start) {
		return false
	}
	return m.end-m.start == 9 && r.s[m.start] <= '3' || r.identity(m.start)
}

// isPhone reports whether a number of the shape of a telephone number is one.
// A slash or dash next to it joins nothing: it may end an address, as on
// zalo.me, or lead to the next number.
func isPhone(r *reader, m, _ span) bool { return r.alone(m, "_@") && !r.taxOrAccount(m.start) }

// Words with sinh that have nothing to do with a birth date: vệ sinh ngày 15/6
// is a day of cleaning, ngày sinh hoạt chuyên môn one of training.
var (
	beforeSinh = []string{"vệ", "học", "vi", "y", "phát", "thí", "tuyển", "hộ", "an", "dân", "ký", "kí", "nảy", "giáng", "phục", "tái", "sơ", "kháng", "tập", "cứu", "hi", "hy"}
	afterSinh  = []string{"hoạt", "viên", "học", "thái", "sản", "phẩm", "lý"}
)

// isBirth reports whether a date follows words for birth.
func isBirth(r *reader, m, data span) bool {
	if !r.alone(m, "") || r.word(m.start, "ns", "n.s", "s.", "s:") >= 0 && strings.HasSuffix(r.s[:m.start], ".") {
		return false // U.S. 1975 is no birth
	}
	for i := m.start; i < data.start; i++ {
		if n := r.folded(r.s[i:data.start], "sinh"); n > 0 && r.leads(r.s[i+n:m.end], afterSinh) {
			return false
		}
	}
	return r.folded(r.s[m.start:], "sinh") == 0 || !r.ends(r.tail(m.start), beforeSinh)
}

// leads reports whether one of the words comes next.
func (r *reader) leads(s string, words []string) bool {
	next := strings.TrimLeft(s, blanks)
	r.steps += len(s) - len(next)
	if next == s {
		return false
	}
	for _, word := range words {
		if n := r.folded(next, word); n > 0 {
			if c, size := utf8.DecodeRuneInString(next[n:]); size == 0 || !unicode.IsLetter(c) {
				return true
			}
		}
	}
	return false
}

// ends reports whether one of the words, as a whole, comes before.
func (r *reader) ends(s string, words []string) bool {
	r.steps += len(s)
	last := strings.TrimRight(s, blanks)
	if last == s {
		return false
	}
	begin := len(last)
	for begin > 0 {
		c, size := utf8.DecodeLastRuneInString(last[:begin])
		if !unicode.IsLetter(c) {
			break
		}
		begin -= size
	}
	for _, word := range words {
		if r.folded(last[begin:], word) == len(last)-begin {
			return begin < len(last)
		}
	}
	return false
}
