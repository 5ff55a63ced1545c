package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/trace"
)

// setting is one thing that can be set.
type setting struct {
	name, usage, fallback string
	demo                  string // the default of the demonstration, where it differs
	secret, isBool        bool
	set                   func(*Config, string) error
}

// settings lists all of them, in the order of -help.
var settings = []setting{
	{name: "addr", fallback: "127.0.0.1:8443", demo: "127.0.0.1:8080", usage: "address to listen on, host:port",
		set: func(c *Config, v string) error {
			c.Addr = v
			return checkAddr(v)
		}},
	{name: "public-url", usage: "the address people use, https://host (default: the address listened on)",
		set: func(c *Config, v string) (err error) {
			c.PublicURL, err = url.Parse(v)
			if err != nil || c.PublicURL.Scheme != "http" && c.PublicURL.Scheme != "https" || c.PublicURL.Host == "" || strings.Trim(c.PublicURL.Path, "/") != "" || c.PublicURL.User != nil || c.PublicURL.RawQuery != "" {
				return fmt.Errorf("%q: want http:// or https:// and a host, without a path", v)
			}
			c.PublicURL.Path = ""
			return nil
		}},
	{name: "data", fallback: "data", demo: ".demo", usage: "folder for what the program keeps beside the store",
		set: func(c *Config, v string) error { c.Data = v; return nil }},
	{name: "dsn", secret: true, usage: "the store, sqlite:FILE or mysql:user:password@tcp(host:3306)/name?tls=true (default: SQLite in the data folder)",
		set: func(c *Config, v string) error {
			c.DSN = v
			if !strings.HasPrefix(v, "sqlite:") && !strings.HasPrefix(v, "mysql:") {
				return errors.New("want sqlite:FILE or mysql:DSN")
			}
			return nil
		}},
	{name: "dsn-secured-by", usage: "what secures a connection without TLS to a store on another machine, such as a tunnel; logged at each start",
		set: func(c *Config, v string) error { c.DSNSecuredBy = v; return nil }},
	{name: "tls-cert", usage: "PEM file of the certificate chain", set: func(c *Config, v string) error { c.TLSCert = v; return nil }},
	{name: "tls-key", usage: "PEM file of the certificate's key", set: func(c *Config, v string) error { c.TLSKey = v; return nil }},
	{name: "tls-proxy", isBool: true, usage: "a proxy terminates TLS and is the only one to reach this port; name it in trusted-proxies",
		set: func(c *Config, v string) (err error) {
			if c.TLSProxy, err = strconv.ParseBool(v); err != nil {
				return fmt.Errorf("%q: want true or false", v)
			}
			return nil
		}},
	{name: "trusted-proxies", usage: "addresses or networks, separated by commas, of the proxies whose X-Forwarded-For is trusted; required by tls-proxy",
		set: func(c *Config, v string) error {
			for s := range strings.SplitSeq(v, ",") {
				p, err := parsePrefix(strings.TrimSpace(s))
				if err != nil {
					return fmt.Errorf("%q: want addresses or networks such as 10.0.0.0/8", v)
				}
				if tooWide(p) {
					return fmt.Errorf("%q: a trusted proxy names the address that a request is counted under, so name the proxies alone, such as 10.0.0.5", v)
				}
				c.TrustedProxies = append(c.TrustedProxies, p)
			}
			return nil
		}},
	{name: "trusted-documents", usage: "manifest of registered operations, which a client's build writes; changes are taken up while running",
		set: func(c *Config, v string) error { c.TrustedDocuments = v; return nil }},
	{name: "strangers", fallback: "any", usage: "which documents anonymous clients may run: any within the limits, or trusted ones only",
		set: func(c *Config, v string) error {
			c.TrustedOnly = v == "trusted"
			if v != "any" && v != "trusted" {
				return fmt.Errorf("%q: want any or trusted", v)
			}
			return nil
		}},
	{name: "site", isBool: true, fallback: "true", usage: "serve the public website; false for a centre that brings its own",
		set: func(c *Config, v string) (err error) { c.NoSite, err = turnedOff(v); return err }},
	{name: "console", isBool: true, fallback: "true", usage: "serve the staff's pages; false for a centre that brings its own",
		set: func(c *Config, v string) (err error) { c.NoConsole, err = turnedOff(v); return err }},
	{name: "theme", usage: "folder of files that take the place of the website's own, read at start; ttyt theme export writes those out",
		set: func(c *Config, v string) error { c.Theme = v; return nil }},
	{name: "rate", fallback: "100", usage: "sustained requests per second from one address of anonymous clients; 0 means no limit",
		set: func(c *Config, v string) (err error) {
			c.Rate, err = parseRate(v)
			return err
		}},
	{name: "account-rate", fallback: "50", usage: "sustained requests per second of one signed-in account; 0 means no limit",
		set: func(c *Config, v string) (err error) {
			c.AccountRate, err = parseRate(v)
			return err
		}},
	{name: "metrics-addr", usage: "where to serve /metrics for Prometheus, host:port on an internal network (default: nowhere)",
		set: func(c *Config, v string) error {
			if c.MetricsAddr = v; strings.HasPrefix(v, ":") {
				return fmt.Errorf("%q: name the interface too, such as 127.0.0.1%s", v, v)
			}
			return checkAddr(v)
		}},
	{name: "cache", fallback: "16", usage: "MiB of memory for cached answers to anonymous requests, kept until their content changes; 0 turns the cache off",
		set: func(c *Config, v string) error {
			n, err := strconv.Atoi(v)
			if err != nil || n < 0 || n > 1<<16 {
				return fmt.Errorf("%q: want a number of MiB, or 0", v)
			}
			c.Cache = n << 20
			return nil
		}},
	{name: "shared-max-age", fallback: "0s", usage: "how long a shared cache may keep an answer to an anonymous request, such as 30s; content that was taken down stays visible there for as long",
		set: func(c *Config, v string) (err error) { c.SharedMaxAge, err = parseAge(v); return err }},
	{name: "stale-while-revalidate", fallback: "0s", usage: "how much longer a shared cache may serve an answer while it revalidates",
		set: func(c *Config, v string) (err error) { c.StaleWhileRevalidate, err = parseAge(v); return err }},
	{name: "serve-stale", fallback: "0s", usage: "how much longer than a second the program serves its own cached answers while the store fails, such as 5m; content that another replica takes down stays visible here for as long",
		set: func(c *Config, v string) (err error) { c.ServeStale, err = parseAge(v); return err }},
	{name: "lock-after", fallback: "10m", usage: "how long a shared device may be left alone until it asks for the password, 1m to 2h (Art. 6c)",
		set: func(c *Config, v string) (err error) { c.LockAfter, err = parseWait(v, 2*time.Hour); return err }},
	{name: "password-after", fallback: "12h", usage: "how long after the password was entered a decision asks for it again, 1m to 720h (Art. 6c)",
		set: func(c *Config, v string) (err error) { c.PasswordAfter, err = parseWait(v, 720*time.Hour); return err }},
	{name: "audit-key", secret: true, usage: "the key that signs the audit log: 32 bytes in base64 or hexadecimal",
		set: func(c *Config, v string) (err error) {
			c.AuditKey, err = ParseKey(v)
			return err
		}},
	{name: "audit-keys-old", secret: true, usage: "earlier values of audit-key, separated by commas or line breaks: a new audit-key takes over from the latest one at the next start, and they verify what they signed",
		set: func(c *Config, v string) (err error) {
			c.AuditKeysOld, err = parseOldKeys(v)
			return err
		}},
	{name: "audit-anchor", usage: "file for the head of the audit chain, preferably on another machine's disk (default: audit.anchor in the data folder)",
		set: func(c *Config, v string) error { c.AuditAnchor = v; return nil }},
	{name: "smtp-url", secret: true, usage: "smtp://user:password@host:port for outgoing mail (default: no mail)",
		set: func(c *Config, v string) (err error) {
			c.SMTPURL, err = url.Parse(v)
			if err != nil || c.SMTPURL.Scheme != "smtp" && c.SMTPURL.Scheme != "smtps" || c.SMTPURL.Hostname() == "" {
				return errors.New("want smtp:// or smtps:// and a host")
			}
			return nil
		}},
	{name: "mail-from", usage: "sender of outgoing mail",
		set: func(c *Config, v string) error {
			c.MailFrom = v
			if _, err := mail.ParseAddress(v); err != nil {
				return fmt.Errorf("%q: want an e-mail address", v)
			}
			return nil
		}},
	{name: "clamd", usage: "the ClamAV daemon that scans uploads (Art. 7b): unix:/run/clamav/clamd.ctl, or tcp:127.0.0.1:3310 on this machine (default: none, and uploads wait)",
		set: func(c *Config, v string) error {
			c.Clamd = v
			_, err := clamd.New(v)
			return err
		}},
	{name: "clamd-max-age", fallback: "168h", usage: "how old the signatures of the scanner may be for its verdicts to count, in whole hours; 0 for any age",
		set: func(c *Config, v string) (err error) {
			if c.ClamdMaxAge, err = time.ParseDuration(v); err != nil || c.ClamdMaxAge < 0 || c.ClamdMaxAge%time.Hour != 0 {
				return fmt.Errorf("%q: want whole hours such as 168h, or 0", v)
			}
			return nil
		}},
	{name: "media-dir", usage: "folder for the bytes of uploaded files, which replicas share (default: media in the data folder)",
		set: func(c *Config, v string) error { c.MediaDir = v; return nil }},
	{name: "media-max", fallback: "32", usage: "MiB that one uploaded file may have, at most 100: the scanner has to read as many",
		set: func(c *Config, v string) error {
			n, err := strconv.ParseInt(v, 10, 32)
			if err != nil || n < 1 || n > 100 {
				return fmt.Errorf("%q: want a number of MiB, at most 100", v)
			}
			c.MediaMax = n << 20
			return nil
		}},
	{name: "media-cache", fallback: "1024", usage: "MiB that the sizes in which pictures are shown may take in the data folder; what was used longest ago is drawn again when it is asked for",
		set: func(c *Config, v string) error {
			n, err := strconv.ParseInt(v, 10, 32)
			if err != nil || n < 1 {
				return fmt.Errorf("%q: want a number of MiB", v)
			}
			c.MediaCache = n << 20
			return nil
		}},
	{name: "media-quota", fallback: "5120", usage: "MiB that the files of one department may take",
		set: func(c *Config, v string) error {
			n, err := strconv.ParseInt(v, 10, 32)
			if err != nil || n < 1 {
				return fmt.Errorf("%q: want a number of MiB", v)
			}
			c.MediaQuota = n << 20
			return nil
		}},
	{name: "media-max-age", fallback: "0", usage: "how long browsers and caches may keep files and pictures that everybody may read, without asking again, at most 8760h: for as long, what is taken off the site may still be shown there",
		set: func(c *Config, v string) (err error) {
			if c.MediaMaxAge, err = time.ParseDuration(v); err != nil || c.MediaMaxAge < 0 || c.MediaMaxAge > 365*24*time.Hour {
				return fmt.Errorf("%q: want a duration such as 10m, at most 8760h, or 0", v)
			}
			return nil
		}},
	{name: "media-infected", fallback: "lock", usage: "what becomes of bytes that are found infected: lock keeps them as evidence where nobody reads them, delete deletes them",
		set: func(c *Config, v string) error {
			if c.MediaInfected = v; v != "lock" && v != "delete" {
				return fmt.Errorf("%q: want lock or delete", v)
			}
			return nil
		}},
	{name: "board-cost", fallback: "20000000", usage: "cost in VND above which any change to an asset needs a director's consent (Art. 5f)",
		set: func(c *Config, v string) (err error) {
			if c.BoardCost, err = strconv.ParseInt(v, 10, 64); err != nil || c.BoardCost < 0 {
				return fmt.Errorf("%q: want a number of VND, or 0", v)
			}
			return nil
		}},
	{name: "holidays", usage: "CSV file of public holidays, days in lieu and swapped days (columns date, kind, name), read at start: a year in it replaces what the program knows of that year",
		set: func(c *Config, v string) error { c.Holidays = v; return nil }},
	{name: "demo-password", secret: true, usage: "the password of all demo accounts, at least 12 characters (default: a random one, kept in the data folder)",
		set: func(c *Config, v string) error {
			c.DemoPassword = v
			if len(v) < 12 {
				return errors.New("want at least 12 characters")
			}
			return nil
		}},
	{name: "log-level", fallback: "requests", demo: "info", usage: "debug, requests (one line per request), info, warn or error",
		set: func(c *Config, v string) error {
			if v == "requests" {
				c.LogLevel = trace.LevelRequest
			} else if c.LogLevel.UnmarshalText([]byte(v)) != nil {
				return fmt.Errorf("%q: want debug, requests, info, warn or error", v)
			}
			return nil
		}},
	{name: "log-format", fallback: "json", demo: "text", usage: "json or text",
		set: func(c *Config, v string) error {
			c.LogFormat = v
			if v != "json" && v != "text" {
				return fmt.Errorf("%q: want json or text", v)
			}
			return nil
		}},
}

