package incident

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Lengths of a report of a mistake, in characters.
const (
	maxPassage = 500
	maxRemark  = 1000
	maxContact = 200
)

// Mistake binds an incident to what somebody found wrong in a post (Art. 11b): a passage of one revision, and once it is corrected the
// revision that does so. Its key is the incident's.
type Mistake struct {
	Key         db.ID   `db:"id"`
	Post        db.ID   `db:"post_id"`
	Revision    db.ID   `db:"revision_id"`
	Passage     string  `db:"passage"`
	PassageHash []byte  `db:"passage_hash"` // by which the same passage is known
	Correction  db.ID   `db:"correction_id"`
	CorrectedAt db.Time `db:"corrected_at"`
	Note        string  `db:"note"`
	Version     int     `db:"version"`
}

// MistakeReport is what one person said of a mistake.
type MistakeReport struct {
	Key        db.ID      `db:"id"`
	Incident   db.ID      `db:"incident_id"`
	NumberHash numberHash `db:"number_hash"` // of what an anonymous reporter keeps; nil where the reporter is known
	Text       string     `db:"text"`
	Contact    string     `db:"contact"` // as the reporter gave it, for handlers alone
	At         db.Time    `db:"at"`
}

// numberHash is NULL where there is no number.
type numberHash []byte

// Value stores the hash.
func (h numberHash) Value() (driver.Value, error) {
	if h == nil {
		return nil, nil
	}
	return []byte(h), nil
}

// Scan reads it.
func (h *numberHash) Scan(src any) error {
	b, _ := src.([]byte)
	*h = bytes.Clone(b)
	return nil
}

// ReportMistakeInput says what is wrong with a post.
type ReportMistakeInput struct {
	Post           string
	Passage        string // words of the post as readers see it
	Text           string // what is wrong with them
	Contact        string
	IdempotencyKey string // of somebody who is signed in
}

// MistakeReceipt is what a reporter gets: staff the incident, anybody else a number.
type MistakeReceipt struct {
	Number   *string
	Incident *Incident
}

// mistakesTurn is the name under which reports of mistakes take turns, so that the bounds hold and the same passage is joined.
const mistakesTurn = "mistakes"

// ReportMistake files a report of a mistake in a published post (Art. 11b), by anybody who may read it. An anonymous report of a passage
// on which an incident is open joins that; staff have an incident of their own, which is solved along with it. Beyond so many it is a WaitError.
func (s *Service) ReportMistake(ctx context.Context, in ReportMistakeInput) (*MistakeReceipt, error) {
	known := access.Of(ctx).Known()
	filed := act.Creation{Operation: "reportMistake", Input: in, Turn: mistakesTurn}
	receipt := new(MistakeReceipt)
	var hash []byte
	if known {
		filed.Key = in.IdempotencyKey
	} else {
		number := newNumber()
		receipt.Number, hash = &number, hashNumber(number)
	}
	m, err := s.reports.Create(ctx, filed, func(ctx context.Context) (*matter, error) {
		i, err := s.reportMistake(ctx, in, hash)
		return &matter{Incident: i, s: s}, err
	})
	if err != nil {
		return nil, err
	}
	if known {
		s.veil(ctx, m.Incident)
		receipt.Incident = m.Incident
	}
	return receipt, nil
}

func (s *Service) reportMistake(ctx context.Context, in ReportMistakeInput, number []byte) (*Incident, error) {
	me := access.Of(ctx)
	if err := s.slowed(ctx); err != nil {
		return nil, err
	}
	h, err := s.published(ctx, in.Post)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, "post", "report_mistake", h.Target()); err != nil {
		return nil, err
	}
	if !me.Service.IsZero() { // no tool speaks for a reader
		return nil, fault.Refused("11b")
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := s.slowedAt(ctx, h.Key); err != nil {
		return nil, err
	}
	m, err := s.found(ctx, h, in.Passage)
	if err != nil {
		return nil, err
	}
	first, err := s.samePassage(ctx, m)
	if err != nil {
		return nil, err
	}
	r := &MistakeReport{Key: db.NewID(), NumberHash: number, Text: in.Text, Contact: in.Contact, At: s.db.Now(ctx)}
	if !first.IsZero() && !me.SignedIn() {
		return s.joinReport(ctx, first, r)
	}
	i, err := s.Open(ctx, Opening{Category: Website, Title: text.Truncate(mistakeIn.With(h.Title).VI, maxTitle), Description: in.describe(),
		Department: h.Department, Reporter: me.StaffID, Posts: []db.ID{h.Key}})
	if err != nil {
		return nil, err
	}
	m.Key, r.Incident = i.Key, i.Key
	if err := s.insertMistake(ctx, m, r); err != nil || first.IsZero() {
		return i, err
	}
	return i, s.saveJoin(ctx, first, i.Key)
}

