package post

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ttyt/internal/fault"
	"ttyt/internal/text"
)

// Bounds of a search.
const (
	maxQuery      = 200 // characters
	maxQueryWords = 12
)

// lastRune is the end of a range of terms that share a prefix.
const lastRune = "\U0010FFFF"

// from is what a list reads: posts, and in a search the posts that hold every word, with their scores. The last word
// may be unfinished. Words written with the same marks add to the score.
func (f *Filter) from(o Order) (sql string, args []any, err error) {
	if f.Text == nil {
		if o.Field == ByRelevance {
			return "", nil, fault.Bad(fault.Text{VI: "RELEVANCE chỉ dùng khi có text.", EN: "RELEVANCE goes with text."})
		}
		if f.faceted(o) {
			return "post_facets JOIN posts ON posts.id = post_facets.post_id", nil, nil
		}
		return "posts", nil, nil
	}
	words := text.Words(*f.Text)
	if utf8.RuneCountInString(*f.Text) > maxQuery || len(words) > maxQueryWords {
		return "", nil, fault.Bad(fault.Text{
			VI: fmt.Sprintf("Nội dung tìm kiếm nhiều nhất %d từ, %d ký tự.", maxQueryWords, maxQuery),
			EN: fmt.Sprintf("A search takes at most %d words, %d characters.", maxQueryWords, maxQuery)})
	}
	if len(words) == 0 {
		return "posts JOIN (SELECT post_id, weight AS score FROM post_terms WHERE 1 = 0) hits ON hits.post_id = posts.id", nil, nil
	}
	matches := []string{"SELECT NULL AS word, post_id, weight FROM post_terms WHERE term IN (?)"}
	args = []any{markedWords(*f.Text)}
	for i, w := range words {
		if i < len(words)-1 {
			matches = append(matches, fmt.Sprintf("SELECT %d, post_id, weight FROM post_terms WHERE term = ?", i))
			args = append(args, w)
			continue
		}
		matches = append(matches, fmt.Sprintf("SELECT %d, post_id, MAX(weight) FROM post_terms WHERE term >= ? AND term < ? GROUP BY post_id", i))
		args = append(args, w, w+lastRune)
	}
	return "posts JOIN (SELECT post_id, SUM(weight) AS score FROM (" + strings.Join(matches, " UNION ALL ") +
		fmt.Sprintf(") matches GROUP BY post_id HAVING COUNT(word) = %d) hits ON hits.post_id = posts.id", len(words)), args, nil
}

// scoreColumn is what a list reads as the score.
func scoreColumn(f *Filter) string {
	if f.Text == nil {
		return ""
	}
	return ", hits.score AS score"
}
