package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// Client says what a session belongs to: a browser carries its token in a cookie, an app as a bearer.
type Client string

// The clients.
const (
	Browser Client = "BROWSER"
	App     Client = "APP"
)

// SessionDevice says who else uses what a session is on.
type SessionDevice string

// The devices.
const (
	Shared SessionDevice = "SHARED"
	Own    SessionDevice = "OWN"
)

// How long a session lives, and how long a shared device may be left alone: it is locked first, then signed out.
const (
	sharedLife = 12 * time.Hour
	ownLife    = 30 * 24 * time.Hour
	sharedIdle = 2 * time.Hour
	// LockAfter and PasswordAfter are the settings lock-after and password-after where none is set.
	LockAfter     = 10 * time.Minute
	PasswordAfter = 12 * time.Hour
	// seenStep and activeStep are how stale seen_at and active_at may be, so that not every request writes.
	seenStep   = time.Minute
	activeStep = 30 * time.Second
	// maxSessions is how many sessions an account may have; one more ends the one that was idle longest.
	maxSessions = 20
	// remembered is how long an ended session is kept: for so long its address counts as known.
	remembered = 90 * 24 * time.Hour
)

// device is what a session is on where its client does not say: a browser may stand where others use it, an app keeps its
// token on a person's own device.
func (c Client) device() SessionDevice {
	if c == App {
		return Own
	}
	return Shared
}

func (d SessionDevice) life() time.Duration {
	if d == Own {
		return ownLife
	}
	return sharedLife
}

// Session is one signed-in browser or app.
type Session struct {
	Key         db.ID         `db:"id"`
	AccountID   db.ID         `db:"account_id"`
	TokenHash   []byte        `db:"token_hash"`
	Client      Client        `db:"client"`
	Device      SessionDevice `db:"device"`
	Address     string        `db:"address"` // where it was signed in
	UserAgent   string        `db:"user_agent"`
	CreatedAt   db.Time       `db:"created_at"`
	SeenAt      db.Time       `db:"seen_at"`
	SeenAddress string        `db:"seen_address"`
	ActiveAt    db.Time       `db:"active_at"`   // when a person last used it, as far as a request tells
	PasswordAt  db.Time       `db:"password_at"` // when the password was last entered
	ExpiresAt   db.Time       `db:"expires_at"`
	EndedAt     db.Time       `db:"ended_at"`

	Current bool // the caller's own
}

// ID is the session's global id.
func (s *Session) ID() string { return db.GlobalID("session", s.Key) }

// Live reports whether the session still stands for its holder: neither ended, nor too old, nor left alone too long.
func (s *Session) Live(now db.Time) bool {
	idle := s.Device == Shared && now.Sub(s.SeenAt.Time) >= sharedIdle
	return s.EndedAt.IsZero() && now.Before(s.ExpiresAt.Time) && !idle
}

// locked reports whether nobody has used a shared device for as long as it takes to lock it. It stays so until the password is
// entered, since a locked session is not used.
func (s *Session) locked(now db.Time, after time.Duration) bool {
	return s.Device == Shared && now.Sub(s.ActiveAt.Time) >= after
}

// The prefixes of secrets tell a leaked one apart, for people and scanners of files.
const (
	sessionPrefix = "ttyt_s_"
	resetPrefix   = "ttyt_r_"
	devicePrefix  = "ttyt_d_"
	// ToolPrefix begins the tokens of external tools, see Tools.
	ToolPrefix = "ttyt_t_"
)

// newSecret returns 32 random bytes as text, and the hash by which it is found again. The secret has more entropy
// than any search can cover, so a plain hash protects it.
func newSecret(prefix string) (secret string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	secret = prefix + base64.RawURLEncoding.EncodeToString(b[:])
	return secret, hashSecret(secret)
}

func hashSecret(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}
