package post_test

import (
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
)

// local is a time as the clocks of the centre show it.
func local(t *testing.T, s string) db.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("", 7*60*60))
	if err != nil {
		t.Fatal(err)
	}
	return db.At(at)
}

// Dates that can never be right are refused at both fields; those that may be meant are a warning. The clock stands at Monday
// 2 March 2026.
func TestDates(t *testing.T) {
	at := func(s string) db.Time { return local(t, s) }
	on := func(s string) db.Date { return db.DateOf(at(s + " 00:00").Add(7 * time.Hour)) }
	// Each store gets contents of its own: checking them normalises them in place.
	tender := func(issued, closing, opening string) func() post.Fields {
		return func() post.Fields {
			c := post.TenderNoticeContent{PackageNumber: "1", PackageName: "1", ProcurementForm: post.OpenBidding, SubmissionDeadline: at(closing)}
			if issued != "" {
				c.IssuedOn = on(issued)
			}
			if opening != "" {
				c.OpeningAt = at(opening)
			}
			return post.Fields{TenderNotice: &c}
		}
	}
	recruitment := func(deadline string) func() post.Fields {
		return func() post.Fields {
			return post.Fields{RecruitmentNotice: &post.RecruitmentNoticeContent{Positions: []post.Vacancy{{Position: "Bác sĩ", Number: 1}}, ApplicationDeadline: at(deadline)}}
		}
	}
	guide := func(due string) func() post.Fields {
		return func() post.Fields {
			return post.Fields{HealthGuide: &post.HealthGuideContent{ReviewDueOn: on(due)}}
		}
	}
	for _, c := range []struct {
		name   string
		fields func() post.Fields
		wrong  string // the paths
		warns  string // code and field
	}{
		{"in order", tender("2026-03-02", "2026-03-20 16:00", "2026-03-20 16:30"), "", ""},
		{"opened as it closes", tender("2026-03-20", "2026-03-20 09:00", "2026-03-20 09:00"), "", ""},
		{"issued late on the day of the deadline", tender("2026-03-20", "2026-03-20 00:00", ""), "", ""},
		{"opened before it closes", tender("", "2026-03-20 16:00", "2026-03-20 15:59"), "submissionDeadline openingAt", ""},
		{"issued after the deadline", tender("2026-03-21", "2026-03-20 23:59", ""), "issuedOn submissionDeadline", ""},
		{"closed on a Saturday, opened on a Sunday", tender("", "2026-03-21 16:00", "2026-03-22 08:00"), "", "DAY_OFF submissionDeadline, DAY_OFF openingAt"},
		{"closed on a holiday", tender("", "2026-04-30 16:00", "2026-05-04 08:00"), "", "DAY_OFF submissionDeadline"},
		{"closed already", tender("", "2026-02-27 16:00", "2026-03-20 08:00"), "", "PAST submissionDeadline"},
		{"applications until a Friday night", recruitment("2026-03-20 23:59"), "", ""},
		{"applications until a Sunday", recruitment("2026-03-22 00:00"), "", "DAY_OFF applicationDeadline"},
		{"applications until just now", recruitment("2026-03-02 08:59"), "", "PAST applicationDeadline"},
		{"reviewed today", guide("2026-03-02"), "", ""},
		{"reviewed on a Sunday", guide("2026-03-08"), "", ""},
		{"reviewed yesterday", guide("2026-03-01"), "", "PAST reviewDueOn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			run(t, func(t *testing.T, w *world) {
				in := w.news("Tin")
				fields := c.fields()
				in.Content = &fields
				for kind, set := range map[post.Type]bool{post.TypeTenderNotice: fields.TenderNotice != nil,
					post.TypeRecruitmentNotice: fields.RecruitmentNotice != nil, post.TypeHealthGuide: fields.HealthGuide != nil} {
					if set {
						in.Type = kind
					}
				}
				p, err := w.Posts.Create(w.As(t, w.author), in)
				var paths []string
				errs, _ := fault.Split(err)
				for _, e := range errs {
					path := e.(*fault.RuleError).Path
					paths = append(paths, path[len(path)-1])
				}
				if got := strings.Join(paths, " "); got != c.wrong || (err != nil) != (c.wrong != "") {
					t.Fatalf("%v at %q, want %q", err, got, c.wrong)
				}
				if err != nil {
					return
				}
				ctx := w.As(t, w.author)
				working, err := p.Common().WorkingCopy(ctx)
				if err != nil {
					t.Fatal(err)
				}
				var found []string
				for _, warning := range working.DateWarnings(ctx) {
					found = append(found, string(warning.Code)+" "+warning.Field[strings.LastIndex(warning.Field, ".")+1:])
					if !strings.Contains(warning.Message(ctx), warning.On.Format("02/01/2006")) {
						t.Errorf("%s does not name the day", warning.Message(ctx))
					}
				}
				if got := strings.Join(found, ", "); got != c.warns {
					t.Errorf("warned of %q, want %q", got, c.warns)
				}
			})
		})
	}
}
