package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

func (r *mutationResolver) ChangeSite(ctx context.Context, input site.ChangeInput) (*model.ChangeSitePayload, error) {
	made, err := r.Sites.Change(ctx, input)
	errs, err := fault.Split(err)
	return &model.ChangeSitePayload{SiteChange: made, UserErrors: errs}, err
}

func (r *mutationResolver) WithdrawSiteChange(ctx context.Context, input site.WithdrawInput) (*model.WithdrawSiteChangePayload, error) {
	done, err := r.Sites.Withdraw(ctx, input)
	errs, err := fault.Split(err)
	return &model.WithdrawSiteChangePayload{SiteChange: done, UserErrors: errs}, err
}

func (r *mutationResolver) ConfirmSiteChange(ctx context.Context, input site.ConfirmInput) (*model.ConfirmSiteChangePayload, error) {
	done, err := r.Sites.Confirm(ctx, input)
	errs, err := fault.Split(err)
	return &model.ConfirmSiteChangePayload{SiteChange: done, UserErrors: errs}, err
}

func (r *queryResolver) Site(ctx context.Context) (*site.Site, error) {
	return r.Sites.Site(ctx)
}

func (r *queryResolver) SiteChanges(ctx context.Context, filter *site.ChangeFilter, orderBy *paging.Wish[site.ChangeOrderField], first *int, after *string, last *int, before *string) (*paging.Connection[*site.Change], error) {
	return r.Sites.List(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before})
}

func (r *siteResolver) OpenNow(ctx context.Context, obj *site.Site) (bool, error) {
	return r.Sites.OpenNow(ctx, obj), nil
}

func (r *siteResolver) MainMenu(ctx context.Context, obj *site.Site) ([]*site.MenuItem, error) {
	return r.Sites.Menu(ctx, obj.Main, false)
}

func (r *siteResolver) FooterMenu(ctx context.Context, obj *site.Site) ([]*site.MenuItem, error) {
	return r.Sites.Menu(ctx, obj.Footer, false)
}

func (r *siteResolver) Blocks(ctx context.Context, obj *site.Site) ([]site.Block, error) {
	return r.Sites.Blocks(ctx, obj.Home)
}

func (r *siteResolver) Version(ctx context.Context, obj *site.Site) (*int, error) {
	return r.Sites.SiteVersion(ctx, obj), nil
}

func (r *siteResolver) AvailableActions(ctx context.Context, obj *site.Site) ([]*act.Available, error) {
	return r.Sites.SiteActions(ctx, obj)
}

func (r *siteChangeResolver) Proposer(ctx context.Context, obj *site.Change) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Proposer)
}

func (r *siteChangeResolver) Approval(ctx context.Context, obj *site.Change) (*approval.Approval, error) {
	return r.Approvals.Visible(ctx, obj.Approval)
}

func (r *siteChangeResolver) Version(ctx context.Context, obj *site.Change) (*int, error) {
	return r.Sites.VersionFor(ctx, obj), nil
}

func (r *siteChangeResolver) AvailableActions(ctx context.Context, obj *site.Change) ([]*act.Available, error) {
	return r.Sites.AvailableActions(ctx, obj)
}

func (r *siteContentResolver) MainMenu(ctx context.Context, obj *site.Content) ([]*site.MenuItem, error) {
	return r.Sites.Menu(ctx, obj.Main, true)
}

func (r *siteContentResolver) FooterMenu(ctx context.Context, obj *site.Content) ([]*site.MenuItem, error) {
	return r.Sites.Menu(ctx, obj.Footer, true)
}

func (r *siteContentResolver) Blocks(ctx context.Context, obj *site.Content) ([]site.Block, error) {
	return r.Sites.Blocks(ctx, obj.Home)
}

func (r *sitePostsBlockResolver) Posts(ctx context.Context, obj *site.PostsBlock) ([]post.Post, error) {
	return r.Sites.Posts(ctx, obj)
}

func (r *Resolver) Site() generated.SiteResolver { return &siteResolver{r} }

func (r *Resolver) SiteChange() generated.SiteChangeResolver { return &siteChangeResolver{r} }

func (r *Resolver) SiteContent() generated.SiteContentResolver { return &siteContentResolver{r} }

func (r *Resolver) SitePostsBlock() generated.SitePostsBlockResolver {
	return &sitePostsBlockResolver{r}
}

type (
	siteResolver           struct{ *Resolver }
	siteChangeResolver     struct{ *Resolver }
	siteContentResolver    struct{ *Resolver }
	sitePostsBlockResolver struct{ *Resolver }
)
