package mail_test

import (
	"bytes"
	"testing"

	"ttyt.example/ttyt/internal/base/mail"
)

func TestConsole(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := mail.NewConsole(&out).Send(t.Context(), "an@example.vn", "Đặt mật khẩu", "một\nhai\n"); err != nil {
		t.Fatal(err)
	}
	if want := "\n  Mail to an@example.vn: Đặt mật khẩu\n\n    một\n    hai\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
