package access_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// power is a role that a person holds now: over a department for manager, and lent by somebody or their own.
type power struct {
	role         access.Role
	over, lender string
}

// person is somebody of the centre and, by hand, what they hold at the time of the test beside public and staff.
type person struct {
	name, home string
	powers     []power
}

// people are those who can act. The powers follow from what fillCentre puts in the store.
var people = []person{
	{"giamdoc", "BGD", []power{{role: access.Director}, {role: access.Manager, over: "BGD"}}},
	{"phogiamdoc", "BGD", []power{{role: access.Director}}},
	{"bientap", "WEB", []power{{role: access.WebEditor}}},
	{"cntt", "CNTT", []power{{role: access.IT}}},
	{"nhansu", "TCHC", []power{{role: access.Personnel}}},
	{"truongphong", "TCHC", []power{{role: access.Manager, over: "TCHC"}}},
	{"truongkhoa", "NOI", []power{{role: access.Manager, over: "NOI"}}},
	{"phokhoa", "NOI", []power{{role: access.Manager, over: "NOI"}, {role: access.Manager, over: "NOI", lender: "truongkhoa"}}},
	{"quyentruong", "NGOAI", []power{{role: access.Manager, over: "NGOAI"}}},
	{"totruong", "MANG", []power{{role: access.Manager, over: "MANG"}}},
	{"kiemnhiem", "TCHC", []power{{role: access.WebEditor}, {role: access.Manager, over: "NOI1"}}},
	{"thaytruongkhoa", "NGOAI", []power{{role: access.Manager, over: "NOI", lender: "truongkhoa"}}},
	{"thaygiamdoc", "TCHC", []power{{role: access.Director, lender: "giamdoc"}}},
	{"haivai", "NGOAI", []power{{role: access.Manager, over: "NGOAI"}, {role: access.Manager, over: "NOI", lender: "truongkhoa"}}},
	{"thayhai", "NGOAI", []power{{role: access.Manager, over: "NOI", lender: "truongkhoa"}, {role: access.Manager, over: "NOI", lender: "phokhoa"}}},
	{"hethan", "NOI", nil},
	{"saptoi", "NOI", nil},
	{"cuugiamdoc", "BGD", nil},
	{"nguoithuong", "NGOAI", nil},
	{"thuky", "BGD", nil},
	{"nhanvien", "NOI", nil},
	{"nhanvien1", "NOI1", nil},
	{"nhanvien2", "NGOAI", nil},
	{"vanthu", "TCHC", nil},
	{"kythuat", "CNTT", nil},
	{"mang", "MANG", nil},
	{"viet", "WEB", nil},
}

// absent cannot act, whatever they hold.
var absent = []string{"nghiphep", "daroi"}

// writers have content of their own in each situation: one person per column of the matrix, a lender, and bystanders.
var writers = []string{"nhanvien", "truongkhoa", "cntt", "bientap", "phogiamdoc", "nhansu", "giamdoc", "mang", "nhanvien2"}

var departments = []string{"BGD", "TCHC", "CNTT", "MANG", "WEB", "NOI", "NOI1", "NGOAI"}

