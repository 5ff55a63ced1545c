package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/fault"
)

// Cost is what one argon2id hash takes.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// OWASP is the cost that the OWASP Password Storage Cheat Sheet recommends.
var OWASP = Cost{Memory: 19456, Time: 2, Threads: 1}

const (
	saltSize = 16
	keySize  = 32
)

// hasher makes and checks password hashes in the PHC string form, a few at a time: each takes memory and a core, which
// a flood of sign-ins shall not exhaust. Attempts at names that nobody has share one slot, and keep no slot from others.
type hasher struct {
	cost           Cost
	people, nobody *line
	dummy          string
	derive         func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte
}

func newHasher(cost Cost) *hasher {
	h := &hasher{cost: cost, derive: argon2.IDKey,
		people: &line{free: runtime.GOMAXPROCS(0), most: mostHashes}, nobody: &line{free: 1, most: mostHashes}}
	h.dummy = h.encode(make([]byte, saltSize), make([]byte, keySize)) // nothing hashes to zeros
	return h
}

// hash returns the PHC string of a password of somebody who has shown who they are.
func (h *hasher) hash(ctx context.Context, source, password string) (string, error) {
	t, err := h.people.enter(place{rank: proven, source: source}, true)
	if err != nil {
		return "", err
	}
	defer h.people.leave(t)
	if err := t.wait(ctx, nil); err != nil {
		return "", err
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	return h.encode(salt, h.key(password, salt, h.cost)), nil
}

// verify reports whether the password has the hash, and whether that hash should be renewed at today's cost. An empty
// hash is of a name that nobody can sign in with: it takes the same work to say no.
//
// To the right password the answer comes at once. Every other attempt, whether there is such a name or not, waits for its
// turn in both lines and as long as one hash takes from there, so that the time tells nothing; one that has proven to
// know the name already does not.
func (h *hasher) verify(ctx context.Context, p place, password, hash string) (ok, stale bool, err error) {
	own, other := h.people, h.nobody
	if hash == "" {
		own, other, hash = h.nobody, h.people, h.dummy
	}
	cost, salt, want, err := decode(hash)
	if err != nil {
		return false, false, err
	}
	var passing *ticket
	if p.rank != proven {
		if passing, err = other.enter(p, false); err != nil {
			return false, false, err
		}
		defer other.leave(passing)
	}
	t, err := own.enter(p, true)
	if err != nil {
		return false, false, err
	}
	defer own.leave(t)
	if err := t.wait(ctx, passing); err != nil {
		return false, false, err
	}
	begun := time.Now()
	ok = subtle.ConstantTimeCompare(h.key(password, salt, cost), want) == 1
	took := time.Since(begun)
	own.leave(t)
	if ok || passing == nil {
		return ok, cost != h.cost, nil
	}
	return false, false, passing.waitFor(ctx, took)
}

// waitFor returns when it has been the ticket's turn for so long.
func (t *ticket) waitFor(ctx context.Context, d time.Duration) error {
	if err := t.wait(ctx, nil); err != nil {
		return err
	}
	timer := time.NewTimer(time.Until(t.at.Add(d)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return busy(ctx.Err())
	}
}

func (h *hasher) key(password string, salt []byte, cost Cost) []byte {
	return h.derive([]byte(norm.NFC.String(password)), salt, cost.Time, cost.Memory, cost.Threads, keySize)
}

// busy is what is told where too many sign in at once.
func busy(cause error) error {
	return &fault.Error{Code: fault.Unavailable, Cause: cause, Text: tooManySignIns}
}

func (h *hasher) encode(salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.Memory, h.cost.Time, h.cost.Threads, b64(salt), b64(key))
}

func decode(phc string) (cost Cost, salt, key []byte, err error) {
	var version int
	var encodedSalt, encodedKey string
	_, err = fmt.Sscanf(phc, "$argon2id$v=%d$m=%d,t=%d,p=%d$%22s$%43s", &version, &cost.Memory, &cost.Time, &cost.Threads, &encodedSalt, &encodedKey)
	if err != nil || version != argon2.Version {
		return cost, nil, nil, errors.New("auth: a stored password hash is malformed")
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(encodedSalt)
	key, errKey := base64.RawStdEncoding.DecodeString(encodedKey)
	return cost, salt, key, errors.Join(errSalt, errKey)
}
