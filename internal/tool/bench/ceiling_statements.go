package main

import (
	"context"
	"database/sql"
	"strings"
)

// statements are prepared once. They read what the product's read, and no column that the answer does not show.
type statements struct {
	latestPosts, staffPosts, departmentNames, peopleNames *sql.Stmt
	post, body, department                                *sql.Stmt
	filteredPosts, counts, matches                        *sql.Stmt
	departments, firstStaff                               *sql.Stmt
	session, grants                                       *sql.Stmt
	writerGrants, writerDepartment, writerCategory        *sql.Stmt
}

// pageSize is how many nodes a list answers; one row more tells whether there are more.
const pageSize = 20

// marks are the placeholders of a whole page. A shorter one repeats its last key.
var marks = "?" + strings.Repeat(", ?", pageSize-1)

const (
	public = "posts.publication = 'PUBLISHED' AND posts.audience = 'PUBLIC'"
	// forStaff is what a member of the staff without any other role may read; their line is at most four deep.
	forStaff = "(" + public + ` OR posts.publication = 'PUBLISHED' AND posts.audience = 'INTERNAL'
		OR posts.publication = 'PUBLISHED' AND posts.audience = 'DEPARTMENT' AND posts.department_id IN (?, ?, ?, ?)
		OR posts.author_id = ? OR posts.submitter_id = ? OR posts.person_id = ?)`
	inDirectory = "(staff.state <> 'LEFT' OR staff.id = ?)"
	// residual keeps the planner from gathering and sorting what a condition finds.
	residual = " IS TRUE"
	// firstOfDepartment reads as many people as a page of a department takes; what lies below it is read beside it.
	firstOfDepartment = "SELECT * FROM (SELECT department_id, id, sort_name, name, title FROM staff WHERE department_id = ? AND " + inDirectory + residual + " ORDER BY sort_name, id LIMIT 10) staff"
)

