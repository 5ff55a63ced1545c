package site_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// desk is a centre with a website section of two.
type desk struct {
	*product.Centre
	t           *testing.T
	editor, mai db.ID
}

func atDesk(t *testing.T, test func(d desk)) {
	t.Helper()
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		d := desk{Centre: product.NewCentre(t, k), t: t}
		web := k.Department(t, "UNIT", "WEB", db.ID{})
		d.editor, d.mai = k.Staff(t, web, "Biên tập", access.WebEditor), k.Staff(t, web, "Mai", access.WebEditor)
		test(d)
	})
}

func as(v string) *string { return &v }

func (d desk) site() *site.Site {
	d.t.Helper()
	s, err := d.Sites.Site(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// tries changes the website as it is now.
func (d desk) tries(by db.ID, in site.ChangeInput) (*site.Change, error) {
	d.t.Helper()
	in.ExpectedVersion = d.site().Number
	if in.Reason == "" {
		in.Reason = "Cập nhật."
	}
	return d.Sites.Change(d.As(d.t, by), in)
}

func (d desk) changes(by db.ID, in site.ChangeInput) *site.Change {
	d.t.Helper()
	c, err := d.tries(by, in)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d desk) seen(c *site.Change) *site.Change {
	d.t.Helper()
	c, err := d.Sites.Get(d.As(d.t, d.Director), c.ID())
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d desk) approval(c *site.Change) *approval.Approval {
	d.t.Helper()
	a, err := d.Approvals.Of(d.t.Context(), d.seen(c).Approval)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d desk) decides(by db.ID, c *site.Change, v approval.Verdict) error {
	d.t.Helper()
	a, why := d.approval(c), "Đã xem."
	_, err := d.Approvals.Decide(d.As(d.t, by), approval.DecideInput{ID: a.ID(), Verdict: v, ExpectedVersion: a.Version, Comment: &why})
	return err
}

func (d desk) approves(by db.ID, c *site.Change) {
	d.t.Helper()
	if err := d.decides(by, c, approval.Approve); err != nil {
		d.t.Fatal(err)
	}
}

// offered are the actions that the person may do to the change.
func (d desk) offered(by db.ID, c *site.Change) (actions []act.Action) {
	d.t.Helper()
	all, err := d.Sites.AvailableActions(d.As(d.t, by), d.seen(c))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, a := range all {
		if a.Allowed {
			actions = append(actions, a.Action)
		}
	}
	return actions
}

func (d desk) told(who db.ID, kind string) int {
	d.t.Helper()
	n, err := db.One[int](d.t.Context(), d.DB.From(d.t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND kind = ?", who, kind)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// What the website states waits for a director who did not propose it, and then takes effect at once, whole.
func TestArticle10_WhatTheSiteStatesTakesADirectorsConsent(t *testing.T) {
	atDesk(t, func(d desk) {
		c := d.changes(d.editor, site.ChangeInput{Name: as(" Trung tâm  Y tế huyện A "), Hotline: as("1900 9095"), PrimaryColour: as("#006699")})
		if c.State != site.Waiting || c.Arranged || fmt.Sprint(c.Fields()) != "[NAME HOTLINE PRIMARY_COLOUR]" || d.site().Name != "" {
			t.Fatalf("proposed: %+v, and the site is named %q", c, d.site().Name)
		}
		for _, who := range []db.ID{d.Director, d.Deputy} {
			if d.told(who, "TO_CONSENT") != 1 {
				t.Errorf("a director is not asked")
			}
		}
		if err := d.decides(d.editor, c, approval.Approve); err == nil {
			t.Error("the website section consents to itself")
		}
		if got := d.offered(d.mai, c); !slices.Equal(got, []act.Action{site.ActionWithdraw}) {
			t.Errorf("an editor may %v", got)
		}
		if got := d.offered(d.Deputy, c); !slices.Equal(got, []act.Action{site.ActionApprove, site.ActionReturn, site.ActionReject}) {
			t.Errorf("a director may %v", got)
		}
		d.approves(d.Deputy, c)
		s := d.site()
		if s.Name != "Trung tâm Y tế huyện A" || s.Hotline != "1900 9095" || s.PrimaryColour != "#006699" || s.Number != 2 || s.ChangedAt() == nil {
			t.Errorf("consented: %+v", s)
		}
		if c = d.seen(c); c.State != site.Made || c.ClosedAt.IsZero() || d.offered(d.editor, c) != nil || d.told(d.editor, "EXECUTED") != 1 || d.told(d.mai, "EXECUTED") != 1 {
			t.Errorf("made: %+v", c)
		}
		own := d.changes(d.Director, site.ChangeInput{Address: as("Số 1, thị trấn A")})
		if err := d.decides(d.Director, own, approval.Approve); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("a director on their own proposal: %v", err)
		}
		d.approves(d.Deputy, own)
		if s := d.site(); s.Address != "Số 1, thị trấn A" || s.Name == "" {
			t.Errorf("another field: %+v", s)
		}
	})
}

// What only arranges is the website section's alone, at once, on record and in sight of the Board.
func TestArticle10_TheWebsiteSectionArrangesAlone(t *testing.T) {
	atDesk(t, func(d desk) {
		if _, err := d.tries(d.Director, site.ChangeInput{AccentColour: as("#006699")}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a director arranges: %v", err)
		}
		c := d.changes(d.editor, site.ChangeInput{AccentColour: as("#006699")})
		if c.State != site.Made || !c.Arranged || !c.Approval.IsZero() || d.site().AccentColour != "#006699" {
			t.Errorf("arranged: %+v", c)
		}
		all, err := d.Sites.List(d.As(t, d.Director), site.ChangeFilter{Arranged: new(bool)}, site.ChangeOrder{}, paging.Args{})
		if err != nil || len(all.Nodes()) != 0 {
			t.Errorf("what states: %v, %v", all, err)
		}
		yes := true
		all, err = d.Sites.List(d.As(t, d.Director), site.ChangeFilter{Arranged: &yes}, site.ChangeOrder{}, paging.Args{})
		if err != nil || len(all.Nodes()) != 1 {
			t.Errorf("what was arranged: %v, %v", all, err)
		}
		if got := d.offered(d.Director, c); got != nil {
			t.Errorf("after an arrangement a director may %v", got)
		}
		for _, who := range []db.ID{d.Nurse, d.Head, d.IT} {
			if _, err := d.tries(who, site.ChangeInput{Name: as("A")}); !fault.Is(err, fault.Forbidden) {
				t.Errorf("anybody else: %v", err)
			}
			if _, err := d.Sites.Get(d.As(t, who), c.ID()); !fault.Is(err, fault.NotFound) {
				t.Errorf("anybody else reads the change: %v", err)
			}
		}
	})
}

// Two proposals at once: each takes effect over what it touches as it was shown, or not at all.
func TestArticle10_WhatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	atDesk(t, func(d desk) {
		one := d.changes(d.editor, site.ChangeInput{Name: as("Tên một"), Address: as("Số 1")})
		other := d.changes(d.mai, site.ChangeInput{Name: as("Tên hai"), Hotline: as("115")})
		apart := d.changes(d.Director, site.ChangeInput{Responsible: as("Bác sĩ A, Giám đốc")})
		d.approves(d.Deputy, one)
		if d.told(d.mai, "SUPERSEDED") != 1 || d.told(d.Director, "SUPERSEDED") != 0 {
			t.Error("whose proposal is overtaken is told so, and nobody else")
		}
		if err := d.decides(d.Deputy, other, approval.Approve); !fault.HasCode(err, fault.Superseded) || !strings.Contains(err.Error(), "the name of the centre") {
			t.Errorf("an overtaken proposal: %v", err)
		}
		if got := d.offered(d.Deputy, other); slices.Contains(got, site.ActionApprove) || !slices.Contains(got, site.ActionReturn) {
			t.Errorf("of an overtaken proposal a director may %v", got)
		}
		d.approves(d.Deputy, apart)
		if err := d.decides(d.Deputy, other, approval.Return); err != nil {
			t.Fatal(err)
		}
		if s := d.site(); s.Name != "Tên một" || s.Address != "Số 1" || s.Hotline != "" || s.Responsible != "Bác sĩ A, Giám đốc" {
			t.Errorf("in the end: %+v", s)
		}
		if c := d.seen(other); c.State != site.Returned || d.offered(d.mai, c) != nil {
			t.Errorf("returned: %+v", c)
		}
		if _, err := d.Sites.Change(d.As(t, d.editor), site.ChangeInput{ExpectedVersion: 1, Name: as("Tên ba"), Reason: "A"}); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("from what is no longer shown: %v", err)
		}
	})
}

// Two replicas decide on two proposals over the same field: one takes effect.
func TestArticle10_TwoReplicasDecideAtOnce(t *testing.T) {
	atDesk(t, func(d desk) {
		one, other := d.changes(d.editor, site.ChangeInput{Name: as("Tên một")}), d.changes(d.mai, site.ChangeInput{Name: as("Tên hai")})
		a, b := d.approval(one), d.approval(other)
		decide := func(by context.Context, a *approval.Approval) func() error {
			return func() error {
				_, err := d.Approvals.Decide(by, approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version})
				return err
			}
		}
		done, refused := product.Race(decide(d.As(t, d.Director), a), decide(d.As(t, d.Deputy), b))
		if done != 1 || len(refused) != 1 || !fault.HasCode(refused[0], fault.Superseded) && !fault.HasCode(refused[0], fault.Conflict) {
			t.Errorf("%d took effect, and %v", done, refused)
		}
		if s := d.site(); s.Number != 2 || s.Name != "Tên một" && s.Name != "Tên hai" {
			t.Errorf("the site: %+v", s)
		}
	})
}

// The only director's own proposal counts as the Board's consent, and takes effect once a second person has confirmed it.
func TestArticle10_ASoleDirectorsProposalTakesASecondPerson(t *testing.T) {
	atDesk(t, func(d desk) {
		d.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", d.Deputy)
		c := d.changes(d.Director, site.ChangeInput{Name: as("Tên mới")})
		if c.State != site.Consented || d.site().Name != "" || d.told(d.editor, "TO_PUBLISH") != 1 {
			t.Fatalf("proposed: %+v", c)
		}
		if _, err := d.Sites.Confirm(d.As(t, d.Director), site.ConfirmInput{ID: c.ID(), ExpectedVersion: c.Version}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the director confirms: %v", err)
		}
		c, err := d.Sites.Confirm(d.As(t, d.editor), site.ConfirmInput{ID: c.ID(), ExpectedVersion: d.seen(c).Version})
		if err != nil || c.State != site.Made || d.site().Name != "Tên mới" {
			t.Errorf("confirmed: %+v, %v", c, err)
		}
	})
}

// A change that has not taken effect is taken back by the website section, or by the director who proposed it.
func TestArticle10_AProposalIsWithdrawn(t *testing.T) {
	atDesk(t, func(d desk) {
		c := d.changes(d.Director, site.ChangeInput{Name: as("Tên mới")})
		withdraw := func(by db.ID) error {
			_, err := d.Sites.Withdraw(d.As(t, by), site.WithdrawInput{ID: c.ID(), ExpectedVersion: d.seen(c).Version, Reason: "Nhầm."})
			return err
		}
		if err := withdraw(d.Deputy); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another director: %v", err)
		}
		if err := withdraw(d.Director); err != nil || d.seen(c).State != site.Withdrawn {
			t.Errorf("the proposer: %v, %+v", err, d.seen(c))
		}
		if err := withdraw(d.editor); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("again: %v", err)
		}
	})
}

