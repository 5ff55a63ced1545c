package post

// Type names the concrete type of a post.
type Type string

// The types of posts.
const (
	TypeNewsArticle       Type = "NEWS_ARTICLE"
	TypeAnnouncement      Type = "ANNOUNCEMENT"
	TypeHealthGuide       Type = "HEALTH_GUIDE"
	TypeRecruitmentNotice Type = "RECRUITMENT_NOTICE"
	TypeTenderNotice      Type = "TENDER_NOTICE"
	TypePage              Type = "PAGE"
	TypeDepartmentPage    Type = "DEPARTMENT_PAGE"
	TypeStaffProfile      Type = "STAFF_PROFILE"
)

// Fields holds what the type of a post adds to every post's content: the one part of its type, nil where the type adds
// nothing. It is the stored form and the input in one.
type Fields struct {
	Announcement      *AnnouncementContent      `json:"announcement,omitempty"`
	HealthGuide       *HealthGuideContent       `json:"healthGuide,omitempty"`
	RecruitmentNotice *RecruitmentNoticeContent `json:"recruitmentNotice,omitempty"`
	TenderNotice      *TenderNoticeContent      `json:"tenderNotice,omitempty"`
	DepartmentPage    *DepartmentPageContent    `json:"departmentPage,omitempty"`
	StaffProfile      *StaffProfileContent      `json:"staffProfile,omitempty"`
}

// definitions registers the types. A new type adds its line here.
var definitions = []*definition{
	ofText(bare(TypeNewsArticle, func(e *Entry) Post { return &NewsArticle{e} })),
	ofText(bare(TypePage, func(e *Entry) Post { return &Page{e} })),
	ofText(define(TypeAnnouncement, "announcement", func(f *Fields) **AnnouncementContent { return &f.Announcement },
		func(e *Entry, c AnnouncementContent) Post { return &Announcement{e, c} })),
	ofText(define(TypeHealthGuide, "healthGuide", func(f *Fields) **HealthGuideContent { return &f.HealthGuide },
		func(e *Entry, c HealthGuideContent) Post { return &HealthGuide{e, c} })),
	define(TypeRecruitmentNotice, "recruitmentNotice", func(f *Fields) **RecruitmentNoticeContent { return &f.RecruitmentNotice },
		func(e *Entry, c RecruitmentNoticeContent) Post { return &RecruitmentNotice{e, c} }),
	define(TypeTenderNotice, "tenderNotice", func(f *Fields) **TenderNoticeContent { return &f.TenderNotice },
		func(e *Entry, c TenderNoticeContent) Post { return &TenderNotice{e, c} }),
	define(TypeDepartmentPage, "departmentPage", func(f *Fields) **DepartmentPageContent { return &f.DepartmentPage },
		func(e *Entry, c DepartmentPageContent) Post { return &DepartmentPage{e, c} }),
	withoutBody(define(TypeStaffProfile, "staffProfile", func(f *Fields) **StaffProfileContent { return &f.StaffProfile },
		func(e *Entry, c StaffProfileContent) Post { return &StaffProfile{e, c} })),
}

// Part is what one type adds to the content.
type Part interface {
	// visit describes each field to the sheet.
	visit(f *sheet)
}

// definition is all the program knows about one type of post.
type definition struct {
	kind     Type
	name     string // of its part in the input
	bodyless bool   // refuses free text
	// needsBody says that the free text is the only content: a post without it cannot be submitted.
	needsBody bool
	of        func(f *Fields) Part           // its part, nil if it is not set
	fill      func(f *Fields)                // sets its part where it is not set
	show      func(e *Entry, f *Fields) Post // what readers get of the entry
}

// bare defines a type that adds nothing.
func bare(kind Type, show func(*Entry) Post) *definition {
	return &definition{
		kind: kind,
		of:   func(*Fields) Part { return nil },
		fill: func(*Fields) {},
		show: func(e *Entry, _ *Fields) Post { return show(e) },
	}
}

// define defines a type whose part the fields keep at a place of its own.
func define[C any, P interface {
	*C
	Part
}](kind Type, name string, at func(*Fields) **C, show func(*Entry, C) Post) *definition {
	return &definition{
		kind: kind, name: name,
		of: func(f *Fields) Part {
			if c := *at(f); c != nil {
				return P(c)
			}
			return nil
		},
		fill: func(f *Fields) {
			if *at(f) == nil {
				*at(f) = new(C)
			}
		},
		show: func(e *Entry, f *Fields) Post {
			var c C
			if set := *at(f); set != nil {
				c = *set
			}
			return show(e, c)
		},
	}
}

func withoutBody(d *definition) *definition {
	d.bodyless = true
	return d
}

func ofText(d *definition) *definition {
	d.needsBody = true
	return d
}

// Kinds are the types of posts that there are.
func Kinds() []Type {
	var kinds []Type
	for _, d := range definitions {
		kinds = append(kinds, d.kind)
	}
	return kinds
}

func (t Type) definition() *definition {
	for _, d := range definitions {
		if d.kind == t {
			return d
		}
	}
	return nil
}

// named is the name in the input of what the type added, "" where it adds nothing.
func (f *Fields) named() string {
	for _, d := range definitions {
		if d.of(f) != nil {
			return d.name
		}
	}
	return ""
}

// part is what the type added to the fields, nil where it adds nothing.
func (f *Fields) part() Part {
	for _, d := range definitions {
		if p := d.of(f); p != nil {
			return p
		}
	}
	return nil
}
