package app

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/wire/documents"
)

// DocumentsBuild asks for a manifest of the operations in the sources of clients.
type DocumentsBuild struct {
	Out   string
	Paths []string
}

// Flags adds the command line of a build.
func (b *DocumentsBuild) Flags(f *flag.FlagSet) {
	f.StringVar(&b.Out, "out", "", "file of the manifest (required)")
}

// Run writes the manifest, if every operation is valid and within the limits on strangers, and returns how many it
// holds. The file is replaced in one step, so that a running program never reads half of it.
func (b *DocumentsBuild) Run() (int, error) {
	switch {
	case b.Out == "":
		return 0, errors.New("-out: missing: where does the manifest go")
	case len(b.Paths) == 0:
		return 0, errors.New("no PATH given")
	}
	operations, err := graph.Rules().Build(b.Paths...)
	if err != nil {
		return 0, err
	}
	manifest, err := documents.Encode(operations)
	if err != nil {
		return 0, err
	}
	return len(operations), replace(b.Out, manifest)
}

// replace writes a file beside the old one and moves it over.
func replace(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// CheckDocuments checks a manifest as the program does when it reads it, and returns how many operations it holds.
func CheckDocuments(file string) (int, error) {
	operations, err := graph.Rules().Read(file)
	if err != nil {
		return 0, fmt.Errorf("not accepted:\n%w", err)
	}
	return len(operations), nil
}
