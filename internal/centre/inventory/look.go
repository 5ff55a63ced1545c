package inventory

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// maxConfirmed is how many assets one request names to be confirmed.
const maxConfirmed = 200

// ConfirmInput says which assets are as they should be.
type ConfirmInput struct {
	Round      string
	Department string
	Assets     []string // nil: all of the department at which nobody looked yet
}

// DifferenceInput says what is not as it should be, or extra.
type DifferenceInput struct {
	Round       string
	Asset       string
	Department  string
	Result      Result
	Description string
	Place       string
	FoundIn     string
	Custodian   string
	Note        string
	Connected   bool // of what is extra
}

// Confirm notes that assets of a department are as the register says, one by one or all at which nobody looked yet.
func (s *Service) Confirm(ctx context.Context, in ConfirmInput) (*Round, error) {
	open := func(ctx context.Context, r *Round) (*share, error) { return s.shareOf(ctx, r, in.Department) }
	return s.look(ctx, actionConfirm, in.Round, open, func(ctx context.Context, sh *share) (act.Line, error) {
		keys, err := s.toConfirm(ctx, sh, in.Assets)
		if err != nil || len(keys) == 0 {
			return act.Line{}, err
		}
		return act.Line{Action: "inventory.confirm"}, db.Listed(keys, func(some []db.ID) error { return s.confirm(ctx, sh.Round, some) })
	})
}

// look runs an act of a department in the open round. The act opens its share itself: besides the round it takes the
// department, or the line of an asset.
func (s *Service) look(ctx context.Context, action act.Action, round string, open func(ctx context.Context, r *Round) (*share, error), do func(ctx context.Context, sh *share) (act.Line, error)) (*Round, error) {
	looks := *s.looks
	looks.Open = func(ctx context.Context, id string) (*share, error) {
		r, err := s.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		return open(ctx, r)
	}
	sh, err := looks.Do(ctx, act.Want{Action: action, ID: round, Whatever: true}, func(ctx context.Context, sh *share, _ access.Grant) (act.Line, error) {
		return do(ctx, sh)
	})
	if err != nil {
		return nil, err
	}
	return sh.Round, nil
}

// shareOf is what the department with the global id has to look for.
func (s *Service) shareOf(ctx context.Context, r *Round, department string) (*share, error) {
	d, err := s.departments.Get(ctx, department)
	if err != nil {
		return nil, err
	}
	return &share{Round: r, department: d.Key}, nil
}

// toConfirm are the keys of those that are to be confirmed: lines of the department in the round, each of an asset that
// is still there.
func (s *Service) toConfirm(ctx context.Context, sh *share, assets []string) ([]db.ID, error) {
	tool := !access.Of(ctx).Service.IsZero()
	if assets == nil && tool {
		return nil, fault.User(fault.Required, toolNamesAssets, "input.assets").By("5b")
	}
	if assets == nil {
		return s.unseen(ctx, sh)
	}
	if len(assets) > maxConfirmed {
		return nil, fault.User(fault.TooLong, tooManyAssets, "input.assets")
	}
	var wanted []db.ID
	for _, global := range assets {
		id, err := db.ParseID("asset", global)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(wanted, id) {
			wanted = append(wanted, id)
		}
	}
	found, err := s.among(ctx, sh, wanted)
	if err == nil && len(found) < len(wanted) {
		if tool {
			return nil, errLookedAt
		}
		return nil, errNotOfRound
	}
	return found, err
}

var errNotOfRound = fault.User(fault.Invalid, notOfRound, "input.assets").By("5b")

// A person's observation outranks whatever a tool reports afterwards.
var errLookedAt = fault.User(fault.Invalid, notOfRoundOrSeen, "input.assets").By("5b")

func (s *Service) confirm(ctx context.Context, r *Round, keys []db.ID) error {
	if err := s.confirmLines(ctx, r, keys); err != nil {
		return err
	}
	return s.assets.Confirm(ctx, keys, r.Name, asset.Cause{Kind: kind, Key: r.Key, Article: "5b"})
}

