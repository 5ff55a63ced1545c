package mail

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Console prints messages instead of sending them: nobody reads a demonstration's mail.
type Console struct {
	mu sync.Mutex
	w  io.Writer
}

// NewConsole returns a sender that prints to w.
func NewConsole(w io.Writer) *Console { return &Console{w: w} }

// Send prints the message.
func (c *Console) Send(_ context.Context, to, subject, body string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := fmt.Fprintf(c.w, "\n  Mail to %s: %s\n\n    %s\n", to, subject, strings.ReplaceAll(strings.TrimSpace(body), "\n", "\n    "))
	return err
}
