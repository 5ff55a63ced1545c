package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/privacy"
)

// look runs the privacy check over the revision and stores its findings with it.
func (r *Revision) look(ctx context.Context) error {
	found, err := privacy.Scan(ctx, r.Text())
	r.Findings.V, r.FindingsRules = found, privacy.Rules
	return err
}

// PrivacyFindings warns submitters and deciders of text that looks like patients' data, masked. The findings are made when the
// revision is saved. If the rules have changed since, they are computed on demand until a job has renewed them.
func (r *Snapshot) PrivacyFindings(ctx context.Context) ([]privacy.Finding, error) {
	if r.r.FindingsRules == privacy.Rules {
		found, err := r.list.findings.Get(func() (map[db.ID][]privacy.Finding, error) { return r.list.s.findings(ctx, r.list.shown) })
		return found[r.r.Key], err
	}
	end, err := budget.Turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	rev, err := r.list.s.revision(ctx, r.r.Key)
	if err != nil {
		return nil, err
	}
	if err := budget.Compute(ctx, rev.size()); err != nil {
		return nil, err
	}
	err = rev.look(ctx)
	return rev.Findings.V, err
}

// lookedAtOnce is how many revisions are looked through anew in one transaction.
const lookedAtOnce = 20

// FindingsWanted reports whether there are revisions that were looked through by earlier rules, or never.
func (s *Service) FindingsWanted(ctx context.Context) (bool, error) {
	old, err := s.unlooked(ctx, 1)
	return len(old) > 0, err
}

// FindAnew has the privacy check look through the revisions that were saved under earlier rules. A revision is of the record,
// what is found in it is not.
func (s *Service) FindAnew(ctx context.Context) error {
	for {
		old, err := s.unlooked(ctx, lookedAtOnce)
		if err != nil || len(old) == 0 {
			return err
		}
		revisions, err := s.revisions(ctx, old)
		if err != nil {
			return err
		}
		for _, r := range revisions {
			if err := r.look(ctx); err != nil {
				return err
			}
		}
		if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.saveFindings(ctx, revisions) }); err != nil {
			return err
		}
	}
}
