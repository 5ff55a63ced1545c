package graph

import (
	"net/netip"
	"testing"
	"time"
)

func TestRate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := NewRate(2)
	r.now = func() time.Time { return now }
	ask := func(address string, times int) (allowed int) {
		for range times {
			if r.Allow(address) {
				allowed++
			}
		}
		return allowed
	}
	if got := ask("192.0.2.1", 30); got != 10 {
		t.Errorf("%d at once, want a burst of 10", got)
	}
	if got := ask("::ffff:192.0.2.1", 1); got != 0 {
		t.Error("the same address in another form has its own bucket")
	}
	if got := ask("192.0.2.2", 1); got != 1 {
		t.Error("one address is refused for what another did")
	}
	now = now.Add(3 * time.Second)
	if got := ask("192.0.2.1", 30); got != 6 {
		t.Errorf("%d after three seconds, want 6", got)
	}
	if got := ask("2001:db8::1", 6) + ask("2001:db8::2", 6) + ask("2001:db8:0:1::1", 1); got != 11 {
		t.Errorf("%d, want 10 for the one network and 1 for the other", got)
	}
	for i := range maxBuckets + 10 {
		r.Allow(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).String())
	}
	if len(r.buckets) > maxBuckets {
		t.Errorf("%d buckets", len(r.buckets))
	}
}
