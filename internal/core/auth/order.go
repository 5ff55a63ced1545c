package auth

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// AccountOrderField is what a list of accounts is sorted by.
type AccountOrderField string

// The fields.
const (
	AccountsByLogin    AccountOrderField = "LOGIN"
	AccountsByState    AccountOrderField = "STATE"
	AccountsByHolder   AccountOrderField = "STAFF_MEMBER"
	AccountsByPassword AccountOrderField = "PASSWORD_CHANGED_AT"
	AccountsByCreation AccountOrderField = "CREATED_AT"
)

// AccountOrder is how a list of accounts is sorted; by login when left out.
type AccountOrder = paging.Wish[AccountOrderField]

var accountOrders = paging.Orders[AccountOrderField]{ID: "accounts.id", Default: AccountOrder{Field: AccountsByLogin, Direction: paging.Ascending}, By: map[AccountOrderField]paging.Column{
	AccountsByLogin:    paging.Text("accounts.login"),
	AccountsByState:    paging.Text("accounts.state"),
	AccountsByHolder:   access.NameOf("accounts.staff_id"),
	AccountsByPassword: paging.Since("accounts.password_changed_at"),
	AccountsByCreation: paging.Number("accounts.created_at"),
}}
