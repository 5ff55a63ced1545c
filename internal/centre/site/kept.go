package site

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptSite = &audit.Table{
		Name: "sites", Kind: siteKind,
		Versions: []audit.Columns{{"id", "content", "version", "changed_at"}},
	}
	keptChanges = &audit.Table{
		Name: "site_changes", Kind: changeKind,
		Versions: []audit.Columns{{
			"id", "state", "arranged", "fields", "before_values", "after_values", "reason", "department_id", "proposer_id", "approval_id",
			"version", "created_at", "closed_at",
		}},
	}
)

// Kept are the tables of the website whose rows the record digests.
func Kept() []*audit.Table { return []*audit.Table{keptSite, keptChanges} }
