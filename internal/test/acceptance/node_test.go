package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
)

func TestNodeOfNobody(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		const query = `query($id: ID!) { node(id: $id) { id } }`
		reader := w.stranger()
		for _, kind := range []string{"department", "post", "nonsense"} {
			reader.do(t, query, map[string]any{"id": db.GlobalID(kind, db.NewID())}).want(t, refusal("node", "NOT_FOUND", "Not found."))
		}
		reader.do(t, query, map[string]any{"id": "%%%"}).want(t, refusal("node", "BAD_INPUT", "Malformed id."))
		reader.with("Accept-Language", "vi-VN,en;q=0.5").do(t, query, map[string]any{"id": "%%%"}).
			want(t, refusal("node", "BAD_INPUT", "Mã định danh không hợp lệ."))
	})
}
