package acceptance

import (
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// incidentAsks are the hot requests about incidents: the queues, what one reported, the figures of a screen.
var incidentAsks = func() map[string]ask {
	const nodes = " { nodes { id title overdue reporter { name } assignee { name } followUps { text } posts { id } } }"
	list := func(filter string) string { return "{ incidents(first: 20" + filter + ")" + nodes + " }" }
	return map[string]ask{
		"incidents":                        {list(""), []string{"staff", "head", "editor", "technician", "director"}},
		"incidents, later pages":           {"{ incidents(first: 20, after: %q)" + nodes + " }", []string{"technician", "director"}},
		"open incidents of a queue":        {list(", filter: {queue: IT, open: true}"), []string{"technician"}},
		"open incidents of the other":      {list(", filter: {queue: WEBSITE, open: true}"), []string{"technician"}},
		"incidents that one handles":       {list(", filter: {mine: true, open: true}"), []string{"technician"}},
		"incidents that one reported":      {list(", filter: {reported: true}"), []string{"staff", "technician"}},
		"open incidents that one reported": {list(", filter: {reported: true, open: true}"), []string{"staff"}},
		"overdue incidents":                {list(", filter: {overdue: true}"), []string{"technician"}},
	}
}()

// fillIncidents adds incidents, most of them closed, each with something that was said.
func (c *crowd) fillIncidents(t *testing.T) {
	t.Helper()
	start, keys := kit.Start.UnixMicro(), make([]db.ID, manyRows)
	c.many(t, "incidents", manyRows, func(i int) kit.Row {
		keys[i] = db.NewID()
		at := start - int64(i)*60_000_000
		r := kit.Row{"id": keys[i], "category": "COMPUTER", "queue": "IT", "title": fmt.Sprintf("Sự cố %d", i), "department_id": c.departments[i%len(c.departments)],
			"reporter_id": c.people[i%len(c.people)], "impact": "LOW", "urgency": "LOW", "priority": "LOW", "state": "CLOSED", "assignee_id": c.people[4],
			"started_at": at, "response_due_at": at, "resolution_due_at": at, "due_at": at, "version": 1, "created_at": at, "updated_at": at}
		if i%20 == 0 {
			r["state"], r["live"] = "NEW", 1
		}
		if i%5 == 0 {
			r["category"], r["queue"] = "WEBSITE", "WEBSITE"
		}
		return r
	})
	c.many(t, "incident_follow_ups", manyRows, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "incident_id": keys[i], "author_id": c.people[i%len(c.people)], "text": "Đã xem.", "at": start}
	})
	c.many(t, "incident_posts", manyRows/10, func(i int) kit.Row {
		return kit.Row{"incident_id": keys[i], "post_id": c.posts[i]}
	})
}
