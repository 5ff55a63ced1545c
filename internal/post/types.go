package post

import "ttyt/internal/fault"

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

// definition is all the program knows about one type of post.
type definition struct {
	kind Type
	// part finds the type's own part of the fields, making it where fill asks for it; nil where the type adds nothing.
	part func(f *Fields, fill bool) Part
	name string // of the part in the input
	// show makes what readers get of the entry.
	show func(e *Entry, f *Fields) Post
	// bodyless refuses free text.
	bodyless bool
}

// definitions registers the types. A new type adds its line here.
var definitions = []definition{
	{kind: TypeNewsArticle, show: func(e *Entry, _ *Fields) Post { return &NewsArticle{e} }},
	{kind: TypePage, show: func(e *Entry, _ *Fields) Post { return &Page{e} }},
	define(TypeAnnouncement, "announcement", func(f *Fields) **AnnouncementContent { return &f.Announcement },
		func(e *Entry, c AnnouncementContent) Post { return &Announcement{e, c} }),
	define(TypeHealthGuide, "healthGuide", func(f *Fields) **HealthGuideContent { return &f.HealthGuide },
		func(e *Entry, c HealthGuideContent) Post { return &HealthGuide{e, c} }),
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
	// visit describes each field to the form.
	visit(f *form)
}

func define[C any, P interface {
	*C
	Part
}](kind Type, name string, at func(*Fields) **C, show func(*Entry, C) Post) definition {
	return definition{
		kind: kind, name: name,
		part: func(f *Fields, fill bool) Part {
			c := at(f)
			if *c == nil {
				if !fill {
					return nil
				}
				*c = new(C)
			}
			return P(*c)
		},
		show: func(e *Entry, f *Fields) Post {
			if c := *at(f); c != nil {
				return show(e, *c)
			}
			var none C
			return show(e, none)
		},
	}
}

func withoutBody(d definition) definition {
	d.bodyless = true
	return d
}

func definitionOf(t Type) *definition {
	for i := range definitions {
		if definitions[i].kind == t {
			return &definitions[i]
		}
	}
	return nil
}

// parts walks the parts that are set.
func (f *form) parts(fields *Fields) {
	path := f.path
	defer func() { f.path = path }()
	for _, d := range definitions {
		if d.part == nil {
			continue
		}
		if p := d.part(fields, false); p != nil {
			f.path = path + ".content." + d.name
			p.visit(f)
		}
	}
}

// own makes sure that the part of the type is set and no other.
func (f *form) own(t Type, fields *Fields) {
	for _, d := range definitions {
		if d.part == nil {
			continue
		}
		if p := d.part(fields, d.kind == t); p != nil && d.kind != t {
			f.fail(fault.Invalid, "content."+d.name, "Phần nội dung này thuộc về loại bài viết khác.", "This content belongs to another type of post.")
		}
	}
}
