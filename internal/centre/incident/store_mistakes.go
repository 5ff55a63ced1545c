package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

var (
	mistakeColumns = db.ColumnsOf("mistakes", Mistake{})
	reportColumns  = db.ColumnsOf("mistake_reports", MistakeReport{})
)

// Shown is a mistake with the numbers of the revisions that it names, and what is published of the post now.
type Shown struct {
	Mistake
	Revision    int              `db:"revision_number"`
	CorrectedBy *int             `db:"correction_number"`
	Publication post.Publication `db:"publication"`
	Now         int              `db:"now_number"`
	NowKey      db.ID            `db:"now_id"`
	ReportCount int              `db:"report_count"`
}

// PostKey is the post with the mistake.
func (m *Shown) PostKey() db.ID { return m.Post }

// Noted is what readers are told was corrected, nil if nothing was said.
func (m *Shown) Noted() *string { return given(m.Note) }

// mistakes reads what incidents are about in posts.
func (s *Service) mistakes(ctx context.Context, incidents []db.ID) ([]*Shown, error) {
	return db.All[*Shown](ctx, s.db.From(ctx), "SELECT "+mistakeColumns+`, was.number AS revision_number, corrects.number AS correction_number,
		posts.publication, current.number AS now_number, current.id AS now_id,
		(SELECT COUNT(*) FROM mistake_reports WHERE mistake_reports.incident_id = mistakes.id) AS report_count
		FROM mistakes JOIN revisions was ON was.id = mistakes.revision_id JOIN posts ON posts.id = mistakes.post_id JOIN revisions current ON current.id = posts.published_revision_id
		LEFT JOIN revisions corrects ON corrects.id = mistakes.correction_id
		WHERE mistakes.id IN (?)`, incidents)
}

// samePassage returns the earliest incident that is still to be solved about the same passage of the post, zero for none.
func (s *Service) samePassage(ctx context.Context, m *Mistake) (first db.ID, err error) {
	err = s.db.From(ctx).Get(ctx, &first, `SELECT incidents.id FROM mistakes JOIN incidents ON incidents.id = mistakes.id
		WHERE mistakes.post_id = ? AND mistakes.passage_hash = ? AND incidents.live = 1 AND incidents.confidential = 0 AND incidents.queue = ?
		ORDER BY incidents.created_at, incidents.id LIMIT 1`, m.Post, m.PassageHash, QueueWebsite)
	if fault.Is(err, fault.NotFound) {
		return db.ID{}, nil
	}
	return first, err
}

// insertMistake writes what a new incident is about, with the report that opened it.
func (s *Service) insertMistake(ctx context.Context, m *Mistake, r *MistakeReport) error {
	if err := s.db.From(ctx).Insert(ctx, "mistakes", m); err != nil {
		return err
	}
	return s.insertReport(ctx, r)
}

// saveMistake writes a mistake that is corrected. The incident, which the caller holds, keeps others from it.
func (s *Service) saveMistake(ctx context.Context, m *Mistake) error {
	expected := m.Version
	m.Version++
	saved, err := s.db.From(ctx).Update(ctx, "mistakes", m, m.Key, expected, "id", "post_id", "revision_id", "passage", "passage_hash")
	if err == nil && !saved {
		err = fault.Changed(kind, db.GlobalID(kind, m.Key))
	}
	return err
}

// insertReport writes a report, and for as long as bounds count it from where an anonymous one came.
func (s *Service) insertReport(ctx context.Context, r *MistakeReport) error {
	h := s.db.From(ctx)
	if err := h.Insert(ctx, "mistake_reports", r); err != nil || r.NumberHash == nil {
		return err
	}
	_, err := h.Exec(ctx, "INSERT INTO mistake_senders (report_id, network, at) VALUES (?, ?, ?)", r.Key, audit.Network(access.Of(ctx).Address), r.At)
	return err
}

// reported is how many reports an incident has.
func (s *Service) reported(ctx context.Context, incident db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM mistake_reports WHERE incident_id = ?", incident)
}

// reportsOf reads the reports of incidents that the reach covers, the earliest first.
func (s *Service) reportsOf(ctx context.Context, incidents []db.ID, reach access.Reach) ([]*MistakeReport, error) {
	return db.All[*MistakeReport](ctx, s.db.From(ctx), "SELECT "+reportColumns+` FROM mistake_reports JOIN incidents ON incidents.id = mistake_reports.incident_id
		WHERE mistake_reports.incident_id IN (?) AND `+reach.SQL+" ORDER BY mistake_reports.at, mistake_reports.id", append([]any{incidents}, reach.Args...)...)
}

// standing is what the number of a report leads to.
type standing struct {
	State       State   `db:"state"`
	CorrectedAt db.Time `db:"corrected_at"`
}

// numbered reads where the report with the number stands, else NotFound.
func (s *Service) numbered(ctx context.Context, hash []byte) (*standing, error) {
	at := new(standing)
	return at, s.db.From(ctx).Get(ctx, at, `SELECT incidents.state, mistakes.corrected_at FROM mistake_reports JOIN incidents ON incidents.id = mistake_reports.incident_id
		JOIN mistakes ON mistakes.id = incidents.id WHERE mistake_reports.number_hash = ?`, hash)
}

// sentFrom reads when the latest anonymous reports of a network were filed.
func (s *Service) sentFrom(ctx context.Context, network string, since db.Time, most int) ([]db.Time, error) {
	return db.All[db.Time](ctx, s.db.From(ctx), "SELECT at FROM mistake_senders WHERE network = ? AND at > ? ORDER BY at DESC LIMIT ?", network, since, most)
}

// sent is sentFrom for all networks together.
func (s *Service) sent(ctx context.Context, since db.Time, most int) ([]db.Time, error) {
	return db.All[db.Time](ctx, s.db.From(ctx), "SELECT at FROM mistake_senders WHERE at > ? ORDER BY at DESC LIMIT ?", since, most)
}

// sentOn reads when the latest anonymous reports on a post were filed.
func (s *Service) sentOn(ctx context.Context, post db.ID, since db.Time, most int) ([]db.Time, error) {
	return db.All[db.Time](ctx, s.db.From(ctx), `SELECT mistake_reports.at FROM mistakes JOIN mistake_reports ON mistake_reports.incident_id = mistakes.id
		WHERE mistakes.post_id = ? AND mistake_reports.number_hash IS NOT NULL AND mistake_reports.at > ? ORDER BY mistake_reports.at DESC LIMIT ?`, post, since, most)
}

func (s *Service) deleteSenders(ctx context.Context, before db.Time) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM mistake_senders WHERE at <= ?", before)
		return err
	})
}
