package demo

import (
	"context"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
)

// slip is a mistake in a post of the demo centre that somebody reported.
type slip struct {
	name    string
	by      string // a login, "" for a reader
	post    string // the key of the text
	daysAgo int
	passage string
	says    string
	contact string
	fix     [2]string // the words that correct it a day later; empty while it is open
	note    string
}

// slips are all of them.
var slips = []slip{
	{name: "highland", post: "kham-mam-non", daysAgo: 1, passage: "các xã vùng cao", says: "Xã tôi là xã ven sông, không phải vùng cao. Xin ghi đúng tên xã.", contact: "Gọi giúp số của trạm y tế xã"},
	{name: "highland-again", post: "kham-mam-non", daysAgo: 1, passage: "các xã vùng cao", says: "Con tôi học ở trường này, xã không thuộc vùng cao."},
	{name: "week", by: "khoasan", post: "ra-quan-diet-bo-gay", daysAgo: 0, passage: "Mười phút mỗi tuần", says: "Nên ghi rõ là mỗi gia đình."},
	{name: "milk-teeth", post: "kham-mam-non", daysAgo: 5, passage: "sâu răng sữa và thấp còi", says: "Nên viết là suy dinh dưỡng thể thấp còi.",
		fix: [2]string{"sâu răng sữa và thấp còi", "sâu răng sữa và suy dinh dưỡng thể thấp còi"}, note: "Tên gọi của tình trạng thấp còi"},
}

// mistakes are what was reported about posts, and the correction of what was corrected.
func (f *filler) mistakes() (steps []step) {
	for i := range slips {
		x := &slips[i]
		shift := time.Duration(90+9*i) * time.Minute
		if x.daysAgo == 0 {
			shift = time.Duration(9*i) * time.Minute
		}
		steps = append(steps, step{"mistake:" + x.name, f.day(x.daysAgo).Add(shift), x.by, func(ctx context.Context) (db.ID, error) {
			if x.by == "" {
				ctx = access.With(ctx, access.Anonymous("", ""))
			}
			_, err := f.Incidents.ReportMistake(ctx, incident.ReportMistakeInput{Post: f.id("post", "post:"+x.post), Passage: x.passage, Text: x.says, Contact: x.contact})
			return f.made["post:"+x.post], err
		}})
		if x.note != "" {
			steps = append(steps, f.mends(x)...)
		}
	}
	return steps
}

// mends are the steps that correct a mistake: the author's, a director's and the website section's.
func (f *filler) mends(x *slip) (steps []step) {
	n := slices.IndexFunc(texts, func(t text) bool { return t.key == x.post })
	mended := texts[n]
	mended.fix = x.fix
	for i, m := range []move{
		{"mend", 0, false, author, correct}, {"submit-mended", 10 * time.Minute, false, author, submit},
		{"consent-mended", 5 * time.Hour, false, director, decide(approval.Approve)}, {"publish-mended", 6 * time.Hour, false, editor, publish},
	} {
		steps = append(steps, step{"mistake:" + x.name + ":" + m.name, f.day(x.daysAgo - 1).Add(time.Hour + m.after), m.by(&mended, n+i), func(ctx context.Context) (db.ID, error) {
			p, err := f.Posts.Get(ctx, f.id("post", "post:"+x.post))
			if err != nil {
				return db.ID{}, err
			}
			return f.made["post:"+x.post], m.do(ctx, f, &mended, p.Common(), *p.Common().Version(ctx))
		}})
	}
	return append(steps, step{"mistake:" + x.name + ":corrected", f.day(x.daysAgo - 1).Add(8 * time.Hour), turn(holders(access.WebEditor), 0), func(ctx context.Context) (db.ID, error) {
		open := true
		list, err := f.Incidents.List(ctx, incident.Filter{Post: f.id("post", "post:"+x.post), Open: &open}, incident.Order{}, paging.Args{})
		if err != nil {
			return db.ID{}, err
		}
		about, err := f.Incidents.MistakesOf(ctx, keysOf(list.Nodes()))
		if err != nil {
			return db.ID{}, err
		}
		now := list.Nodes()[slices.IndexFunc(list.Nodes(), func(i *incident.Incident) bool { return about[i.Key] != nil && about[i.Key].Passage == x.passage })]
		_, err = f.Incidents.CorrectMistake(ctx, incident.CorrectMistakeInput{ID: now.ID(), ExpectedVersion: now.Version, Note: x.note})
		return now.Key, err
	}})
}

func keysOf(incidents []*incident.Incident) (keys []db.ID) {
	for _, i := range incidents {
		keys = append(keys, i.Key)
	}
	return keys
}
