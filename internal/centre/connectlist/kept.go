package connectlist

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptLists = &audit.Table{
		Name: "connect_lists", Kind: subjectKind,
		Versions: []audit.Columns{{
			"id", "state", "round_id", "department_id", "submitter_id", "approval_id", "version", "created_at", "closed_at",
		}},
	}
	keptLines = &audit.Table{
		Name: "connect_lines", Kind: "connect_line",
		Key: []string{"list_id", "asset_id"},
		Versions: []audit.Columns{{
			"list_id", "asset_id", "open_asset_id", "before_values", "after_values", "verdict", "reason",
		}},
	}
)

// Kept are the tables of the lists, whose rows the record digests.
func Kept() []*audit.Table { return []*audit.Table{keptLists, keptLines} }