// Each field takes what it may show and nothing else; a refused input changes nothing.
func TestEveryFieldOfTheSiteIsChecked(t *testing.T) {
	long := strings.Repeat("ơ", 201)
	line := func(opens, closes string, days ...site.Day) []*site.HoursInput {
		return []*site.HoursInput{{Days: days, Opens: opens, Closes: closes}}
	}
	cases := map[string]struct {
		in   site.ChangeInput
		path string // "" for what is taken
	}{
		"no difference":          {site.ChangeInput{Name: as("")}, "input"},
		"a long name":            {site.ChangeInput{Name: as(long)}, "input.name"},
		"a long address":         {site.ChangeInput{Address: as(long)}, "input.address"},
		"a script":               {site.ChangeInput{FanPage: as("javascript:alert(1)")}, "input.fanPage"},
		"plain http":             {site.ChangeInput{FanPage: as("http://mang.example/ttyt")}, "input.fanPage"},
		"a host without a dot":   {site.ChangeInput{MapURL: as("https://localhost/")}, "input.mapUrl"},
		"a password":             {site.ChangeInput{MapURL: as("https://a:b@bando.example/")}, "input.mapUrl"},
		"a quote":                {site.ChangeInput{MapURL: as(`https://bando.example/"x`)}, "input.mapUrl"},
		"https":                  {site.ChangeInput{MapURL: as("https://bando.example/?q=A,B")}, ""},
		"a mobile":               {site.ChangeInput{Hotline: as("0912.345.678")}, ""},
		"a landline":             {site.ChangeInput{Hotline: as("(0203) 3000 201")}, ""},
		"from abroad":            {site.ChangeInput{Hotline: as("+84 912 345 678")}, ""},
		"the same everywhere":    {site.ChangeInput{Hotline: as("1900 9095")}, ""},
		"an ambulance":           {site.ChangeInput{Hotline: as("115")}, ""},
		"too few digits":         {site.ChangeInput{Hotline: as("091234567")}, "input.hotline"},
		"an old prefix":          {site.ChangeInput{Hotline: as("0163 456 7890")}, "input.hotline"},
		"letters":                {site.ChangeInput{Hotline: as("gọi 115")}, "input.hotline"},
		"hours":                  {site.ChangeInput{Hours: line("07:00", "24:00", site.Monday, site.Holiday)}, ""},
		"no days":                {site.ChangeInput{Hours: line("07:00", "11:30")}, "input.hours.0.days"},
		"a clock of twelve":      {site.ChangeInput{Hours: line("7:00", "11:30", site.Monday)}, "input.hours.0.opens"},
		"closes before opening":  {site.ChangeInput{Hours: line("13:00", "11:30", site.Monday)}, "input.hours.0.closes"},
		"an hour beyond the day": {site.ChangeInput{Hours: line("07:00", "25:00", site.Monday)}, "input.hours.0.closes"},
		"a colour by name":       {site.ChangeInput{PrimaryColour: as("red")}, "input.primaryColour"},
		"a pale colour":          {site.ChangeInput{AccentColour: as("#00AADD")}, "input.accentColour"},
		"a long title":           {site.ChangeInput{SEOTitle: as(long)}, "input.seoTitle"},
		"a description":          {site.ChangeInput{SEODescription: as(long)}, ""},
	}
	atDesk(t, func(d desk) {
		for name, c := range cases {
			_, err := d.tries(d.editor, c.in)
			errs, other := fault.Split(err)
			if other != nil || (len(errs) == 0) != (c.path == "") {
				t.Errorf("%s: got %v", name, err)
				continue
			}
			if c.path != "" && strings.Join(errs[0].(*fault.RuleError).Path, ".") != c.path {
				t.Errorf("%s: got %v, want %s", name, errs, c.path)
			}
		}
		var many []*site.HoursInput
		for range 15 {
			many = append(many, line("07:00", "11:30", site.Monday)...)
		}
		if _, err := d.tries(d.editor, site.ChangeInput{Hours: many}); err == nil || !strings.Contains(err.Error(), "14") {
			t.Errorf("15 lines of opening hours: %v", err)
		}
		if _, err := d.Sites.Change(d.As(t, d.editor), site.ChangeInput{ExpectedVersion: 1, Name: as("A")}); !fault.HasCode(err, fault.Required) {
			t.Errorf("without a reason: %v", err)
		}
		week := site.ChangeInput{Hours: line("07:00", "11:30", site.Sunday, site.Monday, site.Tuesday, site.Wednesday, site.Thursday, site.Friday, site.Saturday, site.Holiday, site.Monday)}
		if c := d.changes(d.editor, week); len(c.After().Hours[0].Days) != 8 || c.After().Hours[0].Days[0] != site.Monday {
			t.Errorf("each day once, in the order of the week: %v", c.After().Hours[0].Days)
		}
		if s := d.site(); s.Number != 1 || s.AccentColour != "" {
			t.Errorf("the site: %+v", s)
		}
	})
}
