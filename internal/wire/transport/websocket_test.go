package transport_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"ttyt.example/ttyt/internal/wire/transport"
)

// dial opens a socket with more headers, given as name and value in turn.
func (s *site) dial(t *testing.T, headers ...string) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	o := &websocket.DialOptions{HTTPHeader: h, Subprotocols: []string{"graphql-transport-ws"}}
	if h.Get("Protocol") != "" {
		o.Subprotocols = []string{h.Get("Protocol")}
	}
	ws, answer, err := websocket.Dial(t.Context(), s.URL, o)
	if err == nil {
		ws.SetReadLimit(-1)
		t.Cleanup(func() { _ = ws.CloseNow() })
	}
	return ws, answer, err
}

const (
	hello = `> {"type":"connection_init"}`
	ack   = `< {"type":"connection_ack"}`
)

func subscribe(id, query string) string {
	return fmt.Sprintf(`> {"id":%q,"type":"subscribe","payload":{"query":%q}}`, id, query)
}

// play goes through a script: lines that are sent (>), awaited (<), or the code with which the server closes (x).
func play(t *testing.T, ws *websocket.Conn, script ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, line := range script {
		does, text, _ := strings.Cut(line, " ")
		if does == ">" {
			if err := ws.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			continue
		}
		_, got, err := ws.Read(ctx)
		if does == "x" {
			code, reason, _ := strings.Cut(text, " ")
			closed, _ := errors.AsType[websocket.CloseError](err)
			if strconv.Itoa(int(closed.Code)) != code || !strings.Contains(closed.Reason, reason) {
				t.Fatalf("got %s %v, want it closed: %s", got, err, text)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		var is, want any
		if json.Unmarshal(got, &is) != nil || json.Unmarshal([]byte(text), &want) != nil || !reflect.DeepEqual(is, want) {
			t.Fatalf("got %s, want %s", got, text)
		}
	}
}

func TestWebSocketProtocol(t *testing.T) {
	t.Parallel()
	few := func(l *transport.Limits) { l.Operations = 2 }
	for name, test := range map[string]struct {
		limits func(*transport.Limits)
		script []string
	}{
		"query": {nil, []string{hello, ack, subscribe("1", "query hi"),
			`< {"id":"1","type":"next","payload":{"data":{"says":"hi","locale":"en","variables":null}}}`, `< {"id":"1","type":"complete"}`}},
		"variables keep their digits": {nil, []string{hello, ack, `> {"id":"1","type":"subscribe","payload":{"query":"query hi","variables":{"n":12345678901234567890}}}`,
			`< {"id":"1","type":"next","payload":{"data":{"says":"hi","locale":"en","variables":{"n":12345678901234567890}}}}`}},
		"subscription": {nil, []string{hello, ack, subscribe("1", "subscription twice"),
			`< {"id":"1","type":"next","payload":{"data":1}}`, `< {"id":"1","type":"next","payload":{"data":2}}`, `< {"id":"1","type":"complete"}`}},
		"language of the payload": {nil, []string{`> {"type":"connection_init","payload":{"Accept-Language":"vi-VN"}}`, ack, subscribe("1", "query hi"),
			`< {"id":"1","type":"next","payload":{"data":{"says":"hi","locale":"vi","variables":null}}}`}},
		"init behind other payload": {nil, []string{`> {"type":"connection_init","payload":{"other":[1]}}`, ack}},
		"init with payload null":    {nil, []string{`> {"type":"connection_init","payload":null}`, ack}},
		"ping":                      {nil, []string{`> {"type":"ping","payload":{"a":1}}`, `< {"type":"pong","payload":{"a":1}}`, hello, ack, `> {"type":"ping"}`, `< {"type":"pong"}`, `> {"type":"pong"}`, `> {"type":"ping"}`, `< {"type":"pong"}`}},
		"an id is free after complete": {nil, []string{hello, ack, subscribe("1", "subscription waits"), `> {"id":"1","type":"complete"}`, subscribe("1", "subscription twice"),
			`< {"id":"1","type":"next","payload":{"data":1}}`, `< {"id":"1","type":"next","payload":{"data":2}}`, `< {"id":"1","type":"complete"}`}},
		"complete of nothing": {nil, []string{hello, ack, `> {"id":"9","type":"complete"}`, `> {"type":"ping"}`, `< {"type":"pong"}`}},

		"nothing after the error of an invalid document": {nil, []string{hello, ack, subscribe("1", "invalid"), `< {"id":"1","type":"error","payload":[{"message":"invalid"}]}`, `> {"type":"ping"}`, `< {"type":"pong"}`}},
		"nothing after the error of a refused source":    {nil, []string{hello, ack, subscribe("1", "subscription refused"), `< {"id":"1","type":"error","payload":[{"message":"refused"}]}`, `> {"type":"ping"}`, `< {"type":"pong"}`}},
		"nothing after the error of a broken stream": {nil, []string{hello, ack, subscribe("1", "subscription breaks"), `< {"id":"1","type":"next","payload":{"data":1}}`,
			`< {"id":"1","type":"error","payload":[{"message":"broken"}]}`, `> {"type":"ping"}`, `< {"type":"pong"}`}},
		"an id is free after error": {nil, []string{hello, ack, subscribe("1", "invalid"), `< {"id":"1","type":"error","payload":[{"message":"invalid"}]}`, subscribe("1", "query hi"),
			`< {"id":"1","type":"next","payload":{"data":{"says":"hi","locale":"en","variables":null}}}`}},

		"a name twice in the variables": {nil, []string{hello, ack, `> {"id":"1","type":"subscribe","payload":{"query":"query hi","variables":{"a":1,"a":2}}}`,
			`< {"id":"1","type":"error","payload":[{"message":"The parameter payload.variables.a is given twice.","extensions":{"code":"BAD_INPUT"}}]}`, subscribe("1", "query hi"),
			`< {"id":"1","type":"next","payload":{"data":{"says":"hi","locale":"en","variables":null}}}`}},
		"a name twice in init": {nil, []string{`> {"type":"connection_init","payload":{"Authorization":"Bearer x","Authorization":"Bearer y"}}`, `x 4400`}},

		"not JSON":                  {nil, []string{`> {`, `x 4400`}},
		"not an object":             {nil, []string{`> []`, `x 4400`}},
		"unknown type":              {nil, []string{hello, ack, `> {"type":"start","id":"1"}`, `x 4400`}},
		"no type":                   {nil, []string{`> {}`, `x 4400`}},
		"init with a list":          {nil, []string{`> {"type":"connection_init","payload":[]}`, `x 4400`}},
		"init with a wrong token":   {nil, []string{`> {"type":"connection_init","payload":{"Authorization":"Basic x"}}`, `x 4403 Forbidden`}},
		"token of a wrong kind":     {nil, []string{`> {"type":"connection_init","payload":{"Authorization":1}}`, `x 4400`}},
		"subscribe without id":      {nil, []string{hello, ack, `> {"type":"subscribe","payload":{"query":"query hi"}}`, `x 4400`}},
		"subscribe with a long id":  {nil, []string{hello, ack, subscribe(strings.Repeat("x", 129), "query hi"), `x 4400`}},
		"subscribe without payload": {nil, []string{hello, ack, `> {"id":"1","type":"subscribe"}`, `x 4400`}},
		"payload null":              {nil, []string{hello, ack, `> {"id":"1","type":"subscribe","payload":null}`, `x 4400`}},
		"query is a number":         {nil, []string{hello, ack, `> {"id":"1","type":"subscribe","payload":{"query":1}}`, `x 4400`}},
		"subscribe before init":     {nil, []string{subscribe("1", "query hi"), `x 4401 Unauthorized`}},
		"the same id twice":         {nil, []string{hello, ack, subscribe("twin", "subscription waits"), subscribe("twin", "query hi"), `x 4409 Subscriber for twin already exists`}},
		"init twice":                {nil, []string{hello, ack, hello, `x 4429 Too many initialisation requests`}},
		"no init":                   {func(l *transport.Limits) { l.Init = time.Millisecond }, []string{`x 4408 Connection initialisation timeout`}},
		"too large":                 {nil, []string{`> {"type":"ping","payload":"` + strings.Repeat("x", 256<<10) + `"}`, `x 1009`}},
		"too many messages":         {func(l *transport.Limits) { l.Messages = 3 }, []string{hello, ack, `> {"type":"pong"}`, `> {"type":"pong"}`, `> {"type":"pong"}`, `x 1008 Too many messages`}},
		"too many operations": {few, []string{hello, ack, subscribe("1", "subscription waits"), subscribe("2", "subscription waits"), subscribe("3", "query hi"),
			`< {"id":"3","type":"error","payload":[{"message":"Too many operations at once on one connection.","extensions":{"code":"RATE_LIMITED"}}]}`,
			`> {"id":"1","type":"complete"}`, subscribe("3", "query hi"), `< {"id":"3","type":"next","payload":{"data":{"says":"hi","locale":"en","variables":null}}}`}},
		"nothing goes on": {func(l *transport.Limits) { l.Quiet, l.Ping = 30*time.Millisecond, 10*time.Millisecond }, []string{hello, ack, `x 1000 No operation for a long time`}},
		"too old":         {func(l *transport.Limits) { l.Life = 30 * time.Millisecond }, []string{hello, ack, subscribe("1", "subscription waits"), `x 1001 Connect anew`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ws, _, err := open(t, test.limits).dial(t)
			if err != nil {
				t.Fatal(err)
			}
			play(t, ws, test.script...)
		})
	}
	t.Run("another subprotocol", func(t *testing.T) {
		t.Parallel()
		ws, _, err := open(t, nil).dial(t, "Protocol", "graphql-ws")
		if err != nil {
			t.Fatal(err)
		}
		play(t, ws, `x 4406 Subprotocol not acceptable`)
	})
	t.Run("binary", func(t *testing.T) {
		t.Parallel()
		ws, _, err := open(t, nil).dial(t)
		if err != nil {
			t.Fatal(err)
		}
		if err := ws.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"ping"}`)); err != nil {
			t.Fatal(err)
		}
		play(t, ws, `x 4400`)
	})
}

// A panic in one operation is that operation's error alone.
func TestWebSocketSurvivesAPanic(t *testing.T) {
	t.Parallel()
	ws, _, err := open(t, nil).dial(t)
	if err != nil {
		t.Fatal(err)
	}
	play(t, ws, hello, ack, subscribe("1", "panic"))
	if _, got, err := ws.Read(t.Context()); err != nil || !strings.HasPrefix(string(got), `{"id":"1","type":"error"`) {
		t.Fatalf("%s, %v", got, err)
	}
	play(t, ws, `> {"type":"ping"}`, `< {"type":"pong"}`)
}

// An operation that takes too long is ended; a subscription is not, however long it waits.
func TestOperationsHaveTheirTime(t *testing.T) {
	t.Parallel()
	s := open(t, func(l *transport.Limits) { l.Operation, l.Executing = 50*time.Millisecond, 1 })
	ws, _, err := s.dial(t)
	if err != nil {
		t.Fatal(err)
	}
	play(t, ws, hello, ack, subscribe("s", "subscription waits"), subscribe("q", "query forever"), `< {"id":"q","type":"error","payload":[{"message":"context deadline exceeded"}]}`)
	s.tick <- struct{}{}
	play(t, ws, `< {"id":"s","type":"next","payload":{"data":1}}`)
}

// What a client leaves behind ends: whether it completes, closes or just goes away.
func TestSourcesEndWithTheirListener(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(t *testing.T, ws *websocket.Conn){
		"completes": func(t *testing.T, ws *websocket.Conn) { play(t, ws, `> {"id":"1","type":"complete"}`) },
		"closes":    func(_ *testing.T, ws *websocket.Conn) { _ = ws.Close(websocket.StatusNormalClosure, "") },
		"goes away": func(_ *testing.T, ws *websocket.Conn) { _ = ws.CloseNow() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, nil)
			ws, _, err := s.dial(t)
			if err != nil {
				t.Fatal(err)
			}
			play(t, ws, hello, ack, subscribe("1", "subscription waits"))
			eventually(t, "it begins", func() bool { return s.streams.Load() == 1 })
			leave(t, ws)
			eventually(t, "it ends", func() bool { return s.streams.Load() == 0 })
		})
	}
}

// raw opens a socket of a client that neither reads nor answers pings unless the test does.
func (s *site) raw(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v %v", answer, err)
	}
	return c
}

// frame is a masked text frame of a client, with the mask 0.
func frame(text string) []byte {
	return append([]byte{0x81, 0x80 | 126, byte(len(text) >> 8), byte(len(text)), 0, 0, 0, 0}, text...)
}

func TestASilentClientIsDropped(t *testing.T) {
	t.Parallel()
	s := open(t, func(l *transport.Limits) { l.Ping, l.Pong = 20*time.Millisecond, 20*time.Millisecond })
	c := s.raw(t)
	_ = c.SetReadDeadline(time.Now().Add(patience))
	if _, err := io.Copy(io.Discard, c); err != nil { // reads pings, answers none
		t.Error(err)
	}
}

// A client that does not read holds one response at most, and only briefly.
func TestAStalledReaderIsDropped(t *testing.T) {
	t.Parallel()
	s := open(t, func(l *transport.Limits) { l.Write = 100 * time.Millisecond })
	c := s.raw(t)
	_, _ = c.Write(frame(`{"type":"connection_init"}`))
	_, _ = c.Write(frame(`{"id":"1","type":"subscribe","payload":{"query":"subscription large"}}`))
	eventually(t, "it begins", func() bool { return s.streams.Load() == 1 })
	eventually(t, "it ends", func() bool { return s.streams.Load() == 0 })
}

func TestConnectionsAreCounted(t *testing.T) {
	t.Parallel()
	s := open(t, func(l *transport.Limits) { l.Connections, l.PerAddress, l.PerAccount = 10, 2, 3 })
	refused := func(status int, headers ...string) {
		t.Helper()
		if _, answer, err := s.dial(t, headers...); err == nil || answer.StatusCode != status || answer.Header.Get("Retry-After") == "" {
			t.Errorf("%v: %v, want %d", headers, err, status)
		}
	}
	admitted := func(headers ...string) *websocket.Conn {
		t.Helper()
		ws, _, err := s.dial(t, headers...)
		if err != nil {
			t.Fatalf("%v: %v", headers, err)
		}
		return ws
	}
	stranger := func(address, answer string) *websocket.Conn {
		t.Helper()
		ws := admitted("From-Address", address)
		play(t, ws, hello, answer)
		return ws
	}
	const tooMany = "x 4403 Forbidden: too many open connections"
	first := stranger("192.0.2.1", ack)
	stranger("192.0.2.1", ack)
	stranger("192.0.2.1", tooMany)
	stranger("2001:db8::1", ack)
	stranger("2001:db8::2", ack)
	stranger("2001:db8::3", tooMany) // one network
	stranger("192.0.2.8", ack)
	stranger("192.0.2.9", tooMany) // strangers have their half
	for range 3 {
		admitted("Signed-In", "yes")
	}
	refused(http.StatusTooManyRequests, "Signed-In", "yes")
	_ = first.CloseNow()
	eventually(t, "the place is free again", func() bool {
		ws, _, err := s.dial(t, "From-Address", "192.0.2.1")
		if err != nil || ws.Write(t.Context(), websocket.MessageText, []byte(`{"type":"connection_init"}`)) != nil {
			return false
		}
		_, _, err = ws.Read(t.Context())
		return err == nil
	})
}

// Neither sockets that say nothing nor those of strangers keep out a client that is about to say who it is: of the silent
// the oldest makes room.
func TestStrangersKeepNobodyOutWhoSaysWhoTheyAre(t *testing.T) {
	t.Parallel()
	s := open(t, func(l *transport.Limits) { l.Connections, l.PerAddress = 48, 4 })
	var oldest *websocket.Conn
	open := func(address string) *websocket.Conn {
		t.Helper()
		ws, _, err := s.dial(t, "From-Address", address)
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		return ws
	}
	for i := range 24 { // all that strangers may have
		play(t, open(fmt.Sprintf("198.51.100.%d", i)), hello, ack)
	}
	for i := range 40 {
		if ws := open(fmt.Sprintf("203.0.113.%d", i%8)); i == 0 {
			oldest = ws
		}
	}
	play(t, oldest, "x 4408 Connection initialisation timeout")
	for range 8 { // from the busiest address too: heard, and here refused for its token
		play(t, open("203.0.113.1"), `> {"type":"connection_init","payload":{"Authorization":"Basic eA=="}}`, "x 4403 Forbidden")
	}
	play(t, open("192.0.2.77"), hello, "x 4403 Forbidden: too many open connections")
}

// Whatever a client sends, the server answers or closes; it neither falls nor hangs.
func FuzzWebSocketMessages(f *testing.F) {
	for _, seed := range []string{`{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":{"query":"query hi"}}`, `{"id":"1","type":"complete"}`, `{"type":"ping","payload":[1,{"a":null}]}`, `{"type":7}`, "\x00", `{"type":"connection_init","payload":{"Authorization":"Bearer"}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		if strings.Contains(strings.ToLower(message), "bearer") || strings.Contains(message, `\u`) {
			return
		}
		s := open(t, nil)
		ws, _, err := s.dial(t)
		if err != nil {
			t.Fatal(err)
		}
		play(t, ws, hello, ack)
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		_ = ws.Write(ctx, websocket.MessageText, []byte(message))
		_ = ws.Write(ctx, websocket.MessageText, []byte(`{"type":"ping","payload":"end"}`))
		for {
			_, got, err := ws.Read(ctx)
			if err != nil || string(got) == `{"type":"pong","payload":"end"}` {
				if ctx.Err() != nil {
					t.Fatal("it hangs")
				}
				return
			}
		}
	})
}
