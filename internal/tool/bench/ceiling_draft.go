package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
)

// draftInput is the input of M1.
type draftInput struct {
	Type, Department, Title, Summary, Body string
	Categories                             []string
}

// draft is a bare durable transaction: the rows that the product writes for a new draft, by the same statements. Who
// writes is known beforehand.
func (c *ceiling) draft(ctx context.Context, b []byte, r *request) ([]byte, error) {
	return c.drafted(ctx, b, r, c.author, func(*sql.Tx) error { return nil })
}

// draftSignedIn looks up who writes, and inside the transaction what they may write and where, as an act that is decided
// on at its commit has to.
func (c *ceiling) draftSignedIn(ctx context.Context, b []byte, r *request) ([]byte, error) {
	who, err := c.authorise(ctx, r.token)
	if err != nil {
		return nil, err
	}
	return c.drafted(ctx, b, r, who, func(tx *sql.Tx) error {
		err := c.hold(ctx, tx.StmtContext(ctx, c.writerGrants), who)
		var name string
		if err == nil {
			err = tx.StmtContext(ctx, c.writerDepartment).QueryRowContext(ctx, globalID("department", r.Variables.Input.Department)).Scan(&name)
		}
		if err == nil {
			err = tx.StmtContext(ctx, c.writerCategory).QueryRowContext(ctx, globalID("category", r.Variables.Input.Categories[0])).Scan(&name)
		}
		return err
	})
}

func (c *ceiling) drafted(ctx context.Context, b []byte, r *request, who *caller, look func(*sql.Tx) error) ([]byte, error) {
	in := &r.Variables.Input
	post, revision, slug := db.NewID(), db.NewID(), text.Slug(in.Title, 120)
	if err := c.write(ctx, in, who, look, post, revision, slug); err != nil {
		return nil, err
	}
	b = appendID(append(b, `{"createPost":{"post":{"id":`...), "post", post)
	b = appendText(append(b, `,"slug":`...), slug)
	b = appendText(append(b, `,"title":`...), in.Title)
	return append(b, `},"userErrors":[]}}`...), nil
}

func (c *ceiling) write(ctx context.Context, in *draftInput, who *caller, look func(*sql.Tx) error, post, revision db.ID, slug string) error {
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := look(tx); err != nil {
		return err
	}
	now, department, category := time.Now().UnixMicro(), globalID("department", in.Department), globalID("category", in.Categories[0])
	content, err := json.Marshal(map[string]any{"categories": []db.ID{category}})
	if err != nil {
		return err
	}
	var digest [96]byte // stands for the hash of the revision, the digest of the head and the MAC of the audit row
	_, _ = rand.Read(digest[:])
	audit := db.NewID()
	run := func(query string, args ...any) {
		if err == nil {
			if _, err = tx.ExecContext(ctx, query, args...); err != nil {
				err = fmt.Errorf("%.60s: %w", query, err)
			}
		}
	}
	run(`INSERT INTO posts (id, type, department_id, author_id, submitter_id, person_id, publication, working, at_board, submitted_ever, published_revision_id,
		working_revision_id, approval_id, published_approval_id, slug, pinned, published_at, updated_public_at, scheduled_at, scheduled_by, expires_at, audience, title,
		sort_title, summary, excerpt, byline, poster_alias, closes_at, working_title, working_audience, unpublish_reason, version, created_at, updated_at)
		VALUES (?, ?, ?, ?, NULL, NULL, 'NONE', 'DRAFT', 0, 0, NULL, ?, NULL, NULL, ?, 0, 0, NULL, NULL, NULL, NULL, 'PUBLIC', ?, ?, ?, ?, '', '', 253402300799000000, ?, 'PUBLIC', '', 1, ?, ?)`,
		post, in.Type, department, who.staff, revision, slug, in.Title, in.Title, in.Summary, in.Summary, in.Title, now, now)
	run(`INSERT INTO revisions (id, post_id, number, editor_id, title, summary, byline, audience, body, content, hash, restored_from, created_at,
		findings, findings_rules) VALUES (?, ?, 1, ?, ?, ?, '', 'PUBLIC', ?, ?, ?, NULL, ?, 'null', 1)`, revision, post, who.staff, in.Title, in.Summary, in.Body, string(content), digest[:32], now)
	run("INSERT INTO post_categories (category_id, post_id, live) SELECT id, ?, ? FROM categories WHERE id IN (?)", post, false, category)
	run(`INSERT INTO audit_log (id, at, class, action, staff_id, account_id, on_behalf_of, role, session_id, address, subject_kind, subject_id, department_id,
		before_digest, after_digest, article, detail, mac) VALUES (?, ?, 'CONTENT', 'post.create', ?, ?, NULL, '', ?, '127.0.0.1', 'post', ?, ?, NULL, ?, '11a', '', ?)`,
		audit, now, who.staff, who.account, who.session, post, department, digest[32:64], digest[64:])
	run("INSERT INTO audit_pending (row_id, row_mac) VALUES (?, ?)", audit, digest[64:])
	run("INSERT INTO changes (id, kind, subject_id, tags, at) VALUES (?, 'post', ?, ?, ?)", db.NewID(), post, "posts posts:department:"+department.String()+" post:"+post.String(), now)
	run(`INSERT INTO audit_digests (table_name, row_key, ordinal, audit_id, digest_version, digest, redaction)
		VALUES ('posts', ?, 1, ?, 1, ?, NULL), ('revisions', ?, 0, ?, 1, ?, NULL)`, post, audit, digest[32:64], revision, audit, digest[:32])
	if err != nil {
		return err
	}
	return tx.Commit()
}

// readCursor reads a cursor of a list sorted by a number.
func readCursor(s string) (n int64, id []byte, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return 0, nil, err
	}
	var c struct {
		N int64  `json:"n"`
		K []byte `json:"k"`
	}
	err = json.Unmarshal(raw, &c)
	return c.N, c.K, err
}
