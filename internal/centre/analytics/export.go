package analytics

import (
	"context"
	"io"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/table"
)

// exportedAtOnce is how many counts an export reads at once.
const exportedAtOnce = 100

// Export writes what List lists as CSV, in the list's own order. Before it writes anything it may return a fault.
func (s *Service) Export(ctx context.Context, f Filter, by Group, w io.Writer) error {
	first := exportedAtOnce
	args := paging.Args{First: &first}
	page, err := s.List(ctx, f, by, Order{}, args)
	if err != nil {
		return err
	}
	out, err := table.NewCSV(w)
	if err != nil {
		return err
	}
	defer out.Discard()
	if err := out.Write(headings(ctx, by)); err != nil {
		return err
	}
	for {
		if err := s.write(ctx, out, by, page.Nodes()); err != nil {
			return err
		}
		more, err := page.PageInfo.HasNextPage(ctx)
		if err != nil {
			return err
		}
		if !more {
			return out.Close()
		}
		args.After = page.PageInfo.EndCursor()
		if page, err = s.List(ctx, f, by, Order{}, args); err != nil {
			return err
		}
	}
}

// headings are the names of the columns in the language of the context.
func headings(ctx context.Context, by Group) (names []string) {
	put := func(columns ...fault.Text) {
		for _, c := range columns {
			names = append(names, c.In(ctx))
		}
	}
	switch by {
	case ByDay:
		put(dayColumn, viewsColumn)
		return names
	case ByPost:
		put(pathColumn, titleColumn)
	case ByDepartment:
		put(codeColumn, departmentColumn)
	case ByCategory:
		put(slugColumn, categoryColumn)
	}
	put(viewsColumn, firstDayColumn, lastDayColumn)
	return names
}

// write writes some counts as rows: what the caller may not see of a post is left empty.
func (s *Service) write(ctx context.Context, out table.Writer, by Group, some []*ReadCount) error {
	names, err := s.names(ctx, by, some)
	if err != nil {
		return err
	}
	for _, c := range some {
		row := []string{c.LastDay.String(), strconv.Itoa(c.Views)}
		if by != ByDay {
			of := names[c.key()]
			row = []string{of[0], of[1], strconv.Itoa(c.Views), c.FirstDay.String(), c.LastDay.String()}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// key is the key of the group; zero for a day.
func (c *ReadCount) key() db.ID {
	for _, k := range []db.ID{c.Post, c.Department, c.Category} {
		if !k.IsZero() {
			return k
		}
	}
	return db.ID{}
}

// names returns what the groups are called by, in two columns.
func (s *Service) names(ctx context.Context, by Group, some []*ReadCount) (map[db.ID][2]string, error) {
	keys, names := make([]db.ID, len(some)), map[db.ID][2]string{}
	for i, c := range some {
		keys[i] = c.key()
	}
	switch by {
	case ByPost:
		found, err := s.posts.ByIDs(ctx, keys)
		for k, p := range found {
			names[k] = [2]string{p.Path(), p.Title()}
		}
		return names, err
	case ByDepartment:
		found, err := s.departments.ByIDs(ctx, keys)
		for k, d := range found {
			names[k] = [2]string{d.Code, d.Name}
		}
		return names, err
	case ByCategory:
		found, err := s.categories.ByIDs(ctx, keys)
		for k, c := range found {
			names[k] = [2]string{c.Slug, c.Name}
		}
		return names, err
	}
	return names, nil
}
