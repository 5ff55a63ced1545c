package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
)

var (
	unitKinds   = []department.Kind{department.Centre, department.Board, department.Office, department.Clinical, department.Preventive, department.Station, department.Unit}
	postKinds   = []post.Type{post.TypeNewsArticle, post.TypeAnnouncement, post.TypeHealthGuide, post.TypeRecruitmentNotice, post.TypeTenderNotice, post.TypePage, post.TypeDepartmentPage, post.TypeStaffProfile}
	postStates  = []state{draft, endorsement, consent, returned, rejected, withdrawn, approved, scheduled, published, unpublished, revoked, corrected}
	employments = []staff.Employment{staff.CivilServant, staff.PublicEmployee, staff.Contract, staff.Seconded, staff.Trainee}
	bodyTags    = []string{"p", "h2", "h3", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "strong", "a"}
	latin       = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	login       = regexp.MustCompile(`^[a-z]+[0-9]?$`)
	phone       = regexp.MustCompile(`^0203 3000 \d{3}$`)
	decision    = regexp.MustCompile(`^\d+/QĐ-(TTYT|SYT)$`)
)

// once reports an empty value and one that was seen before.
func once(t *testing.T, what string) func(string) {
	seen := map[string]bool{}
	return func(s string) {
		t.Helper()
		if s == "" || seen[s] {
			t.Errorf("%s %q is empty or stands twice", what, s)
		}
		seen[s] = true
	}
}

// managed reports whether someone other than the person is in charge of the department.
func managed(code, but string) bool {
	return slices.ContainsFunc(people, func(p person) bool {
		return p.unit == code && p.position != "" && p.login != "" && p.login != but
	})
}

func TestUnitsFormOneTree(t *testing.T) {
	code, name := once(t, "code"), once(t, "name")
	for i, u := range units {
		code(u.code)
		name(u.name)
		if !slices.Contains(unitKinds, u.kind) {
			t.Errorf("%s: kind %q", u.code, u.kind)
		}
		isParent := func(p unit) bool { return p.code == u.parent }
		if i == 0 != (u.parent == "") || i == 0 != (u.kind == "CENTRE") || i > 0 && !slices.ContainsFunc(units[:i], isParent) {
			t.Errorf("%s: the root comes first and every other department after its parent, not %q", u.code, u.parent)
		}
	}
}

func TestPeopleAreWellFormed(t *testing.T) {
	code, name, mail := once(t, "staff code"), once(t, "name"), once(t, "e-mail")
	account, alias, number := once(t, "login"), once(t, "alias"), once(t, "decision")
	for _, p := range people {
		code(p.code)
		name(p.name)
		mail(p.email)
		if line := above(p.unit); len(line) < 2 || line[len(line)-1] != "TTYT" {
			t.Errorf("%s: belongs to no department below the root: %q", p.code, p.unit)
		}
		if p.login != "" {
			account(p.login)
			alias(p.alias)
			if !login.MatchString(p.login) || p.alias == p.login || strings.HasPrefix(p.email, p.login+"@") {
				t.Errorf("%s: login %q shows in alias %q or e-mail %q", p.code, p.login, p.alias, p.email)
			}
		} else if p.alias != "" || p.roles != nil {
			t.Errorf("%s: alias or role without an account", p.code)
		}
		if p.position != "" {
			number(p.decision)
			if !slices.Contains([]role.PositionKind{role.Head, role.Deputy, role.Acting}, p.position) || !decision.MatchString(p.decision) || p.leave != "" {
				t.Errorf("%s: position %q by %q, leave %q", p.code, p.position, p.decision, p.leave)
			}
		} else if p.decision != "" {
			t.Errorf("%s: decision without a position", p.code)
		}
		for _, r := range p.roles {
			if !slices.Contains([]access.Role{access.Director, access.IT, access.WebEditor, access.Personnel}, r) {
				t.Errorf("%s: role %q", p.code, r)
			}
		}
		if slices.Contains(p.roles, access.Director) && len(p.roles) > 1 {
			t.Errorf("%s: a director holds no other role: %v", p.code, p.roles)
		}
		if !slices.Contains(employments, p.employment) || p.birthYear < 1960 || p.birthYear > 2004 {
			t.Errorf("%s: employment %q, born %d", p.code, p.employment, p.birthYear)
		}
		if !phone.MatchString(p.phone) || !strings.HasSuffix(p.email, ".example") {
			t.Errorf("%s: %q or %q could be someone's", p.code, p.phone, p.email)
		}
		if p.leave == staff.Left && p.login != "" || !slices.Contains([]staff.State{"", staff.OnLeave, staff.Left}, p.leave) || (p.leave == "") != (p.why == "") {
			t.Errorf("%s: leave %q with login %q", p.code, p.leave, p.login)
		}
	}
}

func TestFixedLoginsHoldTheirRoles(t *testing.T) {
	for _, want := range []struct {
		login, unit string
		position    role.PositionKind
		roles       access.Role
	}{
		{"giamdoc", "BGD", "HEAD", "director"}, {"phogiamdoc", "BGD", "DEPUTY", "director"},
		{"bientap2", "WEB", "HEAD", "web_editor"}, {"bientap", "WEB", "", "web_editor"},
		{"cntt", "CNTT", "HEAD", "it"}, {"cntt2", "CNTT", "", "it"}, {"nhansu", "TCHC", "", "personnel"},
		{"truongkhoa", "NHI", "HEAD", ""}, {"nhanvien", "NHI", "", ""},
		{"truongkhoa2", "KSBT", "HEAD", ""}, {"nhanvien2", "KSBT", "", ""},
	} {
		p := named(want.login)
		held := access.Role("")
		if p != nil && len(p.roles) == 1 {
			held = p.roles[0]
		}
		if p == nil || p.unit != want.unit || p.position != want.position || held != want.roles {
			t.Errorf("%s: got %+v", want.login, p)
		}
	}
}

func TestPositionsCoverEveryCase(t *testing.T) {
	cases, leave := map[string][]string{}, map[staff.State]int{}
	for _, u := range units[1:] {
		var held []string
		for _, p := range people {
			if p.unit == u.code && p.position != "" {
				held = append(held, string(p.position))
			}
		}
		slices.Sort(held)
		cases[strings.Join(held, " ")] = append(cases[strings.Join(held, " ")], u.code)
	}
	for held, want := range map[string]string{"": "[YHCT]", "ACTING": "[CCHS]", "DEPUTY": "[NGOAI]", "DEPUTY HEAD": "[BGD]"} {
		if got := fmt.Sprint(cases[held]); got != want {
			t.Errorf("departments led by %q: got %s, want %s", held, got, want)
		}
	}
	if n := len(cases["HEAD"]); n != len(units)-5 {
		t.Errorf("%d departments have a head alone", n)
	}
	for _, p := range people {
		leave[p.leave]++
	}
	if leave[staff.OnLeave] != 1 || leave[staff.Left] != 1 {
		t.Errorf("leave: %v", leave)
	}
}
