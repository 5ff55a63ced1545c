package access

import (
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// Target is what a rule looks at in the object acted upon. A kind fills the fields that mean something for it.
type Target struct {
	Department db.ID
	People     []db.ID // who wrote it or did it, then who submitted it and whom it is about

	// Posts and approvals.
	Published  bool   // a revision is on the site now
	Audience   string // of the published revision: PUBLIC, INTERNAL, DEPARTMENT
	Submitted  bool   // at or after the Board step
	Sent       bool   // what is published, or was, had been at the Board step
	AtBoard    bool   // waiting at the Board step
	AuthorLeft bool   // the author is no longer employed, or no person is the author
	Tool       db.ID  // the service account that drafted it, zero once a person is the author
	Approved   bool   // consented, and not yet published or revoked
	Taken      bool   // was on the site and was taken down
	Ever       bool   // was ever submitted

	Subject string // of an approval: the kind of what it is about

	// Staff.
	Left bool // no longer employed
	Away bool // on leave

	// Assets.
	Asset     db.ID
	AssetKind string

	// Accounts.
	Opening Opening // whether directors do IT's work on them now

	// Audit rows.
	Class string // SECURITY, CONTENT, ADMINISTRATION

	// Incidents.
	Confidential bool // the reporter is protected
	Website      bool // in the queue of the website section
}

// tableOf names the table that a kind's rows are in.
var tableOf = map[string]string{
	"department": "departments", "staff": "staff", "position": "positions", "office": "positions", "delegation": "delegations",
	"account": "accounts", "session": "sessions", "role": "role_assignments",
	"post": "posts", "category": "categories", "approval": "approvals", "decision": "decided", "audit": "audit_log",
	"asset":    "assets",
	"incident": "incidents", "support": "support_requests",
	"change_request":   "change_requests",
	"connect_list":     "connect_lists",
	"asset_correction": "asset_corrections",
	"site":             "sites", "site_change": "site_changes",
	"service_account": "service_accounts", "token": "tokens",
	"infection": "infections",
	"media":     "media_files",
	"service":   "assets", "compliance": "departments", "analytics": "posts",
}

// columns says where a table keeps what scopes look at.
type columns struct {
	department string
	people     []string
}

var tables = map[string]columns{
	"departments":       {"departments.id", nil},
	"staff":             {"staff.department_id", []string{"staff.id"}},
	"positions":         {"positions.department_id", []string{"positions.staff_id"}},
	"delegations":       {"delegations.department_id", []string{"delegations.from_staff_id", "delegations.to_staff_id"}},
	"accounts":          {"", []string{"accounts.staff_id"}},
	"sessions":          {"", []string{"accounts.staff_id"}}, // read joined with their accounts
	"role_assignments":  {"", []string{"role_assignments.staff_id"}},
	"posts":             {"posts.department_id", []string{"posts.author_id", "posts.submitter_id", "posts.person_id"}},
	"approvals":         {"approvals.department_id", []string{"approvals.author_id", "approvals.submitter_id", "approvals.about_id"}},
	"assets":            {"assets.department_id", nil},
	"incidents":         {"incidents.department_id", []string{"incidents.reporter_id"}},
	"infections":        {"assets.department_id", []string{"infections.reporter_id"}}, // read joined with their assets
	"infection_events":  {"", []string{"infection_events.actor_id"}},
	"asset_events":      {"", []string{"asset_events.staff_id"}},
	"decisions":         {"", []string{"decisions.staff_id"}},
	"decided":           {"", []string{"decisions.staff_id", "decisions.on_behalf_of"}}, // decisions read joined with their approvals
	"support_requests":  {"support_requests.department_id", []string{"support_requests.requester_id"}},
	"inventory_lines":   {"inventory_lines.department_id", nil}, // of the department that was asked
	"change_requests":   {"change_requests.department_id", []string{"change_requests.requester_id"}},
	"connect_lists":     {"", []string{"connect_lists.submitter_id"}},
	"asset_corrections": {"", []string{"asset_corrections.asker_id"}},
	"sites":             {},
	"site_changes":      {"", []string{"site_changes.proposer_id"}},
	"tokens":            {"", []string{"tokens.issued_by"}},
	"media_files":       {"media_files.department_id", []string{"media_files.uploader_id"}},
	// A person may read events that they caused, that happened in their name, or that changed their record.
	"audit_log": {"audit_log.department_id", []string{"audit_log.staff_id", "audit_log.on_behalf_of", "audit_log.subject_id"}},
}

// condition is one word of the policy's `when`: the same rule as a predicate and as SQL, per table where the columns
// differ, "" where the table does not tell. otherwise is the user error for a caller who lacks only such conditions; nil
// means that they lack the right.
type condition struct {
	holds     func(a *Actor, g Grant, t Target) bool
	sql       func(a *Actor, g Grant, table string) (string, []any)
	otherwise *fault.RuleError
}

// on is a condition whose SQL has no arguments, by table.
func on(sql map[string]string) func(*Actor, Grant, string) (string, []any) {
	return func(_ *Actor, _ Grant, table string) (string, []any) { return sql[table], nil }
}

var wrongState = fault.User(fault.WrongState, WrongState, "")

// itsSubjects are the kinds of subjects of the flows that IT has a part in.
var itsSubjects = []string{"change_request", "connect_list", "asset_correction", "token"}

const (
	postPublished = "posts.publication = 'PUBLISHED'"
	postSubmitted = "posts.at_board = 1"
)

var conditions = map[string]condition{
	"always": {
		holds: func(*Actor, Grant, Target) bool { return true },
		sql:   func(*Actor, Grant, string) (string, []any) { return "1 = 1", nil },
	},
	// Four eyes: nobody decides on what they wrote, submitted, or are the subject of; nor does a delegate for them.
	"not_own": {
		holds: func(a *Actor, g Grant, t Target) bool { return !a.own(g, t.People) },
		sql: func(a *Actor, g Grant, table string) (string, []any) {
			sql, args := ownSQL(a, g, table)
			if sql == "" {
				return "", nil
			}
			return "NOT COALESCE((" + sql + "), 0)", args // nobody named is not the caller
		},
		otherwise: fault.User(fault.FourEyes, noSelfDecision, ""),
	},
	// A lent power cannot be lent further.
	"own_power": {
		holds: func(_ *Actor, g Grant, _ Target) bool { return g.OnBehalfOf.IsZero() },
		sql:   func(_ *Actor, g Grant, _ string) (string, []any) { return truth(g.OnBehalfOf.IsZero()), nil },
	},
	// A centre without IT: its directors create accounts and issue links.
	"without_it": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Opening != ITAtWork },
		sql:   on(map[string]string{"accounts": withoutITSQL}),
	},
	// The head of the Board in person, or who acts as one by decision; nobody whom they lent their power.
	"heads_board": {
		holds: func(a *Actor, g Grant, _ Target) bool { return a.HeadsBoard && g.OnBehalfOf.IsZero() },
		sql: func(a *Actor, g Grant, _ string) (string, []any) {
			return truth(a.HeadsBoard && g.OnBehalfOf.IsZero()), nil
		},
		otherwise: fault.User(fault.NeedsAuthority, headOnly, ""),
	},
	"published": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.Published },
		sql:       on(map[string]string{"posts": postPublished, "post_counts": "1 = 1", "post_facets": "1 = 1"}),
		otherwise: wrongState,
	},
	"published_public": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Published && t.Audience == "PUBLIC" },
		sql:   on(map[string]string{"posts": postPublished + " AND posts.audience = 'PUBLIC'", "post_counts": "post_counts.audience = 'PUBLIC'", "post_facets": "post_facets.audience = 'PUBLIC'"}),
	},
	"published_internal": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Published && t.Audience == "INTERNAL" },
		sql:   on(map[string]string{"posts": postPublished + " AND posts.audience = 'INTERNAL'", "post_counts": "post_counts.audience = 'INTERNAL'", "post_facets": "post_facets.audience = 'INTERNAL'"}),
	},
	// Readers whose home department lies in the owner's subtree.
	"published_department": {
		holds: func(a *Actor, _ Grant, t Target) bool {
			return t.Published && t.Audience == "DEPARTMENT" && slices.Contains(a.HomeLine, t.Department)
		},
		sql: func(a *Actor, _ Grant, table string) (string, []any) {
			switch table {
			case "posts":
				return postPublished + " AND posts.audience = 'DEPARTMENT' AND posts.department_id IN (?)", []any{a.HomeLine}
			case "post_counts", "post_facets":
				return table + ".audience = 'DEPARTMENT' AND " + table + ".department_id IN (?)", []any{a.HomeLine}
			}
			return "", nil
		},
	},
	"submitted": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Submitted },
		sql:   on(map[string]string{"posts": postSubmitted, "approvals": "approvals.at_board = 1", "decided": "approvals.at_board = 1", "change_requests": "change_requests.at_board = 1"}),
	},
	"sent": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Sent },
		sql:   on(map[string]string{"posts": "posts.published_at_board = 1"}),
	},
	// Approvals of content are for those who see its working copy, those of IT's flows for IT.
	"of_post": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Subject == "post" },
		sql:   on(map[string]string{"approvals": "approvals.subject_kind = 'post'", "decided": "approvals.subject_kind = 'post'"}),
	},
	"of_site": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Subject == "site_change" },
		sql:   on(map[string]string{"approvals": "approvals.subject_kind = 'site_change'", "decided": "approvals.subject_kind = 'site_change'"}),
	},
	"of_it": {
		holds: func(_ *Actor, _ Grant, t Target) bool {
			return slices.Contains(itsSubjects, t.Subject)
		},
		sql: on(map[string]string{"approvals": "approvals.subject_kind IN ('" + strings.Join(itsSubjects, "', '") + "')"}),
	},
	"at_board_step": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.AtBoard },
		sql:       on(map[string]string{"posts": postSubmitted + " AND posts.working = 'IN_REVIEW'"}),
		otherwise: wrongState,
	},
	"approved": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.Approved },
		sql:       on(map[string]string{"posts": "posts.working = 'APPROVED'"}),
		otherwise: wrongState,
	},
	// Consented to, even if it was on the site and was taken down. The approval says whether the consent still holds.
	"publishable": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return t.Approved || t.Taken },
		sql:       on(map[string]string{"posts": "(posts.working = 'APPROVED' OR posts.publication = 'UNPUBLISHED')"}),
		otherwise: wrongState,
	},
	// Taken down from within the centre, without a newer version that is consented to.
	"taken_down_inside": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Taken && !t.Approved && t.Audience != "PUBLIC" },
		sql:   on(map[string]string{"posts": "posts.publication = 'UNPUBLISHED' AND posts.working <> 'APPROVED' AND posts.audience <> 'PUBLIC'"}),
	},
	// Left behind by its author, or drafted by a tool, where nobody at work manages the department or one above.
	"orphaned": {
		holds: func(a *Actor, _ Grant, t Target) bool {
			return t.AuthorLeft && slices.Contains(a.Unmanaged, t.Department)
		},
		sql: func(a *Actor, _ Grant, table string) (string, []any) {
			switch {
			case table != "posts":
				return "", nil
			case len(a.Unmanaged) == 0:
				return nowhere, nil
			}
			return "(posts.author_left = 1 OR posts.author_id IS NULL) AND posts.department_id IN (?)", []any{a.Unmanaged}
		},
	},
	// Drafted by the tool that asks, and not taken over by a person.
	"by_tool": {
		holds: func(a *Actor, _ Grant, t Target) bool { return !a.Service.IsZero() && t.Tool == a.Service },
		sql: func(a *Actor, _ Grant, table string) (string, []any) {
			if table != "posts" {
				return "", nil
			}
			return "posts.author_id IS NULL AND posts.service_account_id = ?", []any{a.Service}
		},
	},
	"never_submitted": {
		holds:     func(_ *Actor, _ Grant, t Target) bool { return !t.Ever },
		sql:       on(map[string]string{"posts": "posts.submitted_ever = 0"}),
		otherwise: wrongState,
	},
	// Done by the person themselves: narrower than own, which is also what was done in their name or to their record.
	"by_me": {
		holds: func(a *Actor, _ Grant, t Target) bool {
			return a.SignedIn() && len(t.People) > 0 && t.People[0] == a.StaffID
		},
		sql: func(a *Actor, _ Grant, table string) (string, []any) {
			if table != "audit_log" {
				return "", nil
			}
			return "COALESCE(audit_log.staff_id = ?, 0)", []any{a.StaffID}
		},
	},
	// The assets for which the token of a tool was consented to.
	"consented_asset": {
		holds: func(a *Actor, _ Grant, t Target) bool { return a.Scans.covers(t) },
		sql: func(a *Actor, _ Grant, table string) (string, []any) {
			if table != "assets" {
				return "", nil
			}
			return a.Scans.sql()
		},
	},
	// People who left are no longer in the directory.
	"employed": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return !t.Left },
		sql:   on(map[string]string{"staff": "staff.state <> 'LEFT'"}),
	},
	// The holder of the position, joined in by the query, is at work: has not left and is not on leave.
	"at_work": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return !t.Left && !t.Away },
		sql:   on(map[string]string{"positions": "staff.state = 'ACTIVE'"}),
	},
	"security_event": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Class == "SECURITY" },
		sql:   on(map[string]string{"audit_log": "audit_log.class = 'SECURITY'"}),
	},
	"not_confidential": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return !t.Confidential },
		sql:   on(map[string]string{"incidents": "incidents.confidential = 0"}),
	},
	"on_website": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Website },
		sql:   on(map[string]string{"incidents": "incidents.queue = 'WEBSITE'"}),
	},
	"content_event": {
		holds: func(_ *Actor, _ Grant, t Target) bool { return t.Class == "CONTENT" },
		sql:   on(map[string]string{"audit_log": "audit_log.class = 'CONTENT'"}),
	},
}

// truth is what is known without looking at any row, as SQL.
func truth(is bool) string {
	if is {
		return "1 = 1"
	}
	return nowhere
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
		parts = append(parts, c+" IN (?)")
		args = append(args, people)
	}
	return strings.Join(parts, " OR "), args
}
