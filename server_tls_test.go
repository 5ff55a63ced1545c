package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// issue writes a certificate for this machine and its key into files, and returns what trusts it.
func issue(t *testing.T, folder, name string) (cert, key string, trust *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(folder, name+".crt"), filepath.Join(folder, name+".key")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trust = x509.NewCertPool()
	trust.AddCert(parsed)
	return cert, key, trust
}

// The program's own TLS answers, and refuses files that cannot serve it before it says that it serves (Art. 6a).
func TestServeOverTLS(t *testing.T) {
	folder := t.TempDir()
	cert, private, trust := issue(t, folder, "mine")
	_, other, _ := issue(t, folder, "other")
	addr := freePort(t)
	env := map[string]string{"AUDIT_KEY": key, "DATA": filepath.Join(folder, "data"), "ADDR": addr, "PUBLIC_URL": "https://" + addr}
	for _, wrong := range []struct{ cert, key, want string }{
		{cert + "x", private, "-tls-cert (TLS_CERT): open " + cert + "x"},
		{cert, private + "x", "-tls-key (TLS_KEY): open " + private + "x"},
		{cert, other, "-tls-key (TLS_KEY) " + other + ": tls: private key does not match"},
		{private, private, "-tls-cert (TLS_CERT) " + private},
		{folder, private, "-tls-cert (TLS_CERT): read " + folder},
	} {
		env["TLS_CERT"], env["TLS_KEY"] = wrong.cert, wrong.key
		if code, _, log := try(t.Context(), env, "serve"); code != 1 || !strings.Contains(log, wrong.want) || strings.Contains(log, `"serving"`) {
			t.Errorf("%s and %s: %d\n%s", wrong.cert, wrong.key, code, log)
		}
	}

	env["TLS_CERT"], env["TLS_KEY"] = cert, private
	if code, _, log := try(t.Context(), env, "ready"); code != 1 || !strings.Contains(log, "connection refused") {
		t.Errorf("ready before the program listens: %d %s", code, log)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	log := &watched{says: `"serving"`, then: func() {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}, ForceAttemptHTTP2: true}, Timeout: 10 * time.Second}
		go func() {
			defer stop()
			answer, err := client.Get("https://" + addr + "/healthz")
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if code, _, log := try(ctx, env, "ready"); code != 0 {
				t.Errorf("ready: %d %s", code, log)
			}
			if answer.StatusCode != http.StatusNoContent || answer.Proto != "HTTP/2.0" {
				t.Errorf("%s over %s", answer.Status, answer.Proto)
			}
		}()
	}}
	if code := run(ctx, console{env: func(name string) string { return env[name] }, out: new(bytes.Buffer), log: log}, []string{"serve"}); code != 0 {
		t.Error(log.String())
	}
}
