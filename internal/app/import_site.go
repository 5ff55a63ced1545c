package app

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/textfile"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/core/access"
)

// SiteImport brings what a website shows beside posts into a centre: settings, menus, categories and blocks of a JSON file, links of
// a table.
type SiteImport struct {
	Login  string
	Reason string
	Check  bool // only look at the files
	Files  []string
}

// Flags adds the command line of such an import.
func (in *SiteImport) Flags(f *flag.FlagSet) {
	f.StringVar(&in.Login, "as", "", "sign-in name of the proposer, of the website section or a director (required)")
	f.StringVar(&in.Reason, "reason", "", "why the website is to change, which the deciders are shown")
	f.BoolVar(&in.Check, "check", false, "check the files, and write nothing")
}

// errChecked ends a transaction that only looked.
var errChecked = errors.New("only checked")

// ImportSite proposes all that the files say as one change of the website, through the service that the API uses and as the person with
// the login: a director consents to it as to any other. It answers nil where the website shows all of it already, and with the first
// change where the same files are brought again. Its error names each mistake with the file, and the line or the field.
func (a *App) ImportSite(ctx context.Context, in SiteImport) (made *site.Change, err error) {
	switch {
	case in.Login == "":
		return nil, errors.New("-as: missing: who proposes the change")
	case len(in.Files) == 0:
		return nil, errors.New("no FILE given: settings as .json, links as .csv or .xlsx, one of each at most")
	}
	var settings siteFile
	var links *linkRows
	names := map[bool]string{} // of the file of settings, and of that of links
	for _, file := range in.Files {
		isSettings := strings.EqualFold(filepath.Ext(file), ".json")
		if names[isSettings] != "" {
			return nil, fmt.Errorf("%s: %s says the same kind of things already", file, names[isSettings])
		}
		names[isSettings] = file
		read, err := readFile(ctx, file)
		switch {
		case err != nil:
		case len(read.Content) > textfile.MaxBytes:
			err = fmt.Errorf("%s: more than %d bytes", file, textfile.MaxBytes)
		case isSettings:
			settings, err = readSettings(file, read.Content)
		default:
			links, err = readLinks(file, read.Content)
		}
		if err != nil {
			return nil, err
		}
	}
	if links != nil {
		if settings.LinkGroups != nil {
			return nil, fmt.Errorf("%s: linkGroups: %s has the links", names[true], names[false])
		}
		settings.LinkGroups = links.groups
	}
	err = a.DB.InTx(ctx, func(ctx context.Context) error {
		made, err = a.proposeSite(ctx, in, &settings, names[true], links)
		if err == nil && in.Check {
			err = errChecked
		}
		return err
	})
	if errors.Is(err, errChecked) {
		return made, nil
	}
	return made, err
}

// proposeSite proposes what the files say in the open transaction.
func (a *App) proposeSite(ctx context.Context, in SiteImport, of *siteFile, settings string, links *linkRows) (*site.Change, error) {
	proposer, err := a.Services.Auth.Holder(access.AsSystem(ctx), in.Login)
	if err != nil {
		return nil, fmt.Errorf("-as %s: %w", in.Login, err)
	}
	ctx = access.With(ctx, proposer)
	now, err := a.Services.Sites.Site(ctx)
	if err != nil {
		return nil, err
	}
	change, err := a.change(ctx, of, settings)
	if err != nil {
		return nil, err
	}
	change.ExpectedVersion, change.Reason = now.Number, in.Reason
	if change.IdempotencyKey, err = keyOf(change); err != nil {
		return nil, err
	}
	made, err := a.Services.Sites.Change(ctx, change)
	switch {
	case site.NothingDiffers(err):
		return nil, nil
	case err != nil:
		return nil, placed(err, settings, links)
	case slices.Contains([]site.State{site.Returned, site.Rejected, site.Withdrawn}, made.State):
		return nil, fmt.Errorf("-reason: %s proposed the same and is %s: another reason proposes it anew", made.ID(), made.State)
	}
	return made, nil
}

// keyOf is the idempotency key of a change: the same files over the same website are one proposal.
func keyOf(change site.ChangeInput) (string, error) {
	all, err := json.Marshal(change)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sha256.Sum256(all)), nil
}
