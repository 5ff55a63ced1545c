package fastfield_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"ttyt.example/ttyt/graph/fastfield"
)

func FuzzMarshalString(f *testing.F) {
	for _, s := range []string{"", "Khoa Nhi", `a "b" \c`, "\x00\x1f\t\r\n", "\u2028<b>", "đ\U0001F600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		var b bytes.Buffer
		fastfield.MarshalString(s).MarshalGQL(&b)
		var back string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back != s {
			t.Errorf("%q became %s: %v", s, b.Bytes(), err)
		}
	})
}
