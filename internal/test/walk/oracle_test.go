package walk

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// kind is a kind of subject that the walk drives.
type kind struct {
	name string
	// types are those of the schema that it stands for.
	types []string
	// shown is what is read of one, beside its actions.
	shown string
	// state is the name of the state in failures; over says that nothing has to follow.
	state func(v view) string
	over  func(v view) bool
	// stands says that it is no matter to be settled, but something of the centre's that people come back to.
	stands bool
	// after keeps the walk's own books once the action was done.
	after func(w *walk, v view, action string, c *call)
	// drivers make the valid input of each action.
	drivers map[string]driver
	// ends are the actions that lead to an end from the present state: those of the second row are for when nobody has
	// been able to take one of the first for days.
	ends func(v view) [2][]string
	// begin starts one, where that can be done by itself.
	begin func(w *walk)
}

// driver makes a call of an action from what the person sees; nil if there is nothing in the centre to do it with.
type driver func(w *walk, p *person, v view) *call

// subject is one thing that the walk drives.
type subject struct {
	kind       *kind
	id, name   string
	about      *subject // what brought it along: the post of an approval, say
	seen       view     // by anybody, the last time
	state      string   // as those see it who see most
	over, gone bool
	pushed     int // how often a drain moved it
	dead       bool
}

func (s *subject) String() string { return s.name }

// add takes a subject into the walk; what it knows already stays.
func (w *walk) add(k *kind, id string) *subject {
	if i := slices.IndexFunc(w.subjects, func(s *subject) bool { return s.id == id }); i >= 0 || id == "" {
		return nil
	}
	n := 1
	for _, s := range w.subjects {
		if s.kind == k {
			n++
		}
	}
	s := &subject{kind: k, id: id, name: fmt.Sprintf("%s#%d", k.name, n)}
	w.subjects, w.names[id] = append(w.subjects, s), s.name
	return s
}

// of are the subjects of a kind for which the test holds.
func (w *walk) of(k *kind, fits func(v view) bool) (list []*subject) {
	for _, s := range w.subjects {
		if s.kind == k && !s.gone && s.seen != nil && fits(s.seen) {
			list = append(list, s)
		}
	}
	return list
}

// look is what the person sees of the subject, nil where they do not see it.
func (w *walk) look(p *person, s *subject) view {
	r := w.ask(p, `query($id: ID!) { node(id: $id) { __typename id `+s.kind.shown+` } }`, map[string]any{"id": s.id})
	seen, _ := r.data["node"].(map[string]any)
	if seen == nil {
		if r.refused != nil && r.refused.Code != "NOT_FOUND" && r.refused.Code != "UNAUTHENTICATED" {
			w.fail(s, s.kind.name+" cannot be read: "+r.refused.Code, r.body)
		}
		s.gone = s.gone || s.kind == imports && p.roles["IT"] != "" // forgotten after a while
		return nil
	}
	v := view(seen)
	if len(v) <= 2 {
		w.t.Fatalf("%s is no %s: %s", s, s.kind.name, r.body)
	}
	if s.seen == nil || !strings.Contains(s.kind.state(v), unseen) {
		s.seen, s.state, s.over = v, s.kind.state(v), s.kind.over(v)
	}
	for _, came := range []*subject{w.add(approvals, v.str("approval.id")), w.add(incidents, v.str("incident.id")), w.add(infections, v.str("infection.id"))} {
		if came != nil {
			came.about = s
		}
	}
	return v
}

// unseen is what stands for a state that the reader may not know.
const unseen = "unseen"

// try has the person do one of the actions, allowed or not, and judges what comes of it.
func (w *walk) try(p *person, s *subject, v view) {
	if parts := shares(v); len(parts) > 0 && w.rng.IntN(3) > 0 {
		v = pick(w, parts)
	}
	offers := v.list("actions")
	if len(offers) == 0 {
		return
	}
	allowed := slices.DeleteFunc(slices.Clone(offers), func(o view) bool { return !o.yes("allowed") })
	offer := pick(w, offers)
	if len(allowed) > 0 && w.rng.IntN(4) > 0 {
		offer = pick(w, allowed)
	}
	w.take(p, s, v, offer)
}

// offerOf is what the person is told of the action.
func offerOf(v view, action string) view {
	for _, o := range v.list("actions") {
		if o.str("action") == action {
			return o
		}
	}
	return nil
}

