package acceptance

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
)

func TestArticle6d_ProbesByStrangersAreOnRecord(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		stranger := w.stranger()
		stranger.do(t, `{ auditEvents { nodes { id } } }`, nil).
			want(t, `{"errors":[{"message":"Sign in first.","path":["auditEvents"],"locations":"*","extensions":{"code":"UNAUTHENTICATED","traceId":"`+traceID+`"}}],"data":null}`)
		stranger.do(t, `query($id: ID!) { probe: node(id: $id) { id } }`, map[string]any{"id": db.GlobalID("audit_event", db.NewID())}).
			want(t, refusal("probe", "NOT_FOUND", "Not found."))
		ctx := context.Background()
		w.App.Watch.Flush(ctx)
		var details []string
		if err := w.DB.From(ctx).Select(ctx, &details, "SELECT detail FROM audit_log WHERE class = 'SECURITY' AND action = 'request.refused'"); err != nil {
			t.Fatal(err)
		}
		if len(details) != 1 || details[0] != "NOT_FOUND Query.node" {
			t.Errorf("on record: %q", details)
		}
	})
}
