// Package mail sends plain-text messages through the centre's mail server.
package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/netip"
	"net/smtp"
	"net/url"
	"time"
)

// Sender sends through one server as one sender.
type Sender struct {
	server *url.URL
	from   mail.Address
	now    func() time.Time
}

// New returns a sender through smtp://user:password@host:port, or smtps:// where TLS comes before the first word.
// from is an address that package net/mail parses.
func New(server *url.URL, from string) (*Sender, error) {
	address, err := mail.ParseAddress(from)
	if err != nil {
		return nil, err
	}
	return &Sender{server: server, from: *address, now: time.Now}, nil
}

// timeout bounds the sending of one message, for which a person waits.
const timeout = 8 * time.Second

// Send sends one message. The server has it when Send returns nil.
func (s *Sender) Send(ctx context.Context, to, subject, body string) error {
	recipient, err := mail.ParseAddress(to)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	text, err := s.compose(recipient, subject, body)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	c, err := s.dial(ctx)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	defer c.Close()
	if err := s.deliver(c, recipient.Address, text); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

func (s *Sender) deliver(c *smtp.Client, to string, text []byte) error {
	if s.server.Scheme == "smtp" {
		if err := s.startTLS(c); err != nil {
			return err
		}
	}
	if user := s.server.User; user != nil {
		password, _ := user.Password()
		// It refuses to tell the password to a server off this machine without TLS.
		if err := c.Auth(smtp.PlainAuth("", user.Username(), password, s.server.Hostname())); err != nil {
			return err
		}
	}
	if err := c.Mail(s.from.Address); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

// errPlain keeps messages, which may carry one-time links, off the network in the clear (Art. 6a).
var errPlain = errors.New("the server offers no TLS, which only one on this machine may do without")

// startTLS turns to TLS where the server offers it, as any server off this machine has to.
func (s *Sender) startTLS(c *smtp.Client) error {
	if ok, _ := c.Extension("STARTTLS"); ok {
		return c.StartTLS(&tls.Config{ServerName: s.server.Hostname()})
	}
	host := s.server.Hostname()
	if ip, err := netip.ParseAddr(host); host == "localhost" || err == nil && ip.IsLoopback() {
		return nil
	}
	return errPlain
}

func (s *Sender) dial(ctx context.Context) (*smtp.Client, error) {
	port, direct := "587", s.server.Scheme == "smtps"
	if direct {
		port = "465"
	}
	if p := s.server.Port(); p != "" {
		port = p
	}
	deadline := time.Now().Add(timeout)
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(s.server.Hostname(), port))
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, err
	}
	if direct {
		conn = tls.Client(conn, &tls.Config{ServerName: s.server.Hostname()})
	}
	return smtp.NewClient(conn, s.server.Hostname())
}

// compose writes the message. Encoded words hold no line breaks, so that no value can add a header.
func (s *Sender) compose(to *mail.Address, subject, body string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\n", s.from.String(), to.String(), mime.QEncoding.Encode("utf-8", subject), s.now().Format(time.RFC1123Z))
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\n")
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil { // writes the rest
		return nil, err
	}
	return b.Bytes(), nil
}
