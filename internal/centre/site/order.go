package site

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// ChangeOrderField is what a list of changes is sorted by.
type ChangeOrderField string

// The fields.
const (
	ByCreation ChangeOrderField = "CREATED_AT"
	ByEnd      ChangeOrderField = "CLOSED_AT"
	ByState    ChangeOrderField = "STATE"
	ByProposer ChangeOrderField = "PROPOSER"
)

// ChangeOrder is how a list of changes is sorted; the latest first when left out.
type ChangeOrder = paging.Wish[ChangeOrderField]

var orders = paging.Orders[ChangeOrderField]{ID: "site_changes.id", Default: ChangeOrder{Field: ByCreation, Direction: paging.Descending}, By: map[ChangeOrderField]paging.Column{
	ByCreation: paging.Number("site_changes.created_at"),
	ByEnd:      paging.Moment("site_changes.closed_at"),
	ByState:    paging.Text("site_changes.state"),
	ByProposer: access.NameOf("site_changes.proposer_id"),
}}
