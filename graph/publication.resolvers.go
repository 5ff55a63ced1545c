package graph

import (
	"context"

	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
)

func (r *mutationResolver) SubmitPost(ctx context.Context, input post.SubmitInput) (*model.SubmitPostPayload, error) {
	done, err := r.Posts.Submit(ctx, input)
	errs, err := fault.Split(err)
	return &model.SubmitPostPayload{Post: done.Post, Correction: done.Correction, UserErrors: errs}, err
}

func (r *mutationResolver) WithdrawPost(ctx context.Context, input post.ReasonInput) (*model.WithdrawPostPayload, error) {
	saved, err := r.Posts.Withdraw(ctx, input)
	errs, err := fault.Split(err)
	return &model.WithdrawPostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) HoldPost(ctx context.Context, input post.ReasonInput) (*model.HoldPostPayload, error) {
	saved, err := r.Posts.Hold(ctx, input)
	errs, err := fault.Split(err)
	return &model.HoldPostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) ReleasePost(ctx context.Context, input post.VersionInput) (*model.ReleasePostPayload, error) {
	saved, err := r.Posts.Release(ctx, input)
	errs, err := fault.Split(err)
	return &model.ReleasePostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) RevokeConsent(ctx context.Context, input post.ReasonInput) (*model.RevokeConsentPayload, error) {
	saved, err := r.Posts.Revoke(ctx, input)
	errs, err := fault.Split(err)
	return &model.RevokeConsentPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) PublishPost(ctx context.Context, input post.PublishInput) (*model.PublishPostPayload, error) {
	saved, err := r.Posts.Publish(ctx, input)
	errs, err := fault.Split(err)
	return &model.PublishPostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) SchedulePost(ctx context.Context, input post.ScheduleInput) (*model.SchedulePostPayload, error) {
	saved, err := r.Posts.Schedule(ctx, input)
	errs, err := fault.Split(err)
	return &model.SchedulePostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) CancelSchedule(ctx context.Context, input post.VersionInput) (*model.CancelSchedulePayload, error) {
	saved, err := r.Posts.CancelSchedule(ctx, input)
	errs, err := fault.Split(err)
	return &model.CancelSchedulePayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) UnpublishPost(ctx context.Context, input post.ReasonInput) (*model.UnpublishPostPayload, error) {
	saved, err := r.Posts.Unpublish(ctx, input)
	errs, err := fault.Split(err)
	return &model.UnpublishPostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) ArchivePost(ctx context.Context, input post.ReasonInput) (*model.ArchivePostPayload, error) {
	saved, err := r.Posts.Archive(ctx, input)
	errs, err := fault.Split(err)
	return &model.ArchivePostPayload{Post: saved, UserErrors: errs}, err
}
