package access

import (
	"context"

	"ttyt.example/ttyt/internal/base/paging"
)

// seenBy are the actions of which one lets an actor see a row that another row names.
var seenBy = map[string][]string{
	"department": {"read"},
	"staff":      {"read_directory", "read_private"},
	"asset":      {"read"},
}

// NameOf sorts by the name of the person whom the column names; of whom the reader may not see, and of nobody, it is blank.
func NameOf(column string) paging.Column { return paging.Text("staff.sort_name").Of("staff", column) }

// CodeOf sorts by the code of the department or asset that the column names; of what the reader may not see it is blank.
func CodeOf(kind, column string) paging.Column {
	return paging.Text(tableOf[kind]+".code").Of(kind, column)
}

// Links joins what the rows of a list name, as far as the actor may see it: a list in the order of names or codes tells
// nothing of what is out of their sight.
func (a *Access) Links(ctx context.Context) paging.Links {
	return func(kind, column string) (string, []any) {
		reach, table := a.Reach(ctx, kind, seenBy[kind]...), tableOf[kind]
		return " LEFT JOIN " + table + " ON " + table + ".id = " + column + " AND " + reach.SQL, reach.Args
	}
}
