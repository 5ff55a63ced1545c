package feed

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// hub notifies all listeners of the process. The feed is read once for all of them.
type hub struct {
	mu        sync.Mutex
	listeners map[*func([]Change)]struct{}
	reader    *reader // while Run reads
}

// Run reads the feed for the whole process until the context ends. Call it once.
func (f *Feed) Run(ctx context.Context) {
	r := newReader(f)
	f.hub.follow(r)
	defer f.hub.follow(nil)
	r.run(ctx, f.tell, f.position.lookedAt)
}

func (f *Feed) tell(changes []Change) {
	for _, c := range changes {
		f.position.note(c)
	}
	f.hub.tell(changes)
}

// committed tells about a change of this process. The position moves in any case, before the caller goes on; listeners
// are told unless the change was read from the store already.
func (f *Feed) committed(c Change) {
	f.position.note(c)
	if f.hub.new(c) {
		f.hub.tell([]Change{c})
	}
}

// Subscribe calls fn with each change once: those of this process as soon as they are committed, those of others when
// Run reads them. fn runs while a mutation waits for it, so it returns at once and calls nothing of the feed. Nothing
// is told any more once stop has returned.
func (f *Feed) Subscribe(fn func([]Change)) (stop func()) {
	h, key := &f.hub, &fn
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners == nil {
		h.listeners = map[*func([]Change)]struct{}{}
	}
	h.listeners[key] = struct{}{}
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners, key)
	}
}

// Watch says when to look again at what carries the tag. However much changes while nobody listens, one word waits, so
// that a slow reader costs no memory.
func (f *Feed) Watch(tag string) (again <-chan struct{}, stop func()) {
	signal := make(chan struct{}, 1)
	stop = f.Subscribe(func(changes []Change) {
		if slices.ContainsFunc(changes, func(c Change) bool { return c.Has(tag) }) {
			select {
			case signal <- struct{}{}:
			default: // one word is waiting already
			}
		}
	})
	return signal, stop
}

// Has reports whether the change carries the tag.
func (c Change) Has(tag string) bool {
	for t := range strings.FieldsSeq(c.Tags) {
		if t == tag {
			return true
		}
	}
	return false
}

// new reports whether the change was not read from the store yet, and marks it as told.
func (h *hub) new(c Change) bool {
	h.mu.Lock()
	r := h.reader
	h.mu.Unlock()
	return r == nil || r.note(c)
}

func (h *hub) follow(r *reader) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reader = r
}

func (h *hub) tell(changes []Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for fn := range h.listeners {
		(*fn)(changes)
	}
}
