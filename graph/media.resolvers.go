package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *attachmentResolver) File(ctx context.Context, obj *media.Attachment) (*media.File, error) {
	return load(ctx, loadersOf(ctx).mediaFiles, obj.Attached.File)
}

func (r *mediaFileResolver) WaitsFor(ctx context.Context, obj *media.File) (*media.Wait, error) {
	if obj.State != media.Pending {
		return nil, nil
	}
	return load(ctx, loadersOf(ctx).mediaWaits, obj.Key)
}

func (r *mediaFileResolver) Department(ctx context.Context, obj *media.File) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *mediaFileResolver) Uploader(ctx context.Context, obj *media.File) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Uploader)
}

func (r *mediaFileResolver) Path(ctx context.Context, obj *media.File) (*string, error) {
	return r.Media.Path(obj), nil
}

func (r *mediaFileResolver) Picture(ctx context.Context, obj *media.File) (*media.Picture, error) {
	return r.Media.PictureOf(obj), nil
}

func (r *mediaFileResolver) Version(ctx context.Context, obj *media.File) (*int, error) {
	return r.Media.VersionFor(ctx, obj), nil
}

func (r *mediaFileResolver) AvailableActions(ctx context.Context, obj *media.File) ([]*act.Available, error) {
	return r.Media.AvailableActions(ctx, obj)
}

func (r *mediaPictureResolver) URL(ctx context.Context, obj *media.Picture, width int, ratio *media.Ratio, focus *media.Focus, format *media.Format) (string, error) {
	return obj.Address(media.Shown{Width: width, Ratio: ratio, Focus: focus, Format: format}), nil
}

func (r *mediaPictureResolver) Srcset(ctx context.Context, obj *media.Picture, ratio *media.Ratio, focus *media.Focus, format *media.Format) (string, error) {
	return obj.Addresses(media.Shown{Ratio: ratio, Focus: focus, Format: format}), nil
}

func (r *mediaScannerResolver) MaxFileSize(ctx context.Context, obj *media.Scanner) (int, error) {
	return r.Media.MaxFileSize(), nil
}

func (r *mutationResolver) UploadMedia(ctx context.Context, input media.UploadInput) (*model.UploadMediaPayload, error) {
	done, err := r.Media.Upload(ctx, input)
	errs, err := fault.Split(err)
	return &model.UploadMediaPayload{MediaFile: done, UserErrors: errs}, err
}

func (r *mutationResolver) DescribeMedia(ctx context.Context, input media.DescribeInput) (*model.DescribeMediaPayload, error) {
	done, err := r.Media.Describe(ctx, input)
	errs, err := fault.Split(err)
	return &model.DescribeMediaPayload{MediaFile: done, UserErrors: errs}, err
}

func (r *mutationResolver) RescanMedia(ctx context.Context, input media.VersionInput) (*model.RescanMediaPayload, error) {
	done, err := r.Media.Rescan(ctx, input)
	errs, err := fault.Split(err)
	return &model.RescanMediaPayload{MediaFile: done, UserErrors: errs}, err
}

func (r *mutationResolver) DeleteMedia(ctx context.Context, input media.VersionInput) (*model.DeleteMediaPayload, error) {
	done, err := r.Media.Delete(ctx, input)
	errs, err := fault.Split(err)
	return &model.DeleteMediaPayload{DeletedID: done, UserErrors: errs}, err
}

func (r *queryResolver) MediaFile(ctx context.Context, id string) (*media.File, error) {
	return r.Media.Get(ctx, id)
}

func (r *queryResolver) MediaFiles(ctx context.Context, filter *media.Filter, orderBy *paging.Wish[media.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*media.File], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Media.List(ctx, given(filter), given(orderBy), args)
}

func (r *queryResolver) MediaScanner(ctx context.Context) (*media.Scanner, error) {
	return r.Media.Scanner(ctx)
}

func (r *Resolver) Attachment() generated.AttachmentResolver { return &attachmentResolver{r} }

func (r *Resolver) MediaFile() generated.MediaFileResolver { return &mediaFileResolver{r} }

func (r *Resolver) MediaPicture() generated.MediaPictureResolver { return &mediaPictureResolver{r} }

func (r *Resolver) MediaScanner() generated.MediaScannerResolver { return &mediaScannerResolver{r} }

type (
	attachmentResolver   struct{ *Resolver }
	mediaFileResolver    struct{ *Resolver }
	mediaPictureResolver struct{ *Resolver }
	mediaScannerResolver struct{ *Resolver }
)
