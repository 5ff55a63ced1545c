package role

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// AssignmentOrderField is what a list of granted roles is sorted by.
type AssignmentOrderField string

// The fields.
const (
	GrantsByTime   AssignmentOrderField = "GRANTED_AT"
	GrantsByEnd    AssignmentOrderField = "REVOKED_AT"
	GrantsByRole   AssignmentOrderField = "ROLE"
	GrantsByHolder AssignmentOrderField = "STAFF_MEMBER"
)

// AssignmentOrder is how a list of granted roles is sorted; the latest first when left out.
type AssignmentOrder = paging.Wish[AssignmentOrderField]

var assignmentOrders = paging.Orders[AssignmentOrderField]{ID: "role_assignments.id", Default: AssignmentOrder{Field: GrantsByTime, Direction: paging.Descending}, By: map[AssignmentOrderField]paging.Column{
	GrantsByTime:   paging.Number("role_assignments.granted_at"),
	GrantsByEnd:    paging.Moment("role_assignments.revoked_at"),
	GrantsByRole:   paging.Text("role_assignments.role"),
	GrantsByHolder: access.NameOf("role_assignments.staff_id"),
}}

// DelegationOrderField is what a list of lent powers is sorted by.
type DelegationOrderField string

// The fields.
const (
	LoansByStart      DelegationOrderField = "FROM"
	LoansByEnd        DelegationOrderField = "UNTIL"
	LoansByRevocation DelegationOrderField = "REVOKED_AT"
	LoansByRole       DelegationOrderField = "ROLE"
	LoansByLender     DelegationOrderField = "LENDER"
	LoansByBorrower   DelegationOrderField = "BORROWER"
	LoansByDepartment DelegationOrderField = "DEPARTMENT"
)

// DelegationOrder is how a list of lent powers is sorted; the latest first when left out.
type DelegationOrder = paging.Wish[DelegationOrderField]

var delegationOrders = paging.Orders[DelegationOrderField]{ID: "delegations.id", Default: DelegationOrder{Field: LoansByStart, Direction: paging.Descending}, By: map[DelegationOrderField]paging.Column{
	LoansByStart:      paging.Number("delegations.from_at"),
	LoansByEnd:        paging.Number("delegations.to_at"),
	LoansByRevocation: paging.Moment("delegations.revoked_at"),
	LoansByRole:       paging.Text("delegations.role"),
	LoansByLender:     access.NameOf("delegations.from_staff_id"),
	LoansByBorrower:   access.NameOf("delegations.to_staff_id"),
	LoansByDepartment: access.CodeOf("department", "delegations.department_id"),
}}
