package department

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptDepartments = &audit.Table{
		Name: "departments", Kind: "department",
		Versions: []audit.Columns{{
			"id", "parent_id", "kind", "code", "slug", "name", "position", "version", "created_at", "updated_at",
		}},
	}
	keptNames = &audit.Table{
		Name: "department_names", Kind: "department_name",
		Versions: []audit.Columns{{
			"id", "department_id", "name", "from_at", "to_at",
		}},
	}
)

// Kept are the tables of departments whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptDepartments, keptNames}
}
