package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// RoundState is where an inventory round stands.
type RoundState string

// The states of a round.
const (
	RoundOpen   RoundState = "OPEN"
	RoundClosed RoundState = "CLOSED"
)

// Result is what a round found of an asset.
type Result string

// The results. Unseen is what nobody looked at, UnknownExtra what is not in the register.
const (
	Unseen         Result = "OPEN"
	AsRegistered   Result = "CONFIRMED"
	Missing        Result = "MISSING"
	Elsewhere      Result = "ELSEWHERE"
	OtherCustodian Result = "OTHER_CUSTODIAN"
	UnknownExtra   Result = "UNKNOWN_EXTRA"
)

// Round is a time in which managers confirm what their departments own (Art. 5b).
type Round struct {
	Key      db.ID   `db:"id"`
	Name     string  `db:"name"`
	Live     *bool   `db:"live"` // true for the one that is open, nil for the others
	DueOn    db.Date `db:"due_on"`
	OpenedBy db.ID   `db:"opened_by"`
	OpenedAt db.Time `db:"opened_at"`
	ClosedBy db.ID   `db:"closed_by"`
	ClosedAt db.Time `db:"closed_at"`
	Version  int     `db:"version"`
}

// ID is the global id.
func (r *Round) ID() string { return db.GlobalID("inventory_round", r.Key) }

// State is where the round stands.
func (r *Round) State() RoundState {
	if r.Live != nil {
		return RoundOpen
	}
	return RoundClosed
}

// RoundLine is what a round found of one asset, or something extra.
type RoundLine struct {
	Round      db.ID   `db:"round_id"`
	Key        db.ID   `db:"id"`       // the asset's, or one of its own for what is extra
	Asset      db.ID   `db:"asset_id"` // zero for what is extra
	Label      string  `db:"label"`
	Department db.ID   `db:"department_id"`
	Result     Result  `db:"result"`
	Place      string  `db:"place"`
	FoundIn    db.ID   `db:"found_in"`
	Custodian  db.ID   `db:"custodian_id"`
	Note       string  `db:"note"`
	Staff      db.ID   `db:"staff_id"`
	At         db.Time `db:"at"`
}

// Progress is how far a department is in a round.
type Progress struct {
	Department  db.ID `db:"department_id"`
	Expected    int   `db:"expected"`
	Confirmed   int   `db:"confirmed"`
	Open        int   `db:"open_lines"`
	Differences int   `db:"differences"`
}

// LineFilter narrows the lines of a round.
type LineFilter struct {
	Department string
	Subtree    bool // and the departments below it
	Result     Result
	Differs    *bool
}

// Pages of rounds and of their lines.
type (
	RoundConnection = paging.Connection[*Round]
	RoundEdge       = paging.Edge[*Round]
	LineConnection  = paging.Connection[*RoundLine]
	LineEdge        = paging.Edge[*RoundLine]
)

// OpenRoundInput opens a round.
type OpenRoundInput struct {
	Name  string
	DueOn db.Date
}

// CloseRoundInput closes a round.
type CloseRoundInput struct {
	ID              string
	ExpectedVersion int
}

const (
	roundColumns = `inventory_rounds.id, inventory_rounds.name, inventory_rounds.live, inventory_rounds.due_on, inventory_rounds.opened_by,
	inventory_rounds.opened_at, inventory_rounds.closed_by, inventory_rounds.closed_at, inventory_rounds.version`
	lineColumns = `inventory_lines.round_id, inventory_lines.id, inventory_lines.asset_id, inventory_lines.label, inventory_lines.department_id, inventory_lines.result,
	inventory_lines.place, inventory_lines.found_in, inventory_lines.custodian_id, inventory_lines.note, inventory_lines.staff_id, inventory_lines.at`
)

