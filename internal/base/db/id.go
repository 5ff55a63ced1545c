package db

import (
	"bytes"
	"database/sql/driver"
	"encoding/base64"
	"fmt"
	"slices"

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

// String returns the canonical UUID form, for logs and the audit log.
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

// GlobalPair returns the opaque id of what two keys name together.
func GlobalPair(kind string, a, b ID) string {
	return base64.RawURLEncoding.EncodeToString(slices.Concat([]byte(kind+":"), a[:], b[:]))
}

var errID = fault.Bad(malformedID)

// split returns kind and keys of a global id, or a BadInput fault.
func split(global string) (kind string, keys []byte, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(global)
	if kind, keys, ok := bytes.Cut(raw, []byte(":")); err == nil && ok {
		return string(kind), keys, nil
	}
	return "", nil, errID
}

// SplitID returns kind and key of a global id, or a BadInput fault.
func SplitID(global string) (kind string, id ID, err error) {
	kind, key, err := split(global)
	if err != nil || len(key) != len(id) {
		return "", ID{}, errID
	}
	return kind, ID(key), nil
}

// KindOf returns the kind of a global id of one key or of two, or a BadInput fault.
func KindOf(global string) (string, error) {
	kind, keys, err := split(global)
	if err != nil || len(keys) != len(ID{}) && len(keys) != 2*len(ID{}) {
		return "", errID
	}
	return kind, nil
}

// ParsePair returns the keys of a global id of two, as ParseID does of one.
func ParsePair(kind, global string) (a, b ID, err error) {
	got, keys, err := split(global)
	switch {
	case err != nil || len(keys) != 2*len(ID{}):
		return a, b, errID
	case got != kind:
		return a, b, fault.ErrNotFound
	}
	return ID(keys[:len(a)]), ID(keys[len(a):]), nil
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

// Malformed returns BadInput for the first malformed global id; an omitted id counts as well-formed. Bulk mutations call it
// before they do anything.
func Malformed(globals ...string) error {
	for _, global := range globals {
		if global == "" {
			continue
		}
		if _, _, err := SplitID(global); err != nil {
			return err
		}
	}
	return nil
}
