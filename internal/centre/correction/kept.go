package correction

import "ttyt.example/ttyt/internal/core/audit"

// kept is the table whose rows the record digests.
var kept = &audit.Table{
	Name: "asset_corrections", Kind: subjectKind,
	Versions: []audit.Columns{{
		"id", "asset_id", "open_asset_id", "state", "before_values", "after_values", "former_code", "reason", "department_id",
		"asker_id", "approval_id", "version", "created_at", "closed_at",
	}},
}

// Kept is the table of corrections, whose rows the record digests.
func Kept() []*audit.Table { return []*audit.Table{kept} }
