package post

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// Bounds of a search.
const (
	maxQuery      = 200 // characters
	maxQueryWords = 12
	// A search finds the latest maxMatches posts, and looks for them among the latest maxLookedAt with the rarest of the
	// words. So it takes as long however many posts there are.
	maxMatches  = 2_000
	maxLookedAt = 20_000
)

// lastRune is the end of a range of terms that share a prefix.
const lastRune = "\U0010FFFF"

// from is what a list reads: posts, and in a search the posts that hold every term of the text, with their scores. The
// last one may be unfinished. Words written just so add to the score.
func (s *Service) from(ctx context.Context, f *Filter, o Order) (sql string, args []any, err error) {
	if f.Text == nil {
		if o.Field == ByRelevance {
			return "", nil, fault.Bad(fault.Text{VI: "RELEVANCE chỉ dùng khi có text.", EN: "RELEVANCE goes with text."})
		}
		if f.faceted(o) {
			return "posts JOIN post_facets", nil, nil
		}
		return "posts", nil, nil
	}
	words := text.Query(*f.Text)
	if utf8.RuneCountInString(*f.Text) > maxQuery || len(words) > maxQueryWords {
		return "", nil, fault.Bad(fault.Text{
			VI: fmt.Sprintf("Nội dung tìm kiếm nhiều nhất %d từ, %d ký tự.", maxQueryWords, maxQuery),
			EN: fmt.Sprintf("A search takes at most %d words, %d characters.", maxQueryWords, maxQuery)})
	}
	var hits string
	if len(words) == 1 {
		hits, args = wordHits(words[0])
	} else {
		rarest, lookAt, err := s.rarest(ctx, words[:len(words)-1])
		if err != nil {
			return "", nil, err
		}
		hits, args = wordsHits(words, rarest, lookAt, s.db.Dialect.JoinInOrder())
	}
	hits, args = exact(hits, args, text.Exact(*f.Text))
	return "(" + hits + ") hits" + s.db.Dialect.JoinInOrder() + "posts ON posts.id = hits.post_id", args, nil
}

// exact adds to the scores of matches what words written just so weigh.
func exact(matches string, args []any, words []string) (string, []any) {
	return "SELECT matches.post_id AS post_id, MAX(matches.score) + COALESCE(SUM(m.weight), 0) AS score FROM (" + matches +
		") matches LEFT JOIN post_terms m ON m.term IN (?) AND m.post_id = matches.post_id GROUP BY matches.post_id", append(args, words)
}

// wordHits finds the posts with a word that may be unfinished.
func wordHits(word string) (string, []any) {
	return fmt.Sprintf(`SELECT post_id, weight AS score FROM (SELECT post_id, weight FROM post_terms WHERE term = ? ORDER BY post_id DESC LIMIT %[1]d) whole
		UNION ALL SELECT post_id, weight FROM (SELECT post_id, weight FROM post_terms WHERE term > ? AND term < ? LIMIT %[1]d) begun`, maxMatches),
		[]any{word, word, word + lastRune}
}

// wordsHits finds the posts with all the words, of which the last may be unfinished, among the latest with the rarest one.
// The last one is looked up in those alone that have the others.
func wordsHits(words []string, rarest, lookAt int, join string) (string, []any) {
	last := words[len(words)-1]
	args := []any{words[rarest]}
	score, others := "found.weight", ""
	for i, w := range words[:len(words)-1] {
		if i == rarest {
			continue
		}
		score += fmt.Sprintf(" + w%d.weight", i)
		others += fmt.Sprintf("%[2]spost_terms w%[1]d ON w%[1]d.term = ? AND w%[1]d.post_id = found.post_id", i, join)
		args = append(args, w)
	}
	return fmt.Sprintf(`SELECT found.post_id AS post_id, MAX(%s) + MAX(p.weight) AS score
		FROM (SELECT post_id, weight FROM post_terms WHERE term = ? ORDER BY post_id DESC LIMIT %d) found%s%spost_terms p ON p.post_id = found.post_id AND p.term >= ? AND p.term < ?
		GROUP BY found.post_id ORDER BY found.post_id DESC LIMIT %d`, score, lookAt, others, join, maxMatches),
		append(args, last, last+lastRune)
}

// rarest returns which of the words the fewest posts hold, and how many posts with it are to be looked at: as many as may
// be found, or where all the words are common more, since the others may stand in other posts.
func (s *Service) rarest(ctx context.Context, words []string) (which, lookAt int, err error) {
	var counts []string
	var args []any
	for i, w := range words {
		counts = append(counts, fmt.Sprintf("SELECT %[1]d AS word, COUNT(*) AS n FROM (SELECT 1 AS one FROM post_terms WHERE term = ? LIMIT %[2]d) c%[1]d", i, maxMatches))
		args = append(args, w)
	}
	found, err := db.All[struct {
		Word int `db:"word"`
		N    int `db:"n"`
	}](ctx, s.db.From(ctx), strings.Join(counts, " UNION ALL "), args...)
	if err != nil {
		return 0, 0, err
	}
	best := found[0]
	for _, c := range found[1:] {
		if c.N < best.N {
			best = c
		}
	}
	if best.N < maxMatches {
		return best.Word, maxMatches, nil
	}
	return best.Word, maxLookedAt, nil
}

// scoreColumn is what a list reads as the score.
func scoreColumn(f *Filter) string {
	if f.Text == nil {
		return ""
	}
	return ", hits.score AS score"
}
