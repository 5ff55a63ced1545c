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

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/importer"
	"ttyt/internal/post"
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
	f.StringVar(&in.Login, "as", "", "sign-in name of the staff member who becomes the drafts' author (required)")
	f.StringVar(&in.Department, "department", "", "code of the department that owns the drafts; the author's own where it is not given")
	f.StringVar(&in.Type, "type", string(post.TypeNewsArticle), "type of the posts, as the API names it")
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
		return nil, fmt.Errorf("-type: %q is none of %v", in.Type, post.Kinds())
	}
	drafts := make([]importer.Draft, len(in.Files))
	for i, file := range in.Files {
		if drafts[i], err = readDraft(file); err != nil {
			return nil, err
		}
	}
	err = a.DB.InTx(ctx, func(ctx context.Context) error {
		made, err = a.makeDrafts(ctx, in, drafts)
		return err
	})
	return made, err
}

// readDraft reads no more of a file than a text may have.
func readDraft(file string) (importer.Draft, error) {
	f, err := os.Open(file)
	if err != nil {
		return importer.Draft{}, err // names the file
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, importer.MaxBytes+1))
	if err != nil {
		return importer.Draft{}, err // names the file
	}
	d, err := importer.Parse(filepath.Base(file), content)
	if err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

func (a *App) makeDrafts(ctx context.Context, in Import, drafts []importer.Draft) ([]Imported, error) {
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
	made := make([]Imported, len(drafts))
	for i, d := range drafts {
		create := post.CreateInput{Type: post.Type(in.Type), Department: owner, Edit: post.Edit{Title: &d.Title, Body: &d.HTML}}
		if d.Origin != (importer.Origin{}) {
			create.Origin = &post.Origin{PostedAt: db.At(d.Origin.PostedAt), PostedBy: d.Origin.PostedBy}
		}
		p, err := a.Services.Posts.Create(ctx, create)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.Files[i], err)
		}
		made[i] = Imported{in.Files[i], p.ID(), p.Common().Slug()}
	}
	return made, nil
}
