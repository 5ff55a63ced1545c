package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// namesInUse reads what an alias is compared with.
func (s *Service) namesInUse(ctx context.Context) (n names, err error) {
	q := s.db.From(ctx)
	if n.logins, err = db.All[taken](ctx, q, "SELECT staff_id AS staff, login AS name FROM accounts"); err != nil {
		return n, err
	}
	if n.people, err = db.All[taken](ctx, q, "SELECT id AS staff, name FROM staff WHERE state <> 'LEFT'"); err != nil {
		return n, err
	}
	n.offices, err = db.All[string](ctx, q, "SELECT name FROM departments UNION SELECT code FROM departments UNION SELECT title FROM staff WHERE title <> ''")
	return n, err
}

// aliases are those of all accounts: posts go on showing that of an ended one.
func (s *Service) aliases(ctx context.Context) ([]string, error) {
	return db.All[string](ctx, s.db.From(ctx), "SELECT alias FROM accounts")
}

// bearers are the accounts whose aliases further posts show, in the order in which they are locked.
func (s *Service) bearers(ctx context.Context) ([]bearer, error) {
	return db.All[bearer](ctx, s.db.From(ctx), `SELECT accounts.id AS account, accounts.staff_id AS staff, accounts.alias, staff.name
		FROM accounts JOIN staff ON staff.id = accounts.staff_id WHERE accounts.state <> 'ENDED' ORDER BY accounts.id`)
}
