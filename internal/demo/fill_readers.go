package demo

import (
	"context"
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/rating"
	"ttyt.example/ttyt/internal/core/access"
)

// readers are what people of the district did on the site.
func (f *filler) readers() []step {
	return []step{
		{name: "ratings", at: f.start.Add(-time.Hour), do: f.rate},
		{name: "rating-totals", at: f.start.Add(-time.Hour), do: func(ctx context.Context) (db.ID, error) { return db.ID{}, f.Ratings.Count(ctx) }},
	}
}

// stars are what readers give, the pleased ones more often.
var stars = []int{5, 4, 5, 3, 5, 4, 5, 5, 2, 4}

// rate has readers rate what is on the site for everybody: some texts often, some not at all.
func (f *filler) rate(ctx context.Context) (db.ID, error) {
	for n := range texts {
		for reader := range n * 7 % len(stars) {
			address := fmt.Sprintf("203.0.113.%d", 1+(n*len(stars)+reader)%250) // of the block for documentation
			_, err := f.Ratings.Rate(access.With(ctx, access.Anonymous(address, "")), rating.RateInput{
				Post: f.id("post", "post:"+texts[n].key), Stars: stars[(n+reader)%len(stars)]})
			if fault.Is(err, fault.NotFound) {
				break // not for everybody
			}
			if err != nil {
				return db.ID{}, err
			}
		}
	}
	return db.ID{}, nil
}
