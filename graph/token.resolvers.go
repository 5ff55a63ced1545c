package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

func (r *currentTokenResolver) Department(ctx context.Context, obj *token.Current) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *mutationResolver) CreateServiceAccount(ctx context.Context, input token.CreateAccountInput) (*model.CreateServiceAccountPayload, error) {
	account, err := r.Tokens.CreateAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.CreateServiceAccountPayload{ServiceAccount: account, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateServiceAccount(ctx context.Context, input token.UpdateAccountInput) (*model.UpdateServiceAccountPayload, error) {
	account, err := r.Tokens.UpdateAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateServiceAccountPayload{ServiceAccount: account, UserErrors: errs}, err
}

func (r *mutationResolver) DisableServiceAccount(ctx context.Context, input token.SwitchAccountInput) (*model.DisableServiceAccountPayload, error) {
	account, err := r.Tokens.DisableAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.DisableServiceAccountPayload{ServiceAccount: account, UserErrors: errs}, err
}

func (r *mutationResolver) EnableServiceAccount(ctx context.Context, input token.SwitchAccountInput) (*model.EnableServiceAccountPayload, error) {
	account, err := r.Tokens.EnableAccount(ctx, input)
	errs, err := fault.Split(err)
	return &model.EnableServiceAccountPayload{ServiceAccount: account, UserErrors: errs}, err
}

func (r *mutationResolver) IssueToken(ctx context.Context, input token.IssueInput) (*model.IssueTokenPayload, error) {
	issued, err := r.Tokens.Issue(ctx, input)
	errs, err := fault.Split(err)
	if issued == nil {
		return &model.IssueTokenPayload{UserErrors: errs}, err
	}
	return &model.IssueTokenPayload{Token: issued.Token, Secret: &issued.Secret}, err
}

func (r *mutationResolver) RotateToken(ctx context.Context, input token.RotateInput) (*model.RotateTokenPayload, error) {
	issued, err := r.Tokens.Rotate(ctx, input)
	errs, err := fault.Split(err)
	if issued == nil {
		return &model.RotateTokenPayload{UserErrors: errs}, err
	}
	return &model.RotateTokenPayload{Token: issued.Token, Secret: &issued.Secret}, err
}

func (r *mutationResolver) RevokeToken(ctx context.Context, input token.RevokeInput) (*model.RevokeTokenPayload, error) {
	revoked, err := r.Tokens.Revoke(ctx, input)
	errs, err := fault.Split(err)
	return &model.RevokeTokenPayload{Token: revoked, UserErrors: errs}, err
}

func (r *queryResolver) ServiceAccounts(ctx context.Context, filter *token.AccountFilter, orderBy *paging.Wish[token.AccountOrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*token.Account], error) {
	return r.Resolver.Tokens.Accounts(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *queryResolver) Tokens(ctx context.Context, filter *token.Filter, orderBy *paging.Wish[token.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*token.Token], error) {
	return r.Resolver.Tokens.Tokens(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *queryResolver) TokenScopes(ctx context.Context) ([]*access.Scope, error) {
	return r.Resolver.Tokens.Scopes(), nil
}

func (r *queryResolver) CurrentToken(ctx context.Context) (*token.Current, error) {
	return r.Resolver.Tokens.Current(ctx)
}

func (r *serviceAccountResolver) Asset(ctx context.Context, obj *token.Account) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Asset)
}

func (r *serviceAccountResolver) Responsible(ctx context.Context, obj *token.Account) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Responsible)
}

func (r *serviceAccountResolver) Concerns(ctx context.Context, obj *token.Account) ([]token.Concern, error) {
	list, err := load(ctx, loadersOf(ctx).concerns, obj.Key)
	return given(list), err
}

func (r *serviceAccountResolver) Version(ctx context.Context, obj *token.Account) (*int, error) {
	return r.Tokens.AccountVersion(ctx, obj), nil
}

func (r *serviceAccountResolver) AvailableActions(ctx context.Context, obj *token.Account) ([]*act.Available, error) {
	return loadersOf(ctx).onServiceAccounts.Load(ctx, obj)
}

func (r *tokenResolver) ServiceAccount(ctx context.Context, obj *token.Token) (*token.Account, error) {
	return load(ctx, loadersOf(ctx).serviceAccounts, obj.Account)
}

func (r *tokenResolver) Department(ctx context.Context, obj *token.Token) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.DraftDepartment)
}

func (r *tokenResolver) Secrets(ctx context.Context, obj *token.Token) ([]*token.Secret, error) {
	return loadList(ctx, loadersOf(ctx).secrets, obj.Key)
}

func (r *tokenResolver) Approval(ctx context.Context, obj *token.Token) (*approval.Approval, error) {
	return r.Approvals.Visible(ctx, obj.Approval)
}

func (r *tokenResolver) IssuedBy(ctx context.Context, obj *token.Token) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.IssuedBy)
}

func (r *tokenResolver) RevokedBy(ctx context.Context, obj *token.Token) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.RevokedBy)
}

func (r *tokenResolver) Version(ctx context.Context, obj *token.Token) (*int, error) {
	return r.Tokens.VersionFor(ctx, obj), nil
}

func (r *tokenResolver) AvailableActions(ctx context.Context, obj *token.Token) ([]*act.Available, error) {
	return r.Tokens.AvailableActions(ctx, obj)
}

func (r *tokenScanRangeResolver) Assets(ctx context.Context, obj *token.Range) ([]*asset.Asset, error) {
	return r.Tokens.Named(ctx, obj)
}

func (r *tokenScanRangeResolver) Department(ctx context.Context, obj *token.Range) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *Resolver) CurrentToken() generated.CurrentTokenResolver { return &currentTokenResolver{r} }

func (r *Resolver) ServiceAccount() generated.ServiceAccountResolver {
	return &serviceAccountResolver{r}
}

func (r *Resolver) Token() generated.TokenResolver { return &tokenResolver{r} }

func (r *Resolver) TokenScanRange() generated.TokenScanRangeResolver {
	return &tokenScanRangeResolver{r}
}

type (
	currentTokenResolver   struct{ *Resolver }
	serviceAccountResolver struct{ *Resolver }
	tokenResolver          struct{ *Resolver }
	tokenScanRangeResolver struct{ *Resolver }
)
