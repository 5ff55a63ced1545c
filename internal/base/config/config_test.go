package config_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
)

const key, otherKey = "Z1JPcsWiQc2G0Ek2qVbrVAM3t2leeoXJ70T9RPejLZo=", "iPb/xwXRiUFQGW3Sta5IZlL9x7ldgFItb3W2AV7A7t4="

func read(command string, env map[string]string, args ...string) (config.Config, error) {
	c, _, err := config.Read(command, args, func(name string) string { return env[name] }, new(bytes.Buffer), nil)
	return c, err
}

// Each wrong value is refused with its name and the reason, and secrets are never repeated.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		command string
		env     map[string]string
		args    []string
		want    string
	}{
		{"demo", nil, []string{"-addr", "8080"}, "-addr (ADDR)"},
		{"demo", map[string]string{"ADDR": "localhost:99999"}, nil, "-addr (ADDR)"},
		{"demo", nil, []string{"-addr", "0.0.0.0:8080"}, "this machine alone"},
		{"demo", nil, []string{"-addr", ":8080"}, "this machine alone"},
		{"demo", nil, []string{"-no-such-flag"}, "-no-such-flag"},
		{"demo", map[string]string{"DEMO_PASSWORD": "s3cret"}, nil, "DEMO_PASSWORD"},
		{"serve", nil, nil, "audit-key: missing"},
		{"serve", map[string]string{"AUDIT_KEY": "s3cret"}, nil, "AUDIT_KEY"},
		{"serve", map[string]string{"AUDIT_KEY": key, "AUDIT_KEY_FILE": "s3cret"}, nil, "AUDIT_KEY"},
		{"serve", map[string]string{"AUDIT_KEY_FILE": "/no/such/file"}, nil, "/no/such/file"},
		{"serve", map[string]string{"AUDIT_KEY": key, "DSN": "postgres:s3cret"}, nil, "DSN"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-addr", "0.0.0.0:80"}, "tls-cert"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-addr", "192.0.2.1:80", "-public-url", "https://ttyt.example"}, "tls-cert"},
		{"serve", map[string]string{"AUDIT_KEY": key}, nil, "tls-cert"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-public-url", "https://ttyt.example"}, "tls-cert"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-public-url", "http://ttyt.example"}, "tls-cert"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-tls-proxy", "-public-url", "http://ttyt.example"}, "public-url"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-public-url", "ttyt.example"}, "-public-url (PUBLIC_URL)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-public-url", "http://ttyt.example/path"}, "-public-url (PUBLIC_URL)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-tls-cert", "c.pem"}, "tls-key"},
		{"demo", nil, []string{"-site=maybe"}, "-site"},
		{"demo", map[string]string{"CONSOLE": "maybe"}, nil, "-console (CONSOLE)"},
		{"serve", map[string]string{"AUDIT_KEY": key, "TLS_PROXY": "maybe"}, nil, "-tls-proxy (TLS_PROXY)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-trusted-proxies", "10.0.0.0/40"}, "-trusted-proxies (TRUSTED_PROXIES)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-trusted-proxies", "10.0.0.1,0.0.0.0/0"}, "-trusted-proxies (TRUSTED_PROXIES)"},
		{"serve", map[string]string{"AUDIT_KEY": key, "TRUSTED_PROXIES": "::/0"}, nil, "-trusted-proxies (TRUSTED_PROXIES)"},
		{"serve", map[string]string{"AUDIT_KEY": key, "TRUSTED_PROXIES": "0.0.0.0/1,128.0.0.0/1"}, nil, "-trusted-proxies (TRUSTED_PROXIES)"},
		{"serve", map[string]string{"AUDIT_KEY": key, "TRUSTED_PROXIES": "::ffff:0.0.0.0/96"}, nil, "-trusted-proxies (TRUSTED_PROXIES)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-tls-proxy", "-public-url", "https://ttyt.example"}, "trusted-proxies"},
		{"serve", map[string]string{"AUDIT_KEY": key, "SMTP_URL": "mail:s3cret"}, nil, "SMTP_URL"},
		{"serve", map[string]string{"AUDIT_KEY": key, "SMTP_URL": "smtp://user:s3cret@mail"}, nil, "mail-from"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-mail-from", "nobody"}, "-mail-from (MAIL_FROM)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-mail-from", "a@ttyt.example"}, "smtp-url"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-strangers", "none"}, "-strangers (STRANGERS)"},
		{"serve", map[string]string{"AUDIT_KEY": key, "STRANGERS": "trusted"}, nil, "trusted-documents"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-rate", "-1"}, "-rate (RATE)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-account-rate", "many"}, "-account-rate (ACCOUNT_RATE)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-metrics-addr", "9100"}, "-metrics-addr (METRICS_ADDR)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-metrics-addr", ":9100"}, "127.0.0.1:9100"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-log-level", "loud"}, "-log-level (LOG_LEVEL)"},
		{"serve", map[string]string{"AUDIT_KEY": key}, []string{"-log-format", "xml"}, "-log-format (LOG_FORMAT)"},
	} {
		_, err := read(c.command, c.env, c.args...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %v %v: got %v, want %q", c.command, c.env, c.args, err, c.want)
		} else if strings.Contains(err.Error(), "s3cret") && c.env["AUDIT_KEY_FILE"] == "" {
			t.Errorf("%v tells a secret: %v", c.env, err)
		}
	}
}

