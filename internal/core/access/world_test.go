package access_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// world is a centre on a real store, and what the test itself knows about it: by names, never asking the policy.
type world struct {
	t       testing.TB
	k       *kit.Kit
	ctx     context.Context // of the transaction that fills the store
	above   map[string]string
	ids     map[string]db.ID // departments by code, people by name
	states  map[string]string
	objects map[string][]object
}

// object is something that a right is asked about.
type object struct {
	kind, label string
	id          db.ID
	department  string
	people      []string // who wrote it, submitted it, whom it is about; "" for nobody

	publication, audience, working string
	told                           bool // the Board has been told
	ever                           bool // was submitted once
	class                          string
	subject                        string // of an approval: the kind of what it is about
	left                           bool   // no longer employed
	away                           bool   // on leave
	queue                          string
	secret                         bool // the reporter is protected
	withoutIT                      bool // directors do IT's work on accounts
	assetKind                      string
	tool                           db.ID // the service account that drafted it
}

// newWorld fills an empty store in one transaction.
func newWorld(t testing.TB, k *kit.Kit, fill func(w *world)) *world {
	t.Helper()
	w := &world{t: t, k: k, above: map[string]string{}, ids: map[string]db.ID{"": {}}, states: map[string]string{}, objects: map[string][]object{}}
	err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
		w.ctx = ctx
		fill(w)
		w.mirror("asset", "service")
		w.mirror("department", "compliance")
		w.mirror("post", "analytics")
		w.mirror("position", "office")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.ctx = context.Background()
	return w
}

type row = kit.Row

func (w *world) insert(table string, r row) {
	w.t.Helper()
	w.k.Insert(w.ctx, w.t, table, r)
}

// add keeps the object under a fresh id, which it returns.
func (w *world) add(o object) db.ID {
	o.id = db.NewID()
	o.label = fmt.Sprintf("%s %d of %s by %q (%s %s, %s, told %v, ever %v%s)", o.kind, len(w.objects[o.kind]), o.department, o.people,
		o.publication, o.audience, o.working, o.told, o.ever, o.class+o.subject)
	w.objects[o.kind] = append(w.objects[o.kind], o)
	return o.id
}

// hours is the moment so many hours from now; open is no moment.
func (w *world) hours(n int) db.Time {
	if n == open {
		return db.Time{}
	}
	return db.At(kit.Start.Add(time.Duration(n) * time.Hour))
}

const open = 1 << 20

func (w *world) department(code, kind, above string) {
	id := w.add(object{kind: "department", department: code})
	w.ids[code], w.above[code] = id, above
	w.insert("departments", row{"id": id, "parent_id": w.ids[above], "kind": kind, "code": code, "slug": code})
	for depth, up := 0, code; up != ""; depth, up = depth+1, w.above[up] {
		w.insert("department_paths", row{"ancestor_id": w.ids[up], "descendant_id": id, "depth": depth})
	}
}

// lies reports whether the department is another or below it.
func (w *world) lies(department, under string) bool {
	for ; department != ""; department = w.above[department] {
		if department == under {
			return true
		}
	}
	return false
}

// person is on record, with an account, a session, and a line in the directory.
func (w *world) person(name, home, state string) {
	id := w.add(object{kind: "staff", department: home, people: []string{name}, left: state == "LEFT"})
	w.ids[name], w.states[name] = id, state
	w.insert("staff", row{"id": id, "code": name, "department_id": w.ids[home], "state": state})
	account := w.add(object{kind: "account", people: []string{name}, withoutIT: true})
	w.insert("accounts", row{"id": account, "staff_id": id, "login": name})
	session := w.add(object{kind: "session", people: []string{name}})
	w.insert("sessions", row{"id": session, "account_id": account, "token_hash": session[:]})
}