func turnedOff(v string) (bool, error) {
	on, err := strconv.ParseBool(v)
	if err != nil {
		return false, fmt.Errorf("%q: want true or false", v)
	}
	return !on, nil
}

// parseAge reads how long something may be kept: whole seconds, a day at most.
func parseAge(v string) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 || d > 24*time.Hour || d%time.Second != 0 {
		return 0, fmt.Errorf("%q: want whole seconds such as 30s, at most 24h", v)
	}
	return d, nil
}

// parseWait reads how long a session may do without a password: whole minutes, one at least.
func parseWait(v string, most time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if err != nil || d < time.Minute || d > most || d%time.Minute != 0 {
		return 0, fmt.Errorf("%q: want whole minutes such as 10m, at most %s", v, most)
	}
	return d, nil
}

func (s setting) env() string { return strings.ToUpper(strings.ReplaceAll(s.name, "-", "_")) }

// String names the setting as its users know it.
func (s setting) String() string {
	if s.secret {
		return s.env() + " (-" + s.name + "-file)"
	}
	return "-" + s.name + " (" + s.env() + ")"
}

func (s setting) byDefault(command string) string {
	if command == Demo && s.demo != "" {
		return s.demo
	}
	return s.fallback
}

func checkAddr(s string) error {
	_, port, err := net.SplitHostPort(s)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n > 65535 {
		return fmt.Errorf("%q: want host:port", s)
	}
	return nil
}