// What others on the network could read on its way to the store is refused (Art. 6a).
func TestArticle6a_ThePathToTheStoreIsSecure(t *testing.T) {
	t.Parallel()
	for dsn, ok := range map[string]bool{
		"sqlite:/srv/ttyt.db":                             true,
		"mysql:ttyt:s3cret@unix(/run/mysqld.sock)/ttyt":   true,
		"mysql:ttyt:s3cret@tcp(127.0.0.1:3306)/ttyt":      true,
		"mysql:ttyt:s3cret@tcp([::1]:3306)/ttyt":          true,
		"mysql:ttyt:s3cret@tcp(localhost)/ttyt":           true,
		"mysql:ttyt:s3cret@/ttyt":                         true, // the driver's default
		"mysql:ttyt:s3cret@tcp(db:3306)/ttyt?tls=true":    true,
		"mysql:ttyt:s3cret@tcp(db:3306)/ttyt":             false,
		"mysql:ttyt:s3cret@tcp(10.0.0.7:3306)/ttyt":       false,
		"mysql:ttyt:s3cret@tcp(db:3306)/ttyt?tls=false":   false,
		"mysql:ttyt:s3cret@tcp(db)/ttyt?tls=preferred":    false,
		"mysql:ttyt:s3cret@tcp(db)/ttyt?tls=skip-verify":  false,
		"mysql:ttyt:s3cret@tcp(127.0.0.1.example:1)/ttyt": false,
	} {
		for _, command := range []string{config.Demo, config.Serve, config.Migrate, config.AuditVerify, config.AuditAnchor, "director create", "import"} {
			env := map[string]string{"AUDIT_KEY": key, "DSN": dsn, "TLS_PROXY": "true", "TRUSTED_PROXIES": "127.0.0.1", "PUBLIC_URL": "https://ttyt.example"}
			_, err := read(command, env)
			if (err == nil) != ok || !ok && (!strings.Contains(err.Error(), "dsn-secured-by") || strings.Contains(err.Error(), "s3cret")) {
				t.Errorf("%s %s: %v", command, dsn, err)
			}
			env["DSN_SECURED_BY"] = "WireGuard"
			if c, err := read(command, env); err != nil || (c.DSNSecuredBy == "") != ok {
				t.Errorf("%s %s over a tunnel: %q, %v", command, dsn, c.DSNSecuredBy, err)
			}
		}
	}
	if _, err := read(config.Serve, map[string]string{"AUDIT_KEY": key, "DSN": "mysql:ttyt:s3cret@tcp(db:3306)", "TLS_PROXY": "true", "TRUSTED_PROXIES": "127.0.0.1", "PUBLIC_URL": "https://ttyt.example"}); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a DSN without a database: %v", err)
	}
}

