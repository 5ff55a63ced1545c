package approval

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// People come into office and leave it, powers begin and end by the calendar, departments move, and steps become late. What
// any of this means to what is waiting is found here, by looking at the office as it is.
const (
	attendEvery = 10 * time.Second // how soon after a change of anything
	attendAlso  = time.Minute      // how often without one, for what time brings about
	// eachUpTo is how many notices somebody gets at once for what waits for them. It is one about all of it beyond that.
	eachUpTo = 10
)

// round is when this process last looked, and the latest change at that time.
type round struct {
	mu   sync.Mutex
	at   time.Time
	last db.ID
}

// due reports whether it is time to look again.
func (r *round) due(now time.Time, last db.ID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last == r.last && now.Sub(r.at) < attendAlso {
		return false
	}
	r.at, r.last = now, last
	return true
}

// unattended reports whether there is anything to be done about what is waiting. It only reads.
func (s *Service) unattended(ctx context.Context) (bool, error) {
	last, err := s.feed.Last(ctx)
	if err != nil || !s.round.due(s.db.Now(ctx).Time, last) {
		return false, err
	}
	l, err := s.look(ctx)
	return err == nil && len(l.moves)+len(l.calls) > 0, err
}

// attend moves approvals on from steps at which nobody can decide, opens late ones to those who may take them up, and then
// notifies people of what now waits for them.
func (s *Service) attend(ctx context.Context) error {
	l, err := s.look(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, key := range l.moves { // the others go on where one fails
		failed = append(failed, s.db.InTx(ctx, func(ctx context.Context) error { return s.revisit(ctx, key) }))
	}
	if len(l.moves) > 0 {
		if l, err = s.look(ctx); err != nil {
			return err
		}
	}
	for _, person := range l.people() {
		if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.call(ctx, person, l.calls[person]) }); err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

// revisit looks again at a step whose circumstances have changed.
func (s *Service) revisit(ctx context.Context, key db.ID) error {
	a, err := s.one(ctx, key, access.Reach{SQL: "1 = 1"}, s.db.ForUpdate(ctx))
	if err != nil || a.State != Pending {
		return err
	}
	c, err := s.caseOf(ctx, a)
	if err != nil {
		return err
	}
	if err := s.seek(ctx, c, false); err != nil {
		return err
	}
	return s.keep(ctx, c, act.Line{Action: "approval.escalate", Grant: access.Grant{Role: access.System}})
}

// called is a notice that somebody has not got yet.
type called struct {
	approval *Approval
	kind     inbox.Kind
}

// lookout is what is to be done about what is waiting.
type lookout struct {
	moves []db.ID
	calls map[db.ID][]called
}

// people are those to be told of something, in the order of their keys.
func (l lookout) people() []db.ID {
	var people []db.ID
	for p := range l.calls {
		people = append(people, p)
	}
	slices.SortFunc(people, func(a, b db.ID) int { return slices.Compare(a[:], b[:]) })
	return people
}

// look compares what is waiting with the office as it is, by a few statements for any number.
func (s *Service) look(ctx context.Context) (l lookout, err error) {
	l.calls = map[db.ID][]called{}
	waiting, err := s.waiting(ctx)
	if err != nil || len(waiting) == 0 {
		return l, err
	}
	cases, departments := s.cases(waiting), []db.ID{}
	for _, a := range waiting {
		departments = append(departments, a.Department)
	}
	if err := s.hear(ctx, cases); err != nil {
		return l, err
	}
	d := cases[waiting[0].Key].desk // that of all
	if d.seats, err = s.directory.Seats(ctx, departments...); err != nil {
		return l, err
	}
	told, err := s.told(ctx)
	if err != nil {
		return l, err
	}
	for _, a := range waiting {
		if err := s.lookAt(ctx, cases[a.Key], told, &l); err != nil {
			return l, err
		}
	}
	return l, nil
}

// lookAt notes what is to be done about one approval.
func (s *Service) lookAt(ctx context.Context, c *Case, told map[tellingTo]bool, l *lookout) error {
	stage, _ := flows[c.Flow].stage(c.Step)
	f, err := s.fate(ctx, c, stage)
	if err != nil {
		return err
	}
	open := s.openTo(ctx, c.Approval, access.Director)
	if f == passes || f == consented || c.Vacant != (f == taken) || open && !c.AtBoard {
		l.moves = append(l.moves, c.Key)
		return nil
	}
	note := func(people []db.ID, kind inbox.Kind) {
		for _, p := range people {
			if !told[tellingTo{c.Key, p, kind}] {
				told[tellingTo{c.Key, p, kind}] = true
				l.calls[p] = append(l.calls[p], called{c.Approval, kind})
			}
		}
	}
	return s.mustHear(ctx, c, stage, note)
}

// mustHear notes who is notified of an approval at its present step: those who could decide, and once it is late those whom its
// flow names.
func (s *Service) mustHear(ctx context.Context, c *Case, stage Stage, note func([]db.ID, inbox.Kind)) error {
	for _, t := range stage.Tells {
		if t.Role == stage.Role {
			people, err := c.desk.deciders(ctx, c, stage)
			if err != nil {
				return err
			}
			note(people, t.Kind)
		}
	}
	if c.Vacant {
		people, err := c.desk.deciders(ctx, c, boardConsent)
		if err != nil {
			return err
		}
		note(people, inbox.ToConsent)
	}
	if !c.late(s.db.Now(ctx)) {
		return nil
	}
	for _, t := range stage.Late.Tells {
		people, err := c.desk.of(ctx, t.Role)
		if err != nil {
			return err
		}
		note(people, t.Kind)
	}
	return nil
}

// call notifies somebody of what has come to wait for them: of each, or of how many where they are more than one can take in.
func (s *Service) call(ctx context.Context, person db.ID, list []called) error {
	if len(list) <= eachUpTo {
		for _, c := range list {
			if err := s.Tell(ctx, c.approval, c.kind, "", person); err != nil {
				return err
			}
		}
		return nil
	}
	for _, c := range list {
		if err := s.insertCall(ctx, call{c.approval.Key, person, c.kind, s.db.Now(ctx)}); err != nil {
			return err
		}
	}
	return s.inbox.Tell(ctx, inbox.Notice{Kind: inbox.Waiting, SubjectKind: "staff", Subject: person, Detail: strconv.Itoa(len(list))}, person)
}
