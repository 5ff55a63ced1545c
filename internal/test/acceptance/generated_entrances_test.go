package acceptance

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
)

// entrance is a way to send a request other than JSON by POST.
type entrance struct {
	name  string
	takes func(a attempt, r request) bool
	send  func(r request, t *testing.T, c *client) reply
}

var entrances = []entrance{
	{"GET", func(a attempt, r request) bool { return a.kind == ast.Query && len(r.body()) < 2_000 }, request.get},
	{"multipart", func(attempt, request) bool { return true }, func(r request, t *testing.T, c *client) reply {
		return readReply(t, r.multipart(t, c).Body)
	}},
	{"socket", func(_ attempt, r request) bool { return r.file == "" }, request.socket},
	{"stream", func(_ attempt, r request) bool { return r.file == "" }, request.stream},
}

func (r request) get(t *testing.T, c *client) reply {
	t.Helper()
	return readReply(t, c.send(t, http.MethodGet, "/graphql?"+url.Values{"query": {r.query}, "variables": {r.variables}}.Encode(), "", nil).Body)
}

func (r request) socket(t *testing.T, c *client) reply {
	t.Helper()
	s := c.connect(t)
	defer func() { _ = s.CloseNow() }()
	s.send(t, `{"id":"1","type":"subscribe","payload":`+string(r.body())+`}`)
	select {
	case got := <-s.received:
		var message struct {
			Type    string
			Payload json.RawMessage
		}
		if err := json.Unmarshal([]byte(got), &message); err != nil {
			t.Fatal(err)
		}
		if message.Type == "error" {
			return readReply(t, `{"errors":`+string(message.Payload)+`}`)
		}
		return readReply(t, string(message.Payload))
	case e := <-s.closed:
		t.Fatalf("closed with %v: %.300s", e, r.body())
	case <-time.After(patience):
		t.Fatalf("nothing came: %.300s", r.body())
	}
	return reply{}
}

// stream reads the answer as server-sent events, or the JSON of a request that was refused before.
func (r request) stream(t *testing.T, c *client) reply {
	t.Helper()
	got := c.with("Accept", "text/event-stream").send(t, http.MethodPost, "/graphql", "application/json", r.body())
	if _, event, ok := strings.Cut(got.Body, "event: next\ndata: "); ok {
		got.Body, _, _ = strings.Cut(event, "\n")
	}
	return readReply(t, got.Body)
}

// subscribe returns the first event of a subscription. A comment comes first once it waits for events: it was taken.
func (r request) subscribe(t *testing.T, c *client) reply {
	t.Helper()
	select {
	case got := <-c.events(t, r.body()):
		if got == ":" {
			return reply{body: "the subscription was taken"}
		}
		return readReply(t, strings.TrimPrefix(got, "next "))
	case <-time.After(patience):
		t.Fatalf("nothing came: %.300s", r.body())
	}
	return reply{}
}

// kind names what attempts have in common of which each entrance tries one: the operation, the type, or the kind of type where
// there are many alike, and the flaw.
func (in inputs) kind(a attempt) string {
	of := "of the field"
	switch {
	case a.at.of == nil:
	case a.at.of.Elem != nil:
		of = "list"
	default:
		if of = a.at.of.NamedType; in.Types[of].Kind != ast.Scalar {
			of = string(in.Types[of].Kind)
		}
	}
	kind := string(a.kind) + " " + of + " " + a.flaw.name
	if a.inline {
		kind += " inline"
	}
	return kind
}

// TestGeneratedInputsAtEachEntrance sends one attempt of each kind through every entrance, which has to answer as a POST does.
func TestGeneratedInputsAtEachEntrance(t *testing.T) {
	t.Parallel()
	in := inputs{generated.NewExecutableSchema(generated.Config{}).Schema()}
	var chosen []attempt
	for _, a := range in.attempts(t) {
		if a.kind == ast.Subscription {
			continue // the walk itself streams them
		}
		if !slices.ContainsFunc(chosen, func(other attempt) bool { return in.kind(other) == in.kind(a) }) {
			chosen = append(chosen, a)
		}
	}
	run(t, func(t *testing.T, w *world) {
		tr := newTrial(t, in, w, "")
		for _, d := range entrances {
			t.Run(d.name, func(t *testing.T) {
				t.Parallel()
				for _, a := range chosen {
					tr.through(t, d, a)
				}
			})
		}
	})
}

// through compares the answer at an entrance with the answer to a POST.
func (tr *trial) through(t *testing.T, d entrance, a attempt) {
	t.Helper()
	b := tr.base(t, a)
	if b.alone != nil {
		b.alone.Lock()
		defer b.alone.Unlock()
	}
	make := func() (request, *client) {
		good, c := tr.good(t, b, a.root)
		return tr.compose(a, tr.at(t, a.root, good, a.at, a.flaw.change)), c
	}
	r, c := make()
	if !d.takes(a, r) {
		return
	}
	got := d.send(r, t, c)
	r, c = make()
	want := r.send(t, c, a.kind)
	if got.outcome() != want.outcome() || got.outcome() != "taken" && !slices.Equal(tr.wordings(got), tr.wordings(want)) {
		t.Errorf("%s\ngot  %.400s\nPOST %.400s", a.name(), got.body, want.body)
	}
}

func (tr *trial) wordings(r reply) (out []string) {
	for _, m := range r.messages() {
		out = append(out, tr.found.wording(m))
	}
	return out
}
