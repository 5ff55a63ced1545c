package incident

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptIncidents = &audit.Table{
		Name: "incidents", Kind: "incident",
		Versions: []audit.Columns{{
			"id", "category", "queue", "title", "description", "place", "department_id", "reporter_id", "confidential",
			"application_id", "cause_id", "impact", "urgency", "priority", "state", "live", "assignee_id", "waiting_for", "wait_reason",
			"solution", "started_at", "waited", "waiting_since", "response_due_at", "resolution_due_at", "due_at",
			"targets_provisional", "alarm_at", "responded_at", "resolved_at", "closed_at", "reopened", "version",
			"created_at", "updated_at",
		}, {
			"id", "category", "queue", "title", "description", "place", "department_id", "reporter_id", "confidential",
			"application_id", "cause_id", "impact", "urgency", "priority", "state", "live", "assignee_id", "waiting_for", "wait_reason",
			"solution", "started_at", "waited", "waiting_since", "response_due_at", "resolution_due_at", "due_at",
			"targets_provisional", "alarm_at", "responded_at", "resolved_at", "closed_at", "reopened", "version",
			"created_at", "updated_at", "service_account_id",
		}},
	}
	keptJoins = &audit.Table{
		Name: "incident_joins", Kind: "incident_join",
		Key: []string{"incident_id"},
		Versions: []audit.Columns{{
			"incident_id", "group_id",
		}},
	}
	keptSteps = &audit.Table{
		Name: "incident_events", Kind: "incident_event",
		Versions: []audit.Columns{{
			"id", "incident_id", "kind", "actor_id", "by_reporter", "detail", "at",
		}},
	}
	keptFollowUps = &audit.Table{
		Name: "incident_follow_ups", Kind: "incident_follow_up",
		Versions: []audit.Columns{{
			"id", "incident_id", "author_id", "by_reporter", "internal", "text", "at",
		}},
	}
	keptAboutAssets = &audit.Table{
		Name: "incident_assets", Kind: "incident_asset",
		Key: []string{"incident_id", "asset_id"},
		Versions: []audit.Columns{{
			"incident_id", "asset_id",
		}},
	}
	keptMistakes = &audit.Table{
		Name: "mistakes", Kind: "mistake",
		Versions: []audit.Columns{{
			"id", "post_id", "revision_id", "passage", "passage_hash", "correction_id", "corrected_at", "note", "version",
		}},
	}
	keptMistakeReports = &audit.Table{
		Name: "mistake_reports", Kind: "mistake_report",
		Versions: []audit.Columns{{
			"id", "incident_id", "number_hash", "text", "contact", "at",
		}},
	}
	keptAboutPosts = &audit.Table{
		Name: "incident_posts", Kind: "incident_post",
		Key: []string{"incident_id", "post_id"},
		Versions: []audit.Columns{{
			"incident_id", "post_id",
		}},
	}
)

// Kept are the tables of incidents whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptIncidents, keptSteps, keptFollowUps, keptAboutAssets, keptAboutPosts, keptJoins, keptMistakes, keptMistakeReports}
}
