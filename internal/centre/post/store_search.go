package post

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
)

// Bounds of a search.
const (
	// A search finds the latest maxMatches posts, and looks for them among the latest maxLookedAt with the rarest of the
	// words. So it takes as long however many posts there are.
	maxMatches  = 2_000
	maxLookedAt = 20_000
	// A list by date of words that all are in at least walkFrom posts is read from the newest posts, which fill the page
	// soon. Where twice as many posts as hold the rarest word, or maxMatches, do not fill it, the matches are collected
	// and sorted.
	walkFrom = 300
)

// lastRune is the end of a range of terms that share a prefix.
const lastRune = "\U0010FFFF"

// search is the text of a filter, the table of the words that it is looked up in, and how common its words are. The last
// word may be unfinished.
type search struct {
	table          string
	words, exact   []string
	rarest, fewest int     // the word that the fewest posts hold, and how many do, at most maxMatches
	sent           *search // among the words that were published of what is off the site, nil where those are nobody's or count anyway
}

// search looks at the words of the filter's text, nil if it has none.
func (s *Service) search(ctx context.Context, f *Filter, walks bool) (*search, error) {
	if f.Text == nil {
		return nil, nil
	}
	words, err := input.Terms(*f.Text)
	if err != nil {
		return nil, err
	}
	q := &search{table: "post_terms", words: words, exact: text.Exact(*f.Text)}
	if f.ofWorking() {
		q.table = "post_working_terms"
	}
	if s.bySent(ctx, f) {
		q.sent = &search{table: q.table, words: preceded(words), exact: preceded(q.exact)}
	}
	if len(q.words) == 1 && !walks {
		return q, nil // whose count changes nothing
	}
	if q.sent != nil {
		if err := s.countWords(ctx, q.sent); err != nil {
			return nil, err
		}
	}
	return q, s.countWords(ctx, q)
}

// preceded are the terms as those of what was published stand in the table.
func preceded(terms []string) []string {
	all := make([]string, len(terms))
	for i, term := range terms {
		all[i] = sent + term
	}
	return all
}

// from is what a list reads: posts, and in a search the posts that hold every term of the text, in the order of
// relevance with their scores, to which words written just so add.
func (s *Service) from(f *Filter, o Order, q *search) (sql string, args []any, err error) {
	if q == nil {
		if o.Field == ByRelevance {
			return "", nil, fault.Bad(relevanceOfWords)
		}
		if f.faceted(o) {
			return "posts JOIN post_facets", nil, nil
		}
		return "posts", nil, nil
	}
	hits, args := q.hits(o, s.db.Dialect)
	if q.sent != nil {
		more, moreArgs := q.sent.hits(o, s.db.Dialect)
		columns := "post_id"
		if o.Field == ByRelevance {
			columns = "post_id, score"
		}
		hits = "SELECT " + columns + ", 0 AS sent FROM (" + hits + ") own UNION ALL SELECT " + columns + ", 1 AS sent FROM (" + more + ") sent"
		args = append(args, moreArgs...)
	}
	return "(" + hits + ") hits" + s.db.Dialect.JoinInOrder() + "posts ON posts.id = hits.post_id", args, nil
}

// hits are the posts that hold every term, each once, by relevance with their scores.
func (q *search) hits(o Order, d db.Dialect) (hits string, args []any) {
	if len(q.words) == 1 {
		hits, args = q.wordHits()
	} else {
		hits, args = q.wordsHits(d.JoinInOrder())
	}
	switch {
	case o.Field == ByRelevance:
		return q.scored(hits, args)
	case len(q.words) == 1:
		hits = "SELECT DISTINCT post_id FROM (" + hits + ") matches"
	}
	return hits, args
}

// scored adds to the scores of matches what words written just so weigh.
func (q *search) scored(matches string, args []any) (string, []any) {
	return "SELECT matches.post_id AS post_id, MAX(matches.score) + COALESCE(SUM(m.weight), 0) AS score FROM (" + matches +
		") matches LEFT JOIN " + q.table + " m ON m.term IN (?) AND m.post_id = matches.post_id GROUP BY matches.post_id", append(args, q.exact)
}

// wordHits finds the posts with a word that may be unfinished.
func (q *search) wordHits() (string, []any) {
	word := q.words[0]
	return fmt.Sprintf(`SELECT post_id, weight AS score FROM (SELECT post_id, weight FROM %[2]s WHERE term = ? ORDER BY post_id DESC LIMIT %[1]d) whole
		UNION ALL SELECT post_id, weight FROM (SELECT post_id, weight FROM %[2]s WHERE term > ? AND term < ? LIMIT %[1]d) begun`, maxMatches, q.table),
		[]any{word, word, word + lastRune}
}

