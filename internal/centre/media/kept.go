package media

import "ttyt.example/ttyt/internal/core/audit"

// keptFiles is the table whose rows the record digests. Scans that confirm what was known are counted beside.
var keptFiles = &audit.Table{
	Name: "media_files", Kind: kind,
	Versions: []audit.Columns{{
		"id", "department_id", "uploader_id", "name", "media_type", "size", "sha256", "state", "reason", "signature", "address", "version", "created_at",
	}},
	Beside: audit.Columns{"sort_name", "engine", "scanned_at", "opened_at", "try_at", "attempts"},
}

// Kept are the tables of the media library whose rows the record digests.
func Kept() []*audit.Table { return []*audit.Table{keptFiles} }
