package media

import (
	"context"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
)

// Attached is a file as a subject shows it, with all that readers get of it. It is kept with the subject as it was when it was
// attached: that is what is decided on, and describing the file anew changes nothing of it.
type Attached struct {
	File       db.ID  `json:"file"`
	Name       string `json:"name"`
	Type       string `json:"type"`
	Size       int    `json:"size"`
	SHA256     string `json:"sha256"`
	Alt        string `json:"alt,omitempty"`
	Decorative bool   `json:"decorative,omitempty"`
	Caption    string `json:"caption,omitempty"`
	Credit     string `json:"credit,omitempty"`
	Licence    string `json:"licence,omitempty"`
	Focus      Focus  `json:"focus,omitempty"`
}

// ID is the global id of the file.
func (a *Attached) ID() string { return db.GlobalID(kind, a.File) }

// Described reports whether readers who do not see the picture learn what it shows, or that they miss nothing.
func (a *Attached) Described() bool { return a.Decorative || a.Alt != "" }

// attached is the file as it would be attached now.
func (f *File) attached() Attached {
	return Attached{File: f.Key, Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256(), Alt: f.Alt, Decorative: f.Decorative, Caption: f.Caption, Credit: f.Credit,
		Licence: f.Licence, Focus: f.Focus}
}

// AttachmentInput names a file to attach, and says what it shows there. What is left out is as the file is described.
type AttachmentInput struct {
	File       string // the global id
	Alt        *string
	Decorative *bool
	Caption    *string
}

// Attaching attaches files to a subject, and collects what is wrong with them.
type Attaching struct {
	input.Form
	s    *Service
	mine map[db.ID]*File // those that the actor may read
	kept map[db.ID]Attached
}

// Attach begins to attach the files with the global ids. had are those that the subject shows already: they may stay,
// though the actor does not read them in the library.
func (s *Service) Attach(ctx context.Context, globals []string, had []Attached) (*Attaching, error) {
	a := &Attaching{s: s, kept: make(map[db.ID]Attached, len(had))}
	for _, h := range slices.Backward(had) { // the first counts
		a.kept[h.File] = h
	}
	var keys []db.ID
	for _, g := range globals {
		key, err := db.ParseID(kind, g)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return a, nil
	}
	slices.SortFunc(keys, db.ID.Compare)
	keys = slices.Compact(keys)
	var err error
	if a.mine, err = s.ByIDs(ctx, keys); err != nil {
		return nil, err
	}
	return a, nil
}

// One is the file with what may be a global id as it is attached at the path, zero if it cannot be.
func (a *Attaching) One(path, global string) Attached {
	key, err := db.ParseID(kind, global)
	if err != nil {
		a.Must(false, path, unknownFile)
		return Attached{}
	}
	f := a.mine[key]
	if f == nil {
		kept, known := a.kept[key]
		a.Must(known, path, unknownFile)
		return kept
	}
	switch f.State {
	case Infected:
		a.Add(fault.Invalid, path, foundInfected)
	case Failed:
		a.Add(fault.Invalid, path, couldNotBeScanned)
	}
	return f.attached()
}

// File is what the input attaches at the path.
func (a *Attaching) File(path string, in *AttachmentInput) Attached {
	f := a.One(path+".file", in.File)
	if f.File.IsZero() {
		return f
	}
	if in.Alt != nil {
		f.Alt = *in.Alt
		a.Line(path+".alt", &f.Alt, maxAlt)
		f.Decorative = f.Decorative && f.Alt == ""
	}
	if in.Decorative != nil {
		if f.Decorative = *in.Decorative; f.Decorative && in.Alt == nil {
			f.Alt = ""
		}
	}
	if in.Caption != nil {
		f.Caption = *in.Caption
		a.Line(path+".caption", &f.Caption, maxCaption)
	}
	a.Must(!f.Decorative || f.Alt == "", path+".alt", decorativeSaysNothing)
	return f
}

// Picture is File for what has to be a picture.
func (a *Attaching) Picture(path string, in *AttachmentInput) Attached {
	f := a.File(path, in)
	a.Must(f.File.IsZero() || pictured(f.Type) == Unmeasured, path+".file", notAPicture)
	return f
}

// Files are what the inputs attach at the path, each file once.
func (a *Attaching) Files(path string, in []*AttachmentInput, most int, one func(path string, in *AttachmentInput) Attached) []Attached {
	a.Must(len(in) <= most, path, tooManyFiles.With(len(in), most))
	var files []Attached
	for i, each := range in {
		at := path + "." + strconv.Itoa(i)
		f := one(at, each)
		twice := slices.ContainsFunc(files, func(other Attached) bool { return other.File == f.File })
		a.Must(f.File.IsZero() || !twice, at+".file", attachedTwice)
		files = append(files, f)
	}
	return files
}
