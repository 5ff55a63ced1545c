package transport

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/wire/rate"
)

// Limits bound the connections that stay open. A stranger may hold little, so that strangers cannot keep staff out.
type Limits struct {
	Connections int // in all; strangers get half of them
	PerAddress  int // of strangers at one address, or not signed in yet
	PerAccount  int
	Operations  int // at once on one socket
	Executing   int // queries and mutations at once, of all connections
	Messages    int // a second, from one client

	Init      time.Duration // to say who one is
	Operation time.Duration // for a query, a mutation or an event of a subscription
	Write     time.Duration // for a client to take a message
	Ping      time.Duration // between two signs of life that are asked for, or given
	Pong      time.Duration // for the answer
	Quiet     time.Duration // without an operation
	Life      time.Duration // after which a client has to connect anew
	Check     time.Duration // between two looks whether the sessions stand
}

// Default are the limits of the product.
var Default = Limits{
	Connections: 2_000, PerAddress: 64, PerAccount: 20, Operations: 20, Executing: 64, Messages: 50,
	Init: 10 * time.Second, Operation: 10 * time.Second, Write: 10 * time.Second, Ping: 20 * time.Second, Pong: 10 * time.Second,
	Quiet: 5 * time.Minute, Life: 12 * time.Hour, Check: 2 * time.Second,
}

// Live keeps the connections that stay open, WebSockets and event streams: it counts them, ends those whose session has ended
// (Art. 6c), and all of them when the program stops.
type Live struct {
	limits    Limits
	identity  *auth.Service
	executing chan struct{}

	mu       sync.Mutex
	open     map[*connection]struct{}
	held     map[rate.Caller]int // connections of each account, and of strangers at each address
	strange  int                 // connections of strangers
	leaving  int                 // connections that made room and are closing
	silent   []*connection       // sockets whose clients may still say who they are, oldest first
	stopping bool
	running  sync.WaitGroup
}

// NewLive returns a keeper of connections; zero limits are the default ones.
func NewLive(identity *auth.Service, l Limits) *Live {
	if l == (Limits{}) {
		l = Default
	}
	return &Live{limits: l, identity: identity, executing: make(chan struct{}, l.Executing),
		open: map[*connection]struct{}{}, held: map[rate.Caller]int{}}
}

// Stays reports whether the request asks for a connection that stays open.
func Stays(r *http.Request) bool {
	return WebSocket{}.Supports(r) || SSE{}.Supports(r)
}

// Run looks after the sessions until the context ends, then ends all connections and waits for them.
func (l *Live) Run(ctx context.Context) {
	tick := time.NewTicker(l.limits.Check)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			l.stop()
			l.running.Wait()
			return
		case <-tick.C:
			if err := l.check(ctx); err != nil && ctx.Err() == nil {
				slog.Log(ctx, db.Level(err, slog.LevelWarn), "check the holders of open connections", "err", err)
			}
		}
	}
}

// stop ends all connections and accepts no new ones.
func (l *Live) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopping = true
	for c := range l.open {
		c.end(endGoingAway)
	}
}

// checked is how many sessions one statement looks at.
const checked = 500

// check ends the connections whose session has ended.
func (l *Live) check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.limits.Check)
	defer cancel()
	of := l.sessions()
	ids := make([]db.ID, 0, len(of))
	for id := range of {
		ids = append(ids, id)
	}
	for len(ids) > 0 {
		some := ids[:min(len(ids), checked)]
		ids = ids[len(some):]
		stands, err := l.identity.Standing(ctx, some)
		if err != nil {
			return err
		}
		for _, id := range some {
			if !stands[id] {
				for _, c := range of[id] {
					c.end(endSession)
				}
			}
		}
	}
	return nil
}

func (l *Live) sessions() map[db.ID][]*connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	of := map[db.ID][]*connection{}
	for c := range l.open {
		if c.actor.Known() {
			key := cmp.Or(c.actor.SessionID, c.actor.Secret)
			of[key] = append(of[key], c)
		}
	}
	return of
}

