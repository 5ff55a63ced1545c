package media_test

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

func TestMain(m *testing.M) { kit.Main(m) }

// library is a centre with files, and a scanner that stands in for a real one.
type library struct {
	*kit.Kit
	*media.Service
	scanner  *scanner.Server
	people   map[string]db.ID
	ward     db.ID
	infected [][]string // names of the files of each finding, then of what else was brought
}

func newLibrary(t *testing.T, k *kit.Kit, change ...func(*media.Options)) *library {
	t.Helper()
	l := &library{Kit: k, scanner: scanner.Start(t)}
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	o := media.Options{Dir: t.TempDir(), Clamd: l.scanner.Address, MaxAge: 7 * 24 * time.Hour, Quota: 1 << 30, MaxSize: 6 << 20, Drawn: t.TempDir(), DrawnSize: 1 << 20}
	for _, c := range change {
		c(&o)
	}
	var err error
	l.Service, err = media.New(media.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: k.Jobs, Inbox: inbox.New(k.DB, k.Access, k.Feed),
		Directory: role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people), Departments: departments, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	l.OnInfected(func(_ context.Context, files, recent []*media.File) error {
		var names []string
		for _, f := range append(slices.Clone(files), recent...) {
			names = append(names, f.Name)
		}
		l.infected = append(l.infected, names)
		return nil
	})
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	l.ward = k.Department(t, "CLINICAL", "NOI", root)
	other, section := k.Department(t, "CLINICAL", "NGOAI", root), k.Department(t, "UNIT", "CNTT", root)
	l.people = map[string]db.ID{
		"uploader": k.Staff(t, l.ward, "Điều dưỡng"), "colleague": k.Staff(t, l.ward, "Đồng nghiệp"), "head": k.Staff(t, l.ward, "Trưởng khoa"),
		"elsewhere": k.Staff(t, other, "Khoa khác"), "editor": k.Staff(t, other, "Biên tập", access.WebEditor), "personnel": k.Staff(t, other, "Nhân sự", access.Personnel),
		"director": k.Staff(t, root, "Giám đốc", access.Director), "it": k.Staff(t, section, "Kỹ sư", access.IT),
	}
	k.Position(t, l.people["head"], l.ward, "HEAD")
	return l
}

func (l *library) as(t *testing.T, name string) context.Context {
	t.Helper()
	return l.As(t, l.people[name])
}

// bring is a file that the uploader brings.
func (l *library) bring(t *testing.T, name string, content []byte) *media.File {
	t.Helper()
	f, err := l.Upload(l.as(t, "uploader"), media.UploadInput{File: input.File{Name: name, Content: content}})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// probes is how many files a probe of the scanner has.
const probes = 3

var system = access.AsSystem(context.Background())

// scan scans what waits, and returns the file as it is then.
func (l *library) scan(t *testing.T, f *media.File) *media.File {
	t.Helper()
	l.Impatient(30 * time.Second)
	if wanted, err := l.ScanWanted(system); err != nil || wanted {
		if err := l.Scan(system); err != nil {
			t.Fatal(err)
		}
	}
	return l.now(t, f)
}

func (l *library) now(t *testing.T, f *media.File) *media.File {
	t.Helper()
	f, err := l.Get(l.as(t, "it"), f.ID())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// read is what somebody gets of a file: its content, or how they are refused.
func (l *library) read(t *testing.T, who string, f *media.File) string {
	t.Helper()
	ctx := access.With(context.Background(), access.Anonymous("", ""))
	if who != "" {
		ctx = l.as(t, who)
	}
	_, r, err := l.Open(ctx, f.ID())
	if err != nil {
		return kit.Told(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stored are the keys of all bytes.
func (l *library) stored(t *testing.T) (keys []string) {
	t.Helper()
	for _, area := range []blob.Area{blob.Files, blob.Locked} {
		if err := l.Bytes().List(t.Context(), area, func(i blob.Info) error {
			keys = append(keys, string(i.Key.Area))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}
