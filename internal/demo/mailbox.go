package demo

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"ttyt.example/ttyt/internal/core/auth"
)

// Mailbox stands before the mail of a demonstration. While the centre is being filled, nothing goes out: messages to
// its made-up people wait here, for them to follow the links.
type Mailbox struct {
	Out auth.Mailer // takes all mail once the centre is filled

	mu   sync.Mutex
	kept map[string]string // the last message to each address; nil while mail goes out
}

// Send sends or keeps one message.
func (m *Mailbox) Send(ctx context.Context, to, subject, body string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		return m.Out.Send(ctx, to, subject, body)
	}
	m.kept[to] = body
	return nil
}

// keep begins to keep messages; open ends it.
func (m *Mailbox) keep() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = map[string]string{}
}

func (m *Mailbox) open() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}

// link returns the address in the last message to a recipient.
func (m *Mailbox) link(to string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for word := range strings.FieldsSeq(m.kept[to]) {
		if strings.HasPrefix(word, "http") {
			return word, nil
		}
	}
	return "", fmt.Errorf("no link came to %s", to)
}
