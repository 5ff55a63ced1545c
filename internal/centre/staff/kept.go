package staff

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptMembers = &audit.Table{
		Name: "staff", Kind: "staff",
		Versions: []audit.Columns{{
			"id", "code", "name", "title", "department_id", "employment", "state", "started_on", "ends_on", "left_on",
			"work_phone", "work_email", "birth_date", "identity_no", "private_phone", "private_email", "address", "version",
			"created_at", "updated_at",
		}},
		Beside: audit.Columns{"sort_name", "search", "held"},
	}
	keptSteps = &audit.Table{
		Name: "employment_events", Kind: "employment_event",
		Versions: []audit.Columns{{
			"id", "staff_id", "kind", "department_id", "decision_no", "effective_on", "note", "recorded_by", "at",
		}},
	}
)

// Kept are the tables of people on record whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptMembers, keptSteps}
}
