package walk

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Bounds of a drain: for how many days in a row nothing may move before what is left counts as a dead end, after how
// many of them the second row of ends is tried, and how often one subject may be moved.
const (
	patience = 12
	hurry    = 5
	maxMoves = 25
)

// drain drives everything to an end by what the cast is allowed to do, and by time. What is left has no way out.
func (w *walk) drain() {
	w.note(nil, "everything is driven to an end")
	for _, p := range w.cast {
		if p.state == "ON_LEAVE" { // people who are away come back, to what they began
			w.takeOn(w.clerk(), w.find(p.id), "END_LEAVE")
		}
	}
	for _, s := range w.of(accounts, w.shut) { // those whose accounts are suspended either leave, or come back, too
		w.takeOn(w.active("IT")[0], s, "RESUME")
	}
	for _, s := range w.of(assets, inService) {
		w.look(w.active("IT")[0], s) // who knows what became of it
	}
	for idle := 0; idle < patience; {
		left, moved := 0, false
		for _, s := range slices.Clone(w.subjects) {
			if s.over || s.gone || s.dead {
				continue
			}
			if w.push(s, idle >= hurry) {
				moved = true
			}
			if !s.over && !s.gone {
				left++
			}
		}
		if left == 0 {
			return
		}
		if moved {
			idle = 0
			continue
		}
		idle++
		w.wait(24 * time.Hour)
	}
	for _, s := range w.subjects {
		if !s.over && !s.gone && !s.dead {
			if s.dead = true; s.about != nil && s.about.dead {
				continue // told already
			}
			w.deadEnd(s)
		}
	}
}

// deadEnd tells of a subject that nobody can bring to an end. Where nobody sees it any more, its state is not known.
func (w *walk) deadEnd(s *subject) {
	stances, name := w.stances(s), s.kind.name+" "+s.state
	if stances == "" {
		name = s.kind.name + " that nobody sees"
	}
	w.fail(s, name+" is a dead end", stances)
}

// stances tell what each of those at work may do about the subject, and why not.
func (w *walk) stances(s *subject) string {
	var all []string
	for _, p := range w.able(s) {
		v := w.look(p, s)
		if v == nil {
			continue
		}
		var roles, can, why []string
		for r := range p.roles {
			roles = append(roles, r)
		}
		for _, o := range v.list("actions") {
			if o.yes("allowed") {
				can = append(can, o.str("action"))
			} else if slices.Contains(slices.Concat(s.kind.ends(s.seen)[0], verdictNames), o.str("action")) {
				why = append(why, o.str("action")+" "+o.list("reasons")[0].str("message"))
			}
		}
		all = append(all, fmt.Sprintf("%s of %s %v: may %v, not %v", p, p.home.code, roles, can, why))
	}
	return strings.Join(all, "\n")
}

// push has somebody take a step that leads the subject to an end. It reports whether anything moved.
func (w *walk) push(s *subject, hurry bool) bool {
	seen := map[*person]view{}
	rows := 1
	if hurry {
		rows = 2
	}
	for row := range rows {
		for _, p := range w.able(s) {
			v, looked := seen[p]
			if !looked {
				v = w.look(p, s)
				seen[p] = v
			}
			if s.over {
				return true
			}
			if v == nil || s.kind.ends == nil {
				continue
			}
			for _, action := range s.kind.ends(s.seen)[row] {
				if offer := offerOf(v, action); offer.yes("allowed") && w.take(p, s, v, offer) {
					if s.pushed++; s.pushed == maxMoves {
						s.dead = true
						w.fail(s, fmt.Sprintf("%s %s goes in circles", s.kind.name, s.state), "")
					}
					return true
				}
			}
		}
	}
	return false
}

// able are those at work, those first who most probably decide on such a thing.
func (w *walk) able(s *subject) []*person {
	rank := func(p *person) int {
		for i, r := range []string{"DIRECTOR", "IT", "WEB_EDITOR"} {
			if p.roles[r] != "" {
				return i
			}
		}
		if p.lead {
			return 3
		}
		return 4
	}
	list := w.active()
	slices.SortStableFunc(list, func(a, b *person) int { return rank(a) - rank(b) })
	return list
}