// connection is one that stays open.
type connection struct {
	live   *Live
	admit  func(context.Context) (wait time.Duration) // as in HTTP
	end    context.CancelCauseFunc
	life   *time.Timer
	actor  *access.Actor // under live.mu
	taken  bool          // counted among those of its actor
	leaves bool          // it made room
}

// begin counts a new connection of the context's actor: refused where there are too many. Its context ends with an
// ending as its cause, or with the request. The caller calls done.
func (l *Live) begin(ctx context.Context, admit func(context.Context) time.Duration, mayTell bool) (*connection, context.Context, *fault.Error) {
	c := &connection{live: l, admit: admit, actor: access.Of(ctx)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopping || len(l.open)-l.leaving >= l.limits.Connections {
		return nil, nil, errFull
	}
	if mayTell && !c.actor.Known() {
		l.hear(c)
	} else if err := l.take(c.actor); err != nil {
		return nil, nil, err
	} else {
		c.taken = true
	}
	ctx, c.end = context.WithCancelCause(ctx)
	c.life = time.AfterFunc(l.limits.Life, func() { c.end(endGoingAway) })
	l.open[c] = struct{}{}
	metrics.Sockets.Inc()
	l.running.Add(1)
	return c, ctx, nil
}

// become counts the connection as the actor's, who has said who they are.
func (c *connection) become(a *access.Actor) *fault.Error {
	l := c.live
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.leaves {
		return errFull
	}
	if err := l.take(a); err != nil {
		return err
	}
	l.drop(c)
	c.actor, c.taken = a, true
	return nil
}

func (c *connection) done() {
	l := c.live
	c.life.Stop()
	c.end(nil)
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
	if c.leaves {
		l.leaving--
	}
	metrics.Sockets.Dec()
	l.drop(c)
	l.running.Done()
}

func (l *Live) take(a *access.Actor) *fault.Error {
	holder, limit := rate.CallerOf(a), l.limits.PerAccount
	if !a.Known() {
		limit = l.limits.PerAddress
		if l.strange >= l.limits.Connections/2 {
			return errFull
		}
		l.strange++
	}
	if l.held[holder] >= limit {
		if !a.Known() {
			l.strange--
		}
		return errTooMany
	}
	l.held[holder]++
	return nil
}

// drop no longer counts the connection.
func (l *Live) drop(c *connection) {
	l.silent = slices.DeleteFunc(l.silent, func(o *connection) bool { return o == c })
	if c.taken {
		c.taken = false
		l.give(c.actor)
	}
}

func (l *Live) give(a *access.Actor) {
	holder := rate.CallerOf(a)
	if l.held[holder]--; l.held[holder] == 0 {
		delete(l.held, holder)
	}
	if !a.Known() {
		l.strange--
	}
}

// admit counts the connection of a request, or answers that it may not be: 403 to pages of other sites, 429 or 503 to
// one too many. mayTell is for those that can still say who they are.
func (l *Live) admit(w http.ResponseWriter, r *http.Request, admit func(context.Context) time.Duration, mayTell bool) (*connection, context.Context, bool) {
	if !l.identity.OwnOrigin(r) {
		RefuseSite(w, r)
		return nil, nil, false
	}
	c, ctx, full := l.begin(r.Context(), admit, mayTell)
	if full == nil {
		return c, ctx, true
	}
	w.Header().Set("Retry-After", "5")
	status := http.StatusTooManyRequests
	if full.Code == fault.Unavailable {
		status = http.StatusServiceUnavailable
	}
	Refuse(w, r, status, full)
	return nil, nil, false
}

var (
	errFull       = &fault.Error{Code: fault.Unavailable, Text: serverFull}
	errTooMany    = &fault.Error{Code: fault.RateLimited, Text: tooManyConnections}
	errOperations = &fault.Error{Code: fault.RateLimited, Text: tooManyOperations}
	errOrigin     = fault.Refused("")
)
