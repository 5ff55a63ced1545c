package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/textfile"
)

// ImportInput asks for a draft of a text that moves in from elsewhere.
type ImportInput struct {
	Type           Type
	Department     string
	File           input.File
	IdempotencyKey *string
}

// Import makes a draft of a plain text or a Markdown file, under the rules of Create. Only the website section imports one that
// names the time and the poster of an older site: readers are shown them. The file itself is not kept. What is wrong with it comes back as user errors at input.file, and at the part of the text that breaks a rule below that.
func (s *Service) Import(ctx context.Context, in ImportInput) (Post, error) {
	if err := in.File.Small(); err != nil {
		return nil, err
	}
	draft, err := textfile.Parse(in.File.Name, in.File.Content)
	if err != nil {
		return nil, inFile(err)
	}
	create := CreateInput{Type: in.Type, Department: in.Department, Edit: Edit{Title: &draft.Title, Body: &draft.HTML}, IdempotencyKey: in.IdempotencyKey}
	if draft.Origin != (textfile.Origin{}) {
		create.Origin = &Origin{PostedAt: db.At(draft.Origin.PostedAt), PostedBy: draft.Origin.PostedBy}
	}
	p, err := s.Create(ctx, create)
	return p, inFile(err)
}

// inFile places what is wrong with a text, such as input.title, in the file that it came in: input.file.title.
func inFile(err error) error {
	errs, other := fault.Split(err)
	if len(errs) == 0 {
		return other
	}
	for i, e := range errs {
		rule, ok := e.(*fault.RuleError)
		if !ok || len(rule.Path) > 1 && !slices.Contains([]string{"title", "body", "origin"}, rule.Path[1]) {
			continue
		}
		placed := *rule
		placed.Path = []string{"input", "file"}
		if len(rule.Path) > 1 {
			placed.Path = append(placed.Path, rule.Path[1:]...)
		}
		errs[i] = &placed
	}
	return fault.UserErrors(errs)
}
