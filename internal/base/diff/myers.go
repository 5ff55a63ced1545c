package diff

import (
	"context"
	"slices"
)

// match is a run of n elements that two lists have in common, at a in one and at b in the other.
type match struct{ a, b, n int }

// matches returns what two lists have in common, in order: the most there is, unless that takes more edits or steps than
// there may be. Then it is what they begin and end with.
func (w *Work) matches(ctx context.Context, a, b []int32) ([]match, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var found []match
	start, end := 0, 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	if start > 0 {
		found = append(found, match{0, 0, start})
	}
	inner, err := w.shortest(ctx, a[start:len(a)-end], b[start:len(b)-end])
	for _, m := range inner {
		found = append(found, match{m.a + start, m.b + start, m.n})
	}
	if end > 0 {
		found = append(found, match{len(a) - end, len(b) - end, end})
	}
	return found, err
}

// shortest is the greedy search of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): round by round it
// finds how far one more edit leads on each diagonal, until one leads to the end. It gives up without a match when that
// takes more edits or steps than there may be.
func (w *Work) shortest(ctx context.Context, a, b []int32) ([]match, error) {
	if len(a) == 0 || len(b) == 0 {
		return nil, nil
	}
	most := min(len(a)+len(b), maxEdits)
	reach := make([]int32, 2*most+3) // how far in a, on the diagonals from -most-1 to most+1
	at := func(k int) *int32 { return &reach[k+most+1] }
	var rounds [][]int32 // reach after each, on the diagonals from -d to d
	for d := 0; d <= most && w.left > 0; d++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for k := -d; k <= d; k += 2 {
			x := int(*at(k - 1)) + 1
			if down(k, d, *at(k - 1), *at(k + 1)) {
				x = int(*at(k + 1))
			}
			begin := x
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			*at(k) = int32(x)
			if x >= len(a) && x-k >= len(b) {
				return way(rounds, a, b), nil
			}
			if w.left -= 1 + x - begin; w.left <= 0 {
				break
			}
		}
		rounds = append(rounds, slices.Clone(reach[most+1-d:most+2+d]))
	}
	return nil, nil
}

// down reports whether the d-th edit that leads farthest to diagonal k inserts: it comes from the diagonal above, which
// has led to more than the one below.
func down(k, d int, below, above int32) bool { return k == -d || k != d && below < above }

// way follows the rounds back from the end and collects what was the same on the way.
func way(rounds [][]int32, a, b []int32) []match {
	var found []match
	x, y := len(a), len(b)
	for d := len(rounds); ; d-- {
		k := x - y
		start, x0, y0 := 0, 0, 0 // where the run begins, and the run of the round before ends
		if d > 0 {
			at := func(k int) int32 {
				if i := k + d - 1; i >= 0 && i < len(rounds[d-1]) {
					return rounds[d-1][i]
				}
				return 0
			}
			below, above := at(k-1), at(k+1)
			if down(k, d, below, above) {
				x0, y0, start = int(above), int(above)-k-1, int(above)
			} else {
				x0, y0, start = int(below), int(below)-k+1, int(below)+1
			}
		}
		if x > start {
			found = append(found, match{start, start - k, x - start})
		}
		if d == 0 {
			break
		}
		x, y = x0, y0
	}
	slices.Reverse(found)
	return found
}
