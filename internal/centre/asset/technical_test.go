package asset_test

import (
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestAddressesHaveOneSpelling(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"10.0.0.1": "10.0.0.1", " ::ffff:10.0.0.1 ": "10.0.0.1", "2001:DB8:0:0::1": "2001:db8::1", "": "",
		"010.0.0.1": "-", "10.0.0.0/24": "-", "127.0.0.1": "-", "::1": "-", "224.0.0.1": "-", "fe80::1%eth0": "-", "::": "-"} {
		if got, ok := asset.ParseIP(in); ok != (want != "-") || ok && string(got) != want {
			t.Errorf("%q: got %q, %v; want %q", in, got, ok, want)
		}
	}
}

// macs are spellings of hardware addresses, with the form that is kept or "-" for what belongs to no machine.
var macs = map[string]string{
	"": "", "3C-52-82-4B-19-0E": "3c:52:82:4b:19:0e", "3c52.824b.190e": "3c:52:82:4b:19:0e", "3C52824B190E": "3c:52:82:4b:19:0e", " 3c:52:82:4b:19:0e ": "3c:52:82:4b:19:0e",
	"02:00:00:00:00:00": "02:00:00:00:00:00", "00:00:00:00:00:01": "00:00:00:00:00:01", "fe:ff:ff:ff:ff:ff": "fe:ff:ff:ff:ff:ff",
	"00:00:00:00:00:00": "-", "00-00-00-00-00-00": "-", "0000.0000.0000": "-", "000000000000": "-",
	"ff:ff:ff:ff:ff:ff": "-", "FFFF.FFFF.FFFF": "-", "01:00:5e:00:00:01": "-", "33:33:00:00:00:01": "-", "01:80:c2:00:00:00": "-", "03:00:00:00:00:01": "-",
	"3c:52:82:4b:19": "-", "00:00:00:00:fe:80:00:00": "-", "3c:52:82:4b:19:0g": "-",
}

// Zeros, the broadcast address and those of groups are refused by everything that takes a hardware address.
func TestMACsOfOneMachineAlone(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx, known := c.As(t, c.it), c.register(t, "PC-0", nil)
		number := 0
		for in, want := range macs {
			number++
			if got, ok := asset.ParseMAC(in); ok != (want != "-") || ok && string(got) != want {
				t.Errorf("%q: got %q, %v; want %q", in, got, ok, want)
			}
			port := []*asset.InterfaceInput{{Name: "eth0", MAC: in}}
			_, registered := c.Register(ctx, asset.RegisterInput{Code: fmt.Sprint("PC-", number), Name: "Máy", Kind: asset.Workstation, Department: unit(c.ward), Interfaces: port})
			_, patched := c.Patch(ctx, asset.PatchInput{Interfaces: port})
			known = must(c.Of(t.Context(), known.Key))(t)
			_, updated := c.Update(ctx, asset.UpdateInput{ID: known.ID(), ExpectedVersion: known.Version, Protected: &asset.PatchInput{Interfaces: port}})
			_, _, applied := c.apply(known, asset.Patch{Interfaces: &[]*asset.Interface{{Name: "eth0", MAC: asset.Optional(in)}}})
			_, listed := c.List(ctx, asset.Filter{Technical: &asset.TechnicalFilter{MAC: in}}, asset.Order{}, paging.Args{})
			for door, err := range map[string]error{"register": registered, "request": patched, "apply": applied} {
				if fault.HasCode(err, fault.Invalid) != (want == "-") {
					t.Errorf("%s %q: %v", door, in, err)
				}
			}
			if want == "-" && (!fault.HasCode(updated, fault.Invalid) || listed == nil) {
				t.Errorf("%q: update %v, list %v", in, updated, listed)
			}
			k.Exec(t, "DELETE FROM asset_interfaces") // the next spelling may be of the same address
		}
	})
}
