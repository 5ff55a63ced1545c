package audit

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// errNoAnchor says that there is no anchor file yet.
var errNoAnchor = errors.New("audit: no anchor")

// ReadAnchor reads the head that an anchor file keeps: one line with its number, its MAC and when it was written.
func ReadAnchor(file string) (Head, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Head{}, fmt.Errorf("%w in %s", errNoAnchor, file)
	}
	if err != nil {
		return Head{}, err
	}
	var h Head
	var mac, at string
	if _, err := fmt.Sscanf(string(content), "%d %s %s\n", &h.Seq, &mac, &at); err == nil {
		if h.MAC, err = hex.DecodeString(mac); err == nil && h.Seq >= 0 {
			return h, nil
		}
	}
	return Head{}, fmt.Errorf("audit: %s is no anchor file", file)
}

// writeAnchor replaces the file in one step, so that a cut leaves the old line or the new one.
func writeAnchor(file string, h Head, at time.Time) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = fmt.Fprintln(f, h, at.UTC().Format(time.RFC3339))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