// Round returns the round with the global id to whoever may see assets, else NotFound.
func (s *Service) Round(ctx context.Context, global string) (*Round, error) {
	id, err := db.ParseID("inventory_round", global)
	if err != nil {
		return nil, err
	}
	if s.visible(ctx).None() {
		return nil, fault.ErrNotFound
	}
	r := new(Round)
	if err := s.db.From(ctx).Get(ctx, r, "SELECT "+roundColumns+" FROM inventory_rounds WHERE inventory_rounds.id = ?"+s.db.ForUpdate(ctx), id); err != nil {
		return nil, err
	}
	return r, nil
}

// Rounds returns a page of the rounds, the latest first.
func (s *Service) Rounds(ctx context.Context, args paging.Args) (*RoundConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "opened", Column: "inventory_rounds.opened_at", ID: "inventory_rounds.id", Desc: true})
	if err != nil {
		return nil, err
	}
	where := "1 = 1"
	if s.visible(ctx).None() {
		where = "1 = 0"
	}
	return paging.Query(ctx, s.db, plan, roundColumns, "inventory_rounds", where, nil, func(r *Round) (any, db.ID) { return r.OpenedAt, r.Key })
}

// asked is where the actor may see what a round found.
func (s *Service) asked(ctx context.Context) access.Reach {
	return s.access.ReachOver(ctx, "asset", "inventory_lines", "read")
}

// different are the results that are not as they should be; what nobody looked at counts once the round is over.
func (r *Round) different() []Result {
	all := []Result{Missing, Elsewhere, OtherCustodian, UnknownExtra}
	if r.State() == RoundClosed {
		all = append(all, Unseen)
	}
	return all
}

// Lines returns a page of what the round found in the departments that the actor may see, by label.
func (s *Service) Lines(ctx context.Context, r *Round, f LineFilter, args paging.Args) (*LineConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "label", Column: "inventory_lines.label", ID: "inventory_lines.id"})
	if err != nil {
		return nil, err
	}
	where, values, err := s.lines(ctx, r, f)
	if err != nil {
		return nil, err
	}
	return paging.Query(ctx, s.db, plan, lineColumns, "inventory_lines", where, values, func(l *RoundLine) (any, db.ID) { return l.Label, l.Key })
}

// lines turns the filter and the actor's reach into a condition.
func (s *Service) lines(ctx context.Context, r *Round, f LineFilter) (string, []any, error) {
	reach := s.asked(ctx)
	where, values := "inventory_lines.round_id = ? AND "+reach.Residual().SQL, append([]any{r.Key}, reach.Args...)
	add := func(condition string, value any) { where, values = where+" AND "+condition, append(values, value) }
	if f.Department != "" {
		d, err := db.ParseID("department", f.Department)
		if err != nil {
			return "", nil, err
		}
		if f.Subtree {
			add("inventory_lines.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", d)
		} else {
			add("inventory_lines.department_id = ?", d)
		}
	}
	if f.Result != "" {
		add("inventory_lines.result = ?", f.Result)
	}
	if f.Differs != nil {
		operator := map[bool]string{true: "IN", false: "NOT IN"}[*f.Differs]
		add("inventory_lines.result "+operator+" (?)", r.different())
	}
	return where, values, nil
}

// Progress tells how far each department is that the actor may see, by its code.
func (s *Service) Progress(ctx context.Context, r *Round) ([]*Progress, error) {
	reach := s.asked(ctx)
	differ := r.different()
	return db.All[*Progress](ctx, s.db.From(ctx), `SELECT inventory_lines.department_id, COUNT(inventory_lines.asset_id) AS expected,
		SUM(CASE WHEN inventory_lines.result = 'CONFIRMED' THEN 1 ELSE 0 END) AS confirmed, SUM(CASE WHEN inventory_lines.result = 'OPEN' THEN 1 ELSE 0 END) AS open_lines,
		SUM(CASE WHEN inventory_lines.result IN (?) THEN 1 ELSE 0 END) AS differences
		FROM inventory_lines JOIN departments d ON d.id = inventory_lines.department_id
		WHERE inventory_lines.round_id = ? AND `+reach.SQL+" GROUP BY inventory_lines.department_id, d.code ORDER BY d.code", append([]any{differ, r.Key}, reach.Args...)...)
}

