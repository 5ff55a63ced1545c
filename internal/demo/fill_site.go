package demo

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/core/approval"
)

// opened is how many days before the first start the website was set up.
const opened = 140

// site sets the website up as it would be done: the website section proposes what it states, the deputy director consents.
// One proposal of the last days waits for a director.
func (f *filler) site() []step {
	text := func(s string) *string { return &s }
	weekdays := []site.Day{site.Monday, site.Tuesday, site.Wednesday, site.Thursday, site.Friday}
	all := append(append([]site.Day{}, weekdays...), site.Saturday, site.Sunday, site.Holiday)
	settings := site.ChangeInput{
		Name: text(units[0].name), Address: text("Số 68, đường Trần Phú, thị trấn Vân Sơn, huyện Vân Sơn"), MapURL: text("https://bando.example/ttytvanson"),
		Hotline: text("0203 3000 115"), FanPage: text("https://mangxahoi.example/ttytvanson"),
		Responsible: text("Bác sĩ CKII Vũ Đình Khải, Giám đốc Trung tâm"),
		Hours: []*site.HoursInput{
			{Days: weekdays, Opens: "07:00", Closes: "11:30", Note: "Khám bệnh, tiêm chủng"},
			{Days: weekdays, Opens: "13:30", Closes: "17:00", Note: "Khám bệnh"},
			{Days: []site.Day{site.Saturday}, Opens: "07:00", Closes: "11:30", Note: "Khám theo yêu cầu"},
			{Days: all, Opens: "00:00", Closes: "24:00", Note: "Cấp cứu"},
		},
		PrimaryColour: text("#00695c"), AccentColour: text("#b3261e"),
		SEOTitle:       text(units[0].name),
		SEODescription: text("Tin hoạt động, hướng dẫn phòng bệnh, lịch khám và tiêm chủng, tuyển dụng, đấu thầu của Trung tâm Y tế huyện Vân Sơn."),
		Reason:         "Thiết lập trang thông tin điện tử của Trung tâm.",
	}
	steps := f.consented("settings", settings)
	for i := range steps {
		steps[i].at = f.day(opened).Add(time.Duration(i+1) * time.Hour)
	}
	return append(steps, step{name: "site:hotline", by: "bientap", at: f.day(2).Add(3 * time.Hour), do: func(ctx context.Context) (db.ID, error) {
		return f.proposed(ctx, site.ChangeInput{Hotline: text("0203 3000 999"), Reason: "Tổng đài mới, hoạt động từ đầu tháng sau."})
	}})
}

// consented are the steps of a change that a director consents to.
func (f *filler) consented(name string, in site.ChangeInput) []step {
	return []step{
		{name: "site:" + name, by: "bientap", do: func(ctx context.Context) (db.ID, error) { return f.proposed(ctx, in) }},
		{name: "site:" + name + ":consent", by: deputy, do: func(ctx context.Context) (db.ID, error) {
			c, err := f.Sites.Get(ctx, f.id("site_change", "site:"+name))
			if err != nil {
				return db.ID{}, err
			}
			a, err := f.Approvals.Of(ctx, c.Approval)
			if err != nil {
				return db.ID{}, err
			}
			_, err = f.Approvals.Decide(ctx, approval.DecideInput{ID: a.ID(), ExpectedVersion: a.Version, Verdict: approval.Approve})
			return c.Key, err
		}},
	}
}

// proposed changes the website as it is by then.
func (f *filler) proposed(ctx context.Context, in site.ChangeInput) (db.ID, error) {
	now, err := f.Sites.Site(ctx)
	if err != nil {
		return db.ID{}, err
	}
	in.ExpectedVersion = now.Number
	c, err := f.Sites.Change(ctx, in)
	if err != nil {
		return db.ID{}, err
	}
	return c.Key, nil
}
