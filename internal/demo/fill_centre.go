package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// Who puts the centre on record: its director and their deputy, the personnel clerk and IT.
const (
	boss   = "giamdoc"
	deputy = "phogiamdoc"
	clerk  = "nhansu"
	it     = "cntt"
)

// pace is the time between two steps of putting the centre on record.
const pace = 2 * time.Minute

// centre puts the centre on record as it would be done: the program itself makes the first director, as director create
// does; the director shapes the tree, grants roles and makes IT's first account; the clerk hires and appoints; once IT has
// signed in, it makes accounts, each holder sets the password by a one-time link, and the director confirms the accounts
// of those who get a role that takes a second person. The deputy confirms IT's.
func (f *filler) centre() []step {
	var all []step
	then := func(steps ...step) { all = append(all, steps...) }
	head, office, machines := named(boss), named(clerk), named(it)
	then(f.department(&units[0], ""), f.department(&units[1], ""))
	then(f.hire(head, ""), f.appoint(head, ""), f.grant(head, access.Director, ""), f.account(head, ""))
	for i := range units[2:] {
		then(f.department(&units[2+i], boss))
	}
	then(f.hire(office, boss), f.grant(office, access.Personnel, boss))
	then(f.hire(machines, boss), f.grant(machines, access.IT, boss), f.entered(f.account(machines, boss), machines), f.account(office, it))
	var others []*person
	for i := range people {
		if p := &people[i]; p != head && p != office && p != machines {
			others = append(others, p)
			then(f.hire(p, clerk))
		}
	}
	for _, p := range append(others, machines) {
		switch {
		case p.position == "":
		case p.unit == units[1].code: // a position of the Board takes its head
			then(f.appoint(p, boss))
		default:
			then(f.appoint(p, clerk))
		}
	}
	for _, p := range others {
		if p.login != "" {
			then(f.account(p, it))
		}
	}
	for _, p := range others {
		if len(p.roles) > 0 {
			then(f.confirm(p, boss))
		}
		for _, r := range p.roles {
			then(f.grant(p, r, boss))
		}
	}
	then(f.confirm(machines, deputy))
	then(f.consented("categories", f.categories)...)
	for i := range categories {
		then(f.category(&categories[i]))
	}
	for i := range all {
		all[i].at = afterWork(f.start.Add(-founded), time.Duration(i)*pace)
	}
	all[0].at = f.start.Add(-founded) // which tells when the start was, and which the program does by itself
	return all
}

func (f *filler) department(u *unit, by string) step {
	return step{name: "department:" + u.code, by: by, do: func(ctx context.Context) (db.ID, error) {
		in := department.CreateInput{Kind: u.kind, Name: u.name, Code: u.code}
		if u.parent != "" {
			in.Parent = f.id("department", "department:"+u.parent)
		}
		d, err := f.Departments.Create(ctx, in)
		if err != nil {
			return db.ID{}, err
		}
		return d.Key, nil
	}}
}

// traineeFor is how long after the first start a trainee stays.
const traineeFor = 60

func (f *filler) hire(p *person, by string) step {
	return step{name: "staff:" + p.code, by: by, do: func(ctx context.Context) (db.ID, error) {
		m, err := f.Staff.Hire(ctx, f.record(p))
		if err != nil {
			return db.ID{}, err
		}
		return m.Key, nil
	}}
}

// record is what the centre keeps of a person. Numbers and addresses are nobody's: no province has the code 000.
func (f *filler) record(p *person) staff.HireInput {
	n := slices.IndexFunc(people, func(q person) bool { return q.code == p.code })
	stations := slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return u.kind != department.Station })
	village := strings.TrimPrefix(stations[n%len(stations)].name, "Trạm Y tế ")
	born := time.Date(p.birthYear, time.Month(n*7%12+1), n*11%28+1, 0, 0, 0, 0, time.UTC)
	started := born.AddDate(24+n%4, 2, 0)
	if recently := f.start.Add(-founded).AddDate(0, -1, 0); started.After(recently) {
		started = recently
	}
	in := staff.HireInput{
		Code: p.code, Name: p.name, Title: p.title, Department: f.id("department", "department:"+p.unit), Employment: p.employment,
		StartedOn: db.DateOf(started), DecisionNo: fmt.Sprintf("%d/QĐ-TTYT", 400+n), WorkPhone: p.phone, WorkEmail: p.email,
		BirthDate: db.DateOf(born), IdentityNo: fmt.Sprintf("0000%02d%06d", p.birthYear%100, 100+n),
		PrivatePhone: fmt.Sprintf("0203 3000 %d", 600+n), PrivateEmail: p.privateEmail(),
		Address: fmt.Sprintf("Thôn %d, %s, huyện Vân Sơn", n%5+1, village),
	}
	if p.employment == staff.Trainee {
		in.EndsOn = db.DateOf(f.start.AddDate(0, 0, traineeFor))
	}
	return in
}

