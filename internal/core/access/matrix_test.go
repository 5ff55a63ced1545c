package access_test

import (
	_ "embed" // the golden matrix
	"encoding/csv"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

//go:embed testdata/matrix.csv
var matrixText string

var columns = []access.Role{access.Public, access.Staff, access.Manager, access.IT, access.WebEditor, access.Director, access.Personnel, access.System}

// line is one row of the matrix: what each role may do in a situation.
type line struct {
	kind, action, situation string
	cells                   map[access.Role]string
	article                 string
}

func readMatrix(t testing.TB) []*line {
	t.Helper()
	r := csv.NewReader(strings.NewReader(matrixText))
	r.Comment, r.TrimLeadingSpace = '#', true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range columns {
		if records[0][3+i] != string(c) {
			t.Fatalf("column %d is %q, not %q", 3+i, records[0][3+i], c)
		}
	}
	var lines []*line
	for _, rec := range records[1:] {
		l := &line{kind: rec[0], action: rec[1], situation: rec[2], cells: map[access.Role]string{}, article: rec[3+len(columns)]}
		for i, c := range columns {
			l.cells[c] = rec[3+i]
		}
		if _, ok := situations[l.situation]; !ok {
			t.Fatalf("unknown situation %q", l.situation)
		}
		lines = append(lines, l)
	}
	return lines
}

func takenDown(o object) bool { return o.publication == "UNPUBLISHED" && o.working != "APPROVED" }

// situations are those of the matrix, told from what is in the store.
var situations = map[string]func(o object) bool{
	"IT at work":           func(o object) bool { return !o.withoutIT },
	"without IT":           func(o object) bool { return o.withoutIT },
	"":                     func(object) bool { return true },
	"published":            func(o object) bool { return o.publication == "PUBLISHED" },
	"not published":        func(o object) bool { return o.publication != "PUBLISHED" },
	"published PUBLIC":     func(o object) bool { return o.publication == "PUBLISHED" && o.audience == "PUBLIC" },
	"published INTERNAL":   func(o object) bool { return o.publication == "PUBLISHED" && o.audience == "INTERNAL" },
	"published DEPARTMENT": func(o object) bool { return o.publication == "PUBLISHED" && o.audience == "DEPARTMENT" },
	"once submitted":       func(o object) bool { return o.told },
	"not yet submitted":    func(o object) bool { return !o.told },
	"published as sent":    func(o object) bool { return o.sent() },
	"not so published":     func(o object) bool { return !o.sent() },
	"at the Board step":    func(o object) bool { return o.told && o.working == "IN_REVIEW" },
	"not at the Board":     func(o object) bool { return !o.told || o.working != "IN_REVIEW" },
	"approved":             func(o object) bool { return o.working == "APPROVED" },
	"not approved":         func(o object) bool { return o.working != "APPROVED" },
	"taken down PUBLIC":    func(o object) bool { return takenDown(o) && o.audience == "PUBLIC" },
	"taken down inside":    func(o object) bool { return takenDown(o) && o.audience != "PUBLIC" },
	"nothing to publish":   func(o object) bool { return o.working != "APPROVED" && o.publication != "UNPUBLISHED" },
	"never submitted":      func(o object) bool { return !o.ever },
	"submitted once":       func(o object) bool { return o.ever },
	"of a post told":       func(o object) bool { return o.subject == "post" && o.told },
	"of a post not told":   func(o object) bool { return o.subject == "post" && !o.told },
	"of the site told":     func(o object) bool { return o.subject == "site_change" && o.told },
	"of the site not told": func(o object) bool { return o.subject == "site_change" && !o.told },
	"of IT told":           func(o object) bool { return o.subject != "post" && o.subject != "site_change" && o.told },
	"of IT not told":       func(o object) bool { return o.subject != "post" && o.subject != "site_change" && !o.told },
	"employed":             func(o object) bool { return !o.left },
	"left":                 func(o object) bool { return o.left },
	"at work":              func(o object) bool { return !o.left && !o.away },
	"in its department":    func(o object) bool { return o.department == drafted },
	"drafted by the tool":  func(o object) bool { return o.department == drafted && o.tool == drafter && o.people[0] == "" },
	"away":                 func(o object) bool { return o.left || o.away },
	"security event":       func(o object) bool { return o.class == "SECURITY" },
	"content event":        func(o object) bool { return o.class == "CONTENT" },
	"other event":          func(o object) bool { return o.class == "ADMINISTRATION" },
	"open in IT":           func(o object) bool { return !o.secret && o.queue == "IT" },
	"open on the site":     func(o object) bool { return !o.secret && o.queue == "WEBSITE" },
	"secret in IT":         func(o object) bool { return o.secret && o.queue == "IT" },
	"secret on the site":   func(o object) bool { return o.secret && o.queue == "WEBSITE" },
}

// holds lists the powers of a person, those that everybody has included.
func (p *person) holds() []power {
	all := append([]power{{role: access.Public}}, p.powers...)
	if p.name != "" {
		all = append(all, power{role: access.Staff, over: p.home})
	}
	return all
}

// grants reads a cell of the matrix for one power of a person: the third opinion, which knows neither policy nor SQL.
func (w *world) grants(t testing.TB, cell string, p *person, with power, o object) bool {
	mine := p.name != "" && slices.Contains(o.people, p.name)
	lenders := with.lender != "" && slices.Contains(o.people, with.lender)
	dept := with.over != "" && w.lies(o.department, with.over)
	switch cell {
	case "-":
		return false
	case "any":
		return true
	case "own":
		return mine
	case "own act":
		return mine && o.people[0] == p.name
	case "own power":
		return mine && with.lender == ""
	case "dept":
		return dept
	case "at home":
		return p.home != "" && w.lies(o.department, p.home)
	case "home":
		return w.lies(p.home, o.department)
	case "head":
		return p.name == "giamdoc" && with.lender == ""
	case "any not own":
		return !mine && !lenders
	case "dept not own":
		return dept && !mine && !lenders
	case "dept not lent own":
		return dept && (with.lender == "" || !mine && !lenders)
	}
	t.Fatalf("unknown cell %q", cell)
	return false
}

// tally counts, for one cell, what must and what must not appear.
type tally struct{ yes, no int }

// Every cell of the matrix, three ways: what the policy says of one object, what the store selects for a list, and what
// the matrix says by hand.
func TestMatrix(t *testing.T) {
	matrix := readMatrix(t)
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, fillCentre)
		tallies := map[*line]map[access.Role]*tally{}
		for i := range matrix {
			tallies[matrix[i]] = map[access.Role]*tally{}
			for _, c := range columns {
				tallies[matrix[i]][c] = &tally{}
			}
		}
		w.ask(t, matrix, tallies)
		w.itWorks("cntt", false)
		w.ask(t, slices.DeleteFunc(slices.Clone(matrix), func(l *line) bool { return l.kind != "account" }), tallies)
		for l, byRole := range tallies {
			for role, n := range byRole {
				open := l.cells[role] == "any" || l.cells[access.Public] == "any" || role != access.Public && l.cells[access.Staff] == "any"
				if l.cells[role] != "-" && n.yes == 0 {
					t.Errorf("%s.%s (%s), %s: nothing of the world shows that it is allowed", l.kind, l.action, l.situation, role)
				}
				if !open && n.no == 0 {
					t.Errorf("%s.%s (%s), %s: nothing of the world shows that it is refused", l.kind, l.action, l.situation, role)
				}
			}
		}
	})
}