// describe is the report as the incident shows it to all who may read that.
func (in *ReportMistakeInput) describe() string {
	if in.Text == "" {
		return "“" + in.Passage + "”"
	}
	return "“" + in.Passage + "”\n" + in.Text
}

func (in *ReportMistakeInput) check() error {
	var f input.Form
	f.Needed("passage", &in.Passage, maxPassage)
	f.Lines("text", &in.Text, maxRemark)
	f.Line("contact", &in.Contact, maxContact)
	return f.Err()
}

// found binds the passage to the revision that readers see; a user error where it is not in its text.
func (s *Service) found(ctx context.Context, h *post.Head, passage string) (*Mistake, error) {
	words, err := s.posts.PublishedText(ctx, h)
	if err != nil {
		return nil, err
	}
	key := text.Key(passage)
	if !strings.Contains(text.Key(words), key) {
		return nil, fault.User(fault.Invalid, passageNotFound, "input.passage").By("11b")
	}
	hash := sha256.Sum256([]byte(key))
	return &Mistake{Post: h.Key, Revision: h.PublishedRevision, Passage: passage, PassageHash: hash[:], Version: 1}, nil
}

// joinReport adds an anonymous report to the incident on which the same passage is open. Its handlers find it there; nobody is notified
// once more.
func (s *Service) joinReport(ctx context.Context, first db.ID, r *MistakeReport) (*Incident, error) {
	i, err := s.one(ctx, first, everywhere)
	if err != nil {
		return nil, err
	}
	n, err := s.reported(ctx, first)
	if err != nil {
		return nil, err
	}
	if n >= maxMistakeReports {
		return nil, fault.User(fault.Invalid, reportedOften, "input.passage").By("11b")
	}
	if r.Incident = first; err == nil {
		err = s.insertReport(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	err = s.audit.Record(ctx, audit.Event{Class: audit.Content, Action: "incident.reported_again", Article: "11b", SubjectKind: kind, SubjectID: first, Department: i.Department})
	if err != nil {
		return nil, err
	}
	return i, s.feed.Record(ctx, kind, first, tagAll)
}

// maxMistakeReports is how many reports of one incident are kept.
const maxMistakeReports = 100

// numberLength is how much of a random text a number is: 100 bits, which nobody guesses.
const numberLength = 20

// newNumber makes the number that an anonymous reporter keeps.
func newNumber() string {
	n := rand.Text()[:numberLength]
	return n[:5] + "-" + n[5:10] + "-" + n[10:15] + "-" + n[15:]
}

// hashNumber is how a number is stored: what reads the store cannot ask by it. Case, spaces and dashes make no difference.
func hashNumber(number string) []byte {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(text.Line(number)))
	hash := sha256.Sum256([]byte(plain))
	return hash[:]
}

// MistakeState is what an anonymous reporter is told.
type MistakeState string

// The states of a report.
const (
	MistakeReceived  MistakeState = "RECEIVED"
	MistakeChecking  MistakeState = "CHECKING"
	MistakeCorrected MistakeState = "CORRECTED"
	MistakeAnswered  MistakeState = "ANSWERED" // without a correction
)

// StateOfMistake tells the state of the report with the number, and nothing else of it; NotFound for any other.
func (s *Service) StateOfMistake(ctx context.Context, number string) (*MistakeState, error) {
	feed.Depends(ctx, tagAll)
	at, err := s.numbered(ctx, hashNumber(number))
	if err != nil {
		return nil, err
	}
	state := MistakeReceived
	switch {
	case at.State == StateInProgress, at.State == StateWaiting:
		state = MistakeChecking
	case !at.State.live() && !at.CorrectedAt.IsZero():
		state = MistakeCorrected
	case !at.State.live():
		state = MistakeAnswered
	}
	return &state, nil
}

// MistakesOf returns what each incident is about in a post; who may read the incidents, the caller has asked.
func (s *Service) MistakesOf(ctx context.Context, incidents []db.ID) (map[db.ID]*Shown, error) {
	rows, err := s.mistakes(ctx, incidents)
	found := make(map[db.ID]*Shown, len(rows))
	for _, m := range rows {
		found[m.Key] = m
	}
	return found, err
}

// ReportsOf returns what was said of each mistake, the earliest first, to those who handle the incident; nothing to anybody else.
func (s *Service) ReportsOf(ctx context.Context, incidents []db.ID) (map[db.ID][]*MistakeReport, error) {
	reach := s.access.Reach(ctx, kind, "handle")
	if reach.None() {
		return nil, nil
	}
	rows, err := s.reportsOf(ctx, incidents, reach)
	found := map[db.ID][]*MistakeReport{}
	for _, r := range rows {
		found[r.Incident] = append(found[r.Incident], r)
	}
	return found, err
}
