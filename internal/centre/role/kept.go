package role

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptPositions = &audit.Table{
		Name: "positions", Kind: "position",
		Versions: []audit.Columns{{
			"id", "staff_id", "department_id", "kind", "decision_no", "from_at", "to_at", "created_at",
		}},
	}
	keptDelegations = &audit.Table{
		Name: "delegations", Kind: "delegation",
		Versions: []audit.Columns{{
			"id", "from_staff_id", "to_staff_id", "role", "department_id", "decision_no", "from_at", "to_at", "revoked_at",
			"created_at",
		}},
	}
	keptAssignments = &audit.Table{
		Name: "role_assignments", Kind: "role",
		Versions: []audit.Columns{{
			"id", "staff_id", "role", "live", "last_held", "granted_by", "granted_at", "revoked_by", "revoked_at",
		}},
	}
)

// Kept are the tables of powers whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptPositions, keptDelegations, keptAssignments}
}