// wordsHits finds the posts with all the words, of which the last may be unfinished, among the latest with the rarest one.
// How many of those are looked at: as many as may be found, or where all the words are common more, since the others may
// stand in other posts. The last word is looked up in those alone that have the others, unless it is the rarest.
func (q *search) wordsHits(join string) (string, []any) {
	end := len(q.words) - 1
	last, rarest, lookAt := q.words[end], q.rarest, maxMatches
	if q.fewest == maxMatches {
		rarest, lookAt = 0, maxLookedAt
	}
	found := fmt.Sprintf("(SELECT post_id, weight FROM %s WHERE term = ? ORDER BY post_id DESC LIMIT %d) found", q.table, lookAt)
	args := []any{q.words[rarest]}
	if rarest == end {
		found, args = "(SELECT post_id, MAX(weight) AS weight FROM "+q.table+" WHERE term >= ? AND term < ? GROUP BY post_id) found", []any{last, last + lastRune}
	}
	score := "found.weight"
	for i, w := range q.words[:end] {
		if i == rarest {
			continue
		}
		score += fmt.Sprintf(" + w%d.weight", i)
		found += fmt.Sprintf("%[2]s%[3]s w%[1]d ON w%[1]d.term = ? AND w%[1]d.post_id = found.post_id", i, join, q.table)
		args = append(args, w)
	}
	if rarest == end {
		return "SELECT found.post_id AS post_id, " + score + " AS score FROM " + found, args
	}
	return fmt.Sprintf(`SELECT found.post_id AS post_id, MAX(%s) + MAX(p.weight) AS score FROM %s%s%s p
		ON p.post_id = found.post_id AND p.term >= ? AND p.term < ?
		GROUP BY found.post_id ORDER BY found.post_id DESC LIMIT %d`, score, found, join, q.table, maxMatches),
		append(args, last, last+lastRune)
}

// countWords finds the rarest of the words, of two as rare the first. Of the last one it counts what begins with it.
func (s *Service) countWords(ctx context.Context, q *search) error {
	var counts []string
	var args []any
	end := len(q.words) - 1
	for i, w := range q.words {
		where := "term = ?"
		if args = append(args, w); i == end {
			where, args = "term >= ? AND term < ?", append(args, w+lastRune)
		}
		counts = append(counts, fmt.Sprintf("SELECT %[1]d AS word, COUNT(*) AS n FROM (SELECT 1 AS one FROM %[4]s WHERE %[2]s LIMIT %[3]d) c%[1]d", i, where, maxMatches, q.table))
	}
	found, err := db.All[struct {
		Word int `db:"word"`
		N    int `db:"n"`
	}](ctx, s.db.From(ctx), strings.Join(counts, " UNION ALL "), args...)
	if err != nil {
		return err
	}
	q.rarest, q.fewest = found[0].Word, found[0].N
	for _, c := range found[1:] {
		if c.N < q.fewest {
			q.rarest, q.fewest = c.Word, c.N
		}
	}
	return nil
}

// walks reports whether a page may be read from the newest posts: forwards, newest first.
func (f *Filter) walks(o Order, args paging.Args) bool {
	return f.Text != nil && !f.ofWorking() && o == Order{ByPublishedAt, paging.Descending} && args.First != nil && args.Before == nil && args.Offset == nil
}

// walk reads the page from the newest posts that hold the words; ok is false where they do not fill it.
func (s *Service) walk(ctx context.Context, q *search, p page) (rows []*listed, ok bool, err error) {
	h := s.db.From(ctx)
	end, err := db.All[int64](ctx, h, "SELECT posts.published_at FROM posts"+s.db.Dialect.InOrderOf("posts_newest")+
		" WHERE posts.published_at > 0 AND "+p.keyset+" ORDER BY posts.published_at DESC, posts.id DESC LIMIT 1 OFFSET ?",
		append(slices.Clone(p.keyArgs), min(2*q.fewest, maxMatches))...)
	if err != nil {
		return nil, false, err
	}
	p.from = "posts"
	if len(end) > 0 {
		p.narrow("posts.published_at >= ?", end[0])
	}
	last := len(q.words) - 1
	// Not EXISTS, for which MariaDB would gather all posts with the word.
	const holds = "(SELECT 1 FROM post_terms t WHERE t.post_id = posts.id AND %s LIMIT 1) = 1"
	for i := range last { // the rarest first, if it is whole
		p.narrow(fmt.Sprintf(holds, "t.term = ?"), q.words[(q.rarest+i)%last])
	}
	p.narrow(fmt.Sprintf(holds, "t.term >= ? AND t.term < ?"), q.words[last], q.words[last]+lastRune)
	rows, err = s.rows(ctx, p)
	return rows, len(rows) > p.size || len(end) == 0, err
}