// ask asks everybody's right to each object by each row of the matrix.
func (w *world) ask(t *testing.T, matrix []*line, tallies map[*line]map[access.Role]*tally) {
	t.Helper()
	for p, ctx := range w.actors() {
		for i := 0; i < len(matrix); {
			l := matrix[i]
			reached := w.reached(ctx, l.kind, l.action)
			first := i
			for i < len(matrix) && matrix[i].kind == l.kind && matrix[i].action == l.action {
				i++
			}
			for _, o := range w.objects[l.kind] {
				l := the(t, matrix[first:i], o)
				may := false
				for _, with := range p.holds() {
					yes := w.grants(t, l.cells[with.role], p, with, o)
					may = may || yes
					if yes {
						tallies[l][with.role].yes++
					}
				}
				for _, with := range p.holds() {
					if !may {
						tallies[l][with.role].no++
					}
				}
				err := w.k.Access.Require(ctx, l.kind, l.action, w.target(o))
				if allowed := err == nil; allowed != may || reached[o.id] != may {
					t.Errorf("%s as %v, %s.%s on %s: the matrix says %v, Require %v, Reach %v", p.name, p.powers, l.kind, l.action, o.label, may, allowed, reached[o.id])
				}
				var refused *fault.Error
				if errors.As(err, &refused) && refused.Code == fault.Forbidden && refused.Rule != l.article {
					t.Errorf("%s.%s is refused by Art. %q, want %q", l.kind, l.action, refused.Rule, l.article)
				}
			}
			if t.Failed() {
				t.FailNow()
			}
		}
	}
}

// the returns the one line whose situation the object is in.
func the(t testing.TB, lines []*line, o object) (found *line) {
	t.Helper()
	for i := range lines {
		if situations[lines[i].situation](o) {
			if found != nil {
				t.Fatalf("%s.%s: %q and %q overlap", found.kind, found.action, found.situation, lines[i].situation)
			}
			found = lines[i]
		}
	}
	if found == nil {
		t.Fatalf("%s.%s: no situation for %s", lines[0].kind, lines[0].action, o.label)
	}
	return found
}

// A line of the policy that no row of the matrix asks for is a right that nobody has agreed to.
func TestMatrixAndPolicyAskTheSame(t *testing.T) {
	f, err := os.Open("policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.TrimLeadingSpace = '#', true
	policy, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	inPolicy, inMatrix := map[string]bool{}, map[string]bool{}
	for _, rec := range policy {
		if strings.HasPrefix(rec[1], "scope:") { // see TestScopes
			continue
		}
		inPolicy[rec[2]+"."+rec[3]] = true
		if !slices.Contains(columns, access.Role(rec[1])) {
			t.Errorf("the policy grants to %q, of which the matrix has no column", rec[1])
		}
	}
	for _, l := range readMatrix(t) {
		inMatrix[l.kind+"."+l.action] = true
	}
	for q := range inPolicy {
		if !inMatrix[q] {
			t.Errorf("the matrix has no row for %s", q)
		}
	}
	for q := range inMatrix {
		if !inPolicy[q] {
			t.Errorf("the policy has no line for %s", q)
		}
	}
}

func isNotFound(err error) bool { return fault.Is(err, fault.NotFound) }