func (c *ceiling) prepare(ctx context.Context) (err error) {
	for into, query := range map[**sql.Stmt]string{
		&c.latestPosts: "SELECT id, slug, title, summary, published_at, poster_alias, department_id, author_id FROM posts WHERE " + public + " ORDER BY published_at DESC, id DESC LIMIT 21",
		&c.staffPosts: `SELECT id, slug, title, summary, published_at, poster_alias, department_id, author_id FROM posts WHERE ` + forStaff + residual + `
			ORDER BY published_at DESC, id DESC LIMIT 21`,
		&c.departmentNames: "SELECT id, name FROM departments WHERE id IN (" + marks + ")",
		&c.peopleNames:     "SELECT id, name FROM staff WHERE id IN (" + marks + ") AND " + inDirectory,
		&c.post: `SELECT id, slug, title, summary, published_at, updated_public_at, poster_alias, department_id, published_revision_id
			FROM posts WHERE slug = ? AND ` + public,
		&c.body:       "SELECT body FROM revisions WHERE id = ?",
		&c.department: "SELECT name, slug FROM departments WHERE id = ?",
		&c.filteredPosts: "SELECT id, slug, title, excerpt, published_at FROM posts WHERE " + public + ` AND department_id = ?
			AND EXISTS (SELECT 1 FROM post_categories WHERE live = 1 AND post_id = posts.id AND category_id = (SELECT id FROM categories WHERE slug = ?))
			AND published_at <= ? AND (published_at < ? OR id < ?) ORDER BY published_at DESC, id DESC LIMIT 21`,
		&c.counts:      countsSQL(searched),
		&c.matches:     searchSQL(searched),
		&c.departments: "SELECT id, parent_id, name FROM departments ORDER BY position, id",
		&c.firstStaff:  strings.Repeat(firstOfDepartment+" UNION ALL ", len(units)-1) + firstOfDepartment,
		&c.session: `SELECT sessions.id, sessions.account_id, sessions.token_hash, sessions.client, sessions.device, sessions.address, sessions.user_agent,
			sessions.created_at, sessions.seen_at, sessions.seen_address, sessions.active_at, sessions.password_at, sessions.expires_at, sessions.ended_at, accounts.staff_id FROM sessions JOIN accounts ON accounts.id = sessions.account_id AND accounts.state = 'ACTIVE'
			WHERE sessions.token_hash = ? AND sessions.ended_at IS NULL`,
		&c.grants: grantsSQL,
	} {
		if *into, err = c.pool.PrepareContext(ctx, query); err != nil {
			return err
		}
	}
	for into, query := range map[**sql.Stmt]string{
		&c.writerGrants:     grantsSQL,
		&c.writerDepartment: "SELECT name FROM departments WHERE id = ?",
		&c.writerCategory:   "SELECT name FROM categories WHERE id = ?",
	} {
		if *into, err = c.writer.PrepareContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// grantsSQL is the product's, which reads all that a person may act under.
const grantsSQL = `
SELECT 'staff' AS role, s.department_id AS department_id, p.descendant_id AS reach_id, NULL AS principal_id, s.name AS name
  FROM staff s JOIN department_paths p ON p.ancestor_id = s.department_id WHERE s.id = ? AND s.state = 'ACTIVE'
UNION ALL
SELECT 'line', p.ancestor_id, NULL, NULL, NULL
  FROM staff s JOIN department_paths p ON p.descendant_id = s.department_id WHERE s.id = ?
UNION ALL
SELECT 'manager', po.department_id, p.descendant_id, NULL, NULL
  FROM positions po JOIN department_paths p ON p.ancestor_id = po.department_id
 WHERE po.staff_id = ? AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
UNION ALL
SELECT 'head', NULL, NULL, NULL, NULL
  FROM positions po JOIN departments d ON d.id = po.department_id AND d.kind = 'BOARD'
 WHERE po.staff_id = ? AND po.kind IN ('HEAD', 'ACTING') AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
UNION ALL
SELECT ra.role, NULL, NULL, NULL, NULL FROM role_assignments ra WHERE ra.staff_id = ? AND ra.live = 1
UNION ALL
SELECT 'manager', d.department_id, p.descendant_id, d.from_staff_id, NULL
  FROM delegations d
  JOIN positions po ON po.staff_id = d.from_staff_id AND po.department_id = d.department_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
  JOIN department_paths p ON p.ancestor_id = d.department_id
 WHERE d.to_staff_id = ? AND d.role = 'manager' AND d.from_at <= ? AND d.to_at > ? AND d.revoked_at IS NULL
UNION ALL
SELECT 'director', NULL, NULL, d.from_staff_id, NULL
  FROM delegations d CROSS JOIN role_assignments ra ON ra.staff_id = d.from_staff_id AND ra.role = 'director' AND ra.live = 1
 WHERE d.to_staff_id = ? AND d.role = 'director' AND d.from_at <= ? AND d.to_at > ? AND d.revoked_at IS NULL
UNION ALL
SELECT 'unmanaged', departments.id, NULL, NULL, NULL
  FROM role_assignments ra CROSS JOIN departments
 WHERE ra.staff_id = ? AND ra.role = 'director' AND ra.live = 1
   AND NOT EXISTS (
    SELECT 1 FROM department_paths p JOIN positions po ON po.department_id = p.ancestor_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
      JOIN staff s ON s.id = po.staff_id AND s.state = 'ACTIVE' WHERE p.descendant_id = departments.id)
   AND NOT EXISTS (
    SELECT 1 FROM department_paths p JOIN positions po ON po.department_id = p.ancestor_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
      JOIN delegations l ON l.from_staff_id = po.staff_id AND l.department_id = po.department_id
       AND l.role = 'manager' AND l.from_at <= ? AND l.to_at > ? AND l.revoked_at IS NULL
      JOIN staff s ON s.id = l.to_staff_id AND s.state = 'ACTIVE' WHERE p.descendant_id = departments.id)`

// maxMatches is how many posts with the rarest word of a search are looked at.
const maxMatches = "2000"

// countsSQL counts the posts of all words but the last, as far as they are looked at.
func countsSQL(text string) string {
	terms, _ := wordsOf(text)
	one := "SELECT COUNT(*) FROM (SELECT 1 AS one FROM post_terms WHERE term = ? LIMIT " + maxMatches + ") c"
	return one + strings.Repeat(" UNION ALL "+one, len(terms)-2)
}

// searchSQL finds the posts that hold every word of a text, the last one perhaps unfinished, among those with the first
// word that is given to it.
func searchSQL(text string) string {
	terms, exact := wordsOf(text)
	score, others := "found.weight", ""
	for i := range len(terms) - 2 {
		w := "w" + string(rune('0'+i))
		score += " + " + w + ".weight"
		others += " CROSS JOIN post_terms " + w + " ON " + w + ".term = ? AND " + w + ".post_id = found.post_id"
	}
	return `SELECT posts.id, slug, title, excerpt, published_at FROM posts JOIN (
		SELECT matches.post_id AS post_id, MAX(matches.score) + COALESCE(SUM(m.weight), 0) AS score FROM (
			SELECT found.post_id AS post_id, MAX(` + score + `) + MAX(p.weight) AS score
			FROM (SELECT post_id, weight FROM post_terms WHERE term = ? ORDER BY post_id DESC LIMIT ` + maxMatches + `) found` + others + `
			CROSS JOIN post_terms p ON p.post_id = found.post_id AND p.term >= ? AND p.term < ? GROUP BY found.post_id) matches
		LEFT JOIN post_terms m ON m.term IN (?` + strings.Repeat(", ?", len(exact)-1) + `) AND m.post_id = matches.post_id GROUP BY matches.post_id
		) hits ON hits.post_id = posts.id WHERE ` + public + ` ORDER BY hits.score DESC, posts.id DESC LIMIT 21`
}
