package app

import (
	"context"
	"net/http"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/analytics"
	"ttyt.example/ttyt/internal/centre/assetfile"
)

// countsAsked is what a file of read counts is asked for.
type countsAsked struct {
	analytics.Filter
	by analytics.Group
}

// countsFilters are the parameters of a file of read counts, as the arguments of the field readCounts are.
var countsFilters = map[string]func(c *countsAsked, value string) bool{
	"groupBy": func(c *countsAsked, v string) bool {
		c.by = analytics.Group(v)
		return slices.Contains(analytics.Groups, c.by)
	},
	"from":       func(c *countsAsked, v string) bool { return day(&c.From, v) },
	"to":         func(c *countsAsked, v string) bool { return day(&c.To, v) },
	"department": func(c *countsAsked, v string) bool { c.Department = &v; return v != "" },
	"category":   func(c *countsAsked, v string) bool { c.Category = &v; return v != "" },
	"post":       func(c *countsAsked, v string) bool { c.Post = &v; return v != "" },
}

func day(to **db.Date, value string) bool {
	*to = new(db.Date)
	return (*to).UnmarshalGQL(value) == nil
}

// countsFile serves how often posts were read as CSV, by day where nothing else is asked for, to those who may know.
func (a *App) countsFile(w http.ResponseWriter, r *http.Request) {
	asked, err := filterOf(r.URL.RawQuery, countsFilters)
	if asked.by == "" {
		asked.by = analytics.ByDay
	}
	a.writeFile(w, r, "read-counts.csv", mediaTypes[assetfile.CSV], err, func(ctx context.Context, file *fileWriter) error {
		return a.Services.Analytics.Export(ctx, asked.Filter, asked.by, file)
	})
}
