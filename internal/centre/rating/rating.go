// Package rating lets readers give a post one to five stars, once a day each, without keeping who they are.
//
// A mark is what one reader gave one post on one day. Who it was stands there as a keyed sum of network address and browser
// alone; the key of a day is deleted when the day is over, and the marks with it, so that nobody can find out afterwards. What
// stays is the total of a post. Marks are written at once; the totals of a post follow at most once a second from each
// replica, however many rate it, because every change of them makes kept answers stale.
package rating

import (
	"ttyt.example/ttyt/internal/base/db"
)

// mark is what one reader gave one post on one day.
type mark struct {
	Day    db.Date `db:"day"`
	Post   db.ID   `db:"post_id"`
	Reader db.ID   `db:"reader"`
	// Counted are the stars that the total of the post holds of it, 0 if none; Waiting tells that it lacks the latest.
	Stars   int  `db:"stars"`
	Counted int  `db:"counted"`
	Waiting bool `db:"waiting"`
}

// total is what readers gave a post so far.
type total struct {
	Post  db.ID `db:"post_id"`
	Stars int   `db:"stars"`
	Marks int   `db:"marks"`
}
