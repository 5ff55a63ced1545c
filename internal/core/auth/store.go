package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

var (
	columns        = db.ColumnsOf("accounts", Account{})
	sessionColumns = db.ColumnsOf("sessions", Session{})
)

// person is what identity needs of a staff member.
type person struct {
	Key          db.ID  `db:"id"`
	Department   db.ID  `db:"department_id"`
	Name         string `db:"name"`
	State        string `db:"state"`
	PrivateEmail string `db:"private_email"`
	WorkEmail    string `db:"work_email"`
}

// email is where secrets go: rather not to a mailbox on the centre's own server, which IT runs.
func (p person) email() string {
	if p.PrivateEmail != "" {
		return p.PrivateEmail
	}
	return p.WorkEmail
}

func (p person) active() bool { return p.State == "ACTIVE" }

func (s *Service) person(ctx context.Context, id db.ID) (person, error) {
	return db.One[person](ctx, s.db.From(ctx), "SELECT id, department_id, name, state, private_email, work_email FROM staff WHERE id = ?", id)
}

// working returns those of the people who are in active service.
func (s *Service) working(ctx context.Context, people []db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM staff WHERE id IN (?) AND state = 'ACTIVE'", people)
}

// account reads one account; what names the column. Inside a transaction the row is locked until it ends.
func (s *Service) account(ctx context.Context, column string, value any) (*Account, error) {
	query := "SELECT " + columns + " FROM accounts WHERE " + column + " = ?"
	if s.db.InsideTx(ctx) {
		query += s.db.ForUpdate(ctx)
	}
	a := new(Account)
	return a, s.db.From(ctx).Get(ctx, a, query, value)
}

// reachable reads one account under a reach, and locks it.
func (s *Service) reachable(ctx context.Context, key db.ID, reach access.Reach) (*Account, error) {
	a := new(Account)
	return a, s.db.From(ctx).Get(ctx, a, "SELECT "+columns+" FROM accounts WHERE id = ? AND "+reach.SQL+s.db.ForUpdate(ctx), append([]any{key}, reach.Args...)...)
}

// accountsBy reads accounts by their ids or their holders, under a reach.
func (s *Service) accountsBy(ctx context.Context, column string, ids []db.ID, reach access.Reach) ([]*Account, error) {
	return db.All[*Account](ctx, s.db.From(ctx), "SELECT "+columns+" FROM accounts WHERE "+column+" IN (?) AND "+reach.SQL, append([]any{ids}, reach.Args...)...)
}

// insertAccount inserts a new account; Taken where the person has one or the login is in use.
func (s *Service) insertAccount(ctx context.Context, a *Account) error {
	_, err := s.account(ctx, "staff_id", a.StaffID)
	if err == nil {
		return fault.User(fault.Taken, hasAccount, "input.staff").By("6c")
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if err := s.db.From(ctx).Insert(ctx, "accounts", a); !db.IsDuplicate(err) {
		return err
	}
	return fault.User(fault.Taken, loginTaken, "input.login")
}

// save writes what may change of an account, unless somebody else did so since it was read.
func (s *Service) save(ctx context.Context, a *Account) error {
	expected := a.Version
	a.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "accounts", a, a.Key, expected, "id", "staff_id", "login", "it_since", "first_it", "held", "created_at")
	if err == nil && !saved {
		err = fault.Changed("account", a.ID())
	}
	return err
}

// hold makes what suspends the account, or ends it, conflict with the open transaction.
func (s *Service) hold(ctx context.Context, account db.ID) error {
	return s.db.From(ctx).Hold(ctx, "accounts", account)
}

// renewHash replaces a hash by one of the same password at today's cost.
func (s *Service) renewHash(ctx context.Context, account db.ID, old, renewed string) error {
	h := s.db.From(ctx)
	_, err := h.Exec(ctx, "UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?", renewed, account, old)
	h.Touched("accounts", account)
	return err
}

// heldSession is a session with the person behind it.
type heldSession struct {
	Session
	StaffID db.ID `db:"staff_id"`
}

// Target is what permission rules look at.
func (h *heldSession) Target() access.Target { return access.Target{People: []db.ID{h.StaffID}} }

// sessionOf reads a session, by the column of its token's hash or its id: NotFound when there is none of an
// active account.
func (s *Service) sessionOf(ctx context.Context, column string, value any) (heldSession, error) {
	return db.One[heldSession](ctx, s.db.From(ctx), "SELECT "+sessionColumns+`, accounts.staff_id FROM sessions
		JOIN accounts ON accounts.id = sessions.account_id AND accounts.state = 'ACTIVE'
		WHERE sessions.`+column+` = ? AND sessions.ended_at IS NULL`, value)
}

