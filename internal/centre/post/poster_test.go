package post_test

import (
	"context"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// Two people of one name are told apart by their departments, for as long as both are in service.
func TestPostersOfOneName(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		shown := func() string {
			t.Helper()
			id := c.consented(t)
			must(t, c.publish(t, c.editor, id))
			p, err := c.posts.Get(context.Background(), id)
			must(t, err)
			return *p.Common().PostedBy()
		}
		namesake := func(alias, state string) {
			k.Exec(t, "DELETE FROM accounts WHERE staff_id = ?", c.other)
			k.Exec(t, `INSERT INTO accounts (id, staff_id, login, alias, password_hash, state, suspended_for, version, created_at)
				VALUES (?, ?, 'khac', ?, '', ?, '', 1, 0)`, db.NewID(), c.other, alias, state)
		}
		k.Exec(t, "UPDATE accounts SET alias = 'Thu Hương' WHERE staff_id = ?", c.editor)
		k.Exec(t, "UPDATE departments SET name = ? WHERE id = ?", strings.Repeat("Tổ ", 66), c.web)
		apart := "Thu Hương (" + strings.Repeat("Tổ ", 66) + ")"
		for _, x := range []struct{ alias, state, want string }{
			{"Thu Hương", "ACTIVE", apart}, {"THU HƯƠNG", "ACTIVE", apart}, {"Thu.Hường", "SUSPENDED", apart},
			{"Thu Hương", "ENDED", "Thu Hương"}, {"Thu Hương Lan", "ACTIVE", "Thu Hương"},
		} {
			if namesake(x.alias, x.state); shown() != x.want {
				t.Errorf("beside %s %q: not %q", x.state, x.alias, x.want)
			}
		}
	})
}