func parseRate(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 {
		return 0, fmt.Errorf("%q: want a number of requests, or 0", s)
	}
	return n, nil
}

// parsePrefix reads an address or a network; IPv4 in the form of IPv6 is IPv4.
func parsePrefix(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		ip, err := netip.ParseAddr(s)
		ip = ip.Unmap()
		return netip.PrefixFrom(ip, ip.BitLen()), err
	}
	p, err := netip.ParsePrefix(s)
	if err == nil && p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p, err
}

// tooWide reports whether a network holds more than any private one does: most of the Internet.
func tooWide(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() < 8
	}
	return p.Bits() < 7 // fc00::/7
}

// describe lists the flags of the command itself.
func describe(flags *flag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *flag.Flag) { fmt.Fprintf(&b, "  -%s\n        %s\n", f.Name, f.Usage) })
	return b.String()
}

func writeHelp(w io.Writer, command, own string) {
	fmt.Fprintf(w, "Usage of %s:\n", command)
	if own != "" {
		fmt.Fprintf(w, "%s\nSettings, each a flag or an environment variable; a flag wins:\n", own)
	}
	for _, s := range settings {
		usage := s.usage
		if d := s.byDefault(command); d != "" {
			usage += " (default " + d + ")"
		}
		fmt.Fprintf(w, "  %s\n        %s\n", s, usage)
	}
}
