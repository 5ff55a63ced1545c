package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/privacy"
)

// findings reads what the privacy check found in revisions.
func (s *Service) findings(ctx context.Context, ids []db.ID) (map[db.ID][]privacy.Finding, error) {
	rows, err := db.All[struct {
		Key      db.ID                      `db:"id"`
		Findings db.JSON[[]privacy.Finding] `db:"findings"`
	}](ctx, s.db.From(ctx), "SELECT id, findings FROM revisions WHERE id IN (?)", ids)
	found := make(map[db.ID][]privacy.Finding, len(rows))
	for _, r := range rows {
		found[r.Key] = r.Findings.V
	}
	return found, err
}

// unlooked are revisions that the privacy check looked through by earlier rules, or never.
func (s *Service) unlooked(ctx context.Context, most int) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM revisions WHERE findings_rules < ? ORDER BY findings_rules LIMIT ?", privacy.Rules, most)
}

// saveFindings keeps what was found in revisions.
func (s *Service) saveFindings(ctx context.Context, revisions map[db.ID]*Revision) error {
	for key, r := range revisions {
		if _, err := s.db.From(ctx).Exec(ctx, "UPDATE revisions SET findings = ?, findings_rules = ? WHERE id = ?", r.Findings, r.FindingsRules, key); err != nil {
			return err
		}
	}
	return nil
}