// ReportDifference notes that an asset is not as the register says, or that something is there which it does not know.
func (s *Service) ReportDifference(ctx context.Context, in DifferenceInput) (*Round, error) {
	if in.Asset == "" {
		return s.reportExtra(ctx, in)
	}
	open := func(ctx context.Context, r *Round) (*share, error) { return s.lineOf(ctx, r, in.Asset) }
	return s.look(ctx, actionDiffer, in.Round, open, func(ctx context.Context, sh *share) (act.Line, error) {
		l := sh.line
		if !access.Of(ctx).Service.IsZero() && !l.Staff.IsZero() {
			return act.Line{}, fault.User(fault.WrongState, seenAlready, "input.asset").By("5b")
		}
		if err := s.found(ctx, l, in); err != nil {
			return act.Line{}, err
		}
		if l.Result == FoundConnected {
			if err := s.assets.MarkFound(ctx, l.Asset, sh.Key); err != nil {
				return act.Line{}, err
			}
		}
		return act.Line{Action: "inventory.differ", Detail: l.Label + " " + string(l.Result)}, s.saveLine(ctx, l)
	})
}

// lineOf is the line of the asset with the global id, and the department that was asked for it.
func (s *Service) lineOf(ctx context.Context, r *Round, global string) (*share, error) {
	a, err := s.assets.Get(ctx, global)
	if err != nil {
		return nil, err
	}
	l, err := s.line(ctx, r, a.Key)
	if fault.Is(err, fault.NotFound) {
		err = fault.User(fault.Invalid, notInRound, "input.asset")
	}
	if err != nil {
		return nil, err
	}
	return &share{Round: r, department: l.Department, line: l}, nil
}

func (s *Service) reportExtra(ctx context.Context, in DifferenceInput) (*Round, error) {
	open := func(ctx context.Context, r *Round) (*share, error) {
		if in.Department == "" {
			return nil, fault.User(fault.Required, department.Choose, "input.department")
		}
		return s.shareOf(ctx, r, in.Department)
	}
	return s.look(ctx, actionDiffer, in.Round, open, func(ctx context.Context, sh *share) (act.Line, error) {
		l := &Line{Round: sh.Key, Key: db.NewID(), Label: in.Description, Department: sh.department}
		if err := s.found(ctx, l, in); err != nil {
			return act.Line{}, err
		}
		return act.Line{Action: "inventory.extra", Detail: l.Label}, s.insertLine(ctx, l)
	})
}

// found fills the line with what was found.
func (s *Service) found(ctx context.Context, l *Line, in DifferenceInput) error {
	extra := l.Asset.IsZero()
	me := access.Of(ctx)
	l.Result, l.Place, l.Note, l.Staff, l.Service, l.At = in.Result, in.Place, in.Note, me.StaffID, me.Service, s.db.Now(ctx)
	l.FoundIn, l.Custodian = db.ID{}, db.ID{}
	var f input.Form
	f.Line("place", &l.Place, 200)
	f.Lines("note", &l.Note, 500)
	if extra {
		f.Needed("description", &l.Label, 200)
	}
	f.Must(!in.Connected || extra, "connected", reportFoundConnected)
	// What lets something onto the network, or marks it so, a person has to have seen.
	tool := !me.Service.IsZero()
	f.Must(!tool || !in.Connected, "connected", personOnly)
	f.Must(!tool || l.Result != FoundConnected, "result", personOnly)
	l.Connected = in.Connected
	f.Must(slices.Contains([]Result{Missing, Elsewhere, OtherCustodian, UnknownExtra, FoundConnected}, l.Result) && extra == (l.Result == UnknownExtra), "result", unfitResult)
	f.Must(l.Result != Elsewhere || l.Place != "" || in.FoundIn != "", "place", whereFound)
	f.Must(l.Result != OtherCustodian || in.Custodian != "", "custodian", whoHolds)
	if err := f.Err(); err != nil {
		return err
	}
	if in.FoundIn != "" {
		d, err := s.departments.Get(ctx, in.FoundIn)
		if err != nil {
			return err
		}
		l.FoundIn = d.Key
	}
	if in.Custodian != "" {
		m, err := s.people.Get(ctx, in.Custodian)
		if err != nil {
			return err
		}
		l.Custodian = m.Key
	}
	return nil
}
