package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"ttyt/internal/config"
)

// PrepareDemo makes the folder of the demonstration and what has to be secret even there, and returns the password of
// all demo accounts.
func PrepareDemo(c *config.Config) (password string, err error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return "", err
	}
	if len(c.AuditKey) == 0 {
		key, err := keep(filepath.Join(c.Data, "audit.key"), func() string { return rand.Text() + rand.Text() })
		if err != nil {
			return "", err
		}
		c.AuditKey = []byte(key)
	}
	file := filepath.Join(c.Data, "password")
	if c.DemoPassword != "" {
		return c.DemoPassword, os.WriteFile(file, []byte(c.DemoPassword+"\n"), 0o600)
	}
	c.DemoPassword, err = keep(file, func() string { return strings.ToLower(rand.Text()[:16]) })
	return c.DemoPassword, err
}

// keep returns the text of the file, which fresh makes at first.
func keep(file string, fresh func() string) (string, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		content = []byte(fresh())
		err = os.WriteFile(file, append(content, '\n'), 0o600)
	}
	return strings.TrimSpace(string(content)), err
}

// WelcomeDemo prints where the demonstration is and who can sign in.
func WelcomeDemo(w io.Writer, addr net.Addr, password string) {
	fmt.Fprintf(w, `
  The demonstration runs. Stop it with Ctrl-C; the next start finds everything as it was left.

    API         http://%[1]s/graphql
    Explorer    http://%[1]s/explorer

    Accounts, all with the password %[2]s
      giamdoc      director, head of the Board      phogiamdoc   director
      bientap      website section                  cntt         IT section
      nhansu       personnel clerk
      truongkhoa   head of a clinical department    nhanvien     one of its staff
      truongkhoa2  head of another                  nhanvien2    one of its staff

`, addr, password)
}
