package assetfile

import (
	"cmp"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// maxFaults is how many faults of one import are kept one by one, those of its first rows. All are counted by kind: nobody
// mends a thousand cells by hand, and where a column is wrong a file has as many faults as rows.
const maxFaults = 1000

// FaultKind is how often one thing is wrong in a file.
type FaultKind struct {
	Column string         `json:"column"` // as the file calls it, "" for rows as a whole
	Code   fault.UserCode `json:"code"`
	Count  int            `json:"count"`
	Kept   int            `json:"kept"` // one by one
}

// More is how many of the kind are only counted.
func (k FaultKind) More() int { return k.Count - k.Kept }

// faultKinds count faults by their kinds.
type faultKinds map[[2]string]*FaultKind

func kindsOf(list []FaultKind) faultKinds {
	of := make(faultKinds, len(list))
	for _, k := range list {
		of[[2]string{k.Column, string(k.Code)}] = &k
	}
	return of
}

func (of faultKinds) of(x *Fault) *FaultKind {
	at := [2]string{x.Column, string(x.Code)}
	k := of[at]
	if k == nil {
		k = &FaultKind{Column: x.Column, Code: x.Code}
		of[at] = k
	}
	return k
}

// maxKinds is how many kinds of faults an import shows, the most frequent of them.
const maxKinds = 200

// list are the kinds, the most frequent first.
func (of faultKinds) list() []FaultKind {
	list := make([]FaultKind, 0, len(of))
	for _, k := range of {
		list = append(list, *k)
	}
	slices.SortFunc(list, func(a, b FaultKind) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code))
	})
	return list
}

// left is how many more faults are kept one by one.
func (of faultKinds) left() int {
	n := maxFaults
	for _, k := range of {
		n -= k.Kept
	}
	return n
}

// trouble is what is wrong in one row.
type trouble struct {
	faults  []*Fault // those that may be kept one by one
	columns fields   // in which there are faults
	any     bool
}

// keep picks those of the faults of the rows that are kept one by one.
func (f *importFile) keep(i *Import, rows []*entry) (kept []*Fault) {
	left := f.kinds.left()
	for _, e := range rows {
		for _, x := range e.faults[:min(left, len(e.faults))] {
			x.Key, x.Import = db.NewID(), i.Key
			f.kinds.of(x).Kept++
			kept, left = append(kept, x), left-1
		}
	}
	return kept
}

// rowSet is a set of the rows of a file, a bit for each.
type rowSet []byte

func (s *rowSet) add(row int) {
	for len(*s) <= row/8 {
		*s = append(*s, 0)
	}
	(*s)[row/8] |= 1 << (row % 8)
}

func (s rowSet) has(row int) bool { return row/8 < len(s) && s[row/8]&(1<<(row%8)) != 0 }
