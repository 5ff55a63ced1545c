package acceptance

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Article 6c: a tool is nobody's staff. Behind the guard, the services themselves give it nothing that belongs to a
// person: no session, no account, no inbox, no word on an approval.
func TestArticle6c_ToolsAreNobodysStaff(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		waiting := o.issue(t, map[string]any{"scopes": []string{"asset.read"}})
		_, tok := o.tool(t, o.scopes()...)
		ctx := access.With(t.Context(), access.Tool(db.NewID(), db.NewID(), db.NewID(), o.scopes()))
		identity, inboxes := o.App.Services.Auth, o.App.Services.Inbox
		before := o.count(t, "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL") + o.count(t, "SELECT COUNT(*) FROM inbox_items WHERE read_at IS NULL")
		if _, err := identity.Me(ctx); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("me: %v", err)
		}
		if list, err := identity.Sessions(ctx); err != nil || len(list) != 0 {
			t.Errorf("sessions: %v, %v", list, err)
		}
		if n, err := identity.EndOtherSessions(ctx); err != nil || n != 0 {
			t.Errorf("ended %d, %v", n, err)
		}
		if err := identity.SignOut(ctx); err != nil {
			t.Errorf("sign out: %v", err)
		}
		if err := identity.ChangePassword(ctx, auth.ChangePasswordInput{NewPassword: "mưa rào tháng sáu"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a password: %v", err)
		}
		if _, err := inboxes.Mine(ctx, false, inbox.Order{}, paging.Args{}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("inbox: %v", err)
		}
		if n, err := inboxes.Unread(ctx); err != nil || n != 0 {
			t.Errorf("unread: %d, %v", n, err)
		}
		item, err := db.One[db.ID](t.Context(), o.DB.From(t.Context()), "SELECT id FROM inbox_items LIMIT 1")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := inboxes.MarkRead(ctx, inbox.MarkReadInput{IDs: []string{db.GlobalID("inbox_item", item)}}); err == nil {
			t.Error("a tool reads somebody's notice")
		}
		if _, err := o.App.Services.Approvals.Get(ctx, waiting.approval); !fault.Is(err, fault.NotFound) {
			t.Errorf("an approval: %v", err)
		}
		if _, err := o.App.Tokens.Get(ctx, tok.id); !fault.Is(err, fault.NotFound) {
			t.Errorf("its own token: %v", err)
		}
		if after := o.count(t, "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL") + o.count(t, "SELECT COUNT(*) FROM inbox_items WHERE read_at IS NULL"); after != before {
			t.Errorf("%d live sessions and unread notices, were %d", after, before)
		}
		tool := o.with(tok.secret)
		const notForTools = `{"errors": [{"message": "This cannot be done with an API token.", "path": ["me"], "locations": "*", "extensions": {"code": "FORBIDDEN", "rule": "4", "traceId": "` + traceID + `"}}], "data": {"me": null}}`
		tool.do(t, "{ me { name } }", nil).want(t, notForTools)
		if r := tool.upload(t, "mutation($file: Upload!) { importPost(input: {file: $file, department: \"x\", type: NEWS_ARTICLE}) { userErrors { code } } }", nil, "a.txt", "a"); r.Status != 401 {
			t.Errorf("files are for people: %d %s", r.Status, r.Body)
		}
		// The cookie of a person beside it changes nothing: the token is what counts.
		if r := tool.with("Cookie", "session=x").with("X-Requested-With", "x").do(t, "{ currentToken { name } }", nil); r.at(t, "data.currentToken.name") == "" {
			t.Errorf("got %s", r.Body)
		}
	})
}

// Article 6a: no token is written to the log, whatever level it has and whatever becomes of the request.
func TestArticle6a_TokensAreNotLogged(t *testing.T) { // not in parallel: it takes the log of the process
	var mu sync.Mutex
	var written bytes.Buffer
	usual := slog.Default()
	t.Cleanup(func() { slog.SetDefault(usual) })
	slog.SetDefault(slog.New(slog.NewTextHandler(locked{&mu, &written}, &slog.HandlerOptions{Level: slog.LevelDebug})))
	var secrets []string
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		c, tok := o.tool(t, "asset.read")
		bound := o.issue(t, map[string]any{"addresses": []string{"192.0.2.1"}})
		mu.Lock()
		secrets = append(secrets, tok.secret, bound.secret)
		mu.Unlock()
		wantIn(t, c)
		wantRefused(t, o.with(bound.secret))
		wantRefused(t, o.with(tok.secret+"x"))
		c.do(t, "{ broken", nil)
		c.do(t, `{ tokens(filter: {prefix: "`+tok.secret+`"}) { totalCount } }`, nil)
		c.do(t, `{ node(id: "`+tok.secret+`") { id } }`, nil)
		c.connect(t).wantOpen(t)
		o.revoke(t, o.it, tok)
		wantRefused(t, c)
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := o.App.Tokens.Verify(cancelled, bound.secret, access.Anonymous("192.0.2.1", "")); err == nil || strings.Contains(err.Error(), bound.secret[:24]) {
			t.Errorf("an error tells the token: %v", err)
		}
	})
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, s := range secrets {
			if strings.Contains(written.String(), s[len("ttyt_t_")+11:40]) {
				t.Errorf("the log has a token")
			}
		}
		if len(secrets) == 0 || written.Len() == 0 {
			t.Error("nothing was tried")
		}
	})
}

// locked writes for several goroutines.
type locked struct {
	mu *sync.Mutex
	to *bytes.Buffer
}

func (l locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// wantOpen checks that the socket answers.
func (s *socket) wantOpen(t *testing.T) {
	t.Helper()
	s.send(t, `{"type": "ping"}`)
	s.want(t, `{"type": "pong"}`)
}
