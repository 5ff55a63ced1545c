package token

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// AccountOrderField is what a list of service accounts is sorted by.
type AccountOrderField string

// The fields.
const (
	AccountsByName     AccountOrderField = "NAME"
	AccountsByState    AccountOrderField = "STATE"
	AccountsByAsset    AccountOrderField = "ASSET"
	AccountsByPerson   AccountOrderField = "RESPONSIBLE"
	AccountsByCreation AccountOrderField = "CREATED_AT"
	AccountsByUpdate   AccountOrderField = "UPDATED_AT"
)

// AccountOrder is how a list of service accounts is sorted; by name when left out.
type AccountOrder = paging.Wish[AccountOrderField]

var accountOrders = paging.Orders[AccountOrderField]{ID: "service_accounts.id", Default: AccountOrder{Field: AccountsByName, Direction: paging.Ascending}, By: map[AccountOrderField]paging.Column{
	AccountsByName:     paging.Text("service_accounts.sort_name"),
	AccountsByState:    paging.Text("service_accounts.state"),
	AccountsByAsset:    access.CodeOf("asset", "service_accounts.asset_id"),
	AccountsByPerson:   access.NameOf("service_accounts.responsible_id"),
	AccountsByCreation: paging.Number("service_accounts.created_at"),
	AccountsByUpdate:   paging.Number("service_accounts.updated_at"),
}}

// OrderField is what a list of tokens is sorted by.
type OrderField string

// The fields.
const (
	ByIssue      OrderField = "ISSUED_AT"
	ByExpiry     OrderField = "EXPIRES_AT"
	ByConsent    OrderField = "CONSENTED_AT"
	ByRevocation OrderField = "REVOKED_AT"
	ByRate       OrderField = "RATE"
	ByAccount    OrderField = "SERVICE_ACCOUNT"
	ByIssuer     OrderField = "ISSUED_BY"
)

// Order is how a list of tokens is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "tokens.id", Default: Order{Field: ByIssue, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByIssue:      paging.Number("tokens.issued_at"),
	ByExpiry:     paging.Number("tokens.expires_at"),
	ByConsent:    paging.Moment("tokens.consented_at"),
	ByRevocation: paging.Moment("tokens.revoked_at"),
	ByRate:       paging.Number("tokens.rate"),
	ByAccount:    paging.Text("service_accounts.sort_name").From(" JOIN service_accounts ON service_accounts.id = tokens.service_account_id"),
	ByIssuer:     access.NameOf("tokens.issued_by"),
}}
