package text_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/text"
)

func TestLookAlikes(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Thông báo lịch tiêm chủng vắc xin sởi – rubella đợt 2": "",
		norm.NFD.String("Thông báo lịch tiêm chủng"):            "",
		"Kháng sinh nhóm β-lactam, 5 µg, mẫu α":                 "",
		"Điều trị COVID-19 tại Trạm Y tế xã Đắk Ơ":              "",
		"Th\u043eng báo":                       "Th\u043eng Cyrillic \u043e",
		"Bệnh viện \u0410B":                    "\u0410B Cyrillic \u0410",
		"T\u0440\u0443\u043d\u0433 tâm":        "T\u0440\u0443\u043d\u0433 Cyrillic \u0440\u0443\u043d\u0433",
		"Thuốc \u0441\u043e\u0440 mới":         "\u0441\u043e\u0440 Cyrillic \u0441\u043e\u0440",
		"\u039dhi khoa":                        "\u039dhi Greek \u039d",
		"\U0001d413hông báo":                   "\U0001d413hông Compatibility \U0001d413",
		"\uff34hông báo":                       "\uff34hông Compatibility \uff34",
		"s\u0456 Y t\u0435, S\u0456 Y t\u0435": "s\u0456 Cyrillic \u0456; t\u0435 Cyrillic \u0435; S\u0456 Cyrillic \u0456; t\u0435 Cyrillic \u0435",
		"Bài về 中文 và ไทย":                     "", // nobody takes them for Latin
	} {
		var got []string
		for _, l := range text.LookAlikes(s) {
			got = append(got, l.Word+" "+l.Script+" "+strings.Join(l.Letters, ""))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// Whatever Cyrillic or Greek letter takes the place of one in a Latin word is found.
func TestEveryLookAlikeInALatinWordIsFound(t *testing.T) {
	t.Parallel()
	for _, table := range []*unicode.RangeTable{unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee} {
		for _, r16 := range table.R16 {
			for r := rune(r16.Lo); r <= rune(r16.Hi); r += rune(r16.Stride) {
				if unicode.IsLetter(r) && len(text.LookAlikes("Trun"+string(r)+"tâm")) != 1 {
					t.Errorf("%q U+%04X is not found", r, r)
				}
			}
		}
	}
}
