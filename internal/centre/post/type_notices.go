package post

import (
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
)

// Announcement is a notice of the centre.
type Announcement struct {
	*Entry
	AnnouncementContent
}

// AnnouncementContent is what an announcement adds.
type AnnouncementContent struct {
	Urgent bool `json:"urgent,omitempty"` // asks for the urgent flow
}

func (*AnnouncementContent) visit(*sheet) {}

// RecruitmentNotice announces vacancies; it is open until its deadline.
type RecruitmentNotice struct {
	*Entry
	RecruitmentNoticeContent
}

// RecruitmentNoticeContent is what a recruitment notice adds.
type RecruitmentNoticeContent struct {
	Positions           []Vacancy `json:"positions,omitempty"`
	ApplicationDeadline db.Time   `json:"applicationDeadline,omitzero"`
	Contact             string    `json:"contact,omitempty"`
}

// Vacancy is one position to be filled.
type Vacancy struct {
	Position     string `json:"position,omitempty"`
	Number       int    `json:"number,omitempty"`
	Requirements string `json:"requirements,omitempty"`
}

const (
	maxVacancies = 50
	maxHeadcount = 1000
)

func (c *RecruitmentNoticeContent) visit(f *sheet) {
	f.needed("positions", len(c.Positions) > 0)
	f.count("positions", len(c.Positions), maxVacancies)
	for i := range c.Positions {
		v, at := &c.Positions[i], fmt.Sprintf("positions.%d.", i)
		f.line(at+"position", &v.Position, 200)
		f.needed(at+"position", v.Position != "")
		between(f, at+"number", v.Number, 1, maxHeadcount)
		f.lines(at+"requirements", &v.Requirements, 4000)
	}
	f.needed("applicationDeadline", !c.ApplicationDeadline.IsZero())
	f.lines("contact", &c.Contact, 500)
}

func (c *RecruitmentNoticeContent) closes() db.Time { return c.ApplicationDeadline }

// TenderNotice invites bids; it is open until the submission deadline.
type TenderNotice struct {
	*Entry
	TenderNoticeContent
}

// TenderNoticeContent is what a tender notice adds.
type TenderNoticeContent struct {
	PackageNumber      string          `json:"packageNumber,omitempty"`
	PackageName        string          `json:"packageName,omitempty"`
	ProcurementForm    ProcurementForm `json:"procurementForm,omitempty"`
	IssuedOn           db.Date         `json:"issuedOn,omitzero"`
	SubmissionDeadline db.Time         `json:"submissionDeadline,omitzero"`
	OpeningAt          db.Time         `json:"openingAt,omitzero"`
	EstimatedValue     *int64          `json:"estimatedValue,omitempty"` // whole dong
}

// ProcurementForm is a form of selecting contractors under the law on bidding.
type ProcurementForm string

// The forms of selecting contractors.
const (
	OpenBidding          ProcurementForm = "OPEN_BIDDING"
	LimitedBidding       ProcurementForm = "LIMITED_BIDDING"
	DirectAppointment    ProcurementForm = "DIRECT_APPOINTMENT"
	CompetitiveQuotation ProcurementForm = "COMPETITIVE_QUOTATION"
	DirectPurchase       ProcurementForm = "DIRECT_PURCHASE"
	PriceNegotiation     ProcurementForm = "PRICE_NEGOTIATION"
	OnlineProcurement    ProcurementForm = "ONLINE_PROCUREMENT"
	SelfPerformance      ProcurementForm = "SELF_PERFORMANCE"
	OtherForm            ProcurementForm = "OTHER"
)

// maxDong keeps amounts exact in clients that read numbers as doubles.
const maxDong = 1<<53 - 1

func (c *TenderNoticeContent) visit(f *sheet) {
	f.line("packageNumber", &c.PackageNumber, 60)
	f.needed("packageNumber", c.PackageNumber != "")
	f.line("packageName", &c.PackageName, 300)
	f.needed("packageName", c.PackageName != "")
	f.needed("procurementForm", c.ProcurementForm != "")
	f.needed("submissionDeadline", !c.SubmissionDeadline.IsZero())
	issued, closing := moment{name: "issuedOn", day: c.IssuedOn}, moment{name: "submissionDeadline", at: c.SubmissionDeadline}
	opening := moment{name: "openingAt", at: c.OpeningAt}
	f.order(issued, closing)
	f.order(closing, opening)
	if c.EstimatedValue != nil {
		between(f, "estimatedValue", *c.EstimatedValue, 0, maxDong)
	}
}

func (c *TenderNoticeContent) closes() db.Time { return c.SubmissionDeadline }
