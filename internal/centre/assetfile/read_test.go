package assetfile

import (
	"bytes"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
)

// Whatever bytes come as a file, they are a table or refused in words; what a row is bounded by holds for all of them.
func FuzzReadFile(f *testing.F) {
	for _, s := range []string{
		"", "Mã;Tên\nPC-1;Máy\n", "\ufeffcode,name,kind,department,mac,ip\nA,b,SERVER,X,02:00:00:00:00:01,10.0.0.1\nA,b,SERVER,X,02:00:00:00:00:01,10.0.0.1\n",
		"Mã,Cổng mạng,Địa chỉ IP,VLAN\nA,a|b|c,1.1.1.1|::1,1|x\n", "code\n\"a\nb\"\n", "code\r\n'=1\r\n", "code\t name \nx\ty\tz\n", "Mã\n\"", "\xff\xfe", "Ngày mua,code\n31/02/2024,a\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := readFile(content)
		if err != nil {
			if broken, other := fault.Split(err); other != nil || len(broken) != 1 || broken[0].(*fault.RuleError).Text.VI == "" {
				t.Fatalf("%q: %v", content, err)
			}
			return
		}
		seen := map[string]bool{}
		for _, e := range file.entries {
			if e.line < 2 || e.line > 2+bytes.Count(content, []byte("\n"))+bytes.Count(content, []byte("\r")) || len(e.Interfaces) != len(e.switches) || len(e.Interfaces) > asset.MaxInterfaces {
				t.Fatalf("%q: %+v", content, e)
			}
			if e.any {
				continue
			}
			if seen[e.asset.Code] || len([]rune(e.asset.Code)) > 32 || e.asset.Code == "" || !slices.Contains(asset.States, e.technical.State) {
				t.Fatalf("%q: %+v", content, e)
			}
			seen[e.asset.Code] = true
		}
	})
}

// Every name of a column leads to one column, and every kind and state has its names.
func TestTheSheetIsWhole(t *testing.T) {
	t.Parallel()
	for _, c := range sheet {
		for _, name := range slices.Concat(c.vi, c.en, []string{c.field}) {
			if got := fieldsByName[text.Fold(name)]; got != c.field {
				t.Errorf("%s leads to %s, want %s", name, got, c.field)
			}
		}
	}
	if len(kindNames) != len(asset.Kinds) || len(stateNames) != len(asset.States) {
		t.Errorf("%d kinds, %d states", len(kindNames), len(stateNames))
	}
	for kind, name := range kindNames {
		if kinds[text.Fold(name.VI)] != kind || kinds[text.Fold(name.EN)] != kind {
			t.Errorf("%s is %v", kind, name)
		}
	}
	for state, name := range stateNames {
		if states[text.Fold(name.VI)] != state || states[text.Fold(name.EN)] != state {
			t.Errorf("%s is %v", state, name)
		}
	}
	for _, c := range sheet {
		for _, l := range []fault.Locale{fault.Vietnamese, fault.English} {
			file, err := readFile([]byte("Mã," + c.heading(l) + "\n"))
			if err == nil && file.names[c.field] == "" || err != nil && c.field != "code" {
				t.Errorf("%s: %v", c.heading(l), err)
			}
		}
	}
}
