package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
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
}

// Confirm notes that assets of a department are as the register says, one by one or all at which nobody looked yet.
func (s *Service) Confirm(ctx context.Context, in ConfirmInput) (*Round, error) {
	return s.round(ctx, func(ctx context.Context) (*Round, error) {
		r, department, err := s.looking(ctx, in.Round, in.Department)
		if err != nil {
			return nil, err
		}
		keys, err := s.toConfirm(ctx, r, department, in.Assets)
		if err != nil || len(keys) == 0 {
			return r, err
		}
		for some := range slices.Chunk(keys, maxListed) {
			if err := s.confirm(ctx, r, some); err != nil {
				return nil, err
			}
		}
		return r, s.recordRound(ctx, "inventory.confirm", r, department, "")
	})
}

// maxListed is how many ids one statement lists.
const maxListed = 1000

func (s *Service) confirm(ctx context.Context, r *Round, keys []db.ID) error {
	h, now, me := s.db.From(ctx), s.db.Now(ctx), access.Of(ctx).StaffID
	if _, err := h.Exec(ctx, `UPDATE inventory_lines SET result = 'CONFIRMED', place = '', found_in = NULL, custodian_id = NULL, note = '', staff_id = ?, at = ?
		WHERE round_id = ? AND id IN (?)`, me, now, r.Key, keys); err != nil {
		return err
	}
	if _, err := h.Exec(ctx, "UPDATE assets SET confirmed_at = ?, confirmed_by = ?, version = version + 1, updated_at = ? WHERE id IN (?)", now, me, now, keys); err != nil {
		return err
	}
	events := make([]Event, len(keys))
	for i, k := range keys {
		events[i] = Event{Key: db.NewID(), Asset: k, Action: Confirmed, After: r.Name, Article: "5b", CauseKind: ByInventory, CauseKey: r.Key, Staff: me, At: now}
	}
	return db.InsertMany(ctx, h, "asset_events", events)
}

// toConfirm are the keys of those that are to be confirmed: lines of the department in the round, each of an asset that
// is still there.
func (s *Service) toConfirm(ctx context.Context, r *Round, department db.ID, assets []string) ([]db.ID, error) {
	const of = "SELECT l.id FROM inventory_lines l JOIN assets a ON a.id = l.asset_id AND a.state <> 'RETIRED' WHERE l.round_id = ? AND l.department_id = ? AND "
	h := s.db.From(ctx)
	if assets == nil {
		return db.All[db.ID](ctx, h, of+"l.result = 'OPEN' ORDER BY l.id", r.Key, department)
	}
	if len(assets) > maxConfirmed {
		return nil, fault.User(fault.TooLong, fault.Text{VI: "Nhiều nhất 200 tài sản mỗi lần.", EN: "At most 200 assets at once."}, "input.assets")
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
	found, err := db.All[db.ID](ctx, h, of+"l.id IN (?) ORDER BY l.id", r.Key, department, wanted)
	if err == nil && len(found) < len(wanted) {
		return nil, errNotOfRound
	}
	return found, err
}

var errNotOfRound = fault.User(fault.Invalid, fault.Text{
	VI: "Có tài sản không thuộc đơn vị này trong đợt kiểm kê.", EN: "Not all of these are the department's in this round."}, "input.assets").By("5b")

// looking reads the open round, and the department whose things the actor may look after.
func (s *Service) looking(ctx context.Context, round, department string) (*Round, db.ID, error) {
	r, err := s.Round(ctx, round)
	if err != nil {
		return nil, db.ID{}, err
	}
	d, err := s.departments.Get(ctx, department)
	if err != nil {
		return nil, db.ID{}, err
	}
	if err := s.access.Require(ctx, "asset", "care", access.Target{Department: d.Key}); err != nil {
		return nil, db.ID{}, err
	}
	return r, d.Key, r.open()
}

// ReportDifference notes that an asset is not as the register says, or that something is there which it does not know.
// The register itself stays as it is: what follows from a difference is a decision of its own.
func (s *Service) ReportDifference(ctx context.Context, in DifferenceInput) (*Round, error) {
	return s.round(ctx, func(ctx context.Context) (*Round, error) {
		if in.Asset == "" {
			return s.reportExtra(ctx, in)
		}
		a, err := s.Get(ctx, in.Asset)
		if err != nil {
			return nil, err
		}
		r, err := s.Round(ctx, in.Round)
		if err != nil {
			return nil, err
		}
		l := new(RoundLine)
		err = s.db.From(ctx).Get(ctx, l, "SELECT "+lineColumns+" FROM inventory_lines WHERE inventory_lines.round_id = ? AND inventory_lines.id = ?", r.Key, a.Key)
		if fault.Is(err, fault.NotFound) {
			return nil, fault.User(fault.Invalid, fault.Text{VI: "Tài sản này không có trong đợt kiểm kê.", EN: "This asset is not in the round."}, "input.asset")
		}
		if err != nil {
			return nil, err
		}
		if r, _, err = s.looking(ctx, in.Round, db.GlobalID("department", l.Department)); err != nil {
			return nil, err
		}
		if err := s.found(ctx, l, in); err != nil {
			return nil, err
		}
		_, err = s.db.From(ctx).Exec(ctx, "UPDATE inventory_lines SET result = ?, place = ?, found_in = ?, custodian_id = ?, note = ?, staff_id = ?, at = ? WHERE round_id = ? AND id = ?",
			l.Result, l.Place, l.FoundIn, l.Custodian, l.Note, l.Staff, l.At, l.Round, l.Key)
		if err != nil {
			return nil, err
		}
		return r, s.recordRound(ctx, "inventory.differ", r, l.Department, l.Label+" "+string(l.Result))
	})
}

func (s *Service) reportExtra(ctx context.Context, in DifferenceInput) (*Round, error) {
	r, department, err := s.looking(ctx, in.Round, in.Department)
	if in.Department == "" {
		err = fault.User(fault.Required, fault.Text{VI: "Cần chọn đơn vị.", EN: "Name the department."}, "input.department")
	}
	if err != nil {
		return nil, err
	}
	l := &RoundLine{Round: r.Key, Key: db.NewID(), Label: in.Description, Department: department}
	if err := s.found(ctx, l, in); err != nil {
		return nil, err
	}
	if err := s.db.From(ctx).Insert(ctx, "inventory_lines", l); err != nil {
		return nil, err
	}
	return r, s.recordRound(ctx, "inventory.extra", r, department, l.Label)
}

// found fills the line with what was found.
func (s *Service) found(ctx context.Context, l *RoundLine, in DifferenceInput) error {
	extra := l.Asset.IsZero()
	l.Result, l.Place, l.Note, l.Staff, l.At = in.Result, in.Place, in.Note, access.Of(ctx).StaffID, s.db.Now(ctx)
	l.FoundIn, l.Custodian = db.ID{}, db.ID{}
	var f input.Form
	f.Line("place", &l.Place, 200)
	f.Lines("note", &l.Note, 500)
	if extra {
		f.Needed("description", &l.Label, 200)
	}
	f.Check(known(l.Result, []Result{Missing, Elsewhere, OtherCustodian, UnknownExtra}) && extra == (l.Result == UnknownExtra), "result",
		"Kết quả này không hợp với mục được báo.", "This result does not go with what is reported.")
	f.Check(l.Result != Elsewhere || l.Place != "" || in.FoundIn != "", "place", "Cần cho biết nơi tìm thấy.", "Say where it was found.")
	f.Check(l.Result != OtherCustodian || in.Custodian != "", "custodian", "Cần cho biết ai đang giữ.", "Say who looks after it.")
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
