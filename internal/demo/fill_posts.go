package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
)

// move is one step of a post's way.
type move struct {
	name  string
	after time.Duration               // since 08:00 of its day
	later bool                        // on the day of thenDaysAgo
	by    func(x *text, n int) string // the login of the author of the n-th text
	do    act
}

// act does to the post, as it is seen in a version, what the text asks for.
type act func(ctx context.Context, f *filler, x *text, p *post.Entry, version int) error

// The moves. A day at the centre: drafts in the morning, the Board after lunch, the website section in the afternoon.
var (
	submits    = move{"submit", 40 * time.Minute, false, author, submit}
	endorses   = move{"endorse", 110 * time.Minute, false, endorser, decide(approval.Approve)}
	consents   = move{"consent", 345 * time.Minute, false, director, decide(approval.Approve)}
	returns    = move{"return", 345 * time.Minute, false, director, decide(approval.Return)}
	rejects    = move{"reject", 345 * time.Minute, false, director, decide(approval.Reject)}
	withdraws  = move{"withdraw", 345 * time.Minute, false, author, because((*post.Service).Withdraw)}
	publishes  = move{"publish", 420 * time.Minute, false, editor, publish}
	schedules  = move{"schedule", 420 * time.Minute, false, editor, schedule}
	pins       = move{"pin", 425 * time.Minute, false, editor, pin}
	unpublish  = move{"unpublish", 60 * time.Minute, true, editor, because((*post.Service).Unpublish)}
	revokes    = move{"revoke", 60 * time.Minute, true, director, because((*post.Service).Revoke)}
	corrects   = move{"correct", 70 * time.Minute, true, author, correct}
	submitsFix = move{"submit-fix", 80 * time.Minute, true, author, submit}
)

// way returns the moves that bring a draft to the state of the text.
func (x *text) way() []move {
	if x.state == draft {
		return nil
	}
	way := []move{submits}
	if x.state == endorsement {
		return way
	}
	if x.endorser() != "" {
		way = append(way, endorses)
	}
	switch {
	case x.state == consent, x.audience != post.AudiencePublic: // within the centre the manager's consent publishes
		return way
	case x.state == returned:
		return append(way, returns)
	case x.state == rejected:
		return append(way, rejects)
	case x.state == withdrawn:
		return append(way, withdraws)
	}
	way = append(way, consents)
	switch x.state {
	case approved:
		return way
	case scheduled:
		return append(way, schedules)
	}
	if !x.urgent { // an urgent post is published by the director's order
		way = append(way, publishes)
	}
	if x.pinned {
		way = append(way, pins)
	}
	return append(way, map[state][]move{unpublished: {unpublish}, revoked: {revokes}, corrected: {corrects, submitsFix}}[x.state]...)
}

func (f *filler) posts() (steps []step) {
	for n := range texts {
		x := &texts[n]
		shift := time.Duration(n%30) * time.Minute // not everything happens on the dot
		steps = append(steps, f.shown(x, f.day(x.daysAgo).Add(shift-time.Minute))...)
		steps = append(steps, step{"post:" + x.key, f.day(x.daysAgo).Add(shift), x.author, func(ctx context.Context) (db.ID, error) {
			in := f.create(x)
			if err := f.attach(ctx, x, &in); err != nil {
				return db.ID{}, err
			}
			p, err := f.Posts.Create(ctx, in)
			if err != nil {
				return db.ID{}, err
			}
			return db.ParseID("post", p.ID())
		}})
		for _, m := range x.way() {
			at := f.day(x.daysAgo)
			if m.later {
				at = f.day(x.thenDaysAgo)
			}
			steps = append(steps, step{m.name + ":" + x.key, at.Add(m.after + shift), m.by(x, n), func(ctx context.Context) (db.ID, error) {
				p, err := f.Posts.Get(ctx, f.id("post", "post:"+x.key))
				if err != nil {
					return db.ID{}, err
				}
				return f.made["post:"+x.key], m.do(ctx, f, x, p.Common(), *p.Common().Version(ctx))
			}})
		}
	}
	return steps
}

func author(x *text, _ int) string   { return x.author }
func endorser(x *text, _ int) string { return x.endorser() }
func director(_ *text, n int) string { return turn(holders(access.Director), n) }
func editor(x *text, n int) string {
	return turn(slices.DeleteFunc(holders(access.WebEditor), func(login string) bool { return login == x.author }), n)
}

func turn(logins []string, n int) string { return logins[n%len(logins)] }

func submit(ctx context.Context, f *filler, _ *text, p *post.Entry, version int) error {
	again, err := p.Publication(ctx)
	if err != nil {
		return err
	}
	fix := again != nil && *again == post.PublicationPublished
	done, err := f.Posts.Submit(ctx, post.SubmitInput{ID: p.ID(), ExpectedVersion: version, Privacy: approval.NoPatient, Correction: &fix})
	if err == nil && fix && !done.Correction.Accepted() {
		err = fmt.Errorf("%s is no correction: %+v", p.Title(), done.Correction.Objections)
	}
	return err
}

