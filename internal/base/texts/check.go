package texts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/text"
)

// maxLength bounds a message, in characters: people read it beside a field, or on a phone.
const maxLength = 400

// Check says what is wrong with the messages, each with its place, in the order of the messages. Two messages are the same if one
// language is; words of pages, which are short, if both are: "Nhật ký" is a log here and a history there.
func Check(entries []Entry) (findings []string) {
	vietnamese, english, pairs := map[string]Entry{}, map[string]Entry{}, map[string]Entry{}
	for _, e := range entries {
		for _, rule := range rules {
			if says := rule(e); says != "" {
				findings = append(findings, fmt.Sprintf("%s: %s: %s", e.At(), e.Key, says))
				break
			}
		}
		if e.label() {
			continue
		}
		first, twice := pairs[e.VI+"|"+e.EN]
		if e.Page && twice {
			findings = append(findings, stands(e, e.VI, first))
		}
		if !twice {
			pairs[e.VI+"|"+e.EN] = e
		}
		if e.Page {
			continue
		}
		for _, of := range []struct {
			seen map[string]Entry
			says string
		}{{vietnamese, e.VI}, {english, e.EN}} {
			first, twice := of.seen[of.says]
			switch {
			case of.says == "":
			case twice:
				findings = append(findings, stands(e, of.says, first))
			default:
				of.seen[of.says] = e
			}
		}
	}
	return findings
}

func stands(e Entry, says string, first Entry) string {
	return fmt.Sprintf("%s: %s: %q stands at %s too: keep one, in the lowest room that both import", e.At(), e.Key, says, first.At())
}

// label tells whether it is the label of an enum's value, as Type.VALUE: each has its own, whatever another says.
func (e Entry) label() bool { return e.Page && unicode.IsUpper(rune(e.Key[0])) }

// rules are what each message has to keep. Each says what is wrong, "" where nothing is.
var rules = []func(Entry) string{both, clean, placed, alike, wholly, offices, plain}

// both: a message stands in both languages.
func both(e Entry) string {
	switch {
	case strings.TrimSpace(e.VI) == "":
		return "the Vietnamese is missing"
	case strings.TrimSpace(e.EN) == "":
		return "the English is missing"
	}
	return ""
}

var (
	gap  = regexp.MustCompile(`[ \t]{2}|[ \t]\n|\.\.\.|\s[.,;:!?](?:\s|$)`)
	mark = regexp.MustCompile(`[.!?:…]["»”)]?$`)
)

// clean: no message has hidden characters, spaces too many or a form of Unicode that compares unequal.
func clean(e Entry) string {
	for _, s := range []string{e.VI, e.EN} {
		switch {
		case s != text.NFC(s):
			return fmt.Sprintf("%q is not in normal form C, or has a hidden character", s)
		case strings.TrimSpace(s) != s || gap.MatchString(s):
			return fmt.Sprintf("%q has a space or dots too many", s)
		case utf8.RuneCountInString(s) > maxLength:
			return fmt.Sprintf("it is longer than %d characters", maxLength)
		}
	}
	return ""
}

var verb = regexp.MustCompile(`%(?:\[\d+\])?[vqsdtxf]`)

var place = regexp.MustCompile(`%(?:\[\d+\])?.?`)