// fillCentre makes four levels, two siblings with a unit below one of them, everybody in people, and content in every
// state.
func fillCentre(w *world) {
	w.department("TTYT", "CENTRE", "")
	w.department("BGD", "BOARD", "TTYT")
	w.department("TCHC", "OFFICE", "TTYT")
	w.department("CNTT", "UNIT", "TCHC")
	w.department("MANG", "UNIT", "CNTT")
	w.department("WEB", "UNIT", "TCHC")
	w.department("NOI", "CLINICAL", "TTYT")
	w.department("NOI1", "UNIT", "NOI")
	w.department("NGOAI", "CLINICAL", "TTYT")

	for _, p := range people {
		w.person(p.name, p.home, "ACTIVE")
	}
	w.person("nghiphep", "NOI1", "ON_LEAVE")
	w.person("daroi", "BGD", "LEFT")

	w.itWorks("cntt", true)
	w.grant("giamdoc", access.Director, true)
	w.grant("phogiamdoc", access.Director, true)
	w.grant("cuugiamdoc", access.Director, false)
	w.grant("daroi", access.Director, true)
	w.grant("bientap", access.WebEditor, true)
	w.grant("kiemnhiem", access.WebEditor, true)
	w.grant("cntt", access.IT, true)
	w.grant("nghiphep", access.IT, true)
	w.grant("nhansu", access.Personnel, true)
	w.grant("nhanvien", access.Personnel, false)
	w.grant("truongkhoa", access.IT, false)

	w.position("giamdoc", "BGD", "HEAD", -9000, open)
	w.position("truongphong", "TCHC", "HEAD", -9000, 9000)
	w.position("truongkhoa", "NOI", "HEAD", -9000, open)
	w.position("phokhoa", "NOI", "DEPUTY", 0, 1) // begins now
	w.position("quyentruong", "NGOAI", "ACTING", -10, 10)
	w.position("totruong", "MANG", "HEAD", -10, open)
	w.position("kiemnhiem", "NOI1", "HEAD", -10, open)
	w.position("haivai", "NGOAI", "DEPUTY", -10, open)
	w.position("hethan", "NOI", "HEAD", -10, 0) // ends now
	w.position("saptoi", "NOI", "HEAD", 1, open)
	w.position("nghiphep", "NOI1", "DEPUTY", -10, open)
	w.position("daroi", "NOI1", "ACTING", -10, -1)
	w.position("nhansu", "TCHC", "DEPUTY", -10, -1)
	w.position("phogiamdoc", "BGD", "DEPUTY", -10, -1)

	w.delegation("truongkhoa", "thaytruongkhoa", access.Manager, "NOI", 0, 10, false)
	w.delegation("truongkhoa", "haivai", access.Manager, "NOI", -1, 10, false)
	w.delegation("truongkhoa", "phokhoa", access.Manager, "NOI", -1, 10, false)
	w.delegation("truongkhoa", "thayhai", access.Manager, "NOI", -1, 10, false)
	w.delegation("phokhoa", "thayhai", access.Manager, "NOI", -1, 10, false)
	w.delegation("giamdoc", "thaygiamdoc", access.Director, "", -1, 10, false)
	// None of these has effect.
	w.delegation("truongphong", "cntt", access.Manager, "TCHC", -10, -9, false)          // over
	w.delegation("truongphong", "bientap", access.Manager, "TCHC", -10, -9, false)       // over
	w.delegation("truongkhoa", "nguoithuong", access.Manager, "NOI", -10, 0, false)      // over
	w.delegation("truongkhoa", "nguoithuong", access.Manager, "NOI", 1, 10, false)       // not begun
	w.delegation("truongkhoa", "nguoithuong", access.Manager, "NOI", -10, 10, true)      // revoked
	w.delegation("truongkhoa", "nguoithuong", access.Manager, "NGOAI", -10, 10, false)   // not the lender's
	w.delegation("hethan", "nguoithuong", access.Manager, "NOI", -10, 10, false)         // the position ended
	w.delegation("saptoi", "nguoithuong", access.Manager, "NOI", -10, 10, false)         // the position has not begun
	w.delegation("thaytruongkhoa", "nguoithuong", access.Manager, "NOI", -10, 10, false) // lent further
	w.delegation("cuugiamdoc", "nguoithuong", access.Director, "", -10, 10, false)       // the role was revoked
	w.delegation("giamdoc", "nguoithuong", access.Director, "", -10, 10, true)           // revoked
	w.delegation("thaygiamdoc", "nguoithuong", access.Director, "", -10, 10, false)      // lent further
	w.delegation("nhansu", "nguoithuong", access.Personnel, "", -10, 10, false)          // not a power that is lent
	w.delegation("phogiamdoc", "nguoithuong", access.Director, "", -10, 0, false)        // over
	w.delegation("phogiamdoc", "nguoithuong", access.Director, "", 1, 10, false)         // not begun

	for _, name := range writers {
		w.token("CNTT", name)
		w.connectList("CNTT", name)
		w.correction("CNTT", name)
		w.siteChange("CNTT", name)
	}
	w.category("tin-tuc")
	w.category("thong-bao")
	w.site()
	for _, d := range departments {
		w.asset(d)
	}
	w.infections()
	fillContent(w)
	fillTrouble(w)
}