// OpenRound opens a round over all that is in the register and not retired. One is open at a time.
func (s *Service) OpenRound(ctx context.Context, in OpenRoundInput) (*Round, error) {
	return s.round(ctx, func(ctx context.Context) (*Round, error) {
		if err := s.access.Require(ctx, "asset", "take_inventory", access.Target{}); err != nil {
			return nil, err
		}
		now, yes := s.db.Now(ctx), true
		r := &Round{Key: db.NewID(), Name: in.Name, Live: &yes, DueOn: in.DueOn, OpenedBy: access.Of(ctx).StaffID, OpenedAt: now, Version: 1}
		var f input.Form
		f.Needed("name", &r.Name, 120)
		f.Check(r.DueOn.IsZero() || !r.DueOn.Before(db.DateOf(now.Time).Time), "dueOn", "Ngày này đã qua.", "This day is over.")
		if err := f.Err(); err != nil {
			return nil, err
		}
		err := s.db.From(ctx).Insert(ctx, "inventory_rounds", r)
		if db.IsDuplicate(err) {
			return nil, fault.User(fault.WrongState, fault.Text{VI: "Một đợt kiểm kê khác đang mở.", EN: "Another inventory round is open."}, "").By("5b")
		}
		if err != nil {
			return nil, err
		}
		_, err = s.db.From(ctx).Exec(ctx, `INSERT INTO inventory_lines (round_id, id, asset_id, label, department_id, result, place, note)
			SELECT ?, id, id, code, department_id, 'OPEN', '', '' FROM assets WHERE state <> 'RETIRED'`, r.Key)
		if err != nil {
			return nil, err
		}
		return r, s.recordRound(ctx, "inventory.open", r, db.ID{}, r.Name)
	})
}

// CloseRound ends a round. What nobody looked at stays among its differences.
func (s *Service) CloseRound(ctx context.Context, in CloseRoundInput) (*Round, error) {
	return s.round(ctx, func(ctx context.Context) (*Round, error) {
		r, err := s.Round(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := s.access.Require(ctx, "asset", "take_inventory", access.Target{}); err != nil {
			return nil, err
		}
		if err := r.open(); err != nil {
			return nil, err
		}
		if r.Version != in.ExpectedVersion {
			return nil, fault.Changed("inventory_round", in.ID)
		}
		r.Live, r.ClosedBy, r.ClosedAt, r.Version = nil, access.Of(ctx).StaffID, s.db.Now(ctx), r.Version+1
		n, err := s.db.From(ctx).Exec(ctx, "UPDATE inventory_rounds SET live = NULL, closed_by = ?, closed_at = ?, version = ? WHERE id = ? AND version = ?",
			r.ClosedBy, r.ClosedAt, r.Version, r.Key, in.ExpectedVersion)
		if err == nil && n == 0 {
			err = fault.Changed("inventory_round", in.ID)
		}
		if err != nil {
			return nil, err
		}
		return r, s.recordRound(ctx, "inventory.close", r, db.ID{}, r.Name)
	})
}

func (r *Round) open() error {
	if r.State() == RoundClosed {
		return fault.User(fault.WrongState, fault.Text{VI: "Đợt kiểm kê đã kết thúc.", EN: "The inventory round is over."}, "").By("5b")
	}
	return nil
}

// round runs fn in a transaction under the rights that the actor holds at this moment.
func (s *Service) round(ctx context.Context, fn func(ctx context.Context) (*Round, error)) (r *Round, err error) {
	_, err = s.change(ctx, func(ctx context.Context) (*Asset, error) {
		r, err = fn(ctx)
		return nil, err
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (s *Service) recordRound(ctx context.Context, action string, r *Round, department db.ID, detail string) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: action, SubjectKind: "inventory_round", SubjectID: r.Key,
		Department: department, After: audit.DigestOf(r), Article: "5b", Detail: detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, "inventory_round", r.Key, "inventory_rounds")
}
