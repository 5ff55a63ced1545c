package privacy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The same rules as regular expressions. They are slow, and easier to read: what is read by hand is held against them.

type oracle struct {
	kind  Kind
	shape *regexp.Regexp // the data is the group that is there where it has groups
	ok    func(match, before, after string) bool
}

const (
	wdRE  = `\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}\x{200d}`
	gapRE = `[ .` + wdRE + `-]?`
	grpRE = `[ .` + wdRE + `-]`
	sepRE = `[ .()` + wdRE + `–-]{0,3}`
	dayRE = `(?:0?[1-9]|[12][0-9]|3[01])`
	monRE = `(?:0?[1-9]|1[0-2])`
	yrRE  = `(?:19|20)[0-9]{2}`
	toRE  = `[ ` + wdRE + `]{0,8}[/.\-–][ ` + wdRE + `]{0,8}`
	spRE  = `[ \t\n` + wdRE + `]{1,8}`
	dtRE  = dayRE + toRE + monRE + toRE + `(?:` + yrRE + `|[0-9]{2})|` + dayRE + `(?i:` + spRE + `tháng` + spRE + `)` + monRE + `(?i:` + spRE + `năm` + spRE + `)` + yrRE
)

var oracles = []oracle{
	{InsuranceNumber, regexp.MustCompile(`[A-Za-z]{2}` + gapRE + `[1-9](?:` + gapRE + `[0-9]){12}`), alone("/-–=_#&@")},
	{IdentityNumber, regexp.MustCompile(`[0-9]{12}|[0-9]{3}(?:` + grpRE + `[0-9]{3}){3}|[0-9]{4}(?:` + grpRE + `[0-9]{4}){2}`), citizen},
	{PhoneNumber, regexp.MustCompile(`(?:\(?(?:\+|00)?84` + sepRE + `(?:0` + sepRE + `)?|\(?0` + sepRE + `)(?:[35789](?:` + sepRE + `[0-9]){8}|2(?:` + sepRE + `[0-9]){9})`),
		func(m, before, after string) bool {
			return alone("_@")(m, before, after) && !taxRE.MatchString(tailOf(before))
		}},
	{IdentityNumber, regexp.MustCompile(`[0-9]{9}|[0-9]{3}(?:` + grpRE + `[0-9]{3}){2}`), card},
	{BirthDate, regexp.MustCompile(`(?i:sinh|ns|n\.s)[ :.,–` + wdRE + `-]{1,4}(` + dtRE + `)|(?i:s)[.:][ ` + wdRE + `]{0,8}(` + dtRE + `|` + yrRE + `)|(?i:sinh` + spRE + `(?:ngày|năm)|(?:ngày|năm)(?:` + spRE + `tháng` + spRE + `năm)?` + spRE + `sinh|ng[./]` + gapRE + `sinh)` +
		`(?:[^0-9;.!?()\n]|\([^0-9()\n]{0,20}\)){0,24}` +
		`(` + dtRE + `)`), birth},
}

// find returns the spans of one detector.
func (d oracle) find(s string) (spans []span) {
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
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 {
				start = pos + m[g]
			}
		}
		spans, pos = append(spans, span{start, end}), end
	}
}

// oracleScan are the kinds and spans of a text in form text.NFC.
func oracleScan(s string) (found []Finding) {
	rest := []byte(s)
	for _, d := range oracles {
		for _, x := range d.find(string(rest)) {
			found = append(found, Finding{Kind: d.kind, Start: x.start, End: x.end})
			for i := x.start; i < x.end; i++ {
				rest[i] = '\n'
			}
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return a.Start - b.Start })
	return found[:min(len(found), Most)]
}

func alone(joints string) func(_, before, after string) bool {
	return func(_, before, after string) bool {
		prev, size := utf8.DecodeLastRuneInString(before)
		beyond, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
		next, size := utf8.DecodeRuneInString(after)
		further, _ := utf8.DecodeRuneInString(after[size:])
		return !continues(prev, beyond, joints) && !continues(next, further, joints)
	}
}

var (
	idRE    = regexp.MustCompile(`(?i)(?:cccd|cmnd|cmt|căn cước|chứng minh|định danh|hộ chiếu)[^0-9\n]{0,30}$`)
	taxRE   = regexp.MustCompile(`(?i)(?:mã số thuế|mst|mã số doanh nghiệp|msdn|tài khoản|stk)[^0-9\n]{0,20}$`)
	unitRE  = regexp.MustCompile(`^[ ` + wdRE + `]?(?i:đồng|đ|vnđ|vnd|usd|triệu|tỷ|tỉ|người|lượt|liều|ca|kg|km|m)(?:[^\pL]|$)`)
	abbrRE  = regexp.MustCompile(`^(?i:ns|n\.s|s[.:])`)
	verbRE  = regexp.MustCompile(`^(?i)sinh`)
	endRE   = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:vệ|học|vi|y|phát|thí|tuyển|hộ|an|dân|ký|kí|nảy|giáng|phục|tái|sơ|kháng|tập|cứu|hi|hy)[ ` + wdRE + `]+$`)
	beginRE = regexp.MustCompile(`(?i)sinh[ ` + wdRE + `]+(?:hoạt|viên|học|thái|sản|phẩm|lý)(?:[^\pL]|$)`)
)

func tailOf(s string) string { return s[max(0, len(s)-80):] }

func citizen(match, before, after string) bool {
	digits := onlyDigits(match)
	province, _ := strconv.Atoi(digits[:3])
	return alone("/-–=_#&@")(match, before, after) && !unitRE.MatchString(after) &&
		(idRE.MatchString(tailOf(before)) || 1 <= province && province <= 96 && digits[3] <= '3')
}

func card(match, before, after string) bool {
	return alone("/-–=_#&@")(match, before, after) && !unitRE.MatchString(after) && !taxRE.MatchString(tailOf(before)) &&
		(idRE.MatchString(tailOf(before)) || len(match) == 9 && match[0] <= '3')
}

func birth(match, before, after string) bool {
	return alone("")(match, before, after) && (!abbrRE.MatchString(match) || !strings.HasSuffix(before, ".")) && !beginRE.MatchString(match) && (!verbRE.MatchString(match) || !endRE.MatchString(tailOf(before)))
}

// crumbs are what made-up texts consist of: parts of the shapes and of the words around them.
var crumbs = strings.Split("0|1|2|3|9|84|+84|0084|(|)| |  |.|-|–|/|\u00a0|\n|\t|,|_|@|=|;|!|a|DN|te|x|đ|đồng|người|m|kg|CCCD|cmt|căn cước|Chứng minh|hộ chiếu|MST|mã số thuế|"+
	"stk|sinh|Sinh |ngày| ngày |năm| năm |tháng| tháng |ng.|NG/|vệ |học |y |hoạt |viên|lý |19|2019|1985|31/12/2019|32.1.1990|29-2-1899|05/03/1985|5-3-2019|5 tháng 3 năm 2019|"+
	"0912345678|022085001234|022 085 001 234|0220 8500 1234|100123456|900 123 456|DN4222212345678|0203 3879 115|\xff|\u0301|SINH NĂM|NS|ns: |n.s|s. |S:|U.|:|1/2/75|1975|\u2009|\u202f|\u200d|sinh ngày |ngày tháng năm sinh ", "|")
