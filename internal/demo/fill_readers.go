package demo

import (
	"context"
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/analytics"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/rating"
	"ttyt.example/ttyt/internal/core/access"
)

// readers are what people of the district did on the site.
func (f *filler) readers() []step {
	return []step{
		{name: "ratings", at: f.start.Add(-time.Hour), do: f.rate},
		{name: "readings", at: f.start.Add(-time.Hour), do: f.read},
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

// weeks is for how long readings are counted.
const weeks = 4

// read has readers read what is on the site for everybody: a new text often, an old one less, and all less on Sundays.
func (f *filler) read(ctx context.Context) (db.ID, error) {
	var counts []analytics.Count
	for n := range texts {
		x := &texts[n]
		if x.audience != post.AudiencePublic {
			continue
		}
		p, err := f.Posts.Get(access.With(ctx, access.Anonymous("", "")), f.id("post", "post:"+x.key))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return db.ID{}, err
		}
		posted := p.Common().PostedAt()
		for ago := range 7 * weeks {
			day := f.start.AddDate(0, 0, -1-ago).In(calendar.Zone)
			age := int(day.Sub(posted.Time) / (24 * time.Hour))
			if day.Before(posted.Time) {
				break
			}
			readings := 60/(age+2) + (n*13+ago*7)%9
			if day.Weekday() == time.Sunday {
				readings /= 2
			}
			if readings > 0 {
				counts = append(counts, analytics.Count{Day: db.DateOf(day), Post: f.made["post:"+x.key], N: readings})
			}
		}
	}
	return db.ID{}, f.Analytics.Add(ctx, counts...)
}
