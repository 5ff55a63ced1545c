package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/auth"
)

func (r *accountResolver) Version(ctx context.Context, obj *auth.Account) (*int, error) {
	return r.Auth.VersionFor(ctx, obj), nil
}

func (r *accountResolver) AvailableActions(ctx context.Context, obj *auth.Account) ([]*act.Available, error) {
	return loadersOf(ctx).onAccounts.Load(ctx, obj)
}

func (r *meResolver) Account(ctx context.Context, obj *auth.Me) (*auth.Account, error) {
	return load(ctx, loadersOf(ctx).accounts, obj.Actor.AccountID)
}

func (r *meResolver) Areas(ctx context.Context, obj *auth.Me) ([]auth.Area, error) {
	return r.Auth.Areas(ctx), nil
}

func (r *meResolver) Sessions(ctx context.Context, obj *auth.Me) ([]*auth.Session, error) {
	return r.Auth.Sessions(ctx)
}

func (r *mutationResolver) SignIn(ctx context.Context, input auth.SignInInput) (*model.SignInPayload, error) {
	opened, err := r.Auth.SignIn(ctx, input)
	errs, err := fault.Split(err)
	return &model.SignInPayload{Session: opened.Session, Token: opened.Token, UserErrors: errs}, err
}

func (r *mutationResolver) SignOut(ctx context.Context) (*model.SignOutPayload, error) {
	errs, err := fault.Split(r.Auth.SignOut(ctx))
	return &model.SignOutPayload{UserErrors: errs}, err
}

func (r *mutationResolver) Unlock(ctx context.Context, input auth.UnlockInput) (*model.UnlockPayload, error) {
	errs, err := fault.Split(r.Auth.Unlock(ctx, input))
	return &model.UnlockPayload{UserErrors: errs}, err
}

func (r *mutationResolver) ChangePassword(ctx context.Context, input auth.ChangePasswordInput) (*model.ChangePasswordPayload, error) {
	errs, err := fault.Split(r.Auth.ChangePassword(ctx, input))
	return &model.ChangePasswordPayload{UserErrors: errs}, err
}

func (r *mutationResolver) EndSession(ctx context.Context, input auth.EndSessionInput) (*model.EndSessionPayload, error) {
	errs, err := fault.Split(r.Auth.EndSession(ctx, input))
	return &model.EndSessionPayload{UserErrors: errs}, err
}

func (r *mutationResolver) EndOtherSessions(ctx context.Context) (*model.EndOtherSessionsPayload, error) {
	ended, err := r.Auth.EndOtherSessions(ctx)
	errs, err := fault.Split(err)
	return &model.EndOtherSessionsPayload{Ended: ended, UserErrors: errs}, err
}

func (r *mutationResolver) CreateAccount(ctx context.Context, input auth.CreateAccountInput) (*model.CreateAccountPayload, error) {
	made, err := r.Auth.CreateAccount(ctx, input)
	errs, err := fault.Split(err)
	if made == nil {
		return &model.CreateAccountPayload{UserErrors: errs}, err
	}
	return &model.CreateAccountPayload{Account: made, PasswordReset: made.Link, UserErrors: errs}, err
}

func (r *mutationResolver) SuspendAccount(ctx context.Context, input auth.SuspendAccountInput) (*model.SuspendAccountPayload, error) {
	barred, err := r.Auth.SuspendAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.SuspendAccountPayload{Account: barred, UserErrors: errs}, err
}

