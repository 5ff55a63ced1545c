// Package config is everything that can be set, in one struct. Each setting is a flag, and an environment variable of
// the same name in capitals with underscores (-public-url is PUBLIC_URL); the flag wins. Secrets come from the
// environment or from a file (AUDIT_KEY, or -audit-key-file), never from the command line, which every user of the
// machine can read.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/trace"
)

// The commands that read a configuration; each has its defaults and what it cannot do without.
const (
	Demo        = "demo"
	Serve       = "serve"
	Migrate     = "migrate"
	Ready       = "ready"
	AuditVerify = "audit verify"
	AuditAnchor = "audit anchor"
)

// Config is what a command runs with. Read fills and checks it.
type Config struct {
	Demo bool // the demonstration on this machine: its schema and explorer are open to all

	Addr      string   // where to listen, host:port
	PublicURL *url.URL // the address that people use, which decides the form of cookies and links

	Data string // folder of what the program keeps beside the store
	DSN  string // sqlite:FILE or mysql:DSN; holds a password, so it is never shown
	// DSNSecuredBy is what secures the path to a store on another machine that is reached without TLS; "" if nothing has to.
	DSNSecuredBy string

	TLSCert, TLSKey string // PEM files
	TLSProxy        bool   // a proxy ends TLS, and nothing else can reach this port
	TrustedProxies  []netip.Prefix

	NoSite, NoConsole bool   // faces that a centre which brings its own turns off
	Theme             string // folder of files that take the place of the website's; "" for none

	Rate        int // sustained requests per second from one address of anonymous clients; 0 means no limit
	AccountRate int // the same of one signed-in account

	MetricsAddr      string // where metrics are served, host:port; "" serves none
	TrustedDocuments string // manifest of registered operations; "" for none
	TrustedOnly      bool   // strangers run registered operations alone

	Cache int // bytes of memory for what strangers were answered; 0 keeps no answers
	// How long a shared cache may keep an answer to an anonymous client, and may serve it while revalidating: content that was
	// taken down stays visible there for as long.
	SharedMaxAge, StaleWhileRevalidate, ServeStale time.Duration

	// How long a shared device may be left alone until it asks for the password, and how long ago the password may have been
	// entered for a decision.
	LockAfter, PasswordAfter time.Duration

	AuditKey     []byte   // signs the audit log, 32 bytes
	AuditKeysOld [][]byte // signed it before, and verify what they signed
	AuditAnchor  string   // file outside the database with the head of the audit chain

	SMTPURL  *url.URL // nil: no mail goes out
	MailFrom string

	MediaDir      string        // of the bytes of uploaded files
	MediaMax      int64         // bytes of one file
	MediaCache    int64         // bytes of the sizes in which pictures are shown
	MediaQuota    int64         // bytes of the files of one department
	MediaMaxAge   time.Duration // that those which everybody may read are kept elsewhere without asking again
	MediaInfected string        // what becomes of bytes that were found infected: lock or delete
	Clamd         string        // the antivirus scanner of uploads, unix:/path or tcp:host:port; "" for none
	ClamdMaxAge   time.Duration // of its signatures; 0 for any

	BoardCost int64 // in VND: what a change may cost before a director has to consent to it (Art. 5f)

	Holidays string // file of public holidays, "" for those that the program knows

	DemoPassword string // of all demo accounts; "" keeps the one in the data folder

	LogLevel  slog.Level
	LogFormat string // text or json
}

// StoreFile is the store in the data folder, where no other is configured.
func (c *Config) StoreFile() string { return filepath.Join(c.Data, "ttyt.db") }

// AnchorFile is the anchor in the data folder, where no other is configured.
func (c *Config) AnchorFile() string { return filepath.Join(c.Data, "audit.anchor") }

// HTTPS reports whether people reach the program over TLS.
func (c *Config) HTTPS() bool { return c.PublicURL.Scheme == "https" }

// LogHandler writes records in the format, from the level on.
func (c *Config) LogHandler(w io.Writer) slog.Handler {
	o := &slog.HandlerOptions{Level: c.LogLevel, ReplaceAttr: trace.Level}
	if c.LogFormat == "text" {
		return slog.NewTextHandler(w, o)
	}
	return slog.NewJSONHandler(w, o)
}

