package db

import (
	"errors"
	"net"
	"net/netip"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// Plain reports whether the DSN leads to another machine without TLS that has to succeed: "preferred" falls back to plain text,
// and "skip-verify" does not know whom it talks to. Its error repeats nothing of the DSN, which holds a password.
func Plain(dsn string) (bool, error) {
	text, ok := strings.CutPrefix(dsn, "mysql:")
	if !ok {
		return false, nil
	}
	server, err := mysql.ParseDSN(text)
	if err != nil {
		return false, errors.New("want mysql:user:password@tcp(host:3306)/name")
	}
	host, _, err := net.SplitHostPort(server.Addr)
	ip, _ := netip.ParseAddr(host)
	if server.Net == "unix" || err == nil && (host == "localhost" || ip.IsLoopback()) {
		return false, nil
	}
	return server.TLSConfig != "true", nil
}
