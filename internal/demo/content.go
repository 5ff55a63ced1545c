// Package demo holds the content of an invented district medical centre, so that a fresh installation has something
// to show. Its people, places, numbers and addresses are fictitious.
package demo

import (
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
)

// unit is one department of the demo centre.
type unit struct {
	code, name string
	kind       department.Kind
	parent     string // a code, "" for the root
}

// person is one staff member; login is empty for those without an account.
type person struct {
	code, login, name, title, unit string // code = staff code such as "NV001"; title = professional title ("Bác sĩ CKI", "Điều dưỡng")

	alias        string            // the public alias that posts show instead of the sign-in name, "" without an account
	position     role.PositionKind // of `unit`, "" for none
	decision     string            // decision number of the position, e.g. "125/QĐ-TTYT"
	roles        []access.Role
	employment   staff.Employment
	birthYear    int
	phone, email string
	leave        staff.State // ON_LEAVE or LEFT by now; "" for most
	why          string      // of the leave
}

// text is one post of the demo centre.
type text struct {
	key                  string // a short unique Latin key
	kind                 post.Type
	unit, author         string // unit code; login of the author, who belongs to the unit, or heads it or a unit above
	title, summary, body string // body: HTML with p, h2, h3, ul, ol, table, strong, a
	categories, tags     []string
	audience             post.Audience
	state                state
	daysAgo              int // how long before the first start it went as far as the Board or the site
	thenDaysAgo          int // how long before it was taken down, or corrected
	urgent, pinned       bool
	deadlineInDays       int       // of recruitment and tender: days after the first start; negative = closed
	vacancies            []vacancy // RECRUITMENT_NOTICE
	contact              string    // RECRUITMENT_NOTICE
	tender               *tender   // TENDER_NOTICE
	diseases             []string  // HEALTH_GUIDE
	page                 *departmentPage
	profile              *profile
	comment              string    // the decider's comment, or the reason for taking it back or down
	fix                  [2]string // CORRECTION: what the body says, and what its newer version says instead
}

// state is how far a post has come by the first start.
type state string

const (
	draft       state = "DRAFT"
	endorsement state = "ENDORSEMENT" // with the manager of the department
	consent     state = "CONSENT"     // with the Board
	returned    state = "RETURNED"
	rejected    state = "REJECTED"
	withdrawn   state = "WITHDRAWN"
	approved    state = "APPROVED"
	scheduled   state = "SCHEDULED"
	published   state = "PUBLISHED"
	unpublished state = "UNPUBLISHED"
	revoked     state = "REVOKED"    // published, until a director took the consent back
	corrected   state = "CORRECTION" // published, with a newer version in review
)

type vacancy struct {
	position     string
	number       int
	requirements string
}

type tender struct {
	packageNo, packageName string
	procurementForm        post.ProcurementForm
	estimatedVND           int64
	openingInDays          int
}

// departmentPage is what the page of a department adds; all in HTML except the contact.
type departmentPage struct{ functions, duties, processes, contact string }

// profile is whom a staff profile is about. It carries no free text.
type profile struct {
	person      string // staff code
	specialties []string
}

// section is one category of the website.
type section struct{ slug, name string }
