package assetfile

import "ttyt.example/ttyt/internal/core/audit"

// imports says how an import is digested for its events. Its row is not compared with them later: it counts, and is deleted
// after a while.
var imports = &audit.Table{
	Name: "asset_imports",
	Versions: []audit.Columns{{
		"id", "file_name", "state", "parts", "bytes", "started_by", "account_id", "started_at", "finished_at", "version",
	}},
}
