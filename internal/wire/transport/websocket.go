package transport

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/trace"
)

// WebSocket speaks graphql-transport-ws, the protocol of the clients graphql-ws, urql and Apollo: queries, mutations and
// subscriptions, many on one socket.
type WebSocket struct {
	Live  *Live
	Admit func(context.Context) (wait time.Duration) // as in HTTP, for each operation
}

const (
	subprotocol    = "graphql-transport-ws"
	maxMessage     = 256 << 10
	maxOperationID = 128
	closeTimeout   = 2 * time.Second // for a client to answer that the socket closes
)

// ending is why a connection ends: a close code and the reason that goes with it. Those from 4400 on are the protocol's.
type ending struct {
	code   websocket.StatusCode
	reason string
}

func (e *ending) Error() string { return e.reason }

var (
	endQuiet       = &ending{websocket.StatusNormalClosure, "No operation for a long time"}
	endGoingAway   = &ending{websocket.StatusGoingAway, "Connect anew"}
	endMessages    = &ending{websocket.StatusPolicyViolation, "Too many messages"}
	endInvalid     = &ending{4400, "Invalid message"}
	endEarly       = &ending{4401, "Unauthorized"}
	endForbidden   = &ending{4403, "Forbidden"}
	endSession     = &ending{4403, "Forbidden: the session is over"}
	endConnections = &ending{4403, "Forbidden: too many open connections"}
	endProtocol    = &ending{4406, "Subprotocol not acceptable"}
	endInit        = &ending{4408, "Connection initialisation timeout"}
	endInits       = &ending{4429, "Too many initialisation requests"}
	endSilent      = &ending{4408, "Connection initialisation timeout: too many clients say nothing"}
	endLater       = &ending{websocket.StatusTryAgainLater, "The store does not answer"}
)

// endDuplicate answers an id that an operation under way has.
func endDuplicate(id string) *ending {
	const around = len("Subscriber for  already exists")
	if len(id) > maxReason-around {
		id = id[:maxReason-around]
	}
	return &ending{4409, "Subscriber for " + id + " already exists"}
}

// maxReason is what a close frame holds beside its code.
const maxReason = 123

// Supports takes requests to upgrade.
func (WebSocket) Supports(r *http.Request) bool { return r.Header.Get("Upgrade") != "" }

// Do serves one socket until it closes.
func (t WebSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	c, ctx, ok := t.Live.admit(w, r, t.Admit, true)
	if !ok {
		return
	}
	defer c.done()
	// The origin is checked above, by a stricter rule.
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		slog.DebugContext(ctx, "refuse a socket", "err", err)
		return
	}
	s := &socket{connection: c, ws: ws, exec: exec, path: r.URL.Path, operations: map[string]*underWay{}, last: time.Now(), locale: fault.LocaleOf(ctx)}
	s.serve(ctx)
}

// socket is one connection that speaks the protocol.
type socket struct {
	*connection
	ws   *websocket.Conn
	exec graphql.GraphExecutor
	path string // of the upgrade
	busy sync.WaitGroup

	locale fault.Locale // of the messages, from the upgrade or the payload of connection_init

	window   time.Time // the second in which messages are counted
	messages int

	mu         sync.Mutex // held while a message is written, so that nothing of an operation follows its end
	ready      bool       // the connection is acknowledged
	operations map[string]*underWay
	last       time.Time // when an operation began or ended
}

// underWay is an operation that was begun.
type underWay struct{ stop context.CancelFunc }

// message is what both sides send.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func (s *socket) serve(ctx context.Context) {
	// Reading outlives the connection's context by the time to close in order.
	reading, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	if s.ws.Subprotocol() != subprotocol {
		s.end(endProtocol)
	}
	waiting := time.AfterFunc(s.live.limits.Init, func() {
		if !s.acknowledged() {
			s.end(endInit)
		}
	})
	defer waiting.Stop()
	var closing sync.WaitGroup
	closing.Go(func() {
		s.watch(ctx)
		defer time.AfterFunc(closeTimeout, hangUp).Stop()
		e, ok := errors.AsType[*ending](context.Cause(ctx))
		if !ok { // the client is gone, or closes
			_ = s.ws.CloseNow()
			return
		}
		_ = s.ws.Close(e.code, e.reason)
	})
	s.read(ctx, reading)
	s.end(nil)
	s.busy.Wait()
	closing.Wait()
}

// read takes messages until the connection ends.
func (s *socket) read(ctx, reading context.Context) {
	s.ws.SetReadLimit(maxMessage)
	for {
		kind, data, err := s.ws.Read(reading)
		switch {
		case err != nil:
			return
		case ctx.Err() != nil: // it is closing
			continue
		case s.tooMany():
			s.end(endMessages)
		case kind != websocket.MessageText || !utf8.Valid(data):
			s.end(endInvalid)
		default:
			if e := s.receive(ctx, data); e != nil {
				s.end(e)
			}
		}
	}
}

func (s *socket) tooMany() bool {
	if now := time.Now(); now.Sub(s.window) >= time.Second {
		s.window, s.messages = now, 0
	}
	s.messages++
	return s.messages > s.live.limits.Messages
}

// watch pings until the connection ends, and ends it where nobody answers or nothing goes on.
func (s *socket) watch(ctx context.Context) {
	tick := time.NewTicker(s.live.limits.Ping)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if s.quiet() {
			s.end(endQuiet)
			return
		}
		pinging, cancel := context.WithTimeout(ctx, s.live.limits.Pong)
		err := s.ws.Ping(pinging)
		cancel()
		if err != nil {
			s.end(nil) // a no-op where there is a reason already
			return
		}
	}
}

