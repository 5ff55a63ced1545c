package mail_test

import (
	"bufio"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/mail"
)

// server is a mail server that takes one message and tells what it heard.
func server(t *testing.T) (address string, heard <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	out := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var log strings.Builder
		r := bufio.NewReader(conn)
		say := func(s string) { _, _ = io.WriteString(conn, s+"\r\n") }
		say("220 test")
		for data := false; ; {
			line, err := r.ReadString('\n')
			if err != nil {
				break
			}
			log.WriteString(line)
			switch verb, _, _ := strings.Cut(strings.TrimSpace(line), " "); {
			case data && line == ".\r\n":
				data = false
				say("250 taken")
			case data:
			case verb == "EHLO":
				say("250-test\r\n250 AUTH PLAIN")
			case verb == "AUTH":
				say("235 welcome")
			case verb == "DATA":
				data = true
				say("354 go on")
			case verb == "QUIT":
				say("221 bye")
			default:
				say("250 fine")
			}
		}
		out <- log.String()
	}()
	return l.Addr().String(), out
}

func TestSend(t *testing.T) {
	t.Parallel()
	address, heard := server(t)
	s, err := mail.New(&url.URL{Scheme: "smtp", User: url.UserPassword("may", "bi mat"), Host: address}, "Trung tâm <khong-tra-loi@ttyt.example>")
	if err != nil {
		t.Fatal(err)
	}
	const subject, body = "Đặt lại mật khẩu\r\nBcc: ai-do@example.org", "Chào chị,\nliên kết: https://ttyt.example/reset#abc=\n.\nhết"
	if err := s.Send(t.Context(), "nhanvien@ttyt.example", subject, body); err != nil {
		t.Fatal(err)
	}
	log := <-heard
	if !strings.Contains(log, "MAIL FROM:<khong-tra-loi@ttyt.example>") || !strings.Contains(log, "RCPT TO:<nhanvien@ttyt.example>") {
		t.Errorf("heard\n%s", log)
	}
	_, text, _ := strings.Cut(log, "DATA\r\n")
	text, _, _ = strings.Cut(text, "\r\n.\r\n")
	m, err := netmail.ReadMessage(strings.NewReader(strings.ReplaceAll(text, "\r\n..", "\r\n.")))
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Bcc") != "" {
		t.Error("a subject added a header")
	}
	if got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || got != subject {
		t.Errorf("subject %q, %v", got, err)
	}
	got, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != body {
		t.Errorf("body %q, %v", got, err)
	}
}

func TestSendRefuses(t *testing.T) {
	t.Parallel()
	s, err := mail.New(&url.URL{Scheme: "smtp", Host: "127.0.0.1:1"}, "a@ttyt.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"", "nobody", "a@b.example\r\nBcc: c@d.example", "a@ttyt.example"} {
		if err := s.Send(t.Context(), to, "x", "y"); err == nil {
			t.Errorf("%q: sent", to)
		}
	}
	if _, err := mail.New(&url.URL{Scheme: "smtp", Host: "127.0.0.1"}, "nobody"); err == nil {
		t.Error("a sender without an address")
	}
}

// A one-time link does not cross the network in the clear.
func TestArticle6a_SendDemandsTLSOffThisMachine(t *testing.T) {
	t.Parallel()
	address, heard := server(t)
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	s, err := mail.New(&url.URL{Scheme: "smtp", Host: "0.0.0.0:" + port}, "a@ttyt.example") // this machine, unlike its loopback address
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), "b@ttyt.example", "x", "y"); err == nil || !strings.Contains(err.Error(), "TLS") {
		t.Errorf("got %v", err)
	}
	if log := <-heard; strings.Contains(log, "DATA") || strings.Contains(log, "RCPT") {
		t.Errorf("heard %s", log)
	}
}
