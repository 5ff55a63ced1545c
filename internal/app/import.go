package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/textfile"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
)

// Import asks for drafts of files: plain texts, such as pages of an older website give when they are copied, and
// Markdown.
type Import struct {
	Login      string
	Department string // its code, the person's own department where there is none
	Type       string
	Files      []string
}

// Flags adds the command line of an import.
func (in *Import) Flags(f *flag.FlagSet) {
	f.StringVar(&in.Login, "as", "", "sign-in name of the drafts' author (required)")
	f.StringVar(&in.Department, "department", "", "code of the department that owns the drafts (default: the author's)")
	f.StringVar(&in.Type, "type", string(post.TypeNewsArticle), "post type, as in the API")
}

// Imported is the draft that a file became.
type Imported struct {
	File, ID, Slug string
}

// Import makes a draft of each file, through the service that the API uses and as the person with the login, whose
// rights decide. All files become drafts, or none; the error names the file and the reason.
func (a *App) Import(ctx context.Context, in Import) (made []Imported, err error) {
	switch {
	case in.Login == "":
		return nil, errors.New("-as: missing: whose drafts are they")
	case len(in.Files) == 0:
		return nil, errors.New("no FILE given")
	case !slices.Contains(post.Kinds(), post.Type(in.Type)):
		return nil, fmt.Errorf("-type: %q is not one of %v", in.Type, post.Kinds())
	}
	files := make([]input.File, len(in.Files))
	for i, file := range in.Files {
		if files[i], err = readFile(ctx, file); err != nil {
			return nil, err
		}
	}
	err = a.DB.InTx(ctx, func(ctx context.Context) error {
		made, err = a.makeDrafts(ctx, in, files)
		return err
	})
	return made, err
}

// readFile reads no more of a file than a text may have, until the context ends: a pipe may never end.
func readFile(ctx context.Context, file string) (input.File, error) {
	var in input.File
	done := make(chan error, 1)
	go func() {
		read, err := readWhole(file)
		in = read
		done <- err
	}()
	select {
	case err := <-done:
		return in, err
	case <-ctx.Done():
		return input.File{}, fmt.Errorf("%s: %w", file, context.Cause(ctx))
	}
}

func readWhole(file string) (input.File, error) {
	f, err := os.Open(file)
	if err != nil {
		return input.File{}, err // names the file
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, textfile.MaxBytes+1))
	return input.File{Name: filepath.Base(file), Content: content}, err // names the file
}

func (a *App) makeDrafts(ctx context.Context, in Import, files []input.File) ([]Imported, error) {
	author, err := a.Services.Auth.Holder(access.AsSystem(ctx), in.Login)
	if err != nil {
		return nil, fmt.Errorf("-as %s: %w", in.Login, err)
	}
	ctx = access.With(ctx, author)
	owner := db.GlobalID("department", author.Home)
	if in.Department != "" {
		d, err := a.Services.Departments.Find(ctx, nil, &in.Department)
		if err != nil {
			return nil, fmt.Errorf("-department %s: %w", in.Department, err)
		}
		owner = d.ID()
	}
	made := make([]Imported, len(files))
	for i, file := range files {
		p, err := a.Services.Posts.Import(ctx, post.ImportInput{Type: post.Type(in.Type), Department: owner, File: file})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.Files[i], err)
		}
		made[i] = Imported{in.Files[i], p.ID(), p.Common().Slug()}
	}
	return made, nil
}