func (r *mutationResolver) ResumeAccount(ctx context.Context, input auth.ResumeAccountInput) (*model.ResumeAccountPayload, error) {
	resumed, err := r.Auth.ResumeAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.ResumeAccountPayload{Account: resumed, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateAlias(ctx context.Context, input auth.UpdateAliasInput) (*model.UpdateAliasPayload, error) {
	renamed, err := r.Auth.UpdateAlias(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateAliasPayload{Account: renamed, UserErrors: errs}, err
}

func (r *mutationResolver) SendPasswordReset(ctx context.Context, input auth.SendPasswordResetInput) (*model.SendPasswordResetPayload, error) {
	sent, err := r.Auth.SendPasswordReset(ctx, input)
	errs, err := fault.Split(err)
	return &model.SendPasswordResetPayload{PasswordReset: sent, UserErrors: errs}, err
}

func (r *mutationResolver) ConfirmPasswordReset(ctx context.Context, input auth.ConfirmPasswordResetInput) (*model.ConfirmPasswordResetPayload, error) {
	sent, err := r.Auth.ConfirmPasswordReset(ctx, input)
	errs, err := fault.Split(err)
	return &model.ConfirmPasswordResetPayload{PasswordReset: sent, UserErrors: errs}, err
}

func (r *mutationResolver) ConfirmAccount(ctx context.Context, input auth.ConfirmAccountInput) (*model.ConfirmAccountPayload, error) {
	confirmed, err := r.Auth.ConfirmAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.ConfirmAccountPayload{Account: confirmed, UserErrors: errs}, err
}

func (r *mutationResolver) OpenAccountsToDirectors(ctx context.Context, input auth.OpenAccountsInput) (*model.OpenAccountsToDirectorsPayload, error) {
	opened, err := r.Auth.OpenAccounts(ctx, input)
	errs, err := fault.Split(err)
	return &model.OpenAccountsToDirectorsPayload{AccountOpening: opened, UserErrors: errs}, err
}

func (r *mutationResolver) CloseAccountsToDirectors(ctx context.Context) (*model.CloseAccountsToDirectorsPayload, error) {
	errs, err := fault.Split(r.Auth.CloseAccounts(ctx))
	return &model.CloseAccountsToDirectorsPayload{UserErrors: errs}, err
}

func (r *mutationResolver) ResetPassword(ctx context.Context, input auth.ResetPasswordInput) (*model.ResetPasswordPayload, error) {
	errs, err := fault.Split(r.Auth.ResetPassword(ctx, input))
	return &model.ResetPasswordPayload{UserErrors: errs}, err
}

func (r *passwordResetResolver) Account(ctx context.Context, obj *auth.ResetLink) (*auth.Account, error) {
	return load(ctx, loadersOf(ctx).accounts, obj.AccountID)
}

func (r *queryResolver) Me(ctx context.Context) (*auth.Me, error) {
	return r.Auth.Me(ctx)
}

func (r *queryResolver) Accounts(ctx context.Context, first *int, after *string, last *int, before *string, offset *int, filter *auth.AccountFilter, orderBy *paging.Wish[auth.AccountOrderField]) (*paging.Connection[*auth.Account], error) {
	return r.Auth.Accounts(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *queryResolver) PasswordResets(ctx context.Context) ([]*auth.ResetLink, error) {
	return r.Auth.PasswordResets(ctx)
}

func (r *queryResolver) AccountOpening(ctx context.Context) (*auth.Opening, error) {
	return r.Auth.Opening(ctx)
}

func (r *roleHeldResolver) Department(ctx context.Context, obj *access.Grant) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *Resolver) Account() generated.AccountResolver { return &accountResolver{r} }

func (r *Resolver) AccountOpening() generated.AccountOpeningResolver {
	return &accountOpeningResolver{r}
}

func (r *Resolver) Me() generated.MeResolver { return &meResolver{r} }

func (r *Resolver) PasswordReset() generated.PasswordResetResolver { return &passwordResetResolver{r} }

func (r *Resolver) RoleHeld() generated.RoleHeldResolver { return &roleHeldResolver{r} }

type (
	accountResolver        struct{ *Resolver }
	accountOpeningResolver struct{ *Resolver }
	meResolver             struct{ *Resolver }
	passwordResetResolver  struct{ *Resolver }
	roleHeldResolver       struct{ *Resolver }
)
