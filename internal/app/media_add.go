package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
)

// MediaAdd brings the files of a folder and the folders in it into the media library: for a centre that moves in.
type MediaAdd struct {
	Login      string
	Department string // its code, the person's own department where there is none
	Folders    []string
}

// Flags adds the command line.
func (in *MediaAdd) Flags(f *flag.FlagSet) {
	f.StringVar(&in.Login, "as", "", "sign-in name of the person who uploads the files (required)")
	f.StringVar(&in.Department, "department", "", "code of the department that the files belong to (default: the person's)")
}

// MediaAdded is what became of one file.
type MediaAdded struct {
	File   string
	ID     string // of the file in the library; "" where it was refused
	Before bool   // it was there already, with the same bytes in the same department
	Err    error  // why it was refused
}

// AddMedia uploads each file, through the service that the API uses and as the person with the login, whose rights decide. A file
// that is refused keeps none of the others out; repeated, it passes over what is there. Nobody can open them before the running
// program has had them scanned (Art. 7b).
func (a *App) AddMedia(ctx context.Context, in MediaAdd, tell func(MediaAdded)) error {
	switch {
	case in.Login == "":
		return errors.New("-as: missing: who uploads the files")
	case len(in.Folders) != 1:
		return errors.New("want one DIR")
	}
	uploader, err := a.Services.Auth.Holder(access.AsSystem(ctx), in.Login)
	if err != nil {
		return fmt.Errorf("-as %s: %w", in.Login, err)
	}
	ctx = access.With(ctx, uploader)
	owner := db.GlobalID("department", uploader.Home)
	if in.Department != "" {
		d, err := a.Services.Departments.Find(ctx, nil, &in.Department)
		if err != nil {
			return fmt.Errorf("-department %s: %w", in.Department, err)
		}
		owner = d.ID()
	}
	return filepath.WalkDir(in.Folders[0], func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		added := MediaAdded{File: path}
		if !e.Type().IsRegular() {
			added.Err = errors.New("is no regular file")
		} else {
			added.ID, added.Before, added.Err = a.addMedia(ctx, path, owner)
		}
		tell(added)
		return ctx.Err()
	})
}

// addMedia uploads one file, unless its department has one with the same bytes.
func (a *App) addMedia(ctx context.Context, path, owner string) (id string, before bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", false, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	h := sha256.New()
	size, err := io.Copy(h, f)
	if err != nil {
		return "", false, err
	}
	sum := [sha256.Size]byte(h.Sum(nil))
	one := 1
	same, err := a.Services.Media.List(ctx, media.Filter{Department: owner, SHA256: hex.EncodeToString(sum[:])}, media.Order{}, paging.Args{First: &one})
	if err != nil {
		return "", false, err
	}
	if len(same.Nodes()) > 0 {
		return same.Nodes()[0].ID(), true, nil
	}
	made, err := a.Services.Media.Upload(ctx, media.UploadInput{File: input.File{Name: filepath.Base(path), Long: &input.Long{At: f, Size: size, Sum: sum}}, Department: &owner})
	if err != nil {
		return "", false, err
	}
	return made.ID(), false, nil
}
