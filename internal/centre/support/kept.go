package support

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptRequests = &audit.Table{
		Name: "support_requests", Kind: "support_request",
		Versions: []audit.Columns{{
			"id", "kind", "title", "description", "department_id", "requester_id", "state", "assignee_id", "answer",
			"closed_at", "version", "created_at", "updated_at",
		}},
	}
	keptMessages = &audit.Table{
		Name: "support_messages", Kind: messageKind,
		Versions: []audit.Columns{{
			"id", "request_id", "kind", "author_id", "by_requester", "text", "at",
		}},
	}
)

// Kept are the tables of requests for support whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptRequests, keptMessages}
}
