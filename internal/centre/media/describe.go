package media

import (
	"context"

	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// How long the words of a file are at most, in characters.
const (
	maxAlt     = 300
	maxCaption = 500
	maxCredit  = 200
	maxLicence = 100
)

// DescribeInput says what a file is. What is left out stays.
type DescribeInput struct {
	ID                            string
	ExpectedVersion               int
	Alt, Caption, Credit, Licence *string
	Decorative                    *bool
	Focus                         *Focus
}

// Describe changes the words of a file, and what of a picture stays in sight when it is cut.
func (s *Service) Describe(ctx context.Context, in DescribeInput) (*File, error) {
	var f input.Form
	for _, one := range []struct {
		name string
		text *string
		most int
	}{{"alt", in.Alt, maxAlt}, {"caption", in.Caption, maxCaption}, {"credit", in.Credit, maxCredit}, {"licence", in.Licence, maxLicence}} {
		if one.text != nil {
			f.Line(one.name, one.text, one.most)
		}
	}
	w := act.Want{Action: actionDescribe, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}
	return s.acts.Do(ctx, w, func(_ context.Context, of *File, _ access.Grant) (act.Line, error) {
		before := *of
		given(&of.Alt, in.Alt)
		given(&of.Caption, in.Caption)
		given(&of.Credit, in.Credit)
		given(&of.Licence, in.Licence)
		given(&of.Decorative, in.Decorative)
		given(&of.Focus, in.Focus)
		var f input.Form
		f.Must(!of.Decorative || of.Alt == "", "alt", decorativeSaysNothing)
		f.Must(of.Picture != NoPicture || of.Alt == "" && !of.Decorative, "alt", noPicture)
		if err := f.Err(); err != nil {
			return act.Line{}, err
		}
		if same(&before, of) {
			return act.Line{}, nil
		}
		return act.Line{Action: "media.describe", Detail: of.Name}, nil
	})
}

func given[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// same reports whether two files have the same words.
func same(a, b *File) bool {
	return a.Alt == b.Alt && a.Decorative == b.Decorative && a.Caption == b.Caption && a.Credit == b.Credit && a.Licence == b.Licence && a.Focus == b.Focus
}
