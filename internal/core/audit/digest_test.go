package audit

import (
	"bytes"
	"crypto/sha256"
	"testing"
)

func rowOf(values map[string]any) func(column string) (any, bool) {
	return func(column string) (any, bool) {
		v, ok := values[column]
		return v, ok
	}
}

// Two rows that differ anywhere have different digests, and both stores' ways to say the same have one.
func TestDigestsTellRowsApart(t *testing.T) {
	t.Parallel()
	table := &Table{Name: "things", Versions: []Columns{{"id", "a", "b"}}}
	of := func(values map[string]any) string {
		values["id"] = []byte("0123456789abcdef")
		r, err := table.digestOf(1, nil, rowOf(values))
		if err != nil {
			t.Fatal(err)
		}
		return string(r.digest)
	}
	seen := map[string]map[string]any{}
	for _, values := range []map[string]any{
		{"a": nil, "b": nil}, {"a": "", "b": nil}, {"a": nil, "b": ""}, {"a": "", "b": ""}, {"a": "x", "b": ""}, {"a": "", "b": "x"},
		{"a": "null", "b": nil}, {"a": "value", "b": nil}, {"a": "xy", "b": "z"}, {"a": "x", "b": "yz"}, {"a": int64(0), "b": nil},
	} {
		d := of(values)
		if seen[d] != nil {
			t.Errorf("%v and %v have one digest", seen[d], values)
		}
		seen[d] = values
	}
	for _, same := range [][2]any{{"x", []byte("x")}, {int64(12), []byte("12")}, {true, int64(1)}, {false, []byte("0")}} {
		if of(map[string]any{"a": same[0], "b": nil}) != of(map[string]any{"a": same[1], "b": nil}) {
			t.Errorf("%v and %v have different digests", same[0], same[1])
		}
	}
	if _, err := table.digestOf(1, nil, rowOf(map[string]any{"id": []byte("k"), "a": nil})); err == nil {
		t.Error("a row without one of its columns was digested")
	}
	if _, err := table.digestOf(2, nil, rowOf(nil)); err == nil {
		t.Error("there is no version 2")
	}
}

// A list that is followed by another one still says what its digests covered.
func TestOlderVersionsOfADigestHold(t *testing.T) {
	t.Parallel()
	values := rowOf(map[string]any{"id": []byte("0123456789abcdef"), "a": "x", "b": "y", "version": int64(7)})
	before := &Table{Name: "things", Versions: []Columns{{"id", "a"}}}
	after := &Table{Name: "things", Versions: []Columns{{"id", "a"}, {"id", "a", "b", "version"}}}
	old, err := before.digestOf(1, nil, values)
	again, errAgain := after.digestOf(1, nil, values)
	latest, errLatest := after.digestOf(2, nil, values)
	if err != nil || errAgain != nil || errLatest != nil || !bytes.Equal(old.digest, again.digest) || bytes.Equal(old.digest, latest.digest) || latest.ordinal != 7 {
		t.Errorf("%x, %x, %x of %d; %v, %v, %v", old.digest, again.digest, latest.digest, latest.ordinal, err, errAgain, errLatest)
	}
}

// What stands in for an erased text keeps the digest of the rest, and nothing else does.
func TestARedactionStandsInForAText(t *testing.T) {
	t.Parallel()
	table := &Table{Name: "things", Versions: []Columns{{"id", "text", "state"}}}
	key := []byte("0123456789abcdef")
	whole, err := table.digestOf(1, nil, rowOf(map[string]any{"id": key, "text": "a patient's name", "state": "OPEN"}))
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256(parts("ttyt column", string(key), "text", "value", "a patient's name"))
	erased, err := stub(append(parts("text"), hash[:]...))
	if err != nil {
		t.Fatal(err)
	}
	for state, want := range map[string]bool{"OPEN": true, "CLOSED": false} {
		left, err := table.digestOf(1, erased, rowOf(map[string]any{"id": key, "text": "", "state": state}))
		if err != nil || bytes.Equal(left.digest, whole.digest) != want {
			t.Errorf("%s: %v", state, err)
		}
	}
	if _, err := stub(parts("text")); err == nil {
		t.Error("a cut redaction was read")
	}
}

// What is decided on keeps its hash whatever its fields are called.
func TestSealsTellValuesApart(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	var none *string
	empty := ""
	for i, values := range [][]any{{}, {"a"}, {"a", ""}, {"", "a"}, {"a", none}, {"a", &empty, ""}, {1}, {1, false}, {1, true}, {"value"}} {
		h := string(Seal("thing", values...))
		if other, ok := seen[h]; ok {
			t.Errorf("%d and %d have one hash", other, i)
		}
		seen[h] = i
	}
	if !bytes.Equal(Seal("thing", &empty), Seal("thing", "")) || bytes.Equal(Seal("thing"), Seal("other")) {
		t.Error("a pointer counts for what it points to, and the name of the thing counts")
	}
}
