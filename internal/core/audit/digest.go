package audit

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
)

// Table says how the rows of a table are digested. A digest is
//
//	SHA-256("ttyt row", table, key, version, H(column 1), H(column 2) …)
//	H(column) = SHA-256("ttyt column", key, name, "null") or SHA-256("ttyt column", key, name, "value", value)
//
// with the length, in eight bytes, before each part but the H. A value is its bytes; a number is written in decimals and a
// truth as 1 or 0, so that both stores give the same. The hash of a column stands in for the column where the text was
// erased by order: the rest of the row is verified as before.
type Table struct {
	Name string
	// Kind is what a finding calls a row: the kind of its global id where it has one.
	Kind string
	// Key are the columns that name a row, each the key of something; id where there are none.
	Key []string
	// Versions are the lists of digested columns, the one in force last. A digest is kept with the number of its list, so a
	// list never changes: another set or order of columns is one more list.
	Versions []Columns
	// Beside are the columns that are not digested: what is counted, derived from the others, or says when something was
	// last used or told.
	Beside Columns
}

// Columns are those of one version, in their order.
type Columns []string

func (t *Table) key() []string {
	if t.Key == nil {
		return []string{"id"}
	}
	return t.Key
}

// version is the one in force.
func (t *Table) version() int { return len(t.Versions) }

// Digest is that of a row: of a db-tagged struct that has every column of the version in force.
func (t *Table) Digest(row any) []byte {
	r, err := t.rowOf(db.ValuesOf(row))
	if err != nil {
		panic(err) // a list and its struct are tested together
	}
	return r.digest
}

// row is a row with its digest.
type row struct {
	key     []byte
	ordinal int64 // its version, which tells the later of two states; 0 if it has none
	digest  []byte
}

func (t *Table) rowOf(columns []string, values []driver.Value, err error) (row, error) {
	if err != nil {
		return row{}, err
	}
	return t.digestOf(t.version(), nil, func(column string) (any, bool) {
		i := slices.Index(columns, column)
		if i < 0 {
			return nil, false
		}
		return values[i], true
	})
}

// digestOf digests a row by the columns of a version. erased are hashes that stand in for columns.
func (t *Table) digestOf(version int, erased map[string][]byte, value func(column string) (any, bool)) (r row, err error) {
	if version < 1 || version > len(t.Versions) {
		return r, fmt.Errorf("audit: no version %d of the digest of %s", version, t.Name)
	}
	for _, column := range t.key() {
		part, _, err := canonical(t, column, value)
		if err != nil {
			return r, err
		}
		r.key = append(r.key, part...)
	}
	h := parts("ttyt row", t.Name, string(r.key), strconv.Itoa(version))
	for _, column := range t.Versions[version-1] {
		v, null, err := canonical(t, column, value)
		if err != nil {
			return r, err
		}
		if column == "version" {
			r.ordinal, _ = strconv.ParseInt(string(v), 10, 64)
		}
		if hash, ok := erased[column]; ok {
			h = append(h, hash...)
			continue
		}
		c := parts("ttyt column", string(r.key), column, "null")
		if !null {
			c = parts("ttyt column", string(r.key), column, "value", string(v))
		}
		sum := sha256.Sum256(c)
		h = append(h, sum[:]...)
	}
	r.digest = Digest(h)
	return r, nil
}

// canonical is the value of a column in bytes, the same from the program and from either store.
func canonical(t *Table, column string, value func(column string) (any, bool)) (v []byte, null bool, err error) {
	raw, ok := value(column)
	if !ok {
		return nil, false, fmt.Errorf("audit: a row of %s lacks its column %s", t.Name, column)
	}
	switch raw := raw.(type) {
	case nil:
		return nil, true, nil
	case []byte:
		return raw, false, nil
	case string:
		return []byte(raw), false, nil
	case int64:
		return strconv.AppendInt(nil, raw, 10), false, nil
	case bool:
		if raw {
			return []byte("1"), false, nil
		}
		return []byte("0"), false, nil
	}
	return nil, false, fmt.Errorf("audit: %s.%s is a %T", t.Name, column, raw)
}

// parts joins texts, each with its length before it.
func parts(all ...string) (joined []byte) {
	for _, p := range all {
		joined = append(binary.BigEndian.AppendUint64(joined, uint64(len(p))), p...)
	}
	return joined
}

// Seal is the SHA-256 of named values in their order, for what is decided on: the same whatever a later program calls the
// fields of a struct. Values are texts, numbers, truths, keys and moments.
func Seal(what string, values ...any) []byte {
	joined := parts(what)
	for _, v := range values {
		raw, err := driver.DefaultParameterConverter.ConvertValue(v)
		if err != nil {
			panic(err) // plain values always convert
		}
		text, null, err := canonical(&Table{Name: what}, "", func(string) (any, bool) { return raw, true })
		if err != nil {
			panic(err)
		}
		if null {
			joined = append(joined, parts("null")...)
			continue
		}
		joined = append(joined, parts("value", string(text))...)
	}
	return Digest(joined)
}

// stub reads the place of a redaction in an entry: the erased columns, each with the hash that stands in for it.
func stub(redaction []byte) (erased map[string][]byte, err error) {
	for rest := redaction; len(rest) > 0; {
		if len(rest) < 8 || uint64(len(rest)-8) < binary.BigEndian.Uint64(rest)+sha256.Size {
			return nil, fmt.Errorf("audit: a redaction of %d bytes is cut", len(redaction))
		}
		n := int(binary.BigEndian.Uint64(rest))
		if erased == nil {
			erased = map[string][]byte{}
		}
		erased[string(rest[8:8+n])] = rest[8+n : 8+n+sha256.Size]
		rest = rest[8+n+sha256.Size:]
	}
	return erased, nil
}
