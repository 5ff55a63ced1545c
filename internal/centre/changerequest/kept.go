package changerequest

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptRequests = &audit.Table{
		Name: "change_requests", Kind: "change_request",
		Versions: []audit.Columns{{
			"id", "kind", "state", "asset_id", "replacement_id", "department_id", "requester_id", "incident_id", "title",
			"reason", "risk", "cost", "plan", "roll_back_plan", "wanted", "before_values", "after_values", "planned_from",
			"planned_to", "approval_id", "at_board", "outcome", "executed_by", "executed_at", "director_id", "spoken_at",
			"confirm_by", "confirmed_at", "unconfirmed_at", "rolled_back_by", "rolled_back_at", "roll_back_reason", "version",
			"lapses_at", "late_reason", "closed_by", "closed_at", "close_reason", "created_at", "updated_at",
		}},
	}
)

// Kept is the table of change requests, whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptRequests}
}