func TestReadDefaults(t *testing.T) {
	t.Parallel()
	c, err := read(config.Demo, nil)
	if err != nil || c.Addr != "127.0.0.1:8080" || c.PublicURL.String() != "http://127.0.0.1:8080" || c.DSN != "sqlite:.demo/ttyt.db" || c.HTTPS() {
		t.Errorf("demo: %+v, %v", c, err)
	}
	if _, err := read(config.Migrate, nil); err != nil {
		t.Errorf("migrate needs no key: %v", err)
	}
	c, err = read(config.Serve, map[string]string{"AUDIT_KEY": key}, "-addr", "[::]:443", "-tls-proxy", "-trusted-proxies", "10.0.0.1", "-public-url", "https://ttyt.example/")
	if err != nil || c.PublicURL.String() != "https://ttyt.example" || !c.HTTPS() {
		t.Errorf("serve behind a proxy: %+v, %v", c.PublicURL, err)
	}
}

// The examples with a proxy in front start when they are copied.
func TestExamplesStart(t *testing.T) {
	t.Parallel()
	set := regexp.MustCompile(`\b([A-Z][A-Z_]+)(?:=|: +)(\S+)`)
	for _, file := range []string{"docs/operations.md", "compose.yaml"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		env := map[string]string{}
		for _, m := range set.FindAllStringSubmatch(string(text), -1) {
			env[m[1]] = strings.Trim(m[2], `"'`)
		}
		if env["TLS_PROXY"] != "true" {
			t.Errorf("%s has no example of a proxy in front", file)
		}
		proxy := map[string]string{"AUDIT_KEY": key, "PUBLIC_URL": "https://ttyt.example", "TLS_PROXY": "true", "TRUSTED_PROXIES": env["TRUSTED_PROXIES"]}
		if c, err := read(config.Serve, proxy); err != nil || len(c.TrustedProxies) == 0 {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestReadSources(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "dsn")
	if err := os.WriteFile(file, []byte("mysql:user:password@tcp(db:3306)/ttyt?tls=true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := read(config.Serve, map[string]string{"AUDIT_KEY": key, "ADDR": "127.0.0.1:1", "DATA": "/srv/data", "TLS_CERT": "c.pem", "TLS_KEY": "k.pem"}, "-addr", "127.0.0.1:2", "-dsn-file", file)
	if err != nil || c.Addr != "127.0.0.1:2" || c.Data != "/srv/data" || c.DSN != "mysql:user:password@tcp(db:3306)/ttyt?tls=true" || len(c.AuditKey) != 32 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	_, _, err := config.Read(config.Serve, []string{"-help"}, os.Getenv, &out, func(f *flag.FlagSet) { f.String("login", "", "whose") })
	if !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	for _, want := range []string{"-addr (ADDR)", "AUDIT_KEY (-audit-key-file)", "-login", "PUBLIC_URL", "default 127.0.0.1:8443"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

func TestFacesAreOnUnlessTheyAreTurnedOff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env             map[string]string
		args            []string
		noSite, noStaff bool
	}{
		{nil, nil, false, false},
		{nil, []string{"-site=false"}, true, false},
		{map[string]string{"CONSOLE": "false"}, nil, false, true},
		{map[string]string{"SITE": "false", "CONSOLE": "false"}, []string{"-site", "-console=0"}, false, true},
	} {
		got, err := read(config.Demo, c.env, c.args...)
		if err != nil || got.NoSite != c.noSite || got.NoConsole != c.noStaff {
			t.Errorf("%v %v: site off %t, console off %t, %v", c.env, c.args, got.NoSite, got.NoConsole, err)
		}
	}
}
