package conventions

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// logs are the connections that are read along the time: their orders have the moment as their one field, for both directions.
var logs = map[string]string{
	"Query.auditEvents": "events have no state: to find one, narrow by class, action, person or subject, and read on along the time",
	"Me.inbox":          "a notice tells of a moment; what it is about has lists of its own",
}

// unordered are the connections of Query and Me without orderBy, with the reason. The list may only shrink.
var unordered = map[string]string{
	"Query.complianceSubjects": "a union of what six lists show, in no column that all of them have; each of the lists has orders of its own, under the same filter",
}

// ordered are the connections of other objects that are tables too.
var ordered = []string{"InventoryRound.lines", "AssetImport.faults"}

// hidden are what a list may show to some of its readers alone, so that no order tells it to the others: the words that no field
// of an order holds.
var hidden = map[string]*regexp.Regexp{
	"IncidentOrderField":      regexp.MustCompile(`REPORTER|DEPARTMENT`),                 // Art. 6d
	"ChangeRequestOrderField": regexp.MustCompile(`REQUESTER|PLAN$|WANTED|TECHNICAL`),    // Art. 5a, 6d
	"ApprovalOrderField":      regexp.MustCompile(`AUTHOR|SUBMITTER`),                    // Art. 6d
	"InfectionOrderField":     regexp.MustCompile(`REPORTER|SWITCH|PORT|DESCRIPTION`),    // Art. 5a, 6d
	"ScanOrderField":          regexp.MustCompile(`TOOL|THREAT|NOTE|RECORDED_BY`),        // Art. 5a
	"StaffOrderField":         regexp.MustCompile(`UPDATED|BIRTH|IDENTITY|PRIVATE|LEFT`), // Art. 11a
}

// Every list can be ordered by what it shows: each connection of Query and Me, and each table of another object, takes orderBy,
// an input of a field and a direction, which may be left out.
func TestListsCanBeOrdered(t *testing.T) {
	t.Parallel()
	s := schema(t)
	met := map[string]bool{}
	check := func(name string, f *ast.FieldDefinition) {
		met[name] = true
		by := f.Arguments.ForName("orderBy")
		if by == nil {
			if unordered[name] == "" {
				t.Errorf("%s: takes no orderBy, and is no exception", name)
			}
			return
		}
		in := s.Types[by.Type.Name()]
		if unordered[name] != "" || by.Type.NonNull || in.Kind != ast.InputObject || len(in.Fields) != 2 || in.Fields.ForName("field") == nil || in.Fields.ForName("direction") == nil {
			t.Errorf("%s: orderBy is no input of a field and a direction, or not an exception any more", name)
			return
		}
		fields := s.Types[in.Fields.ForName("field").Type.Name()]
		if fields.Name != in.Name+"Field" || in.Fields.ForName("direction").Type.Name() != "OrderDirection" {
			t.Errorf("%s: %s and %s", name, in.Name, fields.Name)
		}
		if one := len(fields.EnumValues) == 1; one != (logs[name] != "") {
			t.Errorf("%s: a log has one order, every other list more: %d", name, len(fields.EnumValues))
		}
		for _, v := range fields.EnumValues {
			if secret := hidden[fields.Name]; secret != nil && secret.MatchString(v.Name) {
				t.Errorf("%s: the order %s would tell what some readers may not know", name, v.Name)
			}
		}
	}
	for _, of := range []*ast.Definition{s.Query, s.Types["Me"]} {
		for _, f := range of.Fields {
			if strings.HasSuffix(f.Type.Name(), "Connection") {
				check(of.Name+"."+f.Name, f)
			}
		}
	}
	for _, name := range ordered {
		of, field, _ := strings.Cut(name, ".")
		check(name, s.Types[of].Fields.ForName(field))
	}
	for _, table := range []map[string]string{logs, unordered} {
		for name := range table {
			if !met[name] {
				t.Errorf("%s is no list any more", name)
			}
		}
	}
	if len(met) < 24 {
		t.Errorf("%d lists", len(met))
	}
}
