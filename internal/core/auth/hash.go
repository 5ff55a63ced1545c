package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

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
	// waitingPerSlot is how many may wait for each hash under way, before it is kinder to say so at once.
	waitingPerSlot = 32
)

// hasher makes and checks password hashes in the PHC string form, a few at a time: each takes memory and a core, which
// a flood of sign-ins shall not exhaust.
type hasher struct {
	cost    Cost
	slots   chan struct{}
	waiting atomic.Int64
	dummy   string
	derive  func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte
}

func newHasher(cost Cost) *hasher {
	h := &hasher{cost: cost, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), derive: argon2.IDKey}
	h.dummy = h.encode(make([]byte, saltSize), make([]byte, keySize)) // nothing hashes to zeros
	return h
}

// hash returns the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	key, err := h.key(ctx, password, salt, h.cost)
	return h.encode(salt, key), err
}

// verify reports whether the password has the hash, and whether that hash should be renewed at today's cost. An empty
// hash is no password: it takes the same work to say no.
func (h *hasher) verify(ctx context.Context, password, hash string) (ok, stale bool, err error) {
	if hash == "" {
		hash = h.dummy
	}
	cost, salt, want, err := decode(hash)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, cost != h.cost, nil
}

// key derives a key when it is its turn; Unavailable when too many wait, or the caller stops waiting.
func (h *hasher) key(ctx context.Context, password string, salt []byte, cost Cost) ([]byte, error) {
	if h.waiting.Add(1) > int64(cap(h.slots)*(waitingPerSlot+1)) {
		h.waiting.Add(-1)
		return nil, busy(nil)
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, busy(ctx.Err())
	}
	return h.derive([]byte(norm.NFC.String(password)), salt, cost.Time, cost.Memory, cost.Threads, keySize), nil
}

func busy(cause error) error {
	return &fault.Error{Code: fault.Unavailable, Cause: cause, Text: fault.Text{
		VI: "Quá nhiều người đang đăng nhập. Hãy thử lại sau ít phút.", EN: "Too many people are signing in. Try again in a few minutes."}}
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
