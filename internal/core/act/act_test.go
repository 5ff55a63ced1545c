package act_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// thing stands for a subject: the website, as far as the policy knows.
type thing struct {
	key    db.ID
	closed bool
	name   string
}

func (t *thing) ID() string            { return db.GlobalID("site", t.key) }
func (t *thing) Target() access.Target { return access.Target{} }

const rename act.Action = "RENAME"

// room is a frame over one thing, and what its acts have kept.
type room struct {
	*act.Frame[*thing]
	thing *thing
	kept  []act.Line
}

func newRoom(k *kit.Kit) *room {
	r := &room{thing: &thing{key: db.NewID()}}
	r.Frame = &act.Frame[*thing]{
		DB: k.DB, Access: k.Access, Kind: "site", Version: func(*thing) int { return 3 },
		Rules: []act.Rule[*thing]{{Action: rename, Asks: "arrange", State: func(_ context.Context, t *thing, _ access.Grant) error {
			if t.closed {
				return fault.User(fault.WrongState, fault.Text{VI: "Đã đóng.", EN: "It is closed."}, "")
			}
			return nil
		}}},
		Open: func(_ context.Context, id string) (*thing, error) {
			if id != r.thing.ID() {
				return nil, fault.ErrNotFound
			}
			read := *r.thing
			return &read, nil
		},
		Keep: func(_ context.Context, t *thing, l act.Line) error {
			r.thing, r.kept = t, append(r.kept, l)
			return nil
		},
	}
	return r
}

func named(_ context.Context, t *thing, _ access.Grant) (act.Line, error) {
	t.name = "new"
	return act.Line{Action: "thing.rename"}, nil
}

// Of all that is wrong with a request, the caller is told what they may know, in one order for every act.
func TestWhatIsToldFirst(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		home := k.Department(t, "UNIT", "WEB", db.ID{})
		nurse, editor := k.As(t, k.Staff(t, home, "Điều dưỡng")), k.As(t, k.Staff(t, home, "Biên tập", access.WebEditor))
		wrong := fault.User(fault.TooLong, fault.Text{VI: "Quá dài.", EN: "Too long."}, "input.name")
		for name, test := range map[string]struct {
			as             context.Context
			unknown, stale bool
			closed         bool
			fault          error
			want           func(error) bool
		}{
			"what nobody sees":   {nurse, true, true, true, wrong, func(err error) bool { return fault.Is(err, fault.NotFound) }},
			"a missing right":    {nurse, false, true, true, wrong, func(err error) bool { return fault.Is(err, fault.Forbidden) }},
			"an earlier version": {editor, false, true, true, wrong, func(err error) bool { return fault.HasCode(err, fault.Conflict) }},
			"the state":          {editor, false, false, true, wrong, func(err error) bool { return fault.HasCode(err, fault.WrongState) }},
			"the input":          {editor, false, false, false, wrong, func(err error) bool { return fault.HasCode(err, fault.TooLong) }},
			"nothing":            {editor, false, false, false, nil, func(err error) bool { return err == nil }},
		} {
			r := newRoom(k)
			r.thing.closed = test.closed
			w := act.Want{Action: rename, ID: r.thing.ID(), Version: 3, Fault: test.fault}
			if test.unknown {
				w.ID = db.GlobalID("site", db.NewID())
			}
			if test.stale {
				w.Version = 2
			}
			left, err := r.Do(test.as, w, named)
			if !test.want(err) {
				t.Errorf("%s: got %v", name, err)
			}
			if done := err == nil; done != (len(r.kept) == 1) || done != (r.thing.name == "new") || done != (left != nil) {
				t.Errorf("%s: kept %v, and %q, answered %v", name, r.kept, r.thing.name, left)
			}
		}
	})
}

// A rule may ask over more than the subject's target, and a subject without a version expects none.
func TestOverAndNoVersion(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		home := k.Department(t, "UNIT", "WEB", db.ID{})
		one, other := k.Staff(t, home, "Giám đốc", access.Director), k.Staff(t, home, "Phó giám đốc", access.Director)
		r := newRoom(k)
		r.Policy, r.Version = "role", nil
		r.Rules = []act.Rule[*thing]{{Action: rename, Asks: "grant", Over: func(*thing) access.Target { return access.Target{People: []db.ID{one}} }}}
		w := act.Want{Action: rename, ID: r.thing.ID()}
		if _, err := r.Do(k.As(t, one), w, named); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("whom the rule names: got %v, want FOUR_EYES", err)
		}
		if _, err := r.Do(k.As(t, other), w, named); err != nil || len(r.kept) != 1 {
			t.Errorf("anybody else: kept %v, %v", r.kept, err)
		}
	})
}

// What is available is what Do does.
func TestAvailableAgreesWithDo(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		home := k.Department(t, "UNIT", "WEB", db.ID{})
		for _, as := range []context.Context{k.As(t, k.Staff(t, home, "Điều dưỡng")), k.As(t, k.Staff(t, home, "Biên tập", access.WebEditor))} {
			for _, closed := range []bool{false, true} {
				r := newRoom(k)
				r.thing.closed = closed
				offered, err := r.Available(as, r.thing)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := r.Do(as, act.Want{Action: rename, ID: r.thing.ID(), Version: 3}, named); (err == nil) != offered[0].Allowed {
					t.Errorf("closed %v: offered %v, and got %v", closed, offered[0].Allowed, err)
				}
			}
		}
	})
}

// An act that changes nothing leaves no trace, and one without a version holds whatever was changed meanwhile.
func TestNothingAndWhatever(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		editor := k.As(t, k.Staff(t, k.Department(t, "UNIT", "WEB", db.ID{}), "Biên tập", access.WebEditor))
		r := newRoom(k)
		w := act.Want{Action: rename, ID: r.thing.ID(), Whatever: true}
		if _, err := r.Do(editor, w, func(context.Context, *thing, access.Grant) (act.Line, error) { return act.Line{}, nil }); err != nil || r.kept != nil {
			t.Errorf("nothing changed: kept %v, %v", r.kept, err)
		}
		if _, err := r.Do(editor, w, named); err != nil || len(r.kept) != 1 || r.kept[0].Grant.Role != access.WebEditor {
			t.Errorf("without a version: kept %v, %v", r.kept, err)
		}
	})
}
