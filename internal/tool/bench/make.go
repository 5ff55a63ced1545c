package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/post"
)

// size is how much a store is filled with.
type size struct{ Posts, Staff int }

// epoch is when the centre was put on record, and written about from then on for span.
var (
	epoch = time.Date(2016, 1, 4, 1, 0, 0, 0, time.UTC)
	span  = 10 * 365 * 24 * time.Hour
)

const seed = 2026

// maker makes the rows of one store. The same size makes the same rows.
type maker struct {
	size
	departments, staff, categories []db.ID
	texts                          [][]*written // by topic
}

// written is a body with what a post shows and indexes of it. There are a few of each topic: to read them as text for
// every post would take hours.
type written struct {
	html, excerpt string
	words         map[string]int
}

const textsOfTopic = 8

// source is the randomness of the n-th thing of a kind.
func source(kind, n int) *rand.Rand { return rand.New(rand.NewPCG(seed+uint64(kind), uint64(n))) }

// The kinds of things that are made.
const (
	aDepartment = iota
	aPerson
	aCategory
	aPost
	aText
)

// idOf is a UUIDv7 of a time, as db.NewID makes them.
func idOf(r *rand.Rand, at time.Time) (id db.ID) {
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	for i := 6; i < len(id); i++ {
		id[i] = byte(r.Uint32())
	}
	id[6], id[8] = 0x70|id[6]&0x0f, 0x80|id[8]&0x3f
	return id
}

func newMaker(s size) *maker {
	m := &maker{size: s}
	for i := range units {
		m.departments = append(m.departments, idOf(source(aDepartment, i), epoch))
	}
	for i := range sections {
		m.categories = append(m.categories, idOf(source(aCategory, i), epoch))
	}
	for i := range s.Staff {
		m.staff = append(m.staff, idOf(source(aPerson, i), epoch.Add(time.Duration(i)*time.Second)))
	}
	m.texts = make([][]*written, len(topics))
	var all sync.WaitGroup
	for i := range topics {
		all.Go(func() {
			for n := range textsOfTopic {
				m.texts[i] = append(m.texts[i], write(source(aText, i*textsOfTopic+n), topics[i]))
			}
		})
	}
	all.Wait()
	return m
}

func write(r *rand.Rand, topic string) *written {
	html := body(r, topic, one(r, places), one(r, groups))
	rows := post.NewRows(post.Head{}, post.Copy{Body: html}, db.Time{})
	rows.Publish("", db.Time{})
	return &written{html, rows.Head.Excerpt, rows.Terms}
}

func one[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// skewed picks an index below n, the first ones far more often: real sections and departments are not alike.
func skewed(r *rand.Rand, n int) int {
	u := r.Float64()
	return int(u * u * float64(n))
}

// homeOf is the department that the n-th person works in; those who work there are n, n+len(units), …
func homeOf(n int) int { return n % len(units) }

// leftOrAway is every so many-th person, who left or is on leave.
const leftOrAway = 17

// author is somebody at work in the department.
func (m *maker) author(r *rand.Rand, department int) int {
	for range 20 {
		n := department + len(units)*r.IntN(m.Staff/len(units))
		if n%leftOrAway != 0 {
			return n
		}
	}
	return department + len(units)
}

// post makes the n-th post: nineteen of twenty are on the site, a few of them for the staff alone.
func (m *maker) post(n int) *post.Rows {
	r := source(aPost, n)
	at := epoch.Add(time.Duration(float64(span) * float64(n+1) / float64(m.Posts+1))).Truncate(time.Second)
	owner := (skewed(r, len(units)) + 20) % len(units) // disease control writes the most
	about, place, group := r.IntN(len(topics)), one(r, places), one(r, groups)
	topic, body := topics[about], one(r, m.texts[about])
	title := capital(fmt.Sprintf("%s %s cho %s tại %s đợt %d năm %d", one(r, acts), topic, group, place, 1+r.IntN(12), at.Year()))
	c := post.Copy{
		Title:    title,
		Summary:  capital(fmt.Sprintf("%s về %s, dành cho %s ở %s.", one(r, acts), topic, group, place)),
		Audience: post.AudiencePublic,
		Byline:   one(r, givens) + " " + one(r, givens),
	}
	first := skewed(r, len(sections))
	c.Content.V = post.Content{Categories: []db.ID{m.categories[first]}, Tags: []string{topic, place}}
	if other := skewed(r, len(sections)); other != first {
		c.Content.V.Categories = append(c.Content.V.Categories, m.categories[other])
	}
	fate := r.IntN(100)
	if fate >= 95 && fate < 98 {
		c.Audience = one(r, []post.Audience{post.AudienceInternal, post.AudienceDepartment})
	}
	rows := post.NewRows(post.Head{
		Key: idOf(r, at), Type: post.TypeNewsArticle, Department: m.departments[owner], Author: m.staff[m.author(r, owner)],
		Slug: text.Slug(title, 120),
	}, c, db.At(at))
	rows.Revision.Key = idOf(r, at)
	rows.Head.WorkingRevision = rows.Revision.Key
	if fate < 98 {
		rows.Publish(one(r, givens)+" "+one(r, givens), db.At(at.Add(time.Hour)))
	}
	put(rows, body)
	return rows
}

// put gives the post its body.
func put(p *post.Rows, b *written) {
	p.Head.Excerpt, p.Revision.Body = b.excerpt, b.html
	p.Revision.Hash = post.Hash(&p.Head, &p.Revision.Copy)
	if p.Terms == nil {
		return
	}
	for word, weight := range b.words {
		p.Terms[word] = max(p.Terms[word], weight)
	}
}

// body is about 4 KB of sanitised HTML.
func body(r *rand.Rand, topic, place, group string) string {
	var b strings.Builder
	for b.Len() < 3900 {
		if b.Len() > 0 && r.IntN(3) == 0 {
			fmt.Fprintf(&b, "<h3>%s tại %s</h3>", capital(topic), place)
		}
		b.WriteString("<p>")
		for i := range 2 + r.IntN(3) {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(sentence(r, topic, place, group))
		}
		b.WriteString("</p>")
	}
	return b.String()
}

// pasted is about 4 KB of HTML as it comes from an editor, before it is sanitised.
func pasted(r *rand.Rand, topic, place, group string) string {
	say := func() string { return sentence(r, topic, place, group) }
	var b strings.Builder
	fmt.Fprintf(&b, `<h1>%s</h1><table><tbody>`, capital(topic))
	for i := range 3 {
		fmt.Fprintf(&b, `<tr><td colspan="1" rowspan="1"><p>%s</p></td><td><p>%d</p></td></tr>`, capital(one(r, places)), 10*i+r.IntN(10))
	}
	b.WriteString(`</tbody></table>`)
	for b.Len() < 3700 {
		fmt.Fprintf(&b, `<p style="text-align: justify">%s <strong>%s</strong> %s <a target="_blank" rel="noopener" href="https://vanson.example/tin/%d">%s</a></p>`,
			say(), say(), say(), r.IntN(1000), capital(place))
		fmt.Fprintf(&b, `<ul><li><p>%s</p></li><li><p>%s</p></li></ul>`, say(), say())
	}
	return b.String()
}

func sentence(r *rand.Rand, topic, place, group string) string {
	return strings.NewReplacer("{topic}", topic, "{place}", place, "{group}", group, "{n}", strconv.Itoa(10+r.IntN(900))).Replace(one(r, sentences))
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
