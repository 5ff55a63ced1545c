package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A theme is a folder of files that take the place of the program's own files of the same names, as the website reads them. The
// console always reads the program's own, so a part that both draw stays what it was there. A theme is read once, at the
// start, and checked as the program's pages are.

const (
	maxThemeFile = 256 << 10 // bytes; the program's own largest is a tenth of it
	maxProblems  = 20        // of a folder that are told at once
)

// Theme are the files of a theme, by their names with slashes. The nil one has none.
type Theme struct {
	folder string
	files  map[string][]byte
}

// themeable are the files whose place a theme can take, sorted.
func themeable(files fs.FS) (names []string, err error) {
	for _, folder := range []string{partsFolder, siteFolder} {
		entries, err := fs.ReadDir(files, folder)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			names = append(names, folder+"/"+e.Name())
		}
	}
	names = append(names, assetsFolder+"/"+partsFile, assetsFolder+"/"+siteSheet, assetsFolder+"/"+tokensFile)
	slices.Sort(names)
	return names, nil
}

// ReadTheme reads the theme in a folder. Its error names all files that cannot be of a theme, with the reason.
func ReadTheme(folder string) (*Theme, error) {
	root, err := openFolder(folder)
	if err != nil {
		return nil, err
	}
	r := &reading{root: root, theme: &Theme{folder, map[string][]byte{}}}
	if r.known, err = themeable(own); err == nil {
		err = fs.WalkDir(root.FS(), ".", r.visit)
	}
	if err = errors.Join(append(r.problems, err, root.Close())...); err != nil {
		return nil, err
	}
	if len(r.theme.files) == 0 {
		return nil, fmt.Errorf("%s: no file of a theme is in the folder", folder)
	}
	return r.theme, nil
}

// reading is a theme that is being read.
type reading struct {
	root     *os.Root
	known    []string
	theme    *Theme
	problems []error
}

// visit reads one file, or goes into a folder of known files.
func (r *reading) visit(name string, e fs.DirEntry, err error) error {
	if name == "." {
		return err
	}
	if err == nil && e.IsDir() && slices.ContainsFunc(r.known, func(k string) bool { return path.Dir(k) == name }) {
		return nil
	}
	if err == nil {
		err = inTheme(name, e, r.known)
	}
	if err == nil {
		r.theme.files[name], err = readRegular(r.root, name)
	}
	if err == nil {
		return nil
	}
	r.problems = append(r.problems, fmt.Errorf("%s: %w", filepath.Join(r.theme.folder, filepath.FromSlash(name)), err))
	switch {
	case len(r.problems) >= maxProblems:
		return fs.SkipAll
	case e.IsDir():
		return fs.SkipDir
	}
	return nil
}

func openFolder(folder string) (*os.Root, error) {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such folder", folder)
	}
	if err != nil {
		var of *fs.PathError
		if errors.As(err, &of) {
			err = of.Err
		}
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	return root, nil
}

// inTheme reports why what stands in the folder of a theme is no file of one.
func inTheme(name string, e fs.DirEntry, known []string) error {
	top, _, _ := strings.Cut(name, "/")
	switch {
	case e.Type()&fs.ModeSymlink != 0:
		return errors.New("a theme holds no links, only files")
	case top == consoleFolder:
		return errors.New("a theme changes the website alone, not the console or its sign-in")
	case e.IsDir():
		return fmt.Errorf("a theme has the folders %s, %s and %s alone", assetsFolder, partsFolder, siteFolder)
	case !slices.Contains(known, name):
		return errors.New("the website has no such file; ttyt theme export writes out all that a theme can change")
	case !e.Type().IsRegular():
		return errors.New("it is no plain file")
	}
	return nil
}

// readRegular reads a file of the folder, of UTF-8 and not too large. A mark of byte order at its beginning is left out.
func readRegular(root *os.Root, name string) ([]byte, error) {
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxThemeFile+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if len(text) > maxThemeFile {
		return nil, fmt.Errorf("the file has more than %d bytes", maxThemeFile)
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return nil, fmt.Errorf("line %d is not text in UTF-8", i+1)
		}
	}
	return text, nil
}