// itWorks reports whether the person's account has been used as one of IT's, or none ever was, as in a new centre.
func (w *world) itWorks(name string, works bool) {
	w.exec("UPDATE accounts SET it_since = ? WHERE staff_id = ?", map[bool]any{true: 1}[works], w.ids[name])
	for i := range w.objects["account"] {
		w.objects["account"][i].withoutIT = !works
	}
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	err := w.k.DB.InTx(w.ctx, func(ctx context.Context) error {
		_, err := w.k.DB.From(ctx).Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

func (w *world) grant(name string, r access.Role, live bool) {
	id := w.add(object{kind: "role", people: []string{name}})
	w.insert("role_assignments", row{"id": id, "staff_id": w.ids[name], "role": r, "live": map[bool]any{true: 1}[live]})
}

func (w *world) position(name, over, kind string, from, to int) {
	id := w.add(object{kind: "position", department: over, people: []string{name}, left: w.states[name] == "LEFT", away: w.states[name] == "ON_LEAVE"})
	w.insert("positions", row{"id": id, "staff_id": w.ids[name], "department_id": w.ids[over], "kind": kind,
		"from_at": w.hours(from), "to_at": w.hours(to)})
}

func (w *world) delegation(lender, name string, r access.Role, over string, from, to int, revoked bool) {
	id := w.add(object{kind: "delegation", department: over, people: []string{lender, name}})
	d := row{"id": id, "from_staff_id": w.ids[lender], "to_staff_id": w.ids[name], "role": r, "department_id": w.ids[over],
		"from_at": w.hours(from), "to_at": w.hours(to)}
	if revoked {
		d["revoked_at"] = w.hours(-1)
	}
	w.insert("delegations", d)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// post takes author, submitter and the person it is about from people.
func (w *world) post(o object) {
	o.kind = "post"
	id := w.add(o)
	w.insert("posts", row{"id": id, "slug": id.String(), "department_id": w.ids[o.department], "author_id": w.ids[o.people[0]],
		"submitter_id": w.ids[o.people[1]], "person_id": w.ids[o.people[2]], "publication": o.publication, "working": o.working,
		"at_board": bit(o.told), "published_at_board": bit(o.sent()), "submitted_ever": bit(o.ever), "audience": o.audience, "author_left": bit(o.left), "service_account_id": o.tool})
}

// subjects are the kinds that approvals run over.
var subjects = []string{"post", "change_request", "connect_list", "asset_correction", "site_change", "token"}

func (w *world) approval(o object) {
	o.kind = "approval"
	id := w.add(o)
	w.insert("approvals", row{"id": id, "subject_id": id, "department_id": w.ids[o.department], "author_id": w.ids[o.people[0]],
		"submitter_id": w.ids[o.people[1]], "about_id": w.ids[o.people[2]], "at_board": bit(o.told), "subject_kind": o.subject})
	o.kind, o.people = "decision", o.people[:2]
	w.insert("decisions", row{"id": w.add(o), "approval_id": id, "staff_id": w.ids[o.people[0]], "on_behalf_of": w.ids[o.people[1]]})
}

// event takes who did it, in whose name, and to whose record from people.
func (w *world) event(o object) {
	o.kind = "audit"
	id := w.add(o)
	w.insert("audit_log", row{"id": id, "class": o.class, "department_id": w.ids[o.department], "staff_id": w.ids[o.people[0]],
		"on_behalf_of": w.ids[o.people[1]], "subject_id": w.ids[o.people[2]]})
}

func (w *world) asset(department string) {
	o := object{kind: "asset", department: department, assetKind: assetKinds[len(w.objects["asset"])%len(assetKinds)]}
	id := w.add(o)
	w.insert("assets", row{"id": id, "code": fmt.Sprint("TS-", len(w.objects["asset"])), "kind": o.assetKind, "department_id": w.ids[department]})
}

// incident takes the reporter from people.
func (w *world) incident(o object) {
	o.kind = "incident"
	id := w.add(o)
	w.insert("incidents", row{"id": id, "queue": o.queue, "confidential": bit(o.secret), "department_id": w.ids[o.department], "reporter_id": w.ids[o.people[0]]})
}

// request takes who asks from people.
func (w *world) request(o object) {
	o.kind = "change_request"
	w.insert("change_requests", row{"id": w.add(o), "asset_id": w.objects["asset"][0].id, "department_id": w.ids[o.department],
		"requester_id": w.ids[o.people[0]], "at_board": bit(o.told)})
}

// correction is one that somebody asked for.
func (w *world) correction(department, asker string) {
	id := w.add(object{kind: "asset_correction", people: []string{asker}})
	w.insert("asset_corrections", row{"id": id, "asset_id": w.objects["asset"][0].id, "department_id": w.ids[department], "asker_id": w.ids[asker]})
}

// site is the website.
func (w *world) site() {
	w.insert("sites", row{"id": w.add(object{kind: "site"}), "content": "{}"})
}

// siteChange is one that somebody proposed.
func (w *world) siteChange(department, proposer string) {
	id := w.add(object{kind: "site_change", people: []string{proposer}})
	w.insert("site_changes", row{"id": id, "department_id": w.ids[department], "proposer_id": w.ids[proposer]})
}

// connectList is one that somebody put to the Board.
func (w *world) connectList(department, submitter string) {
	id := w.add(object{kind: "connect_list", people: []string{submitter}})
	w.insert("connect_lists", row{"id": id, "department_id": w.ids[department], "submitter_id": w.ids[submitter]})
}

// support takes who asks from people.
func (w *world) support(o object) {
	o.kind = "support"
	w.insert("support_requests", row{"id": w.add(o), "department_id": w.ids[o.department], "requester_id": w.ids[o.people[0]]})
}

// media is a file that somebody brought.
func (w *world) media(department, uploader string) {
	id := w.add(object{kind: "media", department: department, people: []string{uploader}})
	w.insert("media_files", row{"id": id, "department_id": w.ids[department], "uploader_id": w.ids[uploader], "sha256": make([]byte, 32)})
}

// token is one of a service account of an asset of the department, issued by somebody.
func (w *world) token(department, issuer string) {
	w.asset(department)
	assets := w.objects["asset"]
	account := w.add(object{kind: "service_account"})
	w.insert("service_accounts", row{"id": account, "name": account.String(), "asset_id": assets[len(assets)-1].id, "responsible_id": w.ids[issuer]})
	id := w.add(object{kind: "token", people: []string{issuer}})
	w.insert("tokens", row{"id": id, "service_account_id": account, "issued_by": w.ids[issuer]})
}

// mirror lets objects of a kind be asked about as another kind that has no table of its own.
func (w *world) mirror(kind, as string) {
	for _, o := range w.objects[kind] {
		o.kind = as
		w.objects[as] = append(w.objects[as], o)
	}
}

// infections gives each asset one.
func (w *world) infections() {
	for _, a := range w.objects["asset"] {
		told := db.NewID()
		w.insert("incidents", row{"id": told, "department_id": w.ids[a.department]})
		w.insert("infections", row{"id": w.add(object{kind: "infection", department: a.department}), "asset_id": a.id, "incident_id": told})
	}
}

func (w *world) category(name string) {
	w.insert("categories", row{"id": w.add(object{kind: "category"}), "slug": name})
}

// sent reports whether the Board had been told of what is or was on the site.
func (o object) sent() bool {
	return o.kind == "post" && o.ever && slices.Contains([]string{"PUBLISHED", "UNPUBLISHED", "ARCHIVED"}, o.publication)
}

// target is the object as its feature shows it to the policy.
func (w *world) target(o object) access.Target {
	t := access.Target{Department: w.ids[o.department], Class: o.class, Subject: o.subject, Left: o.left, Away: o.away, Ever: o.ever, Submitted: o.told, Sent: o.sent(), Audience: o.audience,
		Published: o.publication == "PUBLISHED", AtBoard: o.told && o.working == "IN_REVIEW", Approved: o.working == "APPROVED", Taken: o.publication == "UNPUBLISHED", AuthorLeft: o.kind == "post" && (o.left || o.people[0] == ""),
		Confidential: o.secret, Website: o.queue == "WEBSITE", Opening: map[bool]access.Opening{true: access.NewCentre}[o.withoutIT]}
	for _, p := range o.people {
		t.People = append(t.People, w.ids[p])
	}
	if o.kind == "post" && o.people[0] == "" {
		t.Tool = o.tool
	}
	if o.assetKind != "" {
		t.Asset, t.AssetKind = o.id, o.assetKind
	}
	return t
}

// from is where the rows of a kind are read.
var from = map[string]string{
	"department": "departments", "staff": "staff", "position": "positions", "delegation": "delegations", "account": "accounts",
	"office":  "positions JOIN staff ON staff.id = positions.staff_id",
	"session": "sessions JOIN accounts ON accounts.id = sessions.account_id", "role": "role_assignments",
	"post": "posts", "category": "categories", "approval": "approvals", "audit": "audit_log",
	"decision": "decisions JOIN approvals ON approvals.id = decisions.approval_id",
	"asset":    "assets",
	"incident": "incidents", "support": "support_requests",
	"change_request":   "change_requests",
	"connect_list":     "connect_lists",
	"asset_correction": "asset_corrections",
	"site":             "sites", "site_change": "site_changes",
	"service_account": "service_accounts", "token": "tokens",
	"infection": "infections JOIN assets ON assets.id = infections.asset_id",
	"media":     "media_files",
	"service":   "assets", "compliance": "departments", "analytics": "posts",
}

// reached returns the ids of the rows that Reach selects for the actor of the context.
func (w *world) reached(ctx context.Context, kind, action string) map[db.ID]bool {
	w.t.Helper()
	return w.selected(ctx, from[kind], w.k.Access.Reach(ctx, kind, action))
}

// over returns the ids of the approvals upon whose subjects, taken as of the kind, the actor of the context may act.
func (w *world) over(ctx context.Context, kind, action string) map[db.ID]bool {
	w.t.Helper()
	return w.selected(ctx, "approvals", w.k.Access.ReachOver(ctx, kind, "approvals", action))
}

func (w *world) selected(ctx context.Context, from string, reach access.Reach) map[db.ID]bool {
	w.t.Helper()
	var ids []db.ID
	table, _, _ := strings.Cut(from, " ")
	if err := w.k.DB.From(ctx).Select(ctx, &ids, "SELECT "+table+".id FROM "+from+" WHERE "+reach.SQL, reach.Args...); err != nil {
		w.t.Fatalf("%s: %v", reach.SQL, err)
	}
	set := make(map[db.ID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}
