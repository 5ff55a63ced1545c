package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// query is one thing that is measured.
type query struct {
	name, title string
	as          *account // who asks, nil for a stranger
	document    string
	variables   map[string]any
}

// writes reports whether the query leaves a draft behind.
func (q query) writes() bool { return q.document == draft }

// body is the request of the query, with HTML as browsers send it.
func (q query) body() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(map[string]any{"query": q.document, "variables": q.variables}); err != nil {
		panic(err) // plain values always encode
	}
	return bytes.TrimSpace(b.Bytes())
}

// path is where the hand-written server answers the query.
func (q query) path() string { return "/" + strings.ToLower(q.name) }

const (
	latest = `query Latest { posts(first: 20) {
  nodes { id slug title summary postedAt postedBy author { name } department { name } }
  pageInfo { hasNextPage endCursor } } }`
	bySlug = `query BySlug($slug: Slug!) { post(slug: $slug) {
  id slug title summary body postedAt updatedAt postedBy department { name slug } } }`
	filtered = `query Filtered($category: Slug!, $department: ID!, $after: String!) {
  posts(filter: {category: $category, department: $department}, first: 20, after: $after) {
    nodes { id slug title excerpt postedAt department { name } }
    pageInfo { hasNextPage endCursor } } }`
	search = `query Search($text: String!) { posts(filter: {text: $text}, first: 20) {
  nodes { id slug title excerpt postedAt } } }`
	directory = `query Directory { departments { id name staff(first: 10) { nodes { id name title } } } }`
	draft     = `mutation Draft($input: CreatePostInput!) { createPost(input: $input) { post { id slug title } userErrors { code } } }`
)

// place holds what the variables of the queries name.
type place struct {
	slug, category, department, after string
	home, section                     string // of the drafts
}

const searched = "phòng chống sốt xuất huyết khe mây 2021"

// queries are all queries over the store.
func queries(p place) []query {
	return []query{
		{"Q1", "latest 20 with author and department, a stranger", nil, latest, nil},
		{"Q1s", "latest 20 with author and department, signed in", &reader, latest, nil},
		{"Q2", "one by slug with a 4 KB body", nil, bySlug, map[string]any{"slug": p.slug}},
		{"Q3", "filtered by category and department, second page", nil, filtered, map[string]any{"category": p.category, "department": p.department, "after": p.after}},
		{"Q4", "title search", nil, search, map[string]any{"text": searched}},
		{"Q5", "30 departments with 10 staff each, signed in", &reader, directory, nil},
		{"M1", "create a draft with a 4 KB body, durable and audited", &author, draft, creation(p)},
		{"M1s", "the same, beside a transaction that looks up who writes and where", &author, draft, creation(p)},
	}
}

func creation(p place) map[string]any {
	return map[string]any{"input": map[string]any{
		"type": "NEWS_ARTICLE", "department": p.home, "categories": []string{p.section}, "title": draftTitle, "summary": "Bản nháp của phép đo.", "body": draftBody,
	}}
}

// draftTitle is the title of a draft; each request numbers its own.
const (
	draftTitle  = "Bản nháp số " + draftNumber
	draftNumber = "0000000000000000"
)

// draftBody is 4 KB of HTML as an editor in a browser sends it: headings, paragraphs with emphasis and links, a list and
// a table.
var draftBody = pasted(source(aText, -1), topics[0], places[0], groups[0])

// placeIn looks the variables up in a filled store.
func placeIn(ctx context.Context, pool *sql.DB) (p place, err error) {
	const onSite = "publication = 'PUBLISHED' AND audience = 'PUBLIC'"
	if err = pool.QueryRowContext(ctx, "SELECT slug FROM posts WHERE "+onSite+" ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET 100").Scan(&p.slug); err != nil {
		return p, err
	}
	var department, home, category, last db.ID
	var at int64
	for query, into := range map[string]*db.ID{
		"SELECT id FROM departments WHERE code = 'KSBT'":                                      &department,
		"SELECT id FROM departments WHERE code = '" + units[homeOf(author.person)].code + "'": &home,
		"SELECT id FROM categories WHERE position = 0":                                        &category,
	} {
		if err = pool.QueryRowContext(ctx, query).Scan(into); err != nil {
			return p, err
		}
	}
	if err = pool.QueryRowContext(ctx, "SELECT slug FROM categories WHERE position = 0").Scan(&p.category); err != nil {
		return p, err
	}
	err = pool.QueryRowContext(ctx, "SELECT published_at, id FROM posts WHERE "+onSite+` AND department_id = ?
		AND id IN (SELECT post_id FROM post_categories WHERE live = 1 AND category_id = ?) ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET 19`,
		department, category).Scan(&at, &last)
	p.department, p.home, p.section = db.GlobalID("department", department), db.GlobalID("department", home), db.GlobalID("category", category)
	p.after = string(appendCursor(nil, "PUBLISHED_AT DESC", at, last))
	return p, err
}
