package db

import (
	"bytes"
	"database/sql/driver"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ttyt.example/ttyt/internal/base/fault"
)

// ID is the key of a row: a UUIDv7 made in Go, stored as 16 bytes. The zero ID is NULL.
type ID uuid.UUID

// NewID returns a fresh key. Keys grow with time, so inserts land at the end of an index.
func NewID() ID { return ID(uuid.Must(uuid.NewV7())) }

// IsZero reports whether the key is absent.
func (id ID) IsZero() bool { return id == ID{} }

// Compare orders keys as the store does, byte by byte.
func (id ID) Compare(other ID) int { return bytes.Compare(id[:], other[:]) }

// String returns the canonical UUID form, for logs and the audit record.
func (id ID) String() string { return uuid.UUID(id).String() }

// MarshalText writes the canonical UUID form, for keys inside JSON.
func (id ID) MarshalText() ([]byte, error) { return uuid.UUID(id).MarshalText() }

// UnmarshalText reads the canonical UUID form.
func (id *ID) UnmarshalText(text []byte) error { return (*uuid.UUID)(id).UnmarshalText(text) }

// Value stores the key as bytes.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan reads a key from bytes or NULL.
func (id *ID) Scan(src any) error {
	switch b := src.(type) {
	case nil:
		*id = ID{}
		return nil
	case []byte:
		if len(b) == len(id) {
			copy(id[:], b)
			return nil
		}
	}
	return fmt.Errorf("scan %T into db.ID", src)
}

// GlobalID returns the opaque id that clients see: base64url of the kind and the key.
func GlobalID(kind string, id ID) string {
	return base64.RawURLEncoding.EncodeToString(append([]byte(kind+":"), id[:]...))
}

// SplitID returns kind and key of a global id, or a BadInput fault.
func SplitID(global string) (kind string, id ID, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(global)
	if kind, key, ok := strings.Cut(string(raw), ":"); err == nil && ok && len(key) == len(id) {
		copy(id[:], key)
		return kind, id, nil
	}
	return "", ID{}, fault.Bad(fault.Text{VI: "Mã định danh không hợp lệ.", EN: "Malformed id."})
}

// ParseID returns the key of a global id of one kind: BadInput when malformed, NotFound when of another kind,
// so that an id tells nothing about what exists.
func ParseID(kind, global string) (ID, error) {
	got, id, err := SplitID(global)
	if err != nil {
		return ID{}, err
	}
	if got != kind {
		return ID{}, fault.ErrNotFound
	}
	return id, nil
}
