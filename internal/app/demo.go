package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/demo"
	"ttyt.example/ttyt/internal/wire/explorer"
	"ttyt.example/ttyt/internal/wire/web"
)

// PrepareDemo makes the folder of the demonstration and what has to be secret even there: the key of the record and the
// password of all demo accounts.
func PrepareDemo(c *config.Config) error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	if len(c.AuditKey) == 0 {
		key, err := keep(filepath.Join(c.Data, "audit.key"), config.NewDemoKey)
		if err != nil {
			return err
		}
		if c.AuditKey, err = config.ParseKey(key); err != nil {
			return err
		}
	}
	if c.DemoPassword != "" {
		return nil
	}
	var err error
	c.DemoPassword, err = keep(passwordFile(*c), func() string { return strings.ToLower(rand.Text()[:16]) })
	return err
}

func passwordFile(c config.Config) string { return filepath.Join(c.Data, "password") }

// OpenDemo opens the demonstration with the demo centre in its store. Its password is kept once the accounts have it,
// so that one which is refused does no harm.
func OpenDemo(ctx context.Context, c config.Config, o Options) (*App, error) {
	outside, err := mailerOf(c)
	if err != nil {
		return nil, err
	}
	clock, mailbox := &demo.Clock{}, &demo.Mailbox{Out: outside}
	o.Mailer = mailbox
	a, err := open(ctx, c, o, clock.Now)
	if errors.Is(err, db.ErrUnreleasedStore) {
		if aside, problem := setAside(ctx, c); aside {
			a, err = open(ctx, c, o, clock.Now)
		} else {
			err = errors.Join(err, problem)
		}
	}
	if errors.Is(err, audit.ErrRefused) || errors.Is(err, db.ErrUnreleasedStore) {
		err = fmt.Errorf("%w. This is the demonstration: to begin anew, delete the whole folder %s", err, c.Data)
	}
	if err != nil {
		return nil, err
	}
	s := a.Services
	err = demo.Fill(ctx, demo.Services{
		DB: a.DB, Access: a.Access, Audit: a.Audit, Auth: s.Auth, Departments: s.Departments, Staff: s.People, Roles: s.Roles,
		Categories: s.Categories, Approvals: s.Approvals, Posts: s.Posts, Ratings: s.Ratings, Analytics: s.Analytics, Assets: s.Assets, Inventory: s.Inventory, ChangeRequests: s.ChangeRequests, ConnectLists: s.ConnectLists, Corrections: s.Corrections, Sites: s.Sites, Incidents: s.Incidents, Support: s.Support, Media: s.Media, Clock: clock, Mail: mailbox,
	}, c.DemoPassword)
	if fault.HasCode(err, fault.WeakPassword) {
		err = fmt.Errorf("DEMO_PASSWORD (-demo-password-file): %w", err)
	}
	if err == nil {
		err = os.WriteFile(passwordFile(c), []byte(c.DemoPassword+"\n"), 0o600)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// setAside moves an unreleased store of the demonstration into a folder of its own beside it, so that it begins anew, and
// reports whether it did. It leaves alone what may be somebody's: a store elsewhere, under another key, or with another
// centre in it.
func setAside(ctx context.Context, c config.Config) (done bool, err error) {
	if c.DSN != string(db.SQLite)+":"+c.StoreFile() || c.AuditAnchor != c.AnchorFile() || !config.IsDemoKey(c.AuditKey) {
		return false, nil
	}
	store, err := db.Open(ctx, c.DSN, db.Options{ReadOnly: true, Conns: 1})
	if err != nil {
		return false, err
	}
	own, err := demo.Holds(ctx, store)
	if err := errors.Join(err, store.Close()); err != nil || !own {
		return false, err
	}
	folder, err := os.MkdirTemp(c.Data, "unreleased-")
	if err != nil {
		return false, err
	}
	// A start that is cut between two of them leaves a store that is set aside again, or a log without its file, which SQLite
	// deletes.
	for _, file := range []string{c.AnchorFile(), c.StoreFile(), c.StoreFile() + "-wal", c.StoreFile() + "-shm"} {
		if err := os.Rename(file, filepath.Join(folder, filepath.Base(file))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
	slog.InfoContext(ctx, "the demonstration begins anew: its store was made by an unreleased version", "set_aside", folder)
	return true, nil
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

// demoAccounts are those that the demonstration offers, all with one password.
var demoAccounts = offered("giamdoc", "phogiamdoc", "bientap", "cntt", "nhansu", "truongkhoa", "nhanvien", "truongkhoa2", "nhanvien2")

func offered(logins ...string) (accounts []explorer.Account) {
	for _, login := range logins {
		who := demoNames[login]
		accounts = append(accounts, explorer.Account{Login: login, VI: who.VI, EN: who.EN})
	}
	return accounts
}

// accounts are those that the explorer offers to sign in as.
func (a *App) accounts() []explorer.Account {
	if a.config.Demo {
		return demoAccounts
	}
	return []explorer.Account{}
}

// offered are the accounts that the page to sign in on offers as buttons.
func (a *App) offered() (accounts []web.Account) {
	for _, one := range a.accounts() {
		accounts = append(accounts, web.Account{Login: one.Login, Password: a.config.DemoPassword, VI: one.VI, EN: one.EN})
	}
	return accounts
}

// WelcomeDemo prints where the demonstration is and who can sign in.
func WelcomeDemo(w io.Writer, addr net.Addr, password string) {
	fmt.Fprintf(w, `
  The demonstration runs. Stop it with Ctrl-C; the next start finds everything as it was left.

    Site      http://%[1]s/
    Console   http://%[1]s%[4]s/
    Explorer  http://%[1]s%[2]s/
    API       http://%[1]s/graphql

    Accounts, all with the password %[3]s
`, addr, explorer.Path, password, web.ConsolePath)
	for _, account := range demoAccounts {
		fmt.Fprintf(w, "      %-12s %s\n", account.Login, account.EN)
	}
	fmt.Fprintln(w)
}
