package inbox_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

func TestAnInboxIsItsOwnersAlone(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := inbox.New(k.DB, k.Access, k.Feed)
		department := k.Department(t, "CENTRE", "TTYT", db.ID{})
		mine, theirs := k.Staff(t, department, "An"), k.Staff(t, department, "Bình")
		tell := func(people ...db.ID) {
			t.Helper()
			err := k.DB.InTx(t.Context(), func(ctx context.Context) error {
				return s.Tell(ctx, inbox.Notice{Kind: inbox.Returned, SubjectKind: "post", Subject: db.NewID(), Detail: "Bổ sung nguồn"}, people...)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		tell(mine, theirs, mine) // told once, however often named
		tell(mine)
		tell()

		if _, err := s.Mine(t.Context(), false, inbox.Order{}, paging.Args{}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a stranger's inbox: got %v, want UNAUTHENTICATED", err)
		}
		list, err := s.Mine(k.As(t, mine), true, inbox.Order{}, paging.Args{})
		if err != nil || len(list.Nodes()) != 2 {
			t.Fatalf("two notices are unread: got %d, %v", len(list.Nodes()), err)
		}
		others, err := s.Mine(k.As(t, theirs), false, inbox.Order{}, paging.Args{})
		if err != nil || len(others.Nodes()) != 1 {
			t.Fatalf("the other has one: got %d, %v", len(others.Nodes()), err)
		}
		own, foreign := list.Nodes()[0].ID(), others.Nodes()[0].ID()
		if _, err := s.Item(k.As(t, mine), foreign); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's item: got %v, want NOT_FOUND", err)
		}
		if _, err := s.MarkRead(k.As(t, mine), inbox.MarkReadInput{IDs: []string{own, foreign}}); !fault.Is(err, fault.NotFound) {
			t.Errorf("marking another's item: got %v, want NOT_FOUND", err)
		}
		if n, err := s.Unread(k.As(t, mine)); err != nil || n != 2 {
			t.Errorf("a refused call marks nothing: %d unread, %v", n, err)
		}
		for range 2 { // marking twice keeps the first time
			left, err := s.MarkRead(k.As(t, mine), inbox.MarkReadInput{IDs: []string{own, own}})
			if err != nil || *left != 1 {
				t.Errorf("one is left: got %v, %v", left, err)
			}
		}
	})
}
