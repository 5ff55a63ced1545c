package graph

import (
	"net/netip"
	"sync"
	"time"
)

// Rate limits how often one address may ask: a bucket each that holds burst requests and fills with perSecond.
type Rate struct {
	perSecond float64 // 0: no limit
	burst     float64
	now       func() time.Time

	mu      sync.Mutex
	buckets map[netip.Addr]*bucket
}

type bucket struct {
	left float64
	at   time.Time
}

const (
	burstSeconds = 5
	maxBuckets   = 50_000 // beyond it full buckets are dropped, which changes nothing for their addresses
)

// NewRate returns a limit of so many requests a second for long, none where it is 0. A nil Rate is no limit.
func NewRate(perSecond int) *Rate {
	return &Rate{perSecond: float64(perSecond), burst: float64(perSecond * burstSeconds), now: time.Now, buckets: map[netip.Addr]*bucket{}}
}

// Allow reports whether the address may ask now.
func (r *Rate) Allow(address string) bool {
	if r == nil || r.perSecond == 0 {
		return true
	}
	key, now := network(address), r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	b, ok := r.buckets[key]
	if !ok {
		r.makeRoom(now)
		b = &bucket{left: r.burst, at: now}
		r.buckets[key] = b
	}
	b.left = r.level(b, now) - 1
	b.at = now
	if b.left < 0 {
		b.left = 0
		return false
	}
	return true
}

func (r *Rate) level(b *bucket, now time.Time) float64 {
	return min(r.burst, b.left+now.Sub(b.at).Seconds()*r.perSecond)
}

func (r *Rate) makeRoom(now time.Time) {
	if len(r.buckets) < maxBuckets {
		return
	}
	for key, b := range r.buckets {
		if r.level(b, now) >= r.burst {
			delete(r.buckets, key)
		}
	}
	if len(r.buckets) >= maxBuckets { // under attack from everywhere, forget everybody
		clear(r.buckets)
	}
}

// network is what one caller holds of the address space: an IPv4 address, or the 64 bits that an IPv6 site gets.
func network(address string) netip.Addr {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return ip.Unmap()
	}
	return netip.PrefixFrom(ip, 64).Masked().Addr()
}