func fillContent(w *world) {
	publications, audiences := []string{"NONE", "SCHEDULED", "PUBLISHED", "UNPUBLISHED", "ARCHIVED"}, []string{"PUBLIC", "INTERNAL", "DEPARTMENT"}
	n := 0
	post := func(o object) {
		if o.people == nil { // alternately as author and submitter, so that each has something that only they wrote or only they submitted
			a, b := writers[n%len(writers)], writers[(n/len(writers)+n+1)%len(writers)]
			o.people = [][]string{{a, "", ""}, {a, b, ""}, {b, a, ""}, {a, a, ""}}[n/len(writers)%4]
		}
		if o.publication == "" {
			o.publication, o.audience = publications[n%5], audiences[n%3]
		}
		if o.department == "" {
			o.department = departments[n%len(departments)]
		}
		n++
		w.post(o)
	}
	for _, working := range []string{"NONE", "DRAFT", "IN_REVIEW", "APPROVED"} {
		for _, told := range []bool{false, true} {
			for _, ever := range []bool{false, true} {
				for range 2 * len(writers) {
					post(object{working: working, told: told, ever: ever})
				}
			}
		}
	}
	for _, audience := range audiences {
		for _, publication := range publications {
			for _, department := range departments {
				post(object{publication: publication, audience: audience, department: department, working: "NONE", told: true, ever: true})
			}
		}
	}
	// Drafts of tools: of the one that asks in TestScopes and of another, some of them taken over and further on their way.
	for i, department := range departments {
		for j, tool := range []db.ID{drafter, db.NewID()} {
			post(object{people: []string{"", "", ""}, tool: tool, department: department, publication: "NONE", audience: audiences[i%3], working: "DRAFT"})
			taker := writers[(i+j)%len(writers)]
			post(object{people: []string{taker, "", ""}, tool: tool, department: department, publication: "NONE", audience: audiences[i%3], working: "DRAFT"})
			post(object{people: []string{taker, taker, ""}, tool: tool, department: department, publication: "PUBLISHED", audience: audiences[i%3], working: "NONE", told: true, ever: true})
		}
	}
	for i, p := range people { // staff profiles, written by somebody else
		post(object{people: []string{"viet", "viet", p.name}, department: p.home, publication: publications[i%5], audience: "PUBLIC",
			working: "DRAFT", told: i%2 == 0, ever: i%3 == 0})
	}
	for i, a := range writers {
		for _, told := range []bool{false, true} {
			for j, who := range [][]string{{a, a, ""}, {"viet", a, ""}, {a, "viet", ""}, {"viet", "viet", a}} {
				for _, subject := range subjects {
					w.approval(object{department: departments[(i+j)%len(departments)], people: who, told: told, subject: subject})
				}
			}
		}
		for j, class := range []string{"SECURITY", "CONTENT", "ADMINISTRATION"} {
			for l, who := range [][]string{{a, "", ""}, {"viet", a, ""}, {"viet", "", a}, {"viet", "", ""}} {
				w.event(object{class: class, department: departments[(i+j+3*l)%len(departments)], people: who})
			}
		}
	}
	for _, class := range []string{"SECURITY", "CONTENT", "ADMINISTRATION"} {
		w.event(object{class: class, people: []string{"", "", ""}}) // a stranger's attempt
	}
}

// fillTrouble adds incidents of each queue and secrecy, and requests for support, of each department by each writer.
func fillTrouble(w *world) {
	for i, a := range writers {
		for j, department := range departments {
			who := []string{a}
			if j%3 == 2 {
				who = []string{"viet"}
			}
			w.incident(object{department: department, people: who, queue: []string{"IT", "WEBSITE"}[(i+j)%2], secret: (i+j)/2%2 == 0})
			w.request(object{department: department, people: who, told: (i+j)%2 == 0})
			w.media(department, who[0])
			if j%4 == 0 {
				w.support(object{department: department, people: who})
			}
		}
		for _, queue := range []string{"IT", "WEBSITE"} {
			w.incident(object{department: departments[i%len(departments)], people: []string{a}, queue: queue, secret: true})
			w.incident(object{department: departments[(i+3)%len(departments)], people: []string{a}, queue: queue})
		}
	}
}

// actors returns everybody with the context they act in: the people, a stranger, and the program itself.
func (w *world) actors() map[*person]context.Context {
	w.t.Helper()
	ctx := context.Background()
	all := map[*person]context.Context{
		{name: ""}: access.With(ctx, access.Anonymous("192.0.2.1", "")),
		{name: "", powers: []power{{role: access.System}}}: access.AsSystem(ctx),
	}
	for i := range people {
		all[&people[i]] = w.k.As(w.t, w.ids[people[i].name])
	}
	return all
}

func TestAbsentPeopleCannotAct(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, fillCentre)
		ids := []db.ID{db.NewID(), {}}
		for _, name := range absent {
			ids = append(ids, w.ids[name])
		}
		for _, id := range ids {
			if _, err := k.Access.Load(context.Background(), id); !isNotFound(err) {
				t.Errorf("Load(%v) = %v", id, err)
			}
		}
	})
}
