package incident

import (
	"context"
	"regexp"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// maxNote is how long the line may be that readers get of a correction, in characters.
const maxNote = 120

// CorrectMistakeInput says that a mistake is corrected in what is published now.
type CorrectMistakeInput struct {
	ID              string
	ExpectedVersion int
	Note            string // for readers: what was corrected
}

// correctable lets an incident be solved by what is published now, where that is newer than what the report is about.
func correctable(ctx context.Context, i *matter, g access.Grant) error {
	if i.Queue != QueueWebsite {
		return fault.User(fault.WrongState, noMistake, "").By("11b")
	}
	if err := open(ctx, i, g); err != nil {
		return err
	}
	m, err := i.s.mistakes(ctx, []db.ID{i.Key})
	switch {
	case err != nil:
		return err
	case len(m) == 0:
		return fault.User(fault.WrongState, noMistake, "").By("11b")
	case m[0].Publication != post.PublicationPublished || m[0].Now <= m[0].Revision:
		return fault.User(fault.WrongState, noNewerRevision, "").By("11b")
	}
	return nil
}

// factual is what a note may not hold: it is no text that the Board consented to, so it says what was corrected, not what holds.
var factual = regexp.MustCompile(`\d|://|www\.|@`)

// CorrectMistake solves an incident, and those that it is joined with, by the revision of the post that is published now. The post tells readers
// that it was corrected, and with a note what.
func (s *Service) CorrectMistake(ctx context.Context, in CorrectMistakeInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionCorrect, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		var f input.Form
		f.Line("note", &in.Note, maxNote)
		if err := f.Err(); err != nil {
			return err
		}
		if factual.MatchString(in.Note) {
			return fault.User(fault.Invalid, noteStatesFacts, "input.note").By("11c")
		}
		shown, err := s.mistakes(ctx, []db.ID{i.Key})
		if err != nil {
			return err
		}
		e.detail = correctedIn.With(shown[0].Now).VI
		if in.Note != "" {
			e.detail += " " + in.Note
		}
		others, err := s.joined(ctx, i.Key)
		if err != nil {
			return err
		}
		if err := s.resolveAll(ctx, i, *e); err != nil {
			return err
		}
		for _, o := range append(others, i) {
			if err := s.correct(ctx, o.Key, &shown[0].Mistake, shown[0].NowKey, in.Note); err != nil {
				return err
			}
		}
		return s.posts.Corrected(ctx, shown[0].Post, in.Note)
	})
}

// correct notes in which revision a mistake is corrected, where it is one of the same post.
func (s *Service) correct(ctx context.Context, incident db.ID, like *Mistake, by db.ID, note string) error {
	rows, err := s.mistakes(ctx, []db.ID{incident})
	if err != nil || len(rows) == 0 || rows[0].Post != like.Post {
		return err
	}
	m := rows[0].Mistake
	m.Correction, m.CorrectedAt, m.Note = by, s.db.Now(ctx), note
	return s.saveMistake(ctx, &m)
}
