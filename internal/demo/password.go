package demo

import (
	"context"
	"path"
	"slices"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// open follows a one-time link and sets the password.
func (s Services) open(ctx context.Context, link, password string) error {
	token := path.Base(link)
	return s.Auth.ResetPassword(access.With(ctx, access.Anonymous("", "")), auth.ResetPasswordInput{Token: token, NewPassword: password})
}

// share gives the demo accounts the shared password, where it has changed. The first account in use tells, and gets it
// last, so that a start which was cut is made up for by the next.
func (s Services) share(ctx context.Context, password string) error {
	ctx = access.AsSystem(ctx)
	var behind []string
	for _, p := range people {
		if p.login == "" {
			continue
		}
		if len(behind) == 0 {
			has, err := s.Auth.HasPassword(ctx, p.login, password)
			if fault.HasCode(err, fault.WrongState) {
				continue
			}
			if err != nil || has {
				return err
			}
		}
		behind = append(behind, p.login)
	}
	for _, login := range slices.Backward(behind) {
		link, err := s.Auth.LinkFor(ctx, login)
		if fault.HasCode(err, fault.WrongState) { // suspended or ended since
			continue
		}
		if err != nil {
			return err
		}
		if err := s.open(ctx, link, password); err != nil {
			return err
		}
	}
	return nil
}
