package media

import "ttyt.example/ttyt/internal/core/audit"

// keptFiles is the table whose rows the record digests. Scans that confirm what was known are counted beside, and so is what a
// picture is measured to be.
var keptFiles = &audit.Table{
	Name: "media_files", Kind: kind,
	Versions: []audit.Columns{{
		"id", "department_id", "uploader_id", "name", "media_type", "size", "sha256", "state", "reason", "signature", "address", "version", "created_at",
	}, {
		"id", "department_id", "uploader_id", "name", "media_type", "size", "sha256", "state", "reason", "signature", "address", "version", "created_at",
		"alt", "decorative", "caption", "credit", "licence", "focus",
	}},
	Beside: audit.Columns{"sort_name", "engine", "scanned_at", "opened_at", "try_at", "attempts", "picture", "width", "height", "colour", "salt"},
}

// Kept are the tables of the media library whose rows the record digests.
func Kept() []*audit.Table { return []*audit.Table{keptFiles} }
