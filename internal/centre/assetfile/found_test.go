package assetfile_test

import (
	"fmt"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/test/kit"
)

// A file registers what is connected, and marks it, until the take-over is over; from then on no row of it puts anything
// onto the network, new or known. One port is in one row.
func TestArticle5e_AFileConnectsNothing(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.register(t, "PC-0", "")
		must(c.assets.Register(c.As(t, c.it), asset.RegisterInput{Code: "SW-1", Name: "Chuyển mạch", Kind: asset.NetworkDevice, Department: db.GlobalID("department", c.ward)}))(t)
		const head = "code,name,kind,department,connected,interface,mac,switch,switch port\n"
		told := func(rows ...string) string {
			i := c.work(t, c.bring(t, head+strings.Join(rows, "\n")+"\n"))
			var all []string
			for _, x := range must(c.Faults(c.As(t, c.it), i, assetfile.FaultOrder{}, paging.Args{}))(t).Nodes() {
				all = append(all, fmt.Sprintf("%d %s %s %s", x.Row, x.Column, x.Code, x.Article))
			}
			return strings.Join(all, "; ")
		}
		if got := told("A,Máy,SERVER,NOI,yes,eth0,,SW-1,1", "B,Máy,SERVER,NOI,no,eth0,,SW-1, 1"); got != "3 switch port TAKEN " {
			t.Errorf("two rows at one port: %s", got)
		}
		i := c.work(t, c.bring(t, head+"A,Máy,SERVER,NOI,yes,eth0,,SW-1,1\nB,Máy,SERVER,NOI,no,eth0,02:00:00:00:00:01,,\n"))
		must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
		c.work(t, i)
		if n := c.count(t, "SELECT COUNT(*) FROM assets WHERE found_at IS NOT NULL AND code = 'A'"); n != 1 || c.count(t, "SELECT COUNT(*) FROM assets WHERE found_at IS NOT NULL") != 1 {
			t.Error("what is connected is marked, and nothing else")
		}
		if got := told("C,Máy,SERVER,NOI,no,eth0,,SW-1,1"); got != "2 switch port TAKEN 5e" {
			t.Errorf("a port that is held: %s", got)
		}
		k.Exec(t, "INSERT INTO take_overs (id, reason, closed_by, closed_at) VALUES (?, '', ?, 1)", db.ID{15: 1}, c.it)
		for row, want := range map[string]string{
			"C,Máy,SERVER,NOI,yes,,,,":                     "2 connected CHANGE_REQUEST_NEEDED 5e",
			"C,Máy,SERVER,NOI,no,eth0,,SW-1,2":             "2 switch CHANGE_REQUEST_NEEDED 5e; 2 switch port CHANGE_REQUEST_NEEDED 5e",
			"C,Máy,SERVER,NOI,no,eth0,,,tường 4":           "2 switch port CHANGE_REQUEST_NEEDED 5e",
			"PC-0,,,,yes,,,,":                              "2 connected CHANGE_REQUEST_NEEDED 5e",
			"C,Máy,SERVER,NOI,no,eth0,02:00:00:00:00:02,,": "",
			"A,Máy chủ,,,yes,eth0,,SW-1,1":                 "", // as in the register
			"C,Máy,SERVER,NOI,no,eth0,00:00:00:00:00:00,,": "2 mac INVALID ",
		} {
			if got := told(row); got != want {
				t.Errorf("%s: got %q, want %q", row, got, want)
			}
		}
		if got := told("PC-0,,,,,eth0,,SW-1,2"); !strings.Contains(got, "switch CHANGE_REQUEST_NEEDED 5e") || !strings.Contains(got, "switch port CHANGE_REQUEST_NEEDED 5e") {
			t.Errorf("a known machine at a port: %s", got)
		}
	})
}
