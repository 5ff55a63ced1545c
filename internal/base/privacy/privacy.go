// Package privacy finds personal data of patients in text that is about to be
// published. A finding is a warning for those who decide, never a verdict: the
// centre's own hot line is a telephone number too.
package privacy

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/text"
)

// A Kind is a kind of personal data.
type Kind string

// The kinds of personal data that Scan finds.
const (
	IdentityNumber  Kind = "IDENTITY_NUMBER"  // citizen identity (CCCD, 12 digits) or older identity card (CMND, 9 digits)
	InsuranceNumber Kind = "INSURANCE_NUMBER" // health insurance card, 2 letters and 13 digits
	PhoneNumber     Kind = "PHONE_NUMBER"     // Vietnamese mobile or landline number
	BirthDate       Kind = "BIRTH_DATE"       // a full date next to words for birth
)

// A Finding is one piece of personal data in a text.
type Finding struct {
	Kind    Kind
	Excerpt string // the data with at least half of its digits masked, fit to be shown and stored
	Start   int    // offset of its first byte in the text in form text.NFC
	End     int    // offset after its last byte
}

// Scan returns the personal data in s in the order of its place in the text,
// without overlaps. Offsets refer to text.NFC(s). It is nil when there is none.
func Scan(s string) []Finding {
	s = text.NFC(s)
	var found []Finding
	rest := []byte(s) // what earlier detectors found is blotted out
	for _, d := range detectors {
		for _, span := range d.find(string(rest)) {
			start, end := span[0], span[1]
			found = append(found, Finding{d.kind, mask(s[start:end]), start, end})
			for i := start; i < end; i++ {
				rest[i] = '\n'
			}
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return found
}

// mask hides all digits of s but a quarter at either end.
func mask(s string) string {
	digits := strings.Map(onlyDigits, s)
	keep := len(digits) / 4
	n := 0
	return strings.Map(func(r rune) rune {
		if !isDigit(r) {
			return r
		}
		n++
		if n > keep && n <= len(digits)-keep {
			return '•'
		}
		return r
	}, s)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func onlyDigits(r rune) rune {
	if isDigit(r) {
		return r
	}
	return -1
}

// A detector finds one kind of data by its shape. Where shapes overlap, the
// earlier detector wins.
type detector struct {
	kind  Kind
	shape *regexp.Regexp // the data is its group 1 where it has groups
	ok    func(match, before, after string) bool
}

const (
	gap = `[ .\x{a0}-]?`                // between the digits of one number
	sep = `[ .()\x{a0}–-]{0,3}`         // between the digits of a telephone number
	day = `(?:0?[1-9]|[12][0-9]|3[01])` // of the month
	mon = `(?:0?[1-9]|1[0-2])`          // of the year
	yr  = `(?:19|20)[0-9]{2}`           // of a person alive
	to  = `[ \x{a0}]*[/.\-–][ \x{a0}]*` // between the parts of a date
	sp  = `[ \t\n\x{a0}]+`              // between words
)

var detectors = []detector{
	{InsuranceNumber, regexp.MustCompile(`[A-Za-z]{2}` + gap + `[1-9](?:` + gap + `[0-9]){12}`), standsAlone},
	{IdentityNumber, regexp.MustCompile(`[0-9]{12}|[0-9]{3}(?:[ .\x{a0}][0-9]{3}){3}|[0-9]{4}(?:[ .\x{a0}][0-9]{4}){2}`), isCitizenNumber},
	{PhoneNumber, regexp.MustCompile(`(?:\(?(?:\+|00)?84` + sep + `(?:0` + sep + `)?|\(?0` + sep + `)(?:[35789](?:` + sep + `[0-9]){8}|2(?:` + sep + `[0-9]){9})`), isPhone},
	{IdentityNumber, regexp.MustCompile(`[0-9]{9}|[0-9]{3}(?:[ .\x{a0}][0-9]{3}){2}`), isCardNumber},
	{BirthDate, regexp.MustCompile(`(?i:sinh` + sp + `(?:ngày|năm)|(?:ngày|năm)(?:` + sp + `tháng` + sp + `năm)?` + sp + `sinh|ng[./]` + gap + `sinh)` +
		`(?:[^0-9;.!?()\n]|\([^0-9()\n]{0,20}\)){0,24}` +
		`(` + day + to + mon + to + yr + `|` + day + `(?i:` + sp + `tháng` + sp + `)` + mon + `(?i:` + sp + `năm` + sp + `)` + yr + `)`), isBirth},
}

// find returns the start and end of each piece of data in s. A match that turns
// out to be something else may hide a true one that begins inside it, so the
// search goes on after its first character, or its first digits: nothing stands
// alone in the middle of those.
func (d detector) find(s string) [][2]int {
	var spans [][2]int
	for pos := 0; ; {
		m := d.shape.FindStringSubmatchIndex(s[pos:])
		if m == nil {
			return spans
		}
		start, end := pos+m[0], pos+m[1]
		if !d.ok(s[start:end], s[:start], s[end:]) {
			first, size := utf8.DecodeRuneInString(s[start:])
			for pos = start + size; isDigit(first) && pos < len(s) && isDigit(rune(s[pos])); {
				pos++
			}
			continue
		}
		if len(m) > 2 {
			start = pos + m[2]
		}
		spans = append(spans, [2]int{start, end})
		pos = end
	}
}

// standsAlone reports whether a number is no part of a longer number, a word, a
// document symbol or an address.
func standsAlone(_, before, after string) bool { return alone(before, after, "/-–=_#&@") }

// alone reports whether neither side of a number goes on with a letter or digit,
// be it after one of the joints, nor with the decimals or thousands of a price.
func alone(before, after, joints string) bool {
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

var (
	idWords  = regexp.MustCompile(`(?i)(?:cccd|cmnd|cmt|căn cước|chứng minh|định danh|hộ chiếu)[^0-9\n]{0,30}$`)
	taxWords = regexp.MustCompile(`(?i)(?:mã số thuế|mst|mã số doanh nghiệp|msdn|tài khoản|stk)[^0-9\n]{0,20}$`)
	unit     = regexp.MustCompile(`^[ \x{a0}]?(?i:đồng|đ|vnđ|vnd|usd|triệu|tỷ|tỉ|người|lượt|liều|ca|kg|km|m)(?:[^\pL]|$)`)
)

// tail returns the last bytes of s in which a word about what follows may be.
func tail(s string) string { return s[max(0, len(s)-80):] }

// isCitizenNumber reports whether 12 digits are a citizen's number: on their
// own, they have to begin with a province (001 to 096) and a digit for century
// and sex.
func isCitizenNumber(match, before, after string) bool {
	if !standsAlone(match, before, after) || unit.MatchString(after) {
		return false
	}
	digits := strings.Map(onlyDigits, match)
	province, _ := strconv.Atoi(digits[:3]) // digits only
	return idWords.MatchString(tail(before)) || 1 <= province && province <= 96 && digits[3] <= '3'
}

// isCardNumber reports whether 9 digits are the number of an older identity
// card: without a word that says so, they have to be in one piece and begin as
// those cards do.
func isCardNumber(match, before, after string) bool {
	if !standsAlone(match, before, after) || unit.MatchString(after) || taxWords.MatchString(tail(before)) {
		return false
	}
	return idWords.MatchString(tail(before)) || len(match) == 9 && match[0] <= '3'
}

// isPhone reports whether a number of the shape of a telephone number is one.
// A slash or dash next to it joins nothing: it may end an address, as on
// zalo.me, or lead to the next number.
func isPhone(_, before, after string) bool {
	return alone(before, after, "_@") && !taxWords.MatchString(tail(before))
}

// Words with sinh that have nothing to do with a birth date: vệ sinh ngày 15/6
// is a day of cleaning, ngày sinh hoạt chuyên môn one of training.
var (
	endInSinh     = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:vệ|học|vi|y|phát|thí|tuyển|hộ|an|dân|ký|kí|nảy|giáng|phục|tái|sơ|kháng)[ \x{a0}]+$`)
	beginWithSinh = regexp.MustCompile(`(?i)sinh[ \x{a0}]+(?:hoạt|viên|học|thái|sản|phẩm|lý)(?:[^\pL]|$)`)
)

// isBirth reports whether a date follows words for birth.
func isBirth(match, before, after string) bool {
	if !alone(before, after, "") || beginWithSinh.MatchString(match) {
		return false
	}
	verb := strings.HasPrefix(strings.ToLower(match), "sinh")
	return !verb || !endInSinh.MatchString(tail(before))
}
