package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/product"
)

var local = config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}

// department is a node of the tree, as the walk knows it.
type department struct {
	id, code, kind string
	key            db.ID
}

// person is one of the cast.
type person struct {
	name, login, id string
	key             db.ID
	state           string            // of the record: ACTIVE, ON_LEAVE or LEFT
	barred          bool              // the account is suspended by order
	home            *department       //
	roles           map[string]string // ids of the granted roles that are live
	lead            bool              // was put in charge of something: tried first where a manager decides
	client          *product.Client   // nil if they have to sign in first
	since           time.Time         // of the session
}

func (p *person) String() string {
	if p == nil {
		return "the program"
	}
	return p.name
}

// settle makes the centre in which the walk begins.
func (w *walk) settle() {
	root := w.plant("CENTRE", "TTYT", db.ID{})
	board, office := w.plant("BOARD", "BGD", root.key), w.plant("OFFICE", "TCHC", root.key)
	noi, ngoai, nhi := w.plant("CLINICAL", "NOI", root.key), w.plant("CLINICAL", "NGOAI", root.key), w.plant("PREVENTIVE", "KSBT", root.key)
	it, web := w.plant("UNIT", "CNTT", office.key), w.plant("UNIT", "WEB", office.key)
	tram, to := w.plant("STATION", "TRAM1", root.key), w.plant("UNIT", "TO1", noi.key)
	for _, p := range []struct {
		name string
		home *department
		role access.Role
		lead string
	}{
		{"giamdoc", board, access.Director, "HEAD"}, {"phogd1", board, access.Director, "DEPUTY"}, {"phogd2", board, access.Director, ""},
		{"truongtc", office, "", "HEAD"}, {"nhansu", office, access.Personnel, ""}, {"nhansu2", office, access.Personnel, ""},
		{"it1", it, access.IT, ""}, {"it2", it, access.IT, ""}, {"truongit", it, access.IT, "HEAD"},
		{"web1", web, access.WebEditor, ""}, {"web2", web, access.WebEditor, "HEAD"},
		{"truongnoi", noi, "", "HEAD"}, {"phonoi", noi, "", "DEPUTY"}, {"bsnoi", noi, "", ""}, {"ddnoi", to, "", ""},
		{"truongngoai", ngoai, "", "HEAD"}, {"bsngoai", ngoai, "", ""}, {"truongksbt", nhi, "", "HEAD"}, {"bsksbt", nhi, "", ""},
		{"truongtram", tram, "", "HEAD"}, {"ystram", tram, "", ""},
	} {
		var roles []access.Role
		if p.role != "" {
			roles = append(roles, p.role)
		}
		who := w.join(p.name, p.home, w.Staff(w.t, p.home.key, p.name, roles...))
		if p.lead != "" {
			w.Position(w.t, who.key, p.home.key, p.lead)
			w.add(positions, db.GlobalID("position", w.one("SELECT id FROM positions WHERE staff_id = ?", who.key)))
			who.lead = true
		}
	}
	w.keep(website, view(w.ask(w.cast[0], "{ site { id } }", nil).data).str("site.id"), "website")
	w.readRoles()
	w.furnish()
}

func (w *walk) plant(kind, code string, above db.ID) *department {
	key := w.Department(w.t, kind, code, above)
	d := &department{db.GlobalID("department", key), code, kind, key}
	w.keep(departments, d.id, code)
	w.departments = append(w.departments, d)
	return d
}

// join takes somebody on record into the cast, with an account of theirs that a second person stands for, so that any role
// may be granted to them.
func (w *walk) join(name string, home *department, key db.ID) *person {
	p := &person{name: name, login: "u." + name, id: db.GlobalID("staff", key), key: key, state: "ACTIVE", home: home, roles: map[string]string{}}
	w.Enrol(w.t, key, p.login)
	w.vouch(key)
	w.cast = append(w.cast, p)
	w.keep(people, p.id, name)
	w.keep(accounts, db.GlobalID("account", w.one("SELECT id FROM accounts WHERE staff_id = ?", key)), p.login)
	return p
}

// keep takes something of the centre's into the walk, under a name of its own.
func (w *walk) keep(k *kind, id, name string) {
	w.add(k, id)
	w.names[id] = name
}

