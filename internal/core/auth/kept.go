package auth

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptAccounts = &audit.Table{
		Name: "accounts", Kind: "account",
		Versions: []audit.Columns{{
			"id", "staff_id", "login", "alias", "password_hash", "state", "suspended_for", "password_changed_at", "issued_by",
			"confirmed_by", "it_since", "first_it", "version", "created_at",
		}},
		Beside: audit.Columns{"held"},
	}
	keptOpenings = &audit.Table{
		Name: "account_openings", Kind: "account_opening",
		Versions: []audit.Columns{{
			"id", "live", "reason", "opened_by", "opened_at", "closed_by", "closed_at",
		}},
	}
)

// Kept are the tables of accounts whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptAccounts, keptOpenings}
}
