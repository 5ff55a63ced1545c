package demo

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/support"
)

// trouble is an incident of the demo centre, and what came of it so far.
type trouble struct {
	name    string
	by      string // a login
	daysAgo int
	report  incident.ReportInput
	app     string // the code of the application at fault
	asset   string // the code of the machine that it is about
	cause   string // the code of the asset that cntt found it to come from
	then    []handling
}

// handling is one step of what came of an incident.
type handling struct {
	name  string
	after time.Duration
	by    string
	do    func(ctx context.Context, s *incident.Service, id string, version int) (*incident.Incident, error)
}

func takes(login string) handling {
	return handling{"take", 25 * time.Minute, login, func(ctx context.Context, s *incident.Service, id string, version int) (*incident.Incident, error) {
		return s.Take(ctx, incident.VersionInput{ID: id, ExpectedVersion: version})
	}}
}

func says(login, words string, internal bool) handling {
	return handling{"say", 50 * time.Minute, login, func(ctx context.Context, s *incident.Service, id string, _ int) (*incident.Incident, error) {
		return s.FollowUp(ctx, incident.FollowUpInput{ID: id, Text: words, Internal: internal})
	}}
}

func waits(login, reason string) handling {
	return handling{"wait", 70 * time.Minute, login, func(ctx context.Context, s *incident.Service, id string, version int) (*incident.Incident, error) {
		return s.Wait(ctx, incident.WaitInput{ID: id, ExpectedVersion: version, For: incident.Others, Reason: reason})
	}}
}

func resolves(login, solution string) handling {
	return handling{"resolve", 2 * time.Hour, login, func(ctx context.Context, s *incident.Service, id string, version int) (*incident.Incident, error) {
		return s.Resolve(ctx, incident.ResolveInput{ID: id, ExpectedVersion: version, Solution: solution})
	}}
}

func closes(login string) handling {
	return handling{"close", 8 * time.Hour, login, func(ctx context.Context, s *incident.Service, id string, version int) (*incident.Incident, error) {
		return s.Close(ctx, incident.VersionInput{ID: id, ExpectedVersion: version})
	}}
}

// troubles are all incidents of the demo centre.
var troubles = []trouble{
	{name: "printer", by: "nhanvien", daysAgo: 9, asset: "MT-NHI-01",
		report: incident.ReportInput{Title: "Máy trạm không in được phiếu công khai thuốc", Category: incident.Computer, Place: "Nhà B, phòng 204"},
		then:   []handling{takes("cntt2"), resolves("cntt2", "Cài lại trình điều khiển máy in, in thử được."), closes("nhanvien")}},
	{name: "his", by: "truongkhoa", daysAgo: 2, app: "HIS",
		report: incident.ReportInput{Title: "Đơn thuốc bị lặp dòng khi kê lại", Category: incident.Software,
			Description: "Sao chép đơn cũ thì thuốc cuối hiện hai lần, phải xóa bằng tay."},
		then: []handling{takes("cntt"), says("cntt", "Đã gửi nhà cung cấp kèm ảnh màn hình.", false), says("cntt", "Nghi do bản vá tuần trước.", true)}},
	{name: "network", by: "khoanoi", daysAgo: 1, asset: "MT-NOI-01", cause: "SW-01",
		report: incident.ReportInput{Title: "Mạng chập chờn ở tầng 1 nhà B", Category: incident.Network},
		then:   []handling{takes("cntt2"), waits("cntt2", "Chờ nhà mạng kiểm tra đường cáp.")}},
	{name: "site", by: "khoasan", daysAgo: 1,
		report: incident.ReportInput{Title: "Sai giờ khám thai ghi trên trang", Category: incident.Website}},
	{name: "phishing", by: "ketoan2", daysAgo: 0,
		report: incident.ReportInput{Title: "Thư lạ mạo danh ngân hàng hỏi mật khẩu", Category: incident.Security}},
}

// incidents are what people reported and what was done about it, and what they asked of IT.
func (f *filler) incidents() (steps []step) {
	for i := range troubles {
		x := &troubles[i]
		shift := time.Duration(7*i) * time.Minute
		id := func() string { return f.id("incident", "incident:"+x.name) }
		steps = append(steps, step{"incident:" + x.name, f.day(x.daysAgo).Add(shift), x.by, func(ctx context.Context) (db.ID, error) {
			in := x.report
			if x.app != "" {
				in.Application = f.id("asset", "asset:"+x.app)
			}
			if x.asset != "" {
				in.Assets = []string{f.id("asset", "asset:"+x.asset)}
			}
			filed, err := f.Incidents.Report(ctx, in)
			if err != nil {
				return db.ID{}, err
			}
			return filed.Key, nil
		}})
		for n, h := range x.then {
			steps = append(steps, step{"incident:" + x.name + ":" + h.name + string(rune('a'+n)), f.day(x.daysAgo).Add(shift + h.after), h.by, func(ctx context.Context) (db.ID, error) {
				now, err := f.Incidents.Get(ctx, id())
				if err != nil {
					return db.ID{}, err
				}
				_, err = h.do(ctx, f.Incidents, id(), now.Version)
				return now.Key, err
			}})
		}
		if x.cause != "" {
			steps = append(steps, step{"incident:" + x.name + ":cause", f.day(x.daysAgo).Add(shift + 3*time.Hour), "cntt", func(ctx context.Context) (db.ID, error) {
				now, err := f.Incidents.Get(ctx, id())
				if err != nil {
					return db.ID{}, err
				}
				_, err = f.Incidents.SetCause(ctx, incident.CauseInput{ID: id(), ExpectedVersion: now.Version, Asset: f.id("asset", "asset:"+x.cause)})
				return now.Key, err
			}})
		}
	}
	return append(steps, step{"support:scanner", f.day(3).Add(time.Hour), "duoc", func(ctx context.Context) (db.ID, error) {
		r, err := f.Support.Request(ctx, support.RequestInput{Kind: support.Advice, Title: "Nên chọn máy quét mã vạch nào cho quầy cấp phát thuốc?"})
		if err != nil {
			return db.ID{}, err
		}
		return r.Key, nil
	}}, step{"support:scanner:message", f.day(3).Add(2 * time.Hour), "cntt", func(ctx context.Context) (db.ID, error) {
		r, err := f.Support.Write(ctx, support.WriteInput{ID: f.id("support_request", "support:scanner"), Text: "Quầy cấp phát quét khoảng bao nhiêu mã mỗi ngày?"})
		if err != nil {
			return db.ID{}, err
		}
		return r.Key, nil
	}})
}
