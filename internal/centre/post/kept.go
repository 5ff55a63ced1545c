package post

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptHeads = &audit.Table{
		Name: "posts", Kind: "post",
		Versions: []audit.Columns{{
			"id", "type", "department_id", "author_id", "submitter_id", "person_id", "publication", "working", "at_board",
			"submitted_ever", "published_revision_id", "working_revision_id", "approval_id", "published_approval_id", "slug",
			"pinned", "published_at", "updated_public_at", "scheduled_at", "scheduled_by", "expires_at", "audience", "title",
			"summary", "excerpt", "byline", "poster_alias", "closes_at", "working_title", "working_audience",
			"unpublish_reason", "version", "created_at", "updated_at",
		}, {
			"id", "type", "department_id", "author_id", "submitter_id", "person_id", "publication", "working", "at_board",
			"submitted_ever", "published_revision_id", "working_revision_id", "approval_id", "published_approval_id", "slug",
			"pinned", "published_at", "updated_public_at", "scheduled_at", "scheduled_by", "expires_at", "audience", "title",
			"summary", "excerpt", "byline", "poster_alias", "closes_at", "working_title", "working_audience",
			"unpublish_reason", "version", "created_at", "updated_at", "service_account_id",
		}, {
			"id", "type", "department_id", "author_id", "submitter_id", "person_id", "publication", "working", "at_board",
			"submitted_ever", "published_revision_id", "working_revision_id", "approval_id", "published_approval_id", "slug",
			"pinned", "published_at", "updated_public_at", "scheduled_at", "scheduled_by", "expires_at", "audience", "title",
			"summary", "excerpt", "byline", "poster_alias", "closes_at", "working_title", "working_audience",
			"unpublish_reason", "version", "created_at", "updated_at", "service_account_id", "down_at",
		}},
		Beside: audit.Columns{"sort_title", "sort_department", "sort_author", "sort_audience", "author_left", "hidden_changes", "published_at_board", "seen_at"},
	}
	keptRevisions = &audit.Table{
		Name: "revisions", Kind: "revision",
		Versions: []audit.Columns{{
			"id", "post_id", "number", "editor_id", "title", "summary", "byline", "audience", "body", "content", "hash",
			"restored_from", "created_at",
		}, {
			"id", "post_id", "number", "editor_id", "title", "summary", "byline", "audience", "body", "content", "hash",
			"restored_from", "created_at", "service_account_id",
		}},
		Beside: audit.Columns{"findings", "findings_rules"},
	}
)

// keptErrata are what readers are told was corrected.
var keptErrata = &audit.Table{
	Name: "post_errata", Kind: "post_erratum",
	Versions: []audit.Columns{{
		"id", "post_id", "revision_id", "note", "at",
	}},
}

// Kept are the tables of posts whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptHeads, keptRevisions, keptErrata}
}