// one reads a key from the store.
func (w *walk) one(query string, args ...any) db.ID {
	key, err := db.One[db.ID](w.t.Context(), w.DB.From(w.t.Context()), query, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return key
}

// whose is the one of the cast with the global id, nil for nobody.
func (w *walk) whose(id string) *person {
	for _, p := range w.cast {
		if p.id == id {
			return p
		}
	}
	return nil
}

// vouch has somebody outside the cast stand for the account of a person on record. It is an act like any other.
func (w *walk) vouch(staff db.ID) {
	err := w.DB.InTx(w.t.Context(), func(ctx context.Context) error {
		h := w.DB.From(ctx)
		account := w.one("SELECT id FROM accounts WHERE staff_id = ?", staff)
		if _, err := h.Exec(ctx, "UPDATE accounts SET confirmed_by = ? WHERE id = ?", db.NewID(), account); err != nil {
			return err
		}
		h.Touched("accounts", account)
		return w.App.Audit.Record(ctx, audit.Event{Class: audit.Security, Action: "account.confirm", SubjectKind: "account", SubjectID: account})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// readRoles reads which roles the cast holds, and by which grant, and who leads something.
func (w *walk) readRoles() {
	for _, p := range w.cast {
		granted, err := db.All[struct {
			Key  db.ID  `db:"id"`
			Role string `db:"role"`
		}](w.t.Context(), w.DB.From(w.t.Context()), "SELECT id, role FROM role_assignments WHERE staff_id = ? AND live = 1", p.key)
		if err != nil {
			w.t.Fatal(err)
		}
		clear(p.roles)
		for _, g := range granted {
			p.roles[strings.ToUpper(g.Role)] = db.GlobalID("role", g.Key)
			w.add(grants, db.GlobalID("role", g.Key))
		}
	}
}

// active are those of the cast who are at work and, where roles are named, hold one of them.
func (w *walk) active(roles ...string) (list []*person) {
	for _, p := range w.cast {
		fits := len(roles) == 0
		for _, r := range roles {
			fits = fits || p.roles[r] != ""
		}
		if p.state == "ACTIVE" && !p.barred && fits {
			list = append(list, p)
		}
	}
	return list
}

// anybody is somebody at work; half of the time one of those who have more to do than others.
func (w *walk) anybody() *person {
	if w.rng.IntN(2) == 0 {
		return pick(w, w.active("IT", "WEB_EDITOR", "DIRECTOR", "PERSONNEL"))
	}
	return pick(w, w.active())
}

// next numbers what is new.
func (w *walk) next() int {
	w.numbers++
	return w.numbers
}

func (w *walk) decision() string { return fmt.Sprintf("%d/QĐ-TTYT", w.next()) }

// elsewhere is any department but the centre and the one given.
func (w *walk) elsewhere(not string) *department {
	var list []*department
	for _, d := range w.departments {
		if d.kind != "CENTRE" && d.id != not {
			list = append(list, d)
		}
	}
	return pick(w, list)
}

// refusal is why something was not done: a top-level error or a user error.
type refusal struct{ Code, Message, Rule, Path string }

func (r *refusal) String() string {
	if r == nil {
		return "ok"
	}
	s := r.Code
	if r.Path != "" {
		s += " at " + r.Path
	}
	return s + " (" + r.Message + ")"
}

// reply is what came back.
type reply struct {
	data    map[string]any
	refused *refusal
	body    string
}

// ask sends a document as the person, who signs in again where their session is over.
func (w *walk) ask(p *person, document string, variables map[string]any) reply {
	w.t.Helper()
	return w.asks(p, document, func(as *product.Client) product.Response { return as.Do(w.t, document, variables) })
}

// asks sends the request that carries the document.
func (w *walk) asks(p *person, document string, request func(as *product.Client) product.Response) reply {
	w.t.Helper()
	for range 2 {
		if (p.client == nil || w.Clock.Now().Sub(p.since) > session) && !w.enter(p) {
			return reply{refused: &refusal{Code: "UNAUTHENTICATED", Message: "cannot sign in"}}
		}
		r := w.read(request(p.client), p.name+": "+document)
		if r.refused == nil || r.refused.Code != "UNAUTHENTICATED" {
			return r
		}
		p.client = nil
	}
	return reply{refused: &refusal{Code: "UNAUTHENTICATED", Message: "the new session is not valid"}}
}

// session is for how long somebody stays signed in: within the 30 days of an app.
const session = 29 * 24 * time.Hour

// enter signs the person in; false if the account no longer lets them in.
func (w *walk) enter(p *person) bool {
	c, err := w.SignIn(w.t, p.login)
	if (err == nil) != (p.state == "ACTIVE" && !p.barred) {
		w.fail(nil, "sign-in while "+p.state, fmt.Sprint(p, " ", err))
	}
	p.client, p.since = c, w.Clock.Now()
	return err == nil
}

// read takes an answer apart. No request may lead to one of the failures that nobody should ever see.
func (w *walk) read(r product.Response, asked string) reply {
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code, Rule string }
		}
		Data map[string]any
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || r.Status >= 500 {
		w.fail(nil, fmt.Sprintf("HTTP %d", r.Status), asked+"\n"+r.Body)
		return reply{body: r.Body, refused: &refusal{Code: "HTTP"}}
	}
	out := reply{data: answer.Data, body: r.Body}
	for _, e := range answer.Errors {
		if e.Extensions.Code == "INTERNAL" || e.Extensions.Code == "BAD_INPUT" || e.Extensions.Code == "QUERY_TOO_COMPLEX" {
			w.fail(nil, e.Extensions.Code+" of "+fieldOf(asked), asked+"\n"+r.Body)
		}
		out.refused = &refusal{Code: e.Extensions.Code, Message: e.Message, Rule: e.Extensions.Rule}
	}
	for _, payload := range answer.Data {
		fields, _ := payload.(map[string]any)
		list, _ := fields["userErrors"].([]any)
		if len(list) == 0 {
			continue
		}
		e := view(list[0].(map[string]any))
		var path []string
		for _, name := range e["path"].([]any) {
			path = append(path, name.(string))
		}
		out.refused = &refusal{e.str("code"), e.str("message"), e.str("rule"), strings.Join(path, ".")}
	}
	return out
}

// call is one mutation with its input.
type call struct {
	field string
	input map[string]any
	// values are the codes with which the values may be refused, whatever the state: a circle of links, say.
	values []string
	// file goes along as input.file.
	file string
	// shows is selected of the payload beside the errors.
	shows string
}

// do sends the mutation as the person.
func (w *walk) do(p *person, c *call) reply {
	w.t.Helper()
	name := strings.ToUpper(c.field[:1]) + c.field[1:] + "Input"
	document := fmt.Sprintf("mutation($input: %s!) { %s(input: $input) { %s userErrors { code message path rule } } }", name, c.field, c.shows)
	return w.deliver(p, c, document)
}

// deliver sends a mutation as the person, with its file where it has one.
func (w *walk) deliver(p *person, c *call, document string) reply {
	variables := map[string]any{"input": c.input}
	if c.file == "" {
		return w.ask(p, document, variables)
	}
	c.input["file"] = nil
	defer delete(c.input, "file")
	return w.asks(p, document, func(as *product.Client) product.Response { return upload(w.t, as, document, variables, c.file) })
}

// fieldOf names the root field of a document.
func fieldOf(document string) string {
	_, rest, _ := strings.Cut(document, "{ ")
	return strings.TrimSpace(strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("({ :", r) })[0])
}

// view is what somebody sees of a subject.
type view map[string]any

// at returns the value at a path such as "approval.id", nil if there is none.
func (v view) at(path string) any {
	var at any = map[string]any(v)
	for name := range strings.SplitSeq(path, ".") {
		in, _ := at.(map[string]any)
		at = in[name]
	}
	return at
}

func (v view) str(path string) string { s, _ := v.at(path).(string); return s }

func (v view) yes(path string) bool { b, _ := v.at(path).(bool); return b }

// list returns the objects at a path.
func (v view) list(path string) (all []view) {
	list, _ := v.at(path).([]any)
	for _, one := range list {
		if m, ok := one.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}
