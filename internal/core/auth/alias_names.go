package auth

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// bearer is somebody under whose posts an alias stands.
type bearer struct {
	Account db.ID  `db:"account"`
	Staff   db.ID  `db:"staff"`
	Alias   string `db:"alias"`
	Name    string `db:"name"`
}

// OfficeNamed takes the names, codes or titles that come into use from all aliases that name them: an alias never keeps an
// office from its name. It joins the transaction that gives them, and the person who gives them is not told whose alias it was.
func (s *Service) OfficeNamed(ctx context.Context, named ...string) error {
	if named = slices.DeleteFunc(named, func(n string) bool { return n == "" }); len(named) == 0 {
		return nil
	}
	return s.takeNames(ctx, func(b bearer) (bool, error) {
		return slices.ContainsFunc(named, func(n string) bool { return isNamed(skeletons(b.Alias), n) }), nil
	})
}

// PersonNamed is OfficeNamed for the full name of a person who is hired or renamed. The alias of the person, too, becomes the
// new name where it would be refused beside it: the name of before may be a colleague's.
func (s *Service) PersonNamed(ctx context.Context, staff db.ID, name string) error {
	return s.takeNames(ctx, func(b bearer) (bool, error) {
		if b.Staff != staff {
			return text.Skeleton(b.Alias) == text.Skeleton(name), nil
		}
		n, err := s.namesInUse(ctx)
		if err != nil || text.Key(b.Alias) == text.Key(name) {
			return false, err
		}
		return n.refusal(b.Staff, "", b.Alias) != nil, nil
	}, bearer{Staff: staff, Name: name})
}

// takeNames replaces the aliases that are to go by the full names of their holders, which are always allowed. now says who
// has another name than on record.
func (s *Service) takeNames(ctx context.Context, goes func(b bearer) (bool, error), now ...bearer) error {
	if err := s.db.Lock(ctx, namesLock); err != nil {
		return err
	}
	all, err := s.bearers(ctx)
	if err != nil {
		return err
	}
	for _, b := range all {
		if i := slices.IndexFunc(now, func(n bearer) bool { return n.Staff == b.Staff }); i >= 0 {
			b.Name = now[i].Name
		}
		if text.Key(b.Alias) == text.Key(b.Name) {
			continue
		}
		if taken, err := goes(b); err != nil {
			return err
		} else if !taken {
			continue
		}
		if err := s.replaceAlias(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// replaceAlias gives an account the full name of its holder as alias, and tells the holder. It is on record as done by the
// program: the trail of the person who gave the name must not show whose alias it was.
func (s *Service) replaceAlias(ctx context.Context, b bearer) error {
	ctx = access.AsSystem(ctx)
	a, err := s.account(ctx, "id", b.Account)
	if err != nil || a.State == Ended {
		return err
	}
	line := act.Line{Action: "account.replace_alias", Article: "6b", Before: a.digest()}
	a.Alias = fitting(b.Name)
	if err := s.keep(ctx, a, line); err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.AliasReplaced, SubjectKind: "account", Subject: a.Key, Detail: b.Alias + " → " + a.Alias}
	return s.inbox.Tell(ctx, n, b.Staff)
}

// fitting is a full name, or as many of its last words as an alias holds: the given name is among them.
func fitting(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && utf8.RuneCountInString(strings.Join(words, " ")) > aliasMax {
		words = words[1:]
	}
	r := []rune(strings.Join(words, " "))
	return string(r[:min(len(r), aliasMax)])
}
