package post

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"ttyt.example/ttyt/internal/base/diff"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/core/approval"
)

// maxCorrected is how many words of title, summary and body a correction may change (Art. 11c, house rule).
const maxCorrected = 20

// maxObjections bounds how many reasons an approval keeps.
const maxObjections = 20

// judge reports whether the working copy is a correction of what is published: from the same spans as deciders are shown.
func (m *matter) judge(ctx context.Context) (*approval.Correction, error) {
	if m.Publication != PublicationPublished || m.Audience != AudiencePublic {
		return &approval.Correction{Objections: []approval.Objection{{Code: approval.NotPublished, Text: onlyPublicCorrected}}}, nil
	}
	rev, err := m.working(ctx)
	if err != nil {
		return nil, err
	}
	published, err := m.s.revision(ctx, m.PublishedRevision)
	if err != nil {
		return nil, err
	}
	d, err := compare(ctx, m.Head, &published.Copy, &rev.Copy)
	if err != nil {
		return nil, err
	}
	found, err := m.s.objections(ctx, d)
	return &approval.Correction{Objections: found[:min(len(found), maxObjections)]}, err
}

// stillCorrects refuses an edit at the Board's step that makes more than a correction of what was submitted as one: the
// department has had no say in it.
func (m *matter) stillCorrects(ctx context.Context, c *approval.Case) error {
	if c.Flow != approval.PublicationCorrection {
		return nil
	}
	found, err := m.judge(ctx)
	if err != nil || found.Accepted() {
		return err
	}
	why := found.Objections[0].Text
	return fault.User(fault.Invalid, noCorrection.With(why), "").By("11c")
}

// objections are the reasons why a difference is more than a correction.
func (s *Service) objections(ctx context.Context, d *Diff) (found []approval.Objection, err error) {
	object := func(code approval.ObjectionCode, detail string, says fault.Text) {
		o := approval.Objection{Code: code, Text: says}
		if detail != "" {
			o.Detail = &detail
		}
		found = append(found, o)
	}
	for _, f := range d.Fields {
		object(approval.Field, f.Field, fieldChanges.With(f.label))
	}
	words, digit, hosts := weigh(d.stretches)
	if digit {
		object(approval.Digit, "", digitChanges)
	}
	if words > maxCorrected {
		object(approval.TooManyWords, "", tooManyWords.With(words, maxCorrected))
		return found, nil // as many new links may be among them
	}
	known, err := s.knownHosts(ctx, hosts)
	for _, host := range hosts {
		if !slices.Contains(known, host) {
			object(approval.NewLinkHost, host, newHost.With(host))
		}
	}
	return found, err
}

// weigh counts the words that differ, including those that differ only in their look. It also returns whether a digit differs
// and which hosts the new links lead to. A replaced word counts once, and so does a replaced address.
func weigh(stretches []diff.Stretch) (words int, digit bool, hosts []string) {
	for _, s := range stretches {
		if !s.Same {
			words += max(count(s.From), count(s.To))
			digit = digit || !slices.Equal(numbers(s.From), numbers(s.To))
			hosts = append(hosts, hostsOf(s.To)...)
			continue
		}
		for i, p := range s.From {
			if p.Look != s.To[i].Look {
				words++
				digit = digit || len(numbers(s.From[i:i+1])) > 0
			}
		}
	}
	slices.Sort(hosts)
	return words, digit, slices.Compact(hosts)
}

// count is how many words the pieces are. Blocks count where they are more: a paragraph that became a heading is a word.
func count(pieces []richtext.Piece) int {
	words, blocks := 0, 0
	for _, p := range pieces {
		switch p.Kind {
		case richtext.Word, richtext.Address:
			words++
		case richtext.Block:
			blocks++
		}
	}
	return max(words, blocks)
}

// punctuation around a number is no part of it, unlike a minus sign and what stands between its digits.
const punctuation = " \n.,;:!?()[]{}<>|\"'“”‘’«»…"

// numbers are the words, addresses and numbers of lists that hold digits.
func numbers(pieces []richtext.Piece) (found []string) {
	for _, p := range pieces {
		if strings.ContainsFunc(p.Text, unicode.IsNumber) {
			found = append(found, strings.Trim(p.Text, punctuation))
		}
	}
	return found
}

func hostsOf(pieces []richtext.Piece) (hosts []string) {
	for _, p := range pieces {
		if host := richtext.HostOf(p.Text); p.Kind == richtext.Address && host != "" {
			hosts = append(hosts, host)
		}
	}
	return hosts
}