func (s *socket) quiet() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.operations) == 0 && time.Since(s.last) >= s.live.limits.Quiet
}

func (s *socket) acknowledged() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready
}

// receive acts on a message; what it returns ends the connection.
func (s *socket) receive(ctx context.Context, data []byte) *ending {
	m, why := readObject(data)
	var id, kind string
	if why == errJSON || why != nil && m["type"] != "subscribe" || take(m, "id", &id) != nil || take(m, "type", &kind) != nil {
		return endInvalid
	}
	switch kind {
	case "connection_init":
		return s.initialise(ctx, m)
	case "ping":
		s.mu.Lock()
		defer s.mu.Unlock()
		pong := message{Type: "pong"}
		if payload, sent := m["payload"]; sent {
			pong.Payload = encode(payload)
		}
		s.put(pong)
	case "pong":
	case "subscribe":
		return s.subscribe(ctx, id, m, why)
	case "complete":
		s.stop(id)
	default:
		return endInvalid
	}
	return nil
}

// initialise learns who the client is: by a token in the payload, else by what came with the upgrade.
func (s *socket) initialise(ctx context.Context, m map[string]any) *ending {
	if s.acknowledged() {
		return endInits
	}
	var payload map[string]any
	var authorization, language string
	if take(m, "payload", &payload) != nil || take(payload, "Authorization", &authorization) != nil || take(payload, "Accept-Language", &language) != nil {
		return endInvalid
	}
	if payload["Authorization"] != nil {
		if e := s.authenticate(ctx, authorization); e != nil {
			return e
		}
	} else if s.settle() != nil {
		return endConnections
	}
	if payload["Accept-Language"] != nil {
		s.locale = fault.ParseLocale(language)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready = true
	s.put(message{Type: "connection_ack"})
	return nil
}

func (s *socket) authenticate(ctx context.Context, authorization string) *ending {
	scheme, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return endForbidden
	}
	ctx, cancel := context.WithTimeout(ctx, s.live.limits.Operation)
	defer cancel()
	actor, err := s.live.identity.Authenticate(ctx, strings.TrimSpace(token))
	switch {
	case fault.Is(err, fault.Unauthenticated):
		return endForbidden
	case err != nil:
		slog.Log(ctx, db.Level(err, slog.LevelError), "authenticate a socket", "err", err)
		return endLater
	}
	if s.become(actor) != nil {
		return endConnections
	}
	return nil
}

// subscribe begins an operation of any kind, unless something in its message is refused already.
func (s *socket) subscribe(ctx context.Context, id string, m map[string]any, refused *fault.Error) *ending {
	if !s.acknowledged() {
		return endEarly
	}
	var payload map[string]any
	if take(m, "payload", &payload) != nil || id == "" || len(id) > maxOperationID {
		return endInvalid
	}
	params, wrong := complete(payload)
	if wrong != nil {
		return endInvalid
	}
	ctx = fault.WithLocale(ctx, s.locale)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.operations[id] != nil {
		return endDuplicate(id)
	}
	if len(s.operations) >= s.live.limits.Operations {
		refused = errOperations
	}
	if refused != nil {
		s.put(failure(id, s.refuse(ctx, s.exec, refused)))
		return nil
	}
	running, stop := context.WithCancel(ctx)
	o := &underWay{stop}
	s.operations[id], s.last = o, time.Now()
	s.busy.Go(func() {
		defer stop()
		line, start := trace.Request{Method: "WEBSOCKET", Path: s.path, Status: http.StatusOK}, time.Now()
		defer func() { line.Took = time.Since(start); line.Log(ctx) }()
		named := func(name string) { line.Operation = name }
		refused := s.perform(running, s.exec, operation{params: params, named: named}, func(r *graphql.Response) {
			answer := responseOf(r)
			line.Bytes += len(answer)
			s.tell(ctx, o, message{ID: id, Type: "next", Payload: answer}, false)
		})
		if refused != nil {
			s.tell(ctx, o, failure(id, refused), true)
		} else {
			s.tell(ctx, o, message{ID: id, Type: "complete"}, true)
		}
	})
	return nil
}

// failure ends an operation that was not executed, or not to its end.
func failure(id string, errs gqlerror.List) message {
	return message{ID: id, Type: "error", Payload: encode(errs)}
}

// stop ends an operation that the client no longer listens to; the client may reuse the id at once.
func (s *socket) stop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.operations[id]; o != nil {
		o.stop()
		delete(s.operations, id)
		s.last = time.Now()
	}
}

// tell sends a message of an operation, unless it is over, or the connection: then closing says why. After the last
// message nothing more is sent.
func (s *socket) tell(ctx context.Context, o *underWay, m message, last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.operations[m.ID] != o || ctx.Err() != nil {
		return
	}
	s.put(m)
	if last {
		delete(s.operations, m.ID)
		s.last = time.Now()
	}
}

// put writes a message; the caller holds mu. A client that takes too long to read loses its connection.
func (s *socket) put(m message) {
	ctx, cancel := context.WithTimeout(context.Background(), s.live.limits.Write)
	defer cancel()
	if s.ws.Write(ctx, websocket.MessageText, encode(m)) != nil {
		s.end(nil)
	}
}
