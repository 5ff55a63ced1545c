package main

import (
	"context"
	"database/sql"
	"errors"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
)

// found is a post of a list.
type found struct {
	id, department, author   db.ID
	slug, title, text, alias string
	publishedAt              nullTime
}

func (c *ceiling) latest(ctx context.Context, b []byte, _ *request) ([]byte, error) {
	rows, err := c.latestPosts.QueryContext(ctx)
	return c.list(ctx, b, rows, err, nil)
}

func (c *ceiling) latestSignedIn(ctx context.Context, b []byte, in *request) ([]byte, error) {
	who, err := c.authorise(ctx, in.token)
	if err != nil {
		return nil, err
	}
	line := who.line[:4]
	rows, err := c.staffPosts.QueryContext(ctx, line[0], line[1], line[2], line[3], who.staff, who.staff, who.staff)
	return c.list(ctx, b, rows, err, who)
}

// list answers Q1: the posts, then the names of their departments and, for signed-in callers, of their authors.
func (c *ceiling) list(ctx context.Context, b []byte, rows *sql.Rows, err error, who *caller) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	posts := make([]found, 0, pageSize+1)
	for rows.Next() {
		posts = append(posts, found{})
		p := &posts[len(posts)-1]
		if err := rows.Scan(&p.id, &p.slug, &p.title, &p.text, &p.publishedAt, &p.alias, &p.department, &p.author); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	more := len(posts) > pageSize
	posts = posts[:min(len(posts), pageSize)]
	var keys [pageSize + 1]any
	for i := range pageSize {
		keys[i] = posts[min(i, len(posts)-1)].department
	}
	departments, err := names(ctx, c.departmentNames, keys[:pageSize])
	if err != nil {
		return nil, err
	}
	var authors []named
	if who != nil {
		for i := range pageSize {
			keys[i] = posts[min(i, len(posts)-1)].author
		}
		keys[pageSize] = who.staff
		if authors, err = names(ctx, c.peopleNames, keys[:]); err != nil {
			return nil, err
		}
	}
	b = append(b, `{"posts":{"nodes":[`...)
	for i := range posts {
		p := &posts[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = appendID(append(b, `{"id":`...), "post", p.id)
		b = appendText(append(b, `,"slug":`...), p.slug)
		b = appendText(append(b, `,"title":`...), p.title)
		b = appendText(append(b, `,"summary":`...), p.text)
		b = appendTime(append(b, `,"postedAt":`...), p.publishedAt.V)
		b = appendGiven(append(b, `,"postedBy":`...), p.alias)
		b = appendNamed(append(b, `,"author":`...), authors, p.author)
		b = appendNamed(append(b, `,"department":`...), departments, p.department)
		b = append(b, '}')
	}
	b = appendPage(append(b, ']'), posts, more)
	return append(b, '}', '}'), nil
}

func appendPage(b []byte, posts []found, more bool) []byte {
	b = appendBool(append(b, `,"pageInfo":{"hasNextPage":`...), more)
	if len(posts) == 0 {
		return append(b, `,"endCursor":null}`...)
	}
	last := posts[len(posts)-1]
	b = appendCursor(append(b, `,"endCursor":"`...), "PUBLISHED_AT DESC", last.publishedAt.V, last.id)
	return append(b, '"', '}')
}

// named is a department or a person.
type named struct {
	id   db.ID
	name string
}

func names(ctx context.Context, s *sql.Stmt, keys []any) ([]named, error) {
	rows, err := s.QueryContext(ctx, keys...)
	if err != nil {
		return nil, err
	}
	all := make([]named, 0, pageSize)
	for rows.Next() {
		all = append(all, named{})
		if err := rows.Scan(&all[len(all)-1].id, &all[len(all)-1].name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
	}
	return all, rows.Err()
}

func appendNamed(b []byte, all []named, id db.ID) []byte {
	for i := range all {
		if all[i].id == id {
			return append(appendText(append(b, `{"name":`...), all[i].name), '}')
		}
	}
	return append(b, "null"...)
}

func (c *ceiling) bySlug(ctx context.Context, b []byte, in *request) ([]byte, error) {
	var p found
	var updatedAt nullTime
	var revision db.ID
	err := c.post.QueryRowContext(ctx, in.Variables.Slug).Scan(&p.id, &p.slug, &p.title, &p.text, &p.publishedAt, &updatedAt, &p.alias, &p.department, &revision)
	if err != nil {
		return nil, err
	}
	var body, name, slug string
	if err := c.body.QueryRowContext(ctx, revision).Scan(&body); err != nil {
		return nil, err
	}
	if err := c.department.QueryRowContext(ctx, p.department).Scan(&name, &slug); err != nil {
		return nil, err
	}
	b = appendID(append(b, `{"post":{"id":`...), "post", p.id)
	b = appendText(append(b, `,"slug":`...), p.slug)
	b = appendText(append(b, `,"title":`...), p.title)
	b = appendText(append(b, `,"summary":`...), p.text)
	b = appendText(append(b, `,"body":`...), body)
	b = appendTime(append(b, `,"postedAt":`...), p.publishedAt.V)
	b = appendTime(append(b, `,"updatedAt":`...), updatedAt.V)
	b = appendGiven(append(b, `,"postedBy":`...), p.alias)
	b = appendText(append(b, `,"department":{"name":`...), name)
	b = appendText(append(b, `,"slug":`...), slug)
	return append(b, "}}}"...), nil
}

func (c *ceiling) filtered(ctx context.Context, b []byte, in *request) ([]byte, error) {
	v := &in.Variables
	department := globalID("department", v.Department)
	at, id, err := readCursor(v.After)
	if err != nil {
		return nil, err
	}
	rows, err := c.filteredPosts.QueryContext(ctx, department, v.Category, at, at, id)
	posts, err := teasers(rows, err)
	if err != nil {
		return nil, err
	}
	more := len(posts) > pageSize
	posts = posts[:min(len(posts), pageSize)]
	var name, slug string
	if err := c.department.QueryRowContext(ctx, department).Scan(&name, &slug); err != nil {
		return nil, err
	}
	b = append(b, `{"posts":{"nodes":[`...)
	for i := range posts {
		b = appendTeaser(b, i, &posts[i])
		b = appendText(append(b, `,"department":{"name":`...), name)
		b = append(b, '}', '}')
	}
	b = appendPage(append(b, ']'), posts, more)
	return append(b, '}', '}'), nil
}

// teasers reads posts as Q3 and Q4 list them.
func teasers(rows *sql.Rows, err error) ([]found, error) {
	if err != nil {
		return nil, err
	}
	posts := make([]found, 0, pageSize+1)
	for rows.Next() {
		posts = append(posts, found{})
		p := &posts[len(posts)-1]
		if err := rows.Scan(&p.id, &p.slug, &p.title, &p.text, &p.publishedAt); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
	}
	return posts, rows.Err()
}

func appendTeaser(b []byte, i int, p *found) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	b = appendID(append(b, `{"id":`...), "post", p.id)
	b = appendText(append(b, `,"slug":`...), p.slug)
	b = appendText(append(b, `,"title":`...), p.title)
	b = appendText(append(b, `,"excerpt":`...), p.text)
	return appendTime(append(b, `,"postedAt":`...), p.publishedAt.V)
}

// lastRune ends a range of terms that share a prefix.
const lastRune = "\U0010FFFF"

// wordsOf are the terms that a text is searched for, and those that tell whether it was written just so.
func wordsOf(s string) (terms, exact []string) { return text.Query(s), text.Exact(s) }

// rarest returns which of the words the fewest posts hold.
func (c *ceiling) rarest(ctx context.Context, words []any) (best int, err error) {
	rows, err := c.counts.QueryContext(ctx, words...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	fewest := -1
	for i := 0; rows.Next(); i++ {
		var n int
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
		if fewest < 0 || n < fewest {
			best, fewest = i, n
		}
	}
	return best, rows.Err()
}

func (c *ceiling) search(ctx context.Context, b []byte, in *request) ([]byte, error) {
	terms, exact := wordsOf(in.Variables.Text)
	complete, last := terms[:len(terms)-1], terms[len(terms)-1]
	args := make([]any, 0, len(terms)+len(exact)+1)
	for _, w := range complete {
		args = append(args, w)
	}
	rarest, err := c.rarest(ctx, args)
	if err != nil {
		return nil, err
	}
	word := args[rarest]
	copy(args[1:rarest+1], args[:rarest])
	args[0] = word
	args = append(args, last, last+lastRune)
	for _, w := range exact {
		args = append(args, w)
	}
	rows, err := c.matches.QueryContext(ctx, args...)
	posts, err := teasers(rows, err)
	if err != nil {
		return nil, err
	}
	b = append(b, `{"posts":{"nodes":[`...)
	for i := range posts[:min(len(posts), pageSize)] {
		b = append(appendTeaser(b, i, &posts[i]), '}')
	}
	return append(b, "]}}"...), nil
}
