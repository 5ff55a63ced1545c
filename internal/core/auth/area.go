package auth

import "context"

// Area is a part of the centre's work that belongs to some roles.
type Area string

// The areas, in the order in which apps offer them.
const (
	Website Area = "WEBSITE" // what the website shows beside posts
	Readers Area = "READERS" // how often posts are read, and what readers report
)

// areas tell by which right somebody has a part in each.
var areas = []struct {
	area         Area
	kind, action string
}{
	{Website, "site_change", "read"},
	{Readers, "analytics", "read"},
}

// Areas are those in which the caller has something to see or to do.
func (s *Service) Areas(ctx context.Context) []Area {
	var all []Area
	for _, of := range areas {
		if !s.access.Reach(ctx, of.kind, of.action).None() {
			all = append(all, of.area)
		}
	}
	return all
}
