package config

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
)

const keySize = 32

// makeKey is how an operator makes a key.
const makeKey = "make one with: head -c 32 /dev/urandom | base64"

var (
	errKeyForm   = errors.New("want 32 bytes in base64 or hexadecimal")
	errWeakKey   = errors.New("too easily guessed; " + makeKey)
	errOldKeys   = errors.New("want keys of 32 bytes in base64 or hexadecimal, separated by commas or line breaks")
	errDemoKey   = errors.New("audit-key: the demonstration's key serves no real centre; " + makeKey)
	errSameKey   = errors.New("audit-keys-old: holds the audit-key too; to replace a key, set audit-key to a new one")
	errKeyAbsent = errors.New("audit-key: missing; " + makeKey)
)

// demoMark begins every key of a demonstration, so that it is known elsewhere.
var demoMark = []byte("ttyt demo")

// NewDemoKey makes the key of a demonstration.
func NewDemoKey() string {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails
	copy(key, demoMark)
	return base64.StdEncoding.EncodeToString(key)
}

// IsDemoKey reports whether a key was made for a demonstration.
func IsDemoKey(key []byte) bool { return bytes.HasPrefix(key, demoMark) }

// ParseKey reads a key of 32 bytes from base64 or hexadecimal, and refuses one that nobody drew at random.
func ParseKey(text string) ([]byte, error) {
	key, err := decodeKey(text)
	if err == nil && weak(key) {
		return nil, errWeakKey
	}
	return key, err
}

func decodeKey(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != keySize {
		key, err = hex.DecodeString(text)
	}
	if err != nil || len(key) != keySize {
		return nil, errKeyForm
	}
	return key, nil
}

// weak reports properties that 32 random bytes have less than once in 10^12: few values, even steps, or plain text.
func weak(key []byte) bool {
	values := slices.Clone(key)
	slices.Sort(values)
	steps := make([]byte, len(key)-1)
	for i := range steps {
		steps[i] = key[i+1] - key[i]
	}
	slices.Sort(steps)
	return len(slices.Compact(values)) < keySize/2 || len(slices.Compact(steps)) < keySize/2 ||
		!slices.ContainsFunc(key, func(b byte) bool { return b < ' ' || b > '~' })
}

// parseOldKeys reads a list of keys. A weak one passes: it has to be replaced by a better one, which it must sign.
func parseOldKeys(list string) (keys [][]byte, err error) {
	for text := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) }) {
		key, err := decodeKey(text)
		if err != nil {
			return nil, errOldKeys
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// checkKeys wants a key where a command signs or verifies, and keeps the demonstration's out of real centres.
func (c *Config) checkKeys(command string) error {
	switch {
	case command == Migrate || command == Ready:
		return nil
	case len(c.AuditKey) == 0:
		return errKeyAbsent
	case IsDemoKey(c.AuditKey) && command != AuditVerify && command != AuditAnchor:
		return errDemoKey
	case slices.ContainsFunc(c.AuditKeysOld, func(old []byte) bool { return bytes.Equal(old, c.AuditKey) }):
		return errSameKey
	}
	return nil
}
