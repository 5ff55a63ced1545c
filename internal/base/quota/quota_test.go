package quota

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var start = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

func TestTakeCountsWithinTheSpan(t *testing.T) {
	t.Parallel()
	q := New(3, time.Hour, 100)
	for i, step := range []struct {
		at   time.Duration
		who  string
		want bool
	}{
		{0, "a", true}, {time.Minute, "a", true}, {2 * time.Minute, "a", true},
		{3 * time.Minute, "a", false},
		{3 * time.Minute, "b", true},
		{time.Hour - 1, "a", false},
		{time.Hour, "a", true}, // a refusal does not prolong the span
		{time.Hour, "a", true}, {time.Hour, "a", true}, {time.Hour, "a", false},
	} {
		if got := q.Take(start.Add(step.at), step.who); got != step.want {
			t.Errorf("%d: %s after %s: %v", i, step.who, step.at, got)
		}
	}
}

// Parts are told apart by where they end.
func TestPartsAreNotRunTogether(t *testing.T) {
	t.Parallel()
	key := []byte("a key")
	seen := map[[16]byte]string{}
	for _, parts := range [][]string{{"ab", "c"}, {"a", "bc"}, {"abc"}, {"abc", ""}, {"", "abc"}} {
		sum := Sum(key, parts...)
		if other, known := seen[sum]; known {
			t.Errorf("%q and %s are one", parts, other)
		}
		seen[sum] = strconv.Quote(parts[0])
	}
	if Sum([]byte("another"), "abc") == Sum(key, "abc") {
		t.Error("the key does not matter")
	}
}

// A crowd takes no more memory than the size, and does not make the quota forget who does most.
func TestACrowdIsBounded(t *testing.T) {
	t.Parallel()
	const size = 1_000
	q := New(5, time.Hour, size)
	for range 5 {
		q.Take(start, "busy")
	}
	for i := range 20 * size {
		q.Take(start.Add(time.Second), strconv.Itoa(i))
		if len(q.counts) > size {
			t.Fatalf("%d counts", len(q.counts))
		}
	}
	if q.Take(start.Add(time.Second), "busy") {
		t.Error("forgotten in a crowd")
	}
	for i := range 20 * size {
		q.Take(start.Add(2*time.Hour), strconv.Itoa(i))
	}
	if !q.Take(start.Add(2*time.Hour), "busy") {
		t.Error("refused after the span")
	}
}

func TestTakeAtOnce(t *testing.T) {
	t.Parallel()
	q := New(50, time.Hour, 10)
	var taken atomic.Int64
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range 20 {
				if q.Take(start, "a") {
					taken.Add(1)
				}
			}
		})
	}
	all.Wait()
	if taken.Load() != 50 {
		t.Errorf("%d taken", taken.Load())
	}
}
