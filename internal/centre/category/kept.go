package category

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptCategories = &audit.Table{
		Name: "categories", Kind: "category",
		Versions: []audit.Columns{{
			"id", "slug", "name", "position", "version",
		}},
	}
)

// Kept are the tables of categories whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptCategories}
}