// Places returns the places for values in a message, the first named first, as %[1]v and %[2]q.
func Places(s string) (places []string) {
	next := 1
	for _, found := range place.FindAllString(s, -1) {
		verb := found[len(found)-1:]
		if found == "%%" {
			continue
		}
		if _, err := fmt.Sscanf(found, "%%[%d]", &next); err != nil || !strings.Contains(found, "[") {
			found = fmt.Sprintf("%%[%d]%s", next, verb)
		}
		places = append(places, found)
		next++
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// placed: both languages of a Format take the same values, each as %v or %q, which suit every type.
func placed(e Entry) string {
	vi, en := Places(e.VI), Places(e.EN)
	if !e.Format {
		if verb.MatchString(e.VI) || verb.MatchString(e.EN) {
			return "it takes values: make it a fault.Format"
		}
		return ""
	}
	switch {
	case e.VI == "" || e.EN == "":
		return ""
	case !slices.Equal(vi, en):
		return fmt.Sprintf("the Vietnamese takes the values %v, the English %v", vi, en)
	case e.Page: // in HTML each value is a text
		return ""
	case len(vi) == 0:
		return "it takes no value: make it a fault.Text"
	}
	for i, p := range vi {
		if p != fmt.Sprintf("%%[%d]v", i+1) && p != fmt.Sprintf("%%[%d]q", i+1) {
			return fmt.Sprintf("%s: write values as %%v or %%q, none left out", p)
		}
	}
	return ""
}

// alike: where one language is a sentence so is the other, and a sentence ends as one. Headings and labels of pages need no full
// stop, however long.
func alike(e Entry) string {
	if e.VI == "" || e.EN == "" {
		return ""
	}
	vi, en := mark.MatchString(e.VI), mark.MatchString(e.EN)
	first, _ := utf8.DecodeRuneInString(e.EN)
	switch {
	case vi != en:
		return "one language ends as a sentence, the other does not"
	case !e.Page && !en && unicode.IsUpper(first) && len(strings.Fields(e.EN)) > 6:
		return "a sentence ends with a full stop"
	case e.VI == e.EN && strings.ContainsFunc(place.ReplaceAllString(e.VI, ""), unicode.IsLetter):
		return "both languages are the same"
	}
	return ""
}

// foreign are English words that have a Vietnamese one. Names of the API and its values, which clients have to send as they
// are, are no words: offset, null, true, the names of headers.
var foreign = wordsOf(`account approval asset cache change click code comment cookie cursor deadline department director draft
	error field file form header input invalid link list login manager missing output page password permission post request
	required reset role scope section server session staff state status token update upload user username the and not must with`)

func wordsOf(s string) map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(s) {
		words[word] = true
	}
	return words
}

// Marked finds a letter that Vietnamese has and English does not.
var Marked = regexp.MustCompile(`[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]`)

// wholly: the Vietnamese is Vietnamese, with its marks, and so is no part of the English.
func wholly(e Entry) string {
	says := place.ReplaceAllString(e.VI, "")
	for _, word := range strings.FieldsFunc(says, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-/_", r)
	}) {
		if foreign[strings.ToLower(word)] && word != strings.ToUpper(word) { // GET and POST are names
			return fmt.Sprintf("%q is not Vietnamese", word)
		}
	}
	if len(strings.Fields(says)) > 3 && !Marked.MatchString(says) {
		return "the Vietnamese has no marks"
	}
	if word := Marked.FindString(quotedName.ReplaceAllString(e.EN, "")); word != "" && Marked.MatchString(e.VI) {
		return fmt.Sprintf("the English has the letter %s", word)
	}
	return ""
}

// quotedName is what English says in quotation marks: words of a file or form that are Vietnamese.
var quotedName = regexp.MustCompile(`"[^"]*"|“[^”]*”`)

// names are how the offices of the centre are written, in every message alike.
var names = []string{"Bộ phận Công nghệ thông tin", "Bộ phận Quản lý website", "Ban Giám đốc", "Phòng Tổ chức - Hành chính"}

var (
	anyName = regexp.MustCompile(`(?i)bộ phận (?:công nghệ thông tin|cntt|it|quản lý website|quản trị website|website|quản trị)|ban giám đốc|phòng tổ chức\s*[-–,]?\s*hành chính|bộ phận công nghệ`)
	short   = regexp.MustCompile(`\b(?:CNTT|BGĐ|TTYT)\b`)
)

// offices: each office has one spelling, and no abbreviation.
func offices(e Entry) string {
	for _, found := range anyName.FindAllString(e.VI, -1) {
		if !slices.Contains(names, found) {
			return fmt.Sprintf("%q is not one of %q", found, names)
		}
	}
	if found := short.FindString(e.VI); found != "" {
		return fmt.Sprintf("write %s out", found)
	}
	return ""
}

// stilted is English that no native writer writes.
var stilted = regexp.MustCompile(`(?i)\b(is told|are told|is no value|strangers?|alone)\b`)

// plain: the English is plain.
func plain(e Entry) string {
	if found := stilted.FindString(e.EN); found != "" {
		return fmt.Sprintf("%q: say it plainly", found)
	}
	return ""
}
