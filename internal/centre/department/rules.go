package department

import "ttyt.example/ttyt/internal/core/act"

// The actions on departments.
const (
	actionCreate act.Action = "CREATE"
	actionUpdate act.Action = "UPDATE"
	actionMove   act.Action = "MOVE"
	actionDelete act.Action = "DELETE"
)

// rules are what acts on departments take: the Board shapes the tree (Art. 3).
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: actionCreate, Asks: "structure"},
		{Action: actionUpdate, Asks: "structure"},
		{Action: actionMove, Asks: "structure"},
		{Action: actionDelete, Asks: "structure"},
	}
}
