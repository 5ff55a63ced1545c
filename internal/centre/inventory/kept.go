package inventory

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptRounds = &audit.Table{
		Name: "inventory_rounds", Kind: "inventory_round",
		Versions: []audit.Columns{{
			"id", "name", "live", "due_on", "opened_by", "opened_at", "closed_by", "closed_at", "version",
		}},
		Beside: audit.Columns{"held"},
	}
	keptLines = &audit.Table{
		Name: "inventory_lines", Kind: "inventory_line",
		Key: []string{"round_id", "id"},
		Versions: []audit.Columns{{
			"round_id", "id", "asset_id", "label", "department_id", "result", "place", "found_in", "custodian_id", "note",
			"staff_id", "at", "connected", "registered_id",
		}, {
			"round_id", "id", "asset_id", "label", "department_id", "result", "place", "found_in", "custodian_id", "note",
			"staff_id", "at", "connected", "registered_id", "service_account_id",
		}},
	}
)

// Kept are the tables of inventory rounds whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptRounds, keptLines}
}
