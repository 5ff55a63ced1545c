package documents

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// The bounds of the automatic persisted queries, in bytes of documents.
const (
	maxAutomatic = 4 << 20 // of each group of callers
	maxEntry     = 64 << 10
	// overhead is about what an entry costs besides its text.
	overhead = 256
)

// Automatic keeps the documents that clients have sent once, under their hash, so that from then on the hash is enough.
// Strangers and people who are signed in fill shares of their own, so that strangers evict only what strangers have sent; every
// caller is answered from both. Its methods may be called concurrently.
type Automatic struct{ strangers, people share }

// NewAutomatic returns an empty store.
func NewAutomatic() *Automatic {
	a := new(Automatic)
	a.strangers.init()
	a.people.init()
	return a
}

// Body returns the document with the hash.
func (a *Automatic) Body(hash string) (string, bool) {
	if body, ok := a.people.get(hash); ok {
		return body, true
	}
	return a.strangers.get(hash)
}

// Keep keeps a document that was found valid. One over 64 KiB is not kept.
func (a *Automatic) Keep(hash, body string, signedIn bool) {
	if signedIn {
		a.people.add(hash, body)
	} else {
		a.strangers.add(hash, body)
	}
}

// share is a bounded part of the store, of which what was not asked for the longest goes first.
type share struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, string]
	bytes int
}

func (s *share) init() {
	s.lru, _ = simplelru.NewLRU(maxAutomatic/overhead, func(_, body string) { s.bytes -= len(body) + overhead }) // fails for sizes below 1 alone
}

func (s *share) get(hash string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lru.Get(hash)
}

func (s *share) add(hash, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(body) > maxEntry || s.lru.Contains(hash) {
		return
	}
	s.bytes += len(body) + overhead
	s.lru.Add(hash, body)
	for s.bytes > maxAutomatic {
		s.lru.RemoveOldest()
	}
}
