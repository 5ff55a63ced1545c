package web

import (
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
)

func TestAmountsInWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"0":                    {"không", "zero"},
		"5":                    {"năm", "five"},
		"10":                   {"mười", "ten"},
		"15":                   {"mười lăm", "fifteen"},
		"21":                   {"hai mươi mốt", "twenty-one"},
		"55":                   {"năm mươi lăm", "fifty-five"},
		"101":                  {"một trăm linh một", "one hundred one"},
		"110":                  {"một trăm mười", "one hundred ten"},
		"500":                  {"năm trăm", "five hundred"},
		"1.005":                {"một nghìn không trăm linh năm", "one thousand five"},
		"30,100":               {"ba mươi nghìn một trăm", "thirty thousand one hundred"},
		"1.500.000":            {"một triệu năm trăm nghìn", "one million five hundred thousand"},
		" 1500000 ":            {"một triệu năm trăm nghìn", "one million five hundred thousand"},
		"2.000.015":            {"hai triệu không trăm mười lăm", "two million fifteen"},
		"1.000.000.000":        {"một tỷ", "one billion"},
		"1.020.000.000.000":    {"một nghìn không trăm hai mươi tỷ", "one trillion twenty billion"},
		"1.000.000.001":        {"một tỷ không trăm linh một", "one billion one"},
		"999.999.999.999.999":  {"chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín", "nine hundred ninety-nine trillion nine hundred ninety-nine billion nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine"},
		"":                     {},
		"-5":                   {},
		"1.50":                 {},
		"một":                  {},
		"1000000000000000":     {},
		"99999999999999999999": {},
	} {
		if vi, en := spelt(fault.Vietnamese, text), spelt(fault.English, text); vi != want[0] || en != want[1] {
			t.Errorf("%q: %q and %q, wanted %q", text, vi, en, want)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64][2]string{
		0: {"0 B", "0 B"}, 1023: {"1.023 B", "1,023 B"}, 1024: {"1 KiB", "1 KiB"}, 1536: {"1,5 KiB", "1.5 KiB"}, 32 << 20: {"32 MiB", "32 MiB"},
		5_000_000: {"4,7 MiB", "4.7 MiB"}, 3 << 30: {"3 GiB", "3 GiB"},
	} {
		if vi, en := sized(fault.Vietnamese, n), sized(fault.English, n); vi != want[0] || en != want[1] {
			t.Errorf("%d: %q and %q, wanted %q", n, vi, en, want)
		}
	}
}
