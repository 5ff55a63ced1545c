package access

import (
	"slices"
	"strings"

	"ttyt/internal/db"
	"ttyt/internal/fault"
)

// Target is what a rule looks at in the object acted upon. A kind fills the fields that mean something for it.
type Target struct {
	Department db.ID
	People     []db.ID // who wrote it, submitted it, or whom it is about

	// Posts and approvals.
	Published bool   // a revision is on the site now
	Audience  string // of the published revision: PUBLIC, INTERNAL, DEPARTMENT
	Submitted bool   // at or after the Board step
	AtBoard   bool   // waiting at the Board step
	Approved  bool   // consented, and not yet published or revoked
	Ever      bool   // was ever submitted

	// Audit rows.
	Class string // SECURITY, CONTENT, ADMINISTRATION
}

// columns says where a table keeps what scopes look at; a kind's own table has its name.
type columns struct {
	department string
	people     []string
}

var tables = map[string]columns{
	"post":       {"posts.department_id", []string{"posts.author_id", "posts.submitter_id", "posts.person_id"}},
	"approval":   {"approvals.department_id", []string{"approvals.author_id", "approvals.submitter_id", "approvals.about_id"}},
	"staff":      {"staff.department_id", []string{"staff.id"}},
	"account":    {"", []string{"accounts.staff_id"}},
	"role":       {"", []string{"role_assignments.staff_id"}},
	"position":   {"positions.department_id", []string{"positions.staff_id"}},
	"delegation": {"delegations.department_id", []string{"delegations.from_staff_id", "delegations.to_staff_id"}},
	"audit":      {"audit_log.department_id", []string{"audit_log.staff_id"}},
}

// condition is one word of the policy's `when`: the same rule as a predicate and as SQL, per table where the columns
// differ. otherwise is the user error for a caller who lacks only this condition; empty means they lack the right.
type condition struct {
	holds     func(a *Actor, g Grant, t Target) bool
	sql       func(a *Actor, g Grant, table string) (string, []any)
	otherwise *fault.RuleError
}

func fixed(sql string) func(*Actor, Grant, string) (string, []any) {
	return func(*Actor, Grant, string) (string, []any) { return sql, nil }
}

func perTable(sql map[string]string) func(*Actor, Grant, string) (string, []any) {
	return func(_ *Actor, _ Grant, table string) (string, []any) { return sql[table], nil }
}

var wrongState = fault.User(fault.WrongState, fault.Text{
	VI: "Trạng thái hiện tại không cho phép việc này.", EN: "The present state does not allow this."}, "")

const (
	postPublished = "posts.publication = 'PUBLISHED'"
	postSubmitted = "posts.at_board = 1"
)

var conditions = map[string]condition{
	"always": {
		holds: func(*Actor, Grant, Target) bool { return true },
		sql:   fixed("1 = 1"),
	},
	// Four eyes: nobody decides on what they wrote, submitted, or are the subject of; nor does a delegate for them.
	"not_own": {
		holds: func(a *Actor, g Grant, t Target) bool { return !a.own(g, t.People) },
		sql: func(a *Actor, g Grant, table string) (string, []any) {
			sql, args := ownSQL(a, g, table)
			return "NOT (" + sql + ")", args
		},
		otherwise: fault.User(fault.FourEyes, fault.Text{
			VI: "Không ai được quyết định nội dung do mình viết, mình trình hoặc về chính mình.",
			EN: "Nobody decides on what they wrote, submitted, or are the subject of."}, ""),
	},
	"published": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.Published },
		sql:       fixed(postPublished),
		otherwise: wrongState,
	},
	"published_public": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Published && t.Audience == "PUBLIC" },
		sql:   fixed(postPublished + " AND posts.audience = 'PUBLIC'"),
	},
	"published_internal": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Published && t.Audience == "INTERNAL" },
		sql:   fixed(postPublished + " AND posts.audience = 'INTERNAL'"),
	},
	// Readers whose home department lies in the owner's subtree.
	"published_department": {
		holds: func(a *Actor, _ Grant, t Target) bool {
			return t.Published && t.Audience == "DEPARTMENT" && slices.Contains(a.HomeLine, t.Department)
		},
		sql: func(a *Actor, _ Grant, _ string) (string, []any) {
			return postPublished + " AND posts.audience = 'DEPARTMENT' AND posts.department_id IN (?)", []any{a.HomeLine}
		},
	},
	"submitted": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Submitted },
		sql:   perTable(map[string]string{"post": postSubmitted, "approval": "approvals.at_board = 1"}),
	},
	"at_board_step": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.AtBoard },
		sql:       fixed(postSubmitted + " AND posts.working = 'IN_REVIEW'"),
		otherwise: wrongState,
	},
	"approved": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.Approved },
		sql:       fixed("posts.working = 'APPROVED'"),
		otherwise: wrongState,
	},
	"never_submitted": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return !t.Ever },
		sql:       fixed("posts.submitted_ever = 0"),
		otherwise: wrongState,
	},
	"security_event": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Class == "SECURITY" },
		sql:   fixed("audit_log.class = 'SECURITY'"),
	},
	"content_event": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Class == "CONTENT" },
		sql:   fixed("audit_log.class = 'CONTENT'"),
	},
}

// ownSQL is the own scope: a person column names the actor, or who lent them the power.
func ownSQL(a *Actor, g Grant, table string) (string, []any) {
	people := []db.ID{a.StaffID}
	if !g.OnBehalfOf.IsZero() {
		people = append(people, g.OnBehalfOf)
	}
	var parts []string
	var args []any
	for _, c := range tables[table].people {
		// COALESCE keeps NOT (...) true where nobody is named.
		parts = append(parts, "COALESCE("+c+" IN (?), 0)")
		args = append(args, people)
	}
	return strings.Join(parts, " OR "), args
}
