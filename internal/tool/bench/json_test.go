package main

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

func FuzzAppendTextIsJSON(f *testing.F) {
	for _, s := range []string{"", "Tiêm chủng", `"\`, "a\x00\x1f\n\r\tb", "<p>&</p>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		b := appendText(nil, s)
		if err := json.Unmarshal(b, &back); utf8.ValidString(s) && (err != nil || back != s) {
			t.Errorf("%q became %s: %q, %v", s, b, back, err)
		}
	})
}

func TestCursorsAreTheProducts(t *testing.T) {
	id := db.NewID()
	order := paging.Order{Name: "PUBLISHED_AT DESC", Column: "posts.published_at", ID: "posts.id", Desc: true}
	cursor := string(appendCursor(nil, order.Name, 1234567, id))
	plan, err := paging.New(paging.Args{After: &cursor}, order)
	if err != nil {
		t.Fatal(err)
	}
	rows := paging.Connect(plan, []int{0}, func(int) (any, db.ID) { return int64(1234567), id }, paging.Rest{})
	if got := rows.Edges[0].Cursor(); got != cursor {
		t.Errorf("the product's cursor is %s, the ceiling's %s", got, cursor)
	}
	n, key, err := readCursor(cursor)
	if err != nil || n != 1234567 || string(key) != string(id[:]) {
		t.Errorf("read back %d, %x, %v", n, key, err)
	}
}