// take does what was offered, or refused, and judges the answer. It reports whether it was done.
func (w *walk) take(p *person, s *subject, v view, offer view) bool {
	action := offer.str("action")
	drive := s.kind.drivers[action]
	if drive == nil {
		w.fail(s, s.kind.name+": "+action+" has no driver", "")
		return false
	}
	c := drive(w, p, v)
	if c == nil {
		return false
	}
	r := w.do(p, c)
	w.note(s, fmt.Sprintf("%-10s %s %s by %s%s -> %s", p, s, action, c.field, w.told(c.input, s), r.refused))
	if offer.yes("allowed") {
		w.judgeAllowed(s, v, action, c, r.refused)
	} else {
		w.judgeRefused(s, v, action, offer.list("reasons"), r.refused)
	}
	if r.refused == nil {
		s.gone = s.gone || action == "DELETE"
		if s.kind.after != nil {
			s.kind.after(w, v, action, c)
		}
		w.after(p, s)
	}
	return r.refused == nil
}

// after looks at what came of it, also to the assets that it is about, so that the walk knows where things stand.
func (w *walk) after(p *person, s *subject) {
	if s.gone {
		return
	}
	w.look(p, s)
	if s.seen == nil {
		return
	}
	for _, path := range []string{"asset.id", "replacement.id"} {
		for _, a := range w.of(assets, func(v view) bool { return v.str("id") == s.seen.str(path) }) {
			w.look(w.active("IT")[0], a)
		}
	}
}

func (w *walk) judgeAllowed(s *subject, v view, action string, c *call, got *refusal) {
	if got == nil || slices.Contains(c.values, got.Code) {
		return
	}
	name := fmt.Sprintf("%s %s: %s allowed but %s", s.kind.name, s.kind.state(v), action, got.Code)
	if got.Path != "" {
		name += " at " + got.Path
	}
	w.fail(s, name, got.Message)
}

func (w *walk) judgeRefused(s *subject, v view, action string, reasons []view, got *refusal) {
	if len(reasons) == 0 {
		w.fail(s, fmt.Sprintf("%s %s: %s refused without a reason", s.kind.name, s.kind.state(v), action), "")
		return
	}
	want := refusal{Code: reasons[0].str("code"), Message: reasons[0].str("message"), Rule: reasons[0].str("rule")}
	if want.Code == "NOT_PERMITTED" {
		want.Code = "FORBIDDEN"
	}
	name := fmt.Sprintf("%s %s: %s refused with %s", s.kind.name, s.kind.state(v), action, want.Code)
	switch {
	case got == nil:
		w.fail(s, name+" but done", want.Message)
	case got.Code == "CONFLICT" && guessed(v): // which comes before the state
	case got.Code != want.Code:
		w.fail(s, name+" but "+got.Code, want.String()+" / "+got.String())
	case got.Message != want.Message || got.Rule != want.Rule:
		w.fail(s, fmt.Sprintf("%s: %s refused with %s in other words", s.kind.name, action, want.Code), fmt.Sprintf("%s (Art. %s) / %s (Art. %s)", want.String(), want.Rule, got.String(), got.Rule))
	}
}

// guessed reports whether the person was given no version to expect of the subject, or of the approval over it.
func guessed(v view) bool {
	return v.at("version") == nil || v.at("approval") != nil && v.at("approval.version") == nil
}

// tryUnseen tries an action on what the person may not see: for them there is nothing.
func (w *walk) tryUnseen(p *person, s *subject) {
	if s.seen == nil || s.gone || p.client == nil {
		return
	}
	offers := s.seen.list("actions")
	if len(offers) == 0 {
		return
	}
	action := pick(w, offers).str("action")
	drive := s.kind.drivers[action]
	if drive == nil {
		return
	}
	c := drive(w, p, s.seen)
	if c == nil {
		return
	}
	r := w.do(p, c)
	w.note(s, fmt.Sprintf("%-10s %s unseen, %s by %s -> %s", p, s, action, c.field, r.refused))
	if r.refused == nil {
		w.fail(s, s.kind.name+": "+action+" unseen but done", r.body)
	} else if r.refused.Code != "NOT_FOUND" && !s.vague(action) {
		w.fail(s, fmt.Sprintf("%s: %s unseen but %s", s.kind.name, action, r.refused.Code), r.refused.Message)
	}
}

// vague reports whether the action names something else that the person may see, an approval or a person, or asks for a
// right that is over no subject, before it looks for one.
func (s *subject) vague(action string) bool {
	return slices.Contains(verdictNames, action) || action == "SEND_PASSWORD_RESET" || action == "ISSUE_TOKEN"
}

var verdictNames = []string{"APPROVE", "RETURN", "REJECT"}

// told is the input as the script tells it: without the subject itself, and with names for ids.
func (w *walk) told(input map[string]any, self *subject) string {
	var parts []string
	for name, value := range input {
		if name == "expectedVersion" || self != nil && value == self.id {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s: %v", name, value))
	}
	slices.Sort(parts)
	return ids.ReplaceAllStringFunc("{"+strings.Join(parts, ", ")+"}", func(id string) string {
		if name := w.names[id]; name != "" {
			return name
		}
		return "…"
	})
}

var ids = regexp.MustCompile(`[A-Za-z0-9_-]{24,}`)
