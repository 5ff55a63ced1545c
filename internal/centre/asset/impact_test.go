package asset_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/test/kit"
)

// net is a register by chance, and what the test itself knows of it.
type net struct {
	keys []db.ID
	on   map[db.ID]map[db.ID]bool // what each rests on: by a link or a plug
}

// fillNet makes assets, devices among them, and links and plugs between any two of them, in circles too.
func (c *centre) fillNet(t *testing.T, r *rand.Rand) *net {
	t.Helper()
	n := &net{on: map[db.ID]map[db.ID]bool{}}
	for i := range 12 {
		kind := []string{"WORKSTATION", "SERVER", "SOFTWARE_SYSTEM", "NETWORK_DEVICE"}[r.IntN(4)]
		id := db.NewID()
		c.Insert(t.Context(), t, "assets", kit.Row{"id": id, "code": fmt.Sprint("A-", i), "name": "a", "kind": kind, "state": "IN_USE", "version": 1, "department_id": c.ward})
		n.keys, n.on[id] = append(n.keys, id), map[db.ID]bool{}
	}
	for i := range 8 + r.IntN(8) {
		a, b := n.keys[r.IntN(len(n.keys))], n.keys[r.IntN(len(n.keys))]
		c.Insert(t.Context(), t, "asset_interfaces", kit.Row{"id": db.NewID(), "asset_id": a, "position": i, "switch_id": b, "switch_port": fmt.Sprint(i), "port_key": fmt.Sprint(i)})
		n.on[a][b] = true
	}
	for i := range 6 + r.IntN(8) {
		a, b := i%len(n.keys), r.IntN(len(n.keys))
		if a > b { // links never close a circle
			a, b = b, a
		}
		if from, to := n.keys[a], n.keys[b]; a != b && !n.on[from][to] {
			c.Insert(t.Context(), t, "asset_links", kit.Row{"id": db.NewID(), "from_id": from, "to_id": to})
			n.on[from][to] = true
		}
	}
	return n
}

// below are all that stop when one stops, by the plainest of ways.
func (n *net) below(stops db.ID) map[db.ID]bool {
	down := map[db.ID]bool{stops: true}
	for range n.keys {
		for from, on := range n.on {
			for to := range on {
				if down[to] {
					down[from] = true
				}
			}
		}
	}
	delete(down, stops)
	return down
}

// In any network of links and plugs, what stops with an asset is just what hangs on it at any distance, each once; what an
// asset rests on is the same seen from the other end.
func TestArticle2_WhatStopsFollowsLinksAndPlugs(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				c := newCentre(t, k)
				n := c.fillNet(t, rand.New(rand.NewPCG(seed, 2018)))
				on, all, err := c.Foundations(t.Context(), n.keys)
				if err != nil || len(all) != len(n.keys) {
					t.Fatalf("%d of %d assets, %v", len(all), len(n.keys), err)
				}
				for _, key := range n.keys {
					if len(on[key]) != len(n.on[key]) || slices.ContainsFunc(on[key], func(to db.ID) bool { return !n.on[key][to] }) {
						t.Errorf("%s rests on %v, want %v", key, on[key], n.on[key])
					}
					want, a := n.below(key), must(c.Of(t.Context(), key))(t)
					got, err := c.Impact(c.As(t, c.it), a)
					if err != nil || got.Total != len(want) || got.Hidden != 0 {
						t.Errorf("%s: %d of %d stop, %v", a.Code, got.Total, len(want), err)
						continue
					}
					for _, d := range inPages(t, got, len(want)) {
						if !want[d.Key] {
							t.Errorf("%s does not stop with %s", d.Code, a.Code)
						}
					}
				}
			})
		})
	}
}

// inPages reads all that stops two at a time, from either end, and fails where a page leaves something out or repeats it.
func inPages(t *testing.T, i *asset.Impact, want int) (all []*asset.Asset) {
	t.Helper()
	two := 2
	var before []*asset.Asset
	for from, back := (*string)(nil), (*string)(nil); len(all) <= want; {
		c := must(i.Assets(&two, from, nil, nil, nil))(t)
		d := must(i.Assets(nil, nil, &two, back, nil))(t)
		all, before = append(all, c.Nodes()...), append(d.Nodes(), before...)
		more, less := must(c.PageInfo.HasNextPage(t.Context()))(t), must(d.PageInfo.HasPreviousPage(t.Context()))(t)
		if n := must(c.TotalCount(t.Context()))(t); n != want || more != (len(all) < want) || less != more {
			t.Fatalf("%d in all, want %d; more %v and %v after %d", n, want, more, less, len(all))
		}
		if !more {
			break
		}
		from, back = c.PageInfo.EndCursor(), d.PageInfo.StartCursor()
	}
	passed := must(i.Assets(nil, nil, nil, nil, &two))(t).Nodes()
	if len(all) != want || !slices.Equal(all, before) || !slices.Equal(passed, all[min(2, want):]) {
		t.Errorf("%d, %d and %d of %d", len(all), len(before), len(passed), want)
	}
	return all
}

// Plugs may close a circle, which says nothing against a link: a device may depend on a server that is plugged into it.
func TestArticle2_APlugIsNoReasonAgainstALink(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		device := c.device(t, "SW-01")
		server := c.register(t, "MC-01", func(in *asset.RegisterInput) { in.Kind, in.State = asset.Server, &[]asset.State{asset.InUse}[0] })
		if _, _, err := c.apply(server, asset.Patch{Interfaces: at(device, "1")}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Link(c.As(t, c.it), asset.LinkInput{Asset: device.ID(), DependsOn: server.ID()}); err != nil {
			t.Error(err)
		}
		if i := must(c.Impact(c.As(t, c.it), must(c.Of(t.Context(), server.Key))(t)))(t); i.Total != 1 {
			t.Errorf("%d stop with the server, want the device alone", i.Total)
		}
	})
}
