package approval

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptApprovals = &audit.Table{
		Name: "approvals", Kind: "approval",
		Versions: []audit.Columns{{
			"id", "flow", "article", "subject_kind", "subject_id", "department_id", "author_id",
			"submitter_id", "about_id", "state", "step", "hash", "urgent", "mark", "at_board", "skip_reason", "privacy",
			"privacy_note", "hold_reason", "live", "version", "opened_at", "step_at", "closed_at", "due_at", "vacant",
			"correction",
		}},
	}
	keptDecisions = &audit.Table{
		Name: "decisions", Kind: "decision",
		Versions: []audit.Columns{{
			"id", "approval_id", "step", "verdict", "staff_id", "on_behalf_of", "role", "comment", "hash", "at",
		}},
	}
)

// Kept are the tables of approvals whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptApprovals, keptDecisions}
}
