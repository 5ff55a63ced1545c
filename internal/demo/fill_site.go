package demo

import (
	"context"
	"slices"
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
		Name: text(units[0].name), Address: text("Số 1, đường Trung Tâm, thị trấn Vân Sơn, huyện Vân Sơn"), MapURL: text("https://bando.example/ttytvanson"),
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
	steps := slices.Concat(
		f.consented("settings", func() site.ChangeInput { return settings }),
		f.consented("menus", f.menus),
		f.consented("links", func() site.ChangeInput {
			return site.ChangeInput{LinkGroups: []*site.LinkGroupInput{{Title: "Các đơn vị y tế trong tỉnh", Links: sisters()}}, Reason: "Liên kết đến các đơn vị trong tỉnh."}
		}),
		[]step{{name: "site:home", by: "bientap", do: func(ctx context.Context) (db.ID, error) { // arranged, without consent
			return f.proposed(ctx, site.ChangeInput{Blocks: f.home()})
		}}},
	)
	for i := range steps {
		steps[i].at = f.day(opened).Add(time.Duration(i+1) * time.Hour)
	}
	return append(steps, step{name: "site:hotline", by: "bientap", at: f.day(2).Add(3 * time.Hour), do: func(ctx context.Context) (db.ID, error) {
		return f.proposed(ctx, site.ChangeInput{Hotline: text("0203 3000 999"), Reason: "Tổng đài mới, hoạt động từ đầu tháng sau."})
	}})
}

// consented are the steps of a change that a director consents to.
func (f *filler) consented(name string, in func() site.ChangeInput) []step {
	return []step{
		{name: "site:" + name, by: "bientap", do: func(ctx context.Context) (db.ID, error) { return f.proposed(ctx, in()) }},
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

// menus point to the sections and to departments that people look for.
func (f *filler) menus() site.ChangeInput {
	section := func(slug string) *string {
		id := f.id("category", "category:"+slug)
		return &id
	}
	unit := func(code string) *string {
		id := f.id("department", "department:"+code)
		return &id
	}
	return site.ChangeInput{
		MainMenu: []*site.MenuItemInput{
			{Label: "Trang chủ", Path: "/"},
			{Category: section("gioi-thieu"), Items: []*site.SubmenuItemInput{{Department: unit("BGD")}, {Department: unit("KB")}, {Department: unit("KSBT")}}},
			{Label: "Tin tức", Category: section("tin-hoat-dong"), Items: []*site.SubmenuItemInput{{Category: section("tin-hoat-dong")}, {Category: section("thong-bao")}}},
			{Label: "Phòng bệnh", Items: []*site.SubmenuItemInput{{Category: section("phong-chong-dich")}, {Category: section("cam-nang-suc-khoe")}, {Category: section("tiem-chung")}}},
			{Category: section("tuyen-dung")},
			{Category: section("mua-sam-dau-thau")},
		},
		FooterMenu: []*site.MenuItemInput{{Category: section("gioi-thieu")}, {Category: section("thong-bao")}, {Category: section("tuyen-dung")}},
		Reason:     "Trình đơn của trang thông tin điện tử.",
	}
}

// home is the home page: what is pinned, the latest of what people look for, then where to call and whom to turn to.
func (f *filler) home() []*site.BlockInput {
	prevention, three := f.id("category", "category:phong-chong-dich"), 3
	return []*site.BlockInput{
		{Kind: site.Pinned, Limit: &three}, {Kind: site.Latest}, {Kind: site.LatestOfCategory, Category: &prevention, Limit: &three},
		{Kind: site.HealthGuides}, {Kind: site.Notices}, {Kind: site.Contact}, {Kind: site.Links},
	}
}

// sisters are the other units of the invented province.
func sisters() (links []*site.LinkInput) {
	for _, u := range []struct{ name, host string }{
		{"Sở Y tế tỉnh Thủy Riềng", "soyte"},
		{"Bệnh viện Đa khoa tỉnh", "benhvientinh"},
		{"Bệnh viện Sản Nhi tỉnh", "sannhi"},
		{"Bệnh viện Y học cổ truyền tỉnh", "yhoccotruyen"},
		{"Bệnh viện Phổi tỉnh", "benhvienphoi"},
		{"Trung tâm Kiểm soát bệnh tật tỉnh", "ksbt"},
		{"Trung tâm Kiểm nghiệm tỉnh", "kiemnghiem"},
		{"Trung tâm Pháp y tỉnh", "phapy"},
		{"Trung tâm Giám định y khoa tỉnh", "giamdinh"},
		{"Trung tâm Cấp cứu 115 tỉnh", "capcuu115"},
		{"Chi cục An toàn vệ sinh thực phẩm", "atvstp"},
		{"Chi cục Dân số tỉnh", "danso"},
		{"Trường Cao đẳng Y tế tỉnh", "caodangyte"},
		{"Trung tâm Y tế huyện Bình Khê", "ttytbinhkhe"},
		{"Trung tâm Y tế huyện Đá Bia", "ttytdabia"},
		{"Trung tâm Y tế huyện Hòa Lộc", "ttythoaloc"},
		{"Trung tâm Y tế huyện Mường Giang", "ttytmuonggiang"},
		{"Trung tâm Y tế huyện Nậm Tía", "ttytnamtia"},
		{"Trung tâm Y tế huyện Sông Trà", "ttytsongtra"},
		{"Trung tâm Y tế thị xã An Phố", "ttytanpho"},
		{"Trung tâm Y tế thành phố Thủy Riềng", "ttytthurieng"},
	} {
		links = append(links, &site.LinkInput{Title: u.name, URL: "https://" + u.host + ".thurieng.example/"})
	}
	return links
}
