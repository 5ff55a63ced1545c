// Package media keeps what people bring in from outside, and lets nobody have it before a real antivirus engine has looked at
// it (Art. 7b). No verdict, no bytes: Open is the one way to them.
package media

import (
	"encoding/hex"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// kind is that of files in global ids, permissions, notices and the change feed.
const kind = "media"

// State is what is known of a file.
type State string

// The states.
const (
	Pending    State = "PENDING"     // no verdict yet
	Clean      State = "CLEAN"       // the one state in which readers get the bytes
	Infected   State = "INFECTED"    // locked away, or deleted
	Failed     State = "FAILED"      // the scanner could not say; the reason tells why
	NotScanned State = "NOT_SCANNED" // in the demonstration without a scanner alone
)

// Reason is why a file could not be scanned.
type Reason string

// The reasons.
const (
	ReasonLimits    Reason = "LIMITS"    // more, deeper or larger inside than is looked at
	ReasonEncrypted Reason = "ENCRYPTED" // nobody can look into it
	ReasonMalformed Reason = "MALFORMED" // it says to be an archive, and cannot be read as one
	ReasonScanner   Reason = "SCANNER"   // the scanner failed again and again
	ReasonMissing   Reason = "MISSING"   // its bytes are gone
)

// Wait is why a file has no verdict yet.
type Wait string

// What a file waits for.
const (
	WaitInLine    Wait = "IN_LINE"
	WaitScanner   Wait = "SCANNER_AWAY"   // it does not answer
	WaitProbe     Wait = "PROBE_FAILED"   // it says OK of what it should not, so that its word means nothing
	WaitOld       Wait = "SIGNATURES_OLD" //
	WaitNoScanner Wait = "NO_SCANNER"     // none is configured
)

// File is one file that somebody brought.
type File struct {
	Key        db.ID   `db:"id"`
	Department db.ID   `db:"department_id"`
	Uploader   db.ID   `db:"uploader_id"`
	Name       string  `db:"name"`
	SortName   string  `db:"sort_name"`
	Type       string  `db:"media_type"` // by its content
	Size       int     `db:"size"`
	Sum        []byte  `db:"sha256"`
	State      State   `db:"state"`
	Reason     Reason  `db:"reason"`    // of FAILED, else ""
	Signature  string  `db:"signature"` // of INFECTED, and of FAILED where the scanner named one
	Address    string  `db:"address"`   // where it came from
	Version    int     `db:"version"`
	CreatedAt  db.Time `db:"created_at"`
	Engine     string  `db:"engine"` // of the last verdict
	ScannedAt  db.Time `db:"scanned_at"`
	OpenedAt   db.Time `db:"opened_at"` // by a reader: what is used is scanned again first
	TryAt      db.Time `db:"try_at"`
	Attempts   int     `db:"attempts"`

	Picture PictureState `db:"picture"`
	Width   int          `db:"width"` // in pixels, as the picture is looked at; 0 before it was measured
	Height  int          `db:"height"`
	Colour  string       `db:"colour"` // the average, as #rrggbb; "" before it was measured

	Alt        string `db:"alt"`        // what the picture shows, for those who do not see it
	Decorative bool   `db:"decorative"` // it shows nothing that a reader would miss
	Caption    string `db:"caption"`
	Credit     string `db:"credit"` // who made it
	Licence    string `db:"licence"`
	Focus      Focus  `db:"focus"` // what stays in sight when it is cut
	Salt       []byte `db:"salt"`  // signs the addresses of its sizes

	shelf *shelf // the list that it was read with
}

// ID is the global id.
func (f *File) ID() string { return db.GlobalID(kind, f.Key) }

// Target is what permission rules look at.
func (f *File) Target() access.Target {
	return access.Target{Department: f.Department, People: []db.ID{f.Uploader}}
}

// SHA256 is that of the bytes, in hexadecimal.
func (f *File) SHA256() string { return hex.EncodeToString(f.Sum) }

// FailedBecause is why it could not be scanned, nil where it was, or waits.
func (f *File) FailedBecause() *Reason {
	if f.Reason == "" {
		return nil
	}
	return &f.Reason
}

// Found is what the scanner found, nil where that is nothing.
func (f *File) Found() *string {
	if f.Signature == "" {
		return nil
	}
	return &f.Signature
}

// ScannedBy is the engine of the last verdict, nil before the first.
func (f *File) ScannedBy() *string {
	if f.Engine == "" {
		return nil
	}
	return &f.Engine
}

// sum is the key of the bytes.
func (f *File) sum() blob.Sum { return blob.Sum(f.Sum) }

// Connection and Edge are pages of files.
type (
	Connection = paging.Connection[*File]
	Edge       = paging.Edge[*File]
)

// Scanner is what the scanner was found to be when it was last asked.
type Scanner struct {
	Row        int          `db:"id"`
	State      ScannerState `db:"state"`
	Engine     string       `db:"engine"`
	Signatures db.Time      `db:"signatures_at"` // when they were made; zero where the scanner does not say
	Since      db.Time      `db:"since"`         // it is in this state
}

// ScannerState says whether the word of the scanner counts.
type ScannerState string

// The states of the scanner.
const (
	ScannerReady   ScannerState = "READY"
	ScannerAway    ScannerState = "AWAY"
	ScannerFailing ScannerState = "PROBE_FAILED"
	ScannerOld     ScannerState = "SIGNATURES_OLD"
	ScannerNone    ScannerState = "NONE" // none is configured
	ScannerUnknown ScannerState = "UNKNOWN"
)

// wait is what a file waits for while the scanner is in the state.
func (s ScannerState) wait() Wait {
	switch s {
	case ScannerAway:
		return WaitScanner
	case ScannerFailing:
		return WaitProbe
	case ScannerOld:
		return WaitOld
	case ScannerNone:
		return WaitNoScanner
	}
	return WaitInLine
}
