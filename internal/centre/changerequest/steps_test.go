package changerequest

import (
	"fmt"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// limit is what a change may cost in these tests.
const limit = 1000

// standing is how an asset stands in the network before a change.
type standing struct {
	name      string
	connected bool
	ports     []string // that its interfaces are on, "" for one that is on none
}

var (
	device    = db.NewID()
	standings = []standing{
		{"off, without interfaces", false, nil}, {"off, with an address", false, []string{""}}, {"off, on a port", false, []string{"1"}},
		{"connected", true, []string{""}}, {"connected, on a port", true, []string{"1"}}, {"connected, on two ports", true, []string{"1", "2"}},
	}
	// rewirings are what becomes of the interfaces, told by their ports; nil leaves them alone.
	rewirings = map[string][]string{"": nil, "no interfaces": {}, "an address": {""}, "port 1": {"1"}, "port 2": {"2"}, "ports 2 and 1": {"2", "1"}}
)

func interfaces(ports []string, ip string) (all []*asset.Interface) {
	for i, p := range ports {
		n := &asset.Interface{Name: fmt.Sprint("eth", i), IP: asset.Optional(ip + fmt.Sprint(i))}
		if p != "" {
			n.Switch, n.SwitchPort = device, p
		}
		all = append(all, n)
	}
	return all
}

// wish is one assessment of the table.
type wish struct {
	kind        Kind
	of          asset.Kind
	at          standing
	cost        int64
	patch       asset.Patch
	replacement *asset.Technical
}

func (w wish) before() asset.Technical {
	return asset.Technical{Manufacturer: "HP", Model: "400", Serial: "S1", State: asset.InUse, Connected: w.at.connected, Interfaces: interfaces(w.at.ports, "10.0.0.")}
}

// request is the wish as IT's assessment leaves it; an error where it is refused.
func (w wish) request() (*Request, error) {
	c := &Request{Kind: w.kind, Cost: w.cost, Wanted: db.JSON[asset.Patch]{V: w.patch}}
	if err := c.Kind.fits(c.Wanted.V); err != nil {
		return c, err
	}
	c.foreseen(&Values{Asset: w.before(), Replacement: w.replacement})
	return c, c.remakes()
}

// expected is what the regulation says of the wish, by domain and nothing else: whether it is refused, whether a director
// consents, and the article.
func (w wish) expected() (refused, board bool, article string) {
	p, before := w.patch, w.before()
	identity, make := p.Serial != nil, p.Manufacturer != nil || p.Model != nil
	switch w.kind { // what a kind is about
	case Repair:
		refused = make || p.Connected != nil || p.Interfaces != nil
	case Replace:
		refused = p != (asset.Patch{})
	case Install:
		refused = p.Connected != nil
	case Connect:
		refused = identity || make || p.Connected == nil
	case Configure:
		refused = identity || make || p.State != nil || p.Connected != nil
	}
	network := w.of == asset.NetworkDevice || w.of == asset.InternetLine
	onto := p.Connected != nil && *p.Connected && !before.Connected
	onPort := false
	for _, n := range before.Interfaces {
		onPort = onPort || n.SwitchPort != ""
	}
	rewired := false
	if p.Interfaces != nil {
		rewired = len(before.Interfaces) > 0 || len(*p.Interfaces) > 0
		for _, n := range *p.Interfaces {
			if n.SwitchPort != "" && !slices.ContainsFunc(before.Interfaces, func(b *asset.Interface) bool { return b.SwitchPort == n.SwitchPort }) {
				onto = true
			}
		}
	}
	article = map[Kind]string{Repair: "5d", Replace: "5d", Install: "5d", Connect: "5e", Configure: "5f"}[w.kind]
	if onto {
		article = "5e"
	}
	switch {
	case w.cost > limit, onto, w.kind == Connect:
		board = true
	case w.kind == Replace:
		same := w.replacement.Model == before.Model && w.replacement.Manufacturer == before.Manufacturer
		board = network || (before.Connected || onPort) && !(same && before.Connected) || len(before.Interfaces) > 0 && !same
	case w.kind == Install:
		board = network || before.Connected || onPort || rewired
	case w.kind == Configure:
		board = network
	case w.kind == Repair:
		board = network && identity
	}
	return refused, board, article
}

// Which steps follow is decided by what changes, not by the label: every kind of change to every kind of asset, in every state,
// with every field that may change, cheap and expensive.
func TestArticle5f_TheStepsFollowFromWhatChanges(t *testing.T) {
	t.Parallel()
	n, atBoard, byKind := 0, 0, map[Kind]int{}
	for w := range wishes {
		n++
		c, err := w.request()
		refused, board, article := w.expected()
		name := fmt.Sprintf("%s of a %s, %s, for %d: %s", w.kind, w.of, w.at.name, w.cost, told(w))
		if (err != nil) != refused {
			t.Errorf("%s: refused with %v, want refused: %v", name, err, refused)
		}
		if err != nil {
			if !fault.HasCode(err, fault.Invalid) && !fault.HasCode(err, fault.Required) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		byKind[w.kind]++
		why := c.withoutBoard(w.of, limit)
		if (why == "") != board {
			t.Errorf("%s: passes the Board because of %q, want a director to consent: %v", name, why, board)
		}
		if board {
			atBoard++
		}
		if c.Article() != article {
			t.Errorf("%s: Art. %s, want %s", name, c.Article(), article)
		}
		if of := (&asset.Asset{Kind: w.of, Connected: w.at.connected}); c.surelyAtBoard(of) && !board {
			t.Errorf("%s: said to go to the Board for sure", name)
		}
	}
	if atBoard == 0 || atBoard == n || len(byKind) != 5 {
		t.Errorf("%d wishes, %d at the Board, %v: the table shows nothing", n, atBoard, byKind)
	}
}

func told(w wish) string {
	p := w.patch
	text := fmt.Sprintf("make %v, model %v, serial %v, state %v, connected %v", p.Manufacturer != nil, p.Model != nil, p.Serial != nil, p.State != nil, p.Connected)
	if p.Connected != nil {
		text += fmt.Sprint(" ", *p.Connected)
	}
	if p.Interfaces != nil {
		for _, i := range *p.Interfaces {
			text += fmt.Sprintf(", %s on %q", i.Name, i.SwitchPort)
		}
	}
	if w.replacement != nil {
		text += ", replaced by " + w.replacement.Model
	}
	return text
}

// wishes are all combinations.
func wishes(yield func(wish) bool) {
	maker, model, serial, state, on, off := "Dell", "600", "S2", asset.InRepair, true, false
	for _, kind := range []Kind{Repair, Replace, Install, Connect, Configure} {
		for _, of := range []asset.Kind{asset.Workstation, asset.Server, asset.MedicalDevice, asset.NetworkDevice, asset.InternetLine} {
			for _, at := range standings {
				for _, cost := range []int64{0, limit, limit + 1} {
					for fields := range 1 << 4 {
						for _, connected := range []*bool{nil, &on, &off} {
							for _, ports := range rewirings {
								w := wish{kind: kind, of: of, at: at, cost: cost, patch: asset.Patch{Connected: connected}}
								for i, set := range []func(){func() { w.patch.Manufacturer = &maker }, func() { w.patch.Model = &model }, func() { w.patch.Serial = &serial }, func() { w.patch.State = &state }} {
									if fields&(1<<i) != 0 {
										set()
									}
								}
								if ports != nil {
									all := interfaces(ports, "10.0.1.")
									if all == nil {
										all = []*asset.Interface{}
									}
									w.patch.Interfaces = &all
								}
								for _, r := range replacements(kind) {
									if w.replacement = r; !yield(w) {
										return
									}
								}
							}
						}
					}
				}
			}
		}
	}
}

// replacements are what may take the place of an asset in a REPLACE, nil in any other change.
func replacements(k Kind) []*asset.Technical {
	if k != Replace {
		return []*asset.Technical{nil}
	}
	return []*asset.Technical{
		{Manufacturer: "HP", Model: "400", Serial: "S9", State: asset.InStock}, {Manufacturer: "HP", Model: "600", State: asset.InStock}, {Manufacturer: "Dell", Model: "400", State: asset.InStock},
	}
}
