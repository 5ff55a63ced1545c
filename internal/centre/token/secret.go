package token

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/auth"
)

// A token reads ttyt_t_<public>_<secret><check>. The public part tells one from another in lists, logs and scans of
// leaked files, and the check lets a scanner, and this program before it asks the store, tell a token from noise.
const (
	publicLength = 10 // characters, 50 bits
	secretLength = 52 // characters, 260 bits
	checkLength  = 7  // characters of a CRC-32
	tokenLength  = len(auth.ToolPrefix) + publicLength + 1 + secretLength + checkLength
)

const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

var base = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// Secret is one secret of a token. A rotated token has two for a time.
type Secret struct {
	Key         db.ID   `db:"id"`
	Token       db.ID   `db:"token_id"`
	Prefix      string  `db:"prefix"` // the token up to the end of its public part
	Hash        []byte  `db:"hash"`
	CreatedAt   db.Time `db:"created_at"`
	ValidUntil  db.Time `db:"valid_until"`
	UsedAt      db.Time `db:"used_at"` // to the minute
	UsedAddress string  `db:"used_address"`
}

// UsedFrom is the address of the last use that was noted, nil before the first.
func (s *Secret) UsedFrom() *string {
	if s.UsedAddress == "" {
		return nil
	}
	return &s.UsedAddress
}

// newSecret returns a token as its holder sends it, with its row. It has more entropy than any search can cover, so a
// plain hash protects it.
func newSecret(token db.ID, now, until db.Time) (plain string, s *Secret) {
	random := strings.ToLower(rand.Text() + rand.Text() + rand.Text()) // 26 characters each
	prefix := auth.ToolPrefix + random[:publicLength]
	plain = prefix + "_" + random[publicLength:publicLength+secretLength]
	plain += check(plain)
	return plain, &Secret{Key: db.NewID(), Token: token, Prefix: prefix, Hash: hashOf(plain), CreatedAt: now, ValidUntil: until}
}

// check is the CRC-32 of what comes before it.
func check(s string) string {
	return base.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(s))))
}

// wellFormed reports whether the text has the form of a token, its check included.
func wellFormed(s string) bool {
	rest, ok := strings.CutPrefix(s, auth.ToolPrefix)
	if !ok || len(s) != tokenLength || rest[publicLength] != '_' {
		return false
	}
	if strings.Trim(rest[:publicLength]+rest[publicLength+1:], alphabet) != "" {
		return false
	}
	body := s[:tokenLength-checkLength]
	return check(body) == s[tokenLength-checkLength:]
}

// prefixOf cuts what somebody found to the part by which a token is known, so that the rest goes no further.
func prefixOf(found string) string {
	found = strings.TrimSpace(found)
	return found[:min(len(found), len(auth.ToolPrefix)+publicLength)]
}

func hashOf(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}