// Read makes a configuration from the defaults of the command, the environment and the arguments, and returns what
// follows the flags. more adds the command's own flags. It answers flag.ErrHelp after -help was printed to help; any
// other error names the setting and the reason.
func Read(command string, args []string, getenv func(string) string, help io.Writer, more func(*flag.FlagSet)) (Config, []string, error) {
	c := Config{Demo: command == Demo}
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if more != nil {
		more(flags)
	}
	own := describe(flags)
	given := map[string]string{}
	for _, s := range settings {
		if s.secret {
			flags.String(s.name+"-file", "", s.usage)
		} else if s.isBool {
			flags.Bool(s.name, s.byDefault(command) == "true", s.usage)
		} else {
			flags.String(s.name, s.byDefault(command), s.usage)
		}
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		writeHelp(help, command, own)
		return c, nil, err
	} else if err != nil {
		return c, nil, err
	}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = f.Value.String() })
	for _, s := range settings {
		value, err := s.value(command, given, getenv)
		if err == nil && value != "" {
			err = s.set(&c, value)
		}
		if err != nil {
			return c, nil, fmt.Errorf("%s: %w", s, err)
		}
	}
	return c, flags.Args(), c.complete(command)
}

// value returns the flag, else the environment variable, else the default.
func (s setting) value(command string, given map[string]string, getenv func(string) string) (string, error) {
	if !s.secret {
		if v, ok := given[s.name]; ok {
			return v, nil
		}
		if v := getenv(s.env()); v != "" {
			return v, nil
		}
		return s.byDefault(command), nil
	}
	file, ok := given[s.name+"-file"]
	if !ok {
		file = getenv(s.env() + "_FILE")
	}
	direct := getenv(s.env())
	if file == "" {
		return direct, nil
	}
	if direct != "" {
		return "", fmt.Errorf("set either %s or a file", s.env())
	}
	content, err := os.ReadFile(file)
	return strings.TrimSpace(string(content)), err
}

// complete fills in what follows from other settings, and checks what only makes sense together.
func (c *Config) complete(command string) error {
	host, _, _ := net.SplitHostPort(c.Addr)
	local := isLoopback(host)
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("tls-cert and tls-key go together: set both or neither")
	}
	secure := c.TLSCert != "" || c.TLSProxy
	if c.PublicURL == nil {
		scheme := "http"
		if secure {
			scheme = "https"
		}
		c.PublicURL = &url.URL{Scheme: scheme, Host: c.Addr}
	}
	if c.DSN == "" {
		c.DSN = "sqlite:" + c.StoreFile()
	}
	if c.AuditAnchor == "" {
		c.AuditAnchor = c.AnchorFile()
	}
	if c.MediaDir == "" {
		c.MediaDir = filepath.Join(c.Data, "media")
	}
	if (c.SMTPURL == nil) != (c.MailFrom == "") {
		return errors.New("smtp-url and mail-from go together: set both or neither")
	}
	if c.TrustedOnly && c.TrustedDocuments == "" {
		return errors.New("strangers: trusted needs trusted-documents, the manifest of what they may run")
	}
	if c.Theme != "" && c.NoSite {
		return errors.New("theme and site=false: a website that is turned off has no theme")
	}
	if err := c.checkPath(); err != nil {
		return err
	}
	if command == Demo {
		if !local {
			return fmt.Errorf("addr: %q: the demonstration listens on this machine alone, such as 127.0.0.1:8080", c.Addr)
		}
		return nil
	}
	if err := c.checkKeys(command); err != nil {
		return err
	}
	if c.SMTPURL != nil && c.MailFrom == "" {
		return errors.New("mail-from: missing: smtp-url needs a sender")
	}
	if command == Serve && !secure {
		return errors.New("tls-cert and tls-key: missing: only the demonstration speaks plain http; set them, or tls-proxy where a proxy ends TLS (Art. 6a)")
	}
	if command == Serve && !c.HTTPS() {
		return fmt.Errorf("public-url: %q: want https, as people reach the program over TLS (Art. 6a)", c.PublicURL)
	}
	if command == Serve && c.TLSProxy && len(c.TrustedProxies) == 0 {
		return errors.New("trusted-proxies (TRUSTED_PROXIES): missing: tls-proxy needs the address of the proxy, or all readers behind it count as one")
	}
	return nil
}

// checkPath refuses a way to the store that others on the network could read, unless the owner says what secures it.
func (c *Config) checkPath() error {
	plain, err := db.Plain(c.DSN)
	if err != nil {
		return fmt.Errorf("DSN (-dsn-file): %w", err)
	}
	if plain && c.DSNSecuredBy == "" {
		return errors.New("DSN (-dsn-file): the store is on another machine, so add tls=true to the DSN, or say in dsn-secured-by what else secures the path to it, such as a tunnel (Art. 6a)")
	}
	if !plain {
		c.DSNSecuredBy = ""
	}
	return nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
