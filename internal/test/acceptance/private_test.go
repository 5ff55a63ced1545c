package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// What strangers must not read, by where the store keeps it.
var private = []string{
	"SELECT working_title FROM posts",
	"SELECT title FROM posts WHERE NOT (publication = 'PUBLISHED' AND audience = 'PUBLIC')",
	"SELECT slug FROM posts WHERE NOT (publication = 'PUBLISHED' AND audience = 'PUBLIC')",
	"SELECT unpublish_reason FROM posts",
	"SELECT title FROM revisions WHERE id NOT IN (SELECT published_revision_id FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC')",
	"SELECT body FROM revisions WHERE id NOT IN (SELECT published_revision_id FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC')",
	"SELECT identity_no FROM staff",
	"SELECT private_phone FROM staff",
	"SELECT private_email FROM staff",
	"SELECT address FROM staff",
	"SELECT work_phone FROM staff",
	"SELECT work_email FROM staff",
	"SELECT note FROM employment_events",
	"SELECT comment FROM decisions",
	"SELECT detail FROM inbox_items",
	"SELECT detail FROM audit_log",
	"SELECT title FROM incidents",
	"SELECT text FROM incident_follow_ups",
	"SELECT title FROM support_requests",
}

// public is what strangers may read, and what may therefore look like something private.
var public = []string{
	"SELECT title FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC'",
	"SELECT slug FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC'",
	"SELECT poster_alias FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC'",
	"SELECT body FROM revisions WHERE id IN (SELECT published_revision_id FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC')",
	"SELECT content FROM revisions WHERE id IN (SELECT published_revision_id FROM posts WHERE publication = 'PUBLISHED' AND audience = 'PUBLIC')",
	"SELECT name FROM departments",
	"SELECT name FROM department_names",
	"SELECT code FROM departments",
	"SELECT slug FROM departments",
	"SELECT name FROM categories",
	"SELECT slug FROM categories",
}

// shortest is from how many bytes on a text is worth searching: shorter ones are part of anything.
const shortest = 5

// nothingPrivate searches what the program keeps for strangers, at the end of a test, for anything that they must not read.
func nothingPrivate(t *testing.T, k *kit.Kit, a *app.App) {
	t.Helper()
	var kept []byte
	for body := range a.Answers.Bodies() {
		kept = append(append(kept, body...), '\n')
	}
	if len(kept) == 0 {
		return
	}
	all := func(queries []string) (texts []string) {
		for _, q := range queries {
			found, err := db.All[*string](context.Background(), k.DB.From(context.Background()), q)
			if err != nil {
				t.Errorf("%s: %v", q, err)
			}
			for _, text := range found {
				if text != nil && len(*text) >= shortest {
					texts = append(texts, *text)
				}
			}
		}
		return texts
	}
	open := strings.Join(all(public), "\n")
	for _, text := range all(private) {
		if quoted, _ := json.Marshal(text); !strings.Contains(open, text) && bytes.Contains(kept, quoted[1:len(quoted)-1]) {
			t.Errorf("%q is kept for strangers", text)
		}
	}
	hidden, err := db.All[db.ID](context.Background(), k.DB.From(context.Background()), "SELECT id FROM posts WHERE NOT (publication = 'PUBLISHED' AND audience = 'PUBLIC')")
	if err != nil {
		t.Error(err)
	}
	for _, id := range hidden {
		if bytes.Contains(kept, []byte(db.GlobalID("post", id))) {
			t.Errorf("post %s is kept for strangers", id)
		}
	}
}
