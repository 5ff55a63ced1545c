// Package walk lets a cast of people wander through the running product: it drives everything that has availableActions,
// over HTTP and on both stores, while people come and go and the clock moves. What is allowed has to work, what is
// refused has to be refused with the reason given, and from every state there has to be a way to an end.
//
// The walk is seeded: one seed is one walk, step by step. What it finds has a name, and fails the test.
//
//	go test ./internal/test/walk -walk 1h -seed 7 -timeout 0
package walk

import (
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
	"ttyt.example/ttyt/internal/test/scanner"
)

var (
	length = flag.String("walk", os.Getenv("WALK"), "how long to walk over each store, such as 1h; a short walk from seed 1 when empty")
	seed   = flag.Uint64("seed", envSeed(), "the seed of the walk, or WALK_SEED; 0 for a new one, or 1 for the short walk")
)

// envSeed is WALK_SEED, 0 where it says nothing.
func envSeed() uint64 {
	n, _ := strconv.ParseUint(os.Getenv("WALK_SEED"), 10, 64)
	return n
}

func TestMain(m *testing.M) { kit.Main(m) }

// walk is one walk over one store.
type walk struct {
	*product.World
	t    *testing.T
	rng  *rand.Rand
	seed uint64

	departments []*department
	cast        []*person
	tools       []*tool
	subjects    []*subject        // in the order in which they came up
	names       map[string]string // of people, departments and subjects by their ids, for the script
	numbers     int               // of codes, decisions and titles, so that each is new

	steps  int
	script []line
	found  map[string]int // how often each failure was met, by its name
}

// A chapter is a stretch of steps, after which everything is driven to an end.
const (
	chapterSteps  = 150
	shortChapters = 2
)

func TestWalk(t *testing.T) {
	limit := time.Duration(0)
	if *length != "" {
		var err error
		if limit, err = time.ParseDuration(*length); err != nil {
			t.Fatal(err)
		}
	}
	from := *seed
	if from == 0 {
		if from = 1; limit > 0 {
			from = uint64(time.Now().UnixNano() % 1_000_000)
		}
	}
	var walks sync.Map // by store
	t.Cleanup(func() { alike(t, &walks) })
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWalk(t, k, from)
		walks.Store(t.Name(), w)
		t.Logf("walk: seed %d", w.seed)
		end := time.Now().Add(limit)
		for n := 0; n < shortChapters || time.Now().Before(end); n++ {
			w.chapter()
		}
		w.verifyRecord()
		t.Logf("walk: seed %d, %d steps to %s, %d subjects, %d people", w.seed, w.steps, w.Clock.Now().Format(time.DateOnly), len(w.subjects), len(w.cast))
	})
}

// alike compares the walks over the stores: as far as both went, the same was done and answered.
func alike(t *testing.T, walks *sync.Map) {
	var all []*walk
	walks.Range(func(_, w any) bool { all = append(all, w.(*walk)); return true })
	if len(all) < 2 {
		return
	}
	one, other := all[0], all[1]
	for i := range min(len(one.script), len(other.script)) {
		if one.script[i].String() != other.script[i].String() {
			t.Errorf("the walks of seed %d part:\n%s\n%s:\n%s\n%s:\n%s", one.seed, one.taleTo(i, nil), one.t.Name(), one.script[i], other.t.Name(), other.script[i])
			return
		}
	}
}

// newWalk stands at the start of the walk with the seed: the cast in its places, nothing done yet.
func newWalk(t *testing.T, k *kit.Kit, seed uint64) *walk {
	t.Helper()
	w := &walk{t: t, rng: rand.New(rand.NewPCG(seed, 0)), seed: seed, found: map[string]int{}, names: map[string]string{}}
	c := local
	c.Clamd = scanner.Start(t).Address
	w.World = product.Serve(t, k, product.New(t, k, c))
	w.settle()
	if err := w.DB.InTx(t.Context(), w.App.Audit.TakeStock); err != nil { // the cast was put there past the program
		t.Fatal(err)
	}
	return w
}

// chapter walks a stretch, then drives everything to an end.
func (w *walk) chapter() {
	for range chapterSteps {
		w.step()
	}
	w.countsAgree()
	w.drain()
}

// step does one thing.
func (w *walk) step() {
	w.steps++
	w.Clock.Advance(time.Second)
	switch n := w.rng.IntN(100); {
	case n < 20:
		w.begin()
	case n < 78:
		w.act()
	case n < 90:
		w.move()
	default:
		w.pass()
	}
}

// begin starts something new.
func (w *walk) begin() { pick(w, begun).begin(w) }

// begun is what is started, each kind as often as it is named.
var begun = []*kind{posts, posts, posts, requests, requests, requests, assets, incidents, incidents, supports, infections, infections, services, services, rounds, imports, connectLists, corrections, siteChanges, files}

// act has somebody try something on something: mostly somebody who sees it.
func (w *walk) act() {
	s := w.subject()
	if s == nil {
		return
	}
	for range 4 {
		p := w.anybody()
		if v := w.look(p, s); v != nil {
			w.try(p, s, v)
			return
		}
		if w.rng.IntN(4) == 0 {
			w.tryUnseen(p, s)
			return
		}
	}
}

// subject picks what is looked at: mostly something that is under way, at times what stands, or what is over.
func (w *walk) subject() *subject {
	var open, over []*subject
	standing := map[*kind][]*subject{}
	for _, s := range w.subjects {
		switch {
		case s.gone:
		case s.kind.stands:
			standing[s.kind] = append(standing[s.kind], s)
		case s.over || s.dead:
			over = append(over, s)
		default:
			open = append(open, s)
		}
	}
	switch n := w.rng.IntN(12); {
	case n < 2 || len(open) == 0:
		return pick(w, standing[assets])
	case n < 4:
		return pick(w, standing[pick(w, kept)])
	case n < 5 && len(over) > 0:
		return pick(w, over[max(0, len(over)-recent):])
	}
	return pick(w, open)
}

// kept are the kinds of what stands, beside the assets.
var kept = []*kind{departments, people, accounts, positions, grants, delegations, services, tokens, website}

// recent is how many of what is over are still looked at.
const recent = 60

// pick takes any of the list; zero if it is empty.
func pick[T any](w *walk, list []T) (none T) {
	if len(list) == 0 {
		return none
	}
	return list[w.rng.IntN(len(list))]
}

// pass lets time pass: minutes mostly, weeks at times.
func (w *walk) pass() {
	switch n := w.rng.IntN(20); {
	case n < 11:
		w.wait(time.Duration(1+w.rng.IntN(240)) * time.Minute)
	case n < 17:
		w.wait(time.Duration(6+w.rng.IntN(66)) * time.Hour)
	case n < 19:
		w.wait(7 * 24 * time.Hour)
	default:
		w.wait(time.Duration(14+w.rng.IntN(21)) * 24 * time.Hour)
	}
}

// wait moves the clock, a day at most at a time, and does what falls due as the program does.
func (w *walk) wait(d time.Duration) {
	w.note(nil, "time passes: "+d.String())
	for d > 0 {
		hop := min(d, 24*time.Hour)
		w.Clock.Advance(hop)
		d -= hop
		w.runJobs()
	}
}

func (w *walk) runJobs() {
	for range 50 {
		n, err := w.App.Jobs.RunDue(w.t.Context())
		if err != nil {
			w.fail(nil, jobOf(err)+" failed", err.Error())
		}
		if n == 0 {
			return
		}
	}
	w.fail(nil, "jobs never rest", "50 passes, and still something is due")
}
