package access

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// PowersLock is the lock under which powers are given and taken, and links to powerful accounts issued, one transaction at
// a time. Its name in the store is older than that.
const PowersLock = "directors"

// KeepDirector refuses to let the last director who can act go. Call it inside the transaction that revokes, suspends or
// ends them, or shuts their account; two that would shut each other out wait for one another.
func (a *Access) KeepDirector(ctx context.Context, person db.ID) error {
	h := a.db.From(ctx)
	mine, err := db.One[int](ctx, h, "SELECT COUNT(*) FROM role_assignments WHERE staff_id = ? AND role = 'director' AND live = 1", person)
	if err != nil || mine == 0 {
		return err
	}
	if err := a.db.Lock(ctx, PowersLock); err != nil {
		return err
	}
	others, err := db.One[int](ctx, h, `SELECT COUNT(*) FROM role_assignments ra
		JOIN staff s ON s.id = ra.staff_id AND s.state = 'ACTIVE' LEFT JOIN accounts a ON a.staff_id = s.id
		WHERE ra.role = 'director' AND ra.live = 1 AND s.id <> ? AND COALESCE(a.state, 'ACTIVE') = 'ACTIVE'`, person)
	if err == nil && others == 0 {
		return fault.User(fault.LastDirector, fault.Text{
			VI: "Trung tâm phải luôn còn một giám đốc đang hoạt động.", EN: "The last director who can act has to stay."}, "").By("3")
	}
	return err
}
