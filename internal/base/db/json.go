package db

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON stores one typed Go value as JSON text. It is never queried inside SQL.
type JSON[T any] struct{ V T }

// Value encodes the value; HTML stays readable.
func (j JSON[T]) Value() (driver.Value, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(j.V); err != nil {
		return nil, err
	}
	return string(bytes.TrimRight(b.Bytes(), "\n")), nil
}

// Scan decodes the value; NULL leaves the zero value.
func (j *JSON[T]) Scan(src any) error {
	var zero T
	j.V = zero
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		return json.Unmarshal(v, &j.V)
	}
	return fmt.Errorf("scan %T into db.JSON", src)
}
