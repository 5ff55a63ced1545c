package graph

import (
	"context"

	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/rating"
)

func (r *mutationResolver) RatePost(ctx context.Context, input rating.RateInput) (*model.RatePostPayload, error) {
	rated, err := r.Ratings.Rate(ctx, input)
	errs, err := fault.Split(err)
	return &model.RatePostPayload{Post: rated, UserErrors: errs}, err
}
