package transport

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"

	"ttyt.example/ttyt/internal/core/access"
)

// How much memory the large bodies of all requests take, those of strangers apart: who fills their room on purpose, or
// holds it by sending slowly, keeps nobody out who is known. Small bodies cost no more than their connection.
const (
	smallBody     = 16 << 10
	roomStrangers = 16 << 20
	roomPeople    = 64 << 20
)

var (
	strangers = semaphore.NewWeighted(roomStrangers)
	people    = semaphore.NewWeighted(roomPeople)
)

// takeRoom waits for room for a body of the size, -1 where it is not known, within the time. leave gives it back.
func takeRoom(ctx context.Context, size, max int64, within time.Duration) (leave func(), refused *refusal) {
	if size < 0 || size > max { // the rest of it is on disk
		size = max
	}
	if size <= smallBody {
		return func() {}, nil
	}
	room := strangers
	if access.Of(ctx).Known() {
		room = people
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if room.Acquire(ctx, size) != nil {
		return nil, &refusal{http.StatusServiceUnavailable, errBusy}
	}
	return func() { room.Release(size) }, nil
}

// Room waits for the room that a form of a page takes in memory, of the same bound as other bodies; false where there is none
// in time. leave gives it back.
func Room(ctx context.Context, size, max int64) (leave func(), ok bool) {
	leave, refused := takeRoom(ctx, min(size, max), max, DefaultBodyTime)
	return leave, refused == nil
}
