package db

import (
	"fmt"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	ids := make([]int, 129)
	for _, c := range []struct {
		query string
		args  []any
		want  string
		bound int
	}{
		{"a = ?", []any{1}, "a = ?", 1},
		{"a IN (?)", []any{[]int{}}, "a IN (?)", 1},
		{"a IN (?) AND b = ?", []any{[]int{1, 2, 3}, "x"}, "a IN (?, ?, ?, ?) AND b = ?", 5},
		{"b = ? AND a IN (?)", []any{[]byte("x"), []ID{{1}}}, "b = ? AND a IN (?)", 2},
		{"a IN (?)", []any{ids[:128]}, "a IN (" + strings.Repeat("?, ", 127) + "?)", 128},
		{"a IN (?)", []any{ids}, "a IN (" + strings.Repeat("?, ", 255) + "?)", 256},
	} {
		text, args := expand(c.query, c.args)
		if text != c.want || len(args) != c.bound {
			t.Errorf("expand(%s) = %s, %d values", c.query, text, len(args))
		}
	}
	if _, args := expand("a IN (?) AND b = ?", []any{[]int{1, 2, 3}, "x"}); fmt.Sprint(args) != "[1 2 3 3 x]" {
		t.Errorf("%v", args)
	}
	if _, args := expand("a IN (?)", []any{[]int(nil)}); args[0] != nil {
		t.Errorf("an empty list is %v, want NULL", args)
	}
}