// privateEmail is where the one-time links of the person go.
func (p *person) privateEmail() string {
	box, _, _ := strings.Cut(p.email, "@")
	return box + "@thurieng.example"
}

func (f *filler) appoint(p *person, by string) step {
	return step{name: "position:" + p.code, by: by, do: func(ctx context.Context) (db.ID, error) {
		held, err := f.Roles.Appoint(ctx, role.AppointInput{StaffMember: f.id("staff", "staff:"+p.code),
			Department: f.id("department", "department:"+p.unit), Kind: p.position, DecisionNo: p.decision})
		if err != nil {
			return db.ID{}, err
		}
		return held.Key, nil
	}}
}

func (f *filler) grant(p *person, r access.Role, by string) step {
	return step{name: "role:" + p.code + ":" + string(r), by: by, do: func(ctx context.Context) (db.ID, error) {
		held, err := f.Roles.Grant(ctx, role.GrantInput{StaffMember: f.id("staff", "staff:"+p.code), Role: r})
		if err != nil {
			return db.ID{}, err
		}
		return held.Key, nil
	}}
}

// account gives the person an account, whose password they set by the link that came by mail; the link of an account that the
// program itself creates is shown to its operator. The password is hashed inside the transaction, which delays nobody: there
// are no other users yet.
func (f *filler) account(p *person, by string) step {
	return step{name: "account:" + p.login, by: by, do: func(ctx context.Context) (db.ID, error) {
		a, err := f.Auth.CreateAccount(ctx, auth.CreateAccountInput{Staff: f.id("staff", "staff:"+p.code), Login: p.login, Alias: p.alias})
		if err != nil {
			return db.ID{}, err
		}
		link := func() (string, error) { return f.Mail.link(p.privateEmail()) }
		if by == "" {
			link = func() (string, error) { return f.Auth.LinkFor(ctx, p.login) }
		}
		url, err := link()
		if err != nil {
			return db.ID{}, err
		}
		return a.Key, f.open(ctx, url, f.password)
	}}
}

// entered is the step that makes the person's account, after which they sign in, once, and out again.
func (f *filler) entered(account step, p *person) step {
	create := account.do
	account.do = func(ctx context.Context) (db.ID, error) {
		id, err := create(ctx)
		if err != nil {
			return db.ID{}, err
		}
		in, err := f.Auth.SignIn(access.With(ctx, access.Anonymous("", "")), auth.SignInInput{Login: p.login, Password: f.password, Client: auth.App})
		if err != nil {
			return db.ID{}, err
		}
		if ctx, err = f.as(ctx, p.login); err != nil {
			return db.ID{}, err
		}
		access.Of(ctx).AccountID, access.Of(ctx).SessionID = id, in.Session.Key
		return id, f.Auth.SignOut(ctx)
	}
	return account
}

// confirm has a second person stand for the account.
func (f *filler) confirm(p *person, by string) step {
	return step{name: "confirmed:" + p.login, by: by, do: func(ctx context.Context) (db.ID, error) {
		a, err := f.Auth.ConfirmAccount(ctx, auth.ConfirmAccountInput{ID: f.id("account", "account:"+p.login)})
		if err != nil {
			return db.ID{}, err
		}
		return a.Key, nil
	}}
}

// categories are the first sections of the website, proposed together.
func (f *filler) categories() site.ChangeInput {
	in := site.ChangeInput{Reason: "Các chuyên mục của trang thông tin điện tử."}
	for i := range categories {
		c := &categories[i]
		in.Categories = append(in.Categories, &category.Input{Name: &c.name, Slug: &c.slug, Position: &i})
	}
	return in
}

// category finds a section that was consented to.
func (f *filler) category(c *section) step {
	return step{name: "category:" + c.slug, do: func(ctx context.Context) (db.ID, error) {
		made, err := f.Categories.Find(ctx, c.slug)
		if err != nil {
			return db.ID{}, err
		}
		return made.Key, nil
	}}
}

// absences are those who left or went on leave since.
func (f *filler) absences() (steps []step) {
	for i := range people {
		p, do := &people[i], f.Staff.End
		var ago int
		switch p.leave {
		case staff.Left:
			ago = 35
		case staff.OnLeave:
			ago, do = 5, f.Staff.StartLeave
		default:
			continue
		}
		at := f.day(ago).Add(30 * time.Minute)
		steps = append(steps, step{name: "absence:" + p.code, at: at, by: clerk, do: func(ctx context.Context) (db.ID, error) {
			id := f.id("staff", "staff:"+p.code)
			m, err := f.Staff.Get(ctx, id)
			if err != nil {
				return db.ID{}, err
			}
			_, err = do(ctx, staff.StepInput{ID: id, ExpectedVersion: m.Version, DecisionNo: fmt.Sprintf("%d/QĐ-TTYT", 500+i), EffectiveOn: db.DateOf(at), Note: p.why})
			return m.Key, err
		}})
	}
	return steps
}