func decide(v approval.Verdict) act {
	return func(ctx context.Context, f *filler, x *text, p *post.Entry, _ int) error {
		a, err := p.Approval(ctx)
		if err != nil {
			return err
		}
		in := approval.DecideInput{ID: a.ID(), ExpectedVersion: a.Version, Verdict: v, Publish: &x.urgent}
		if v != approval.Approve {
			in.Comment = &x.comment
		}
		_, err = f.Approvals.Decide(ctx, in)
		return err
	}
}

func because(do func(*post.Service, context.Context, post.ReasonInput) (post.Post, error)) act {
	return func(ctx context.Context, f *filler, x *text, p *post.Entry, version int) error {
		_, err := do(f.Posts, ctx, post.ReasonInput{ID: p.ID(), ExpectedVersion: version, Reason: x.comment})
		return err
	}
}

func publish(ctx context.Context, f *filler, _ *text, p *post.Entry, version int) error {
	_, err := f.Posts.Publish(ctx, post.PublishInput{ID: p.ID(), ExpectedVersion: version})
	return err
}

// scheduledIn is how long after the first start what is scheduled comes onto the site.
const scheduledIn = 48 * time.Hour

func schedule(ctx context.Context, f *filler, _ *text, p *post.Entry, version int) error {
	_, err := f.Posts.Schedule(ctx, post.ScheduleInput{
		ID: p.ID(), ExpectedVersion: version, PublishAt: db.At(f.start.Add(scheduledIn))})
	return err
}

func pin(ctx context.Context, f *filler, _ *text, p *post.Entry, version int) error {
	_, err := f.Posts.Pin(ctx, post.PinInput{ID: p.ID(), ExpectedVersion: version, Pinned: true})
	return err
}

func correct(ctx context.Context, f *filler, x *text, p *post.Entry, version int) error {
	body := strings.Replace(x.body, x.fix[0], x.fix[1], 1)
	_, err := f.Posts.Update(ctx, post.UpdateInput{ID: p.ID(), ExpectedVersion: version, Edit: post.Edit{Body: &body}})
	return err
}

// create is the text as its author enters it.
func (f *filler) create(x *text) post.CreateInput {
	in := post.CreateInput{Type: x.kind, Department: f.id("department", "department:"+x.unit), Edit: post.Edit{
		Title: &x.title, Summary: &x.summary, Body: &x.body, Audience: &x.audience, Tags: x.tags, Content: f.content(x)}}
	for _, slug := range x.categories {
		in.Categories = append(in.Categories, f.id("category", "category:"+slug))
	}
	if x.profile != nil {
		person := f.id("staff", "staff:"+x.profile.person)
		in.Person = &person
	}
	return in
}

// content is what the type of the text adds.
func (f *filler) content(x *text) *post.Fields {
	switch x.kind {
	case post.TypeAnnouncement:
		return &post.Fields{Announcement: &post.AnnouncementContent{Urgent: x.urgent}}
	case post.TypeHealthGuide:
		due := f.start.In(calendar.Zone).AddDate(1, 0, -x.daysAgo)
		return &post.Fields{HealthGuide: &post.HealthGuideContent{Urgent: x.urgent, Diseases: x.diseases, ReviewDueOn: db.DateOf(due)}}
	case post.TypeRecruitmentNotice:
		c := &post.RecruitmentNoticeContent{ApplicationDeadline: f.closing(x.deadlineInDays), Contact: x.contact}
		for _, v := range x.vacancies {
			c.Positions = append(c.Positions, post.Vacancy{Position: v.position, Number: v.number, Requirements: v.requirements})
		}
		return &post.Fields{RecruitmentNotice: c}
	case post.TypeTenderNotice:
		return &post.Fields{TenderNotice: &post.TenderNoticeContent{
			PackageNumber: x.tender.packageNo, PackageName: x.tender.packageName, ProcurementForm: x.tender.procurementForm,
			EstimatedValue: &x.tender.estimatedVND, IssuedOn: db.DateOf(f.day(x.daysAgo)),
			SubmissionDeadline: f.closing(x.deadlineInDays), OpeningAt: db.At(f.closing(x.tender.openingInDays).Add(30 * time.Minute))}}
	case post.TypeDepartmentPage:
		return &post.Fields{DepartmentPage: &post.DepartmentPageContent{
			Functions: x.page.functions, Duties: x.page.duties, Processes: x.page.processes, Contact: x.page.contact}}
	case post.TypeStaffProfile:
		i := slices.IndexFunc(people, func(p person) bool { return p.code == x.profile.person })
		return &post.Fields{StaffProfile: &post.StaffProfileContent{
			ProfessionalTitle: people[i].title, Specialties: x.profile.specialties}}
	}
	return nil
}

// closing is 16:00 in Viet Nam on the day that lies n days after the first start.
func (f *filler) closing(n int) db.Time {
	y, m, d := f.start.In(calendar.Zone).AddDate(0, 0, n).Date()
	return db.At(time.Date(y, m, d, 16, 0, 0, 0, calendar.Zone))
}