// standing returns those of the sessions that stand for somebody in active service.
func (s *Service) standing(ctx context.Context, sessions []db.ID) ([]db.ID, error) {
	now := s.db.Now(ctx)
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT sessions.id FROM sessions
		JOIN accounts ON accounts.id = sessions.account_id AND accounts.state = 'ACTIVE'
		JOIN staff ON staff.id = accounts.staff_id AND staff.state = 'ACTIVE'
		WHERE sessions.id IN (?) AND sessions.ended_at IS NULL AND sessions.expires_at > ?
		AND (sessions.device <> ? OR sessions.seen_at > ? AND sessions.active_at > ?)`,
		sessions, now, Shared, db.At(now.Add(-sharedIdle)), db.At(now.Add(-s.o.LockAfter)))
}

// reachableSession reads a session that has not ended, under a reach.
func (s *Service) reachableSession(ctx context.Context, key db.ID, reach access.Reach) (heldSession, error) {
	return db.One[heldSession](ctx, s.db.From(ctx), "SELECT "+sessionColumns+`, accounts.staff_id FROM sessions
		JOIN accounts ON accounts.id = sessions.account_id
		WHERE sessions.id = ? AND sessions.ended_at IS NULL AND `+reach.SQL, append([]any{key}, reach.Args...)...)
}

func (s *Service) insertSession(ctx context.Context, opened *Session) error {
	return s.db.From(ctx).Insert(ctx, "sessions", opened)
}

// liveSessions reads an account's live sessions, the last seen first.
func (s *Service) liveSessions(ctx context.Context, account db.ID) ([]*Session, error) {
	now := s.db.Now(ctx)
	return db.All[*Session](ctx, s.db.From(ctx), "SELECT "+sessionColumns+` FROM sessions WHERE account_id = ? AND ended_at IS NULL AND expires_at > ?
		AND (device <> ? OR seen_at > ?) ORDER BY seen_at DESC, id DESC`, account, now, Shared, db.At(now.Add(-sharedIdle)))
}

// touch notes that a session was seen, and when a person last used it, unless somebody else has just done so: h is what was read.
func (s *Service) touch(ctx context.Context, h heldSession, active db.Time, address string) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE sessions SET seen_at = ?, seen_address = ?, active_at = ? WHERE id = ? AND seen_at = ? AND active_at = ? AND ended_at IS NULL",
		s.db.Now(ctx), address, active, h.Key, h.SeenAt, h.ActiveAt)
	return n == 1, err
}

// entered notes that the password of a session's account was entered on it: Unauthenticated where it has ended.
func (s *Service) entered(ctx context.Context, session db.ID) error {
	now := s.db.Now(ctx)
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE sessions SET seen_at = ?, active_at = ?, password_at = ? WHERE id = ? AND ended_at IS NULL", now, now, now, session)
	if err == nil && n == 0 {
		err = fault.ErrUnauthenticated
	}
	return err
}

// endReplaced ends the session that a browser or app had before it signed in anew, of any account.
func (s *Service) endReplaced(ctx context.Context, session db.ID, client Client) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE sessions SET ended_at = ? WHERE id = ? AND client = ? AND ended_at IS NULL", s.db.Now(ctx), session, client)
	return err
}

func (s *Service) endOne(ctx context.Context, session db.ID) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL", s.db.Now(ctx), session)
	return n == 1, err
}

// endAllBut ends an account's sessions and forgets its devices; zero keeps no session.
func (s *Service) endAllBut(ctx context.Context, account, keep db.ID) (int64, error) {
	if err := s.forgetDevices(ctx, account); err != nil {
		return 0, err
	}
	query, args := "UPDATE sessions SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL", []any{s.db.Now(ctx), account}
	if !keep.IsZero() {
		query, args = query+" AND id <> ?", append(args, keep)
	}
	return s.db.From(ctx).Exec(ctx, query, args...)
}

// Prune deletes what is of no more use: sessions and links long over, counters of attempts forgotten.
func (s *Service) Prune(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		h, now := s.db.From(ctx), s.db.Now(ctx)
		for query, before := range map[string]db.Time{
			"DELETE FROM sessions WHERE expires_at < ?":    db.At(now.Add(-remembered)),
			"DELETE FROM reset_links WHERE expires_at < ?": db.At(now.Add(-remembered)),
			"DELETE FROM devices WHERE expires_at < ?":     now,
			"DELETE FROM throttles WHERE last_at < ?":      db.At(now.Add(-longestForget)),
		} {
			if _, err := h.Exec(ctx, query, before); err != nil {
				return err
			}
		}
		return nil
	})
}