// Names are the files of the theme, sorted.
func (t *Theme) Names() []string { return sorted(t.files) }

// Unchanged are files of the theme that are the same as the program's own.
func (t *Theme) Unchanged() (names []string) {
	for _, name := range t.Names() {
		if text, err := own.ReadFile(name); err == nil && bytes.Equal(text, t.files[name]) {
			names = append(names, name)
		}
	}
	return names
}

// minds reports whether an unused text is a fault. The program's own texts are not, where a theme has no use for them, nor are
// those of parts that the console may use.
func (t *Theme) minds(w word, key string) bool {
	if t == nil {
		return true
	}
	if t.files[w.file] == nil {
		return false
	}
	console := words{}
	if strings.HasPrefix(w.file, partsFolder+"/") {
		console.read(own, w.file) // whose problems are the program's
	}
	_, known := console[key]
	return !known
}

var themeFile = regexp.MustCompile(`(?:` + assetsFolder + `|` + partsFolder + `|` + siteFolder + `)/[a-z-]+\.[a-z]+`)

// explain says of each problem of a website with the theme whose file it lies in.
func (t *Theme) explain(err error) error {
	if err == nil {
		return nil
	}
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		var told []error
		for _, one := range joined.Unwrap() {
			told = append(told, t.explain(one))
		}
		return errors.Join(told...)
	}
	text := themeFile.ReplaceAllStringFunc(err.Error(), func(name string) string {
		if t.files[name] == nil {
			return name
		}
		return filepath.Join(t.folder, filepath.FromSlash(name))
	})
	if first := themeFile.FindString(err.Error()); first != "" && t.files[first] == nil {
		text += fmt.Sprintf(" (this is the program's own file, which %s does not fit)", t.folder)
	}
	return errors.New(text)
}

// themed are the program's own files with those of a theme in their places.
type themed struct {
	fs.FS
	theme *Theme
}

// ReadFile reads a file of the theme, else one of the program.
func (t themed) ReadFile(name string) ([]byte, error) {
	if text, ok := t.theme.files[name]; ok {
		return slices.Clone(text), nil
	}
	return fs.ReadFile(t.FS, name)
}

func themeOf(files fs.FS) *Theme {
	t, _ := files.(themed)
	return t.theme
}

// ErrThere tells that a file would have been overwritten.
var ErrThere = errors.New("other files are there already")

// WriteTheme writes the files that a theme can change into a folder, which it makes where there is none. It returns those whose
// place they took. Unless overwrite is set, it writes nothing where one of them has other content, and the error names them.
func WriteTheme(folder string, overwrite bool) (written, replaced []string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, nil, err
	}
	root, err := openFolder(folder)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	if written, replaced, err = differing(root); err != nil {
		return nil, nil, err
	}
	if len(replaced) > 0 && !overwrite {
		return nil, replaced, fmt.Errorf("%s: %w, so nothing was written: %s", folder, ErrThere, strings.Join(replaced, ", "))
	}
	for _, name := range written {
		if err := replace(root, name, slices.Contains(replaced, name)); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", folder, err)
		}
	}
	return written, replaced, nil
}

// differing are the files that the folder does not have as they are, and those among them that it has otherwise.
func differing(root *os.Root) (missing, other []string, err error) {
	names, err := themeable(own)
	for _, name := range names {
		want, _ := own.ReadFile(name)
		info, err := root.Lstat(filepath.FromSlash(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, nil, err
		case info.IsDir():
			return nil, nil, fmt.Errorf("%s is a folder", name)
		default:
			if info.Mode().IsRegular() && info.Size() == int64(len(want)) {
				if text, err := root.ReadFile(filepath.FromSlash(name)); err == nil && bytes.Equal(text, want) {
					continue
				}
			}
			other = append(other, name)
		}
		missing = append(missing, name)
	}
	return missing, other, err
}

// replace writes one file, and never through a link.
func replace(root *os.Root, name string, there bool) error {
	text, err := own.ReadFile(name)
	if err == nil {
		err = root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o755)
	}
	file := filepath.FromSlash(name)
	if err == nil && there {
		err = root.Remove(file)
	}
	if err != nil {
		return err
	}
	f, err := root.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
