package analytics

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// add adds to the count of a post on a day. Of a post that is gone nothing is left to count.
func (s *Service) add(ctx context.Context, c Count) error {
	h := s.db.From(ctx)
	more := func() (int64, error) {
		return h.Exec(ctx, "UPDATE read_counts SET n = n + ? WHERE day = ? AND post_id = ?", c.N, c.Day, c.Post)
	}
	if n, err := more(); err != nil || n == 1 {
		return err
	}
	n, err := h.Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO read_counts (day, post_id, n) VALUES (?, ?, ?)", c.Day, c.Post, c.N)
	if err != nil || n == 1 {
		return err
	}
	_, err = more() // another replica was first
	return err
}

// sums adds up how often posts were read.
func (s *Service) sums(ctx context.Context, posts []db.ID) ([]*Count, error) {
	return db.All[*Count](ctx, s.db.From(ctx), "SELECT post_id, CAST(SUM(n) AS SIGNED) AS n FROM read_counts WHERE post_id IN (?) GROUP BY post_id", posts)
}

// grouping is how readings are added up: by which key, which column of ReadCount holds it, and what it is joined from.
type grouping struct{ key, column, join string }

func (s *Service) groupingOf(by Group) grouping {
	switch by {
	case ByPost:
		return grouping{"read_counts.post_id", "post_id", ""}
	case ByDepartment:
		return grouping{"posts.department_id", "department_id", ""}
	case ByCategory:
		return grouping{"post_categories.category_id", "category_id", " JOIN post_categories ON post_categories.post_id = posts.id AND post_categories.live = 1"}
	}
	day := "CAST(CONCAT('day:  ', read_counts.day) AS BLOB)" // as long as a key
	if s.db.Dialect == db.MySQL {
		day = "CAST(CONCAT('day:  ', read_counts.day) AS BINARY)"
	}
	return grouping{day, "", ""}
}

// page reads a page of the sums of those counts that meet the condition.
func (s *Service) page(ctx context.Context, plan *paging.Plan, by Group, where string, values []any) (*Connection, error) {
	g := s.groupingOf(by)
	columns := []string{g.key + " AS id"}
	for _, c := range []string{"post_id", "department_id", "category_id"} {
		if c == g.column {
			columns = append(columns, g.key+" AS "+c)
		} else {
			columns = append(columns, "NULL AS "+c)
		}
	}
	from := "(SELECT " + strings.Join(columns, ", ") + ", CAST(SUM(read_counts.n) AS SIGNED) AS views, MIN(read_counts.day) AS first_day, MAX(read_counts.day) AS last_day" +
		" FROM read_counts JOIN posts ON posts.id = read_counts.post_id" + g.join + " WHERE " + where + " GROUP BY " + g.key + ") counts"
	return paging.Read[*ReadCount](ctx, s.db, plan, db.ColumnsOf("counts", ReadCount{}), from, "1 = 1", values)
}
