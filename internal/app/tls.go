package app

import (
	"crypto/tls"
	"fmt"
	"os"
)

// certificate reads the files that serve TLS, nil where a proxy ends it. Its error names the setting and the file.
func (a *App) certificate() (*tls.Certificate, error) {
	c := a.config
	if c.TLSCert == "" {
		return nil, nil
	}
	chain, err := os.ReadFile(c.TLSCert)
	if err != nil {
		return nil, fmt.Errorf("-tls-cert (TLS_CERT): %w", err)
	}
	key, err := os.ReadFile(c.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("-tls-key (TLS_KEY): %w", err)
	}
	pair, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return nil, fmt.Errorf("-tls-cert (TLS_CERT) %s and -tls-key (TLS_KEY) %s: %w", c.TLSCert, c.TLSKey, err)
	}
	return &pair, nil
}
