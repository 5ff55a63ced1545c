package asset_test

import (
	"testing"

	"ttyt.example/ttyt/internal/centre/asset"
)

func TestAddressesHaveOneSpelling(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"10.0.0.1": "10.0.0.1", " ::ffff:10.0.0.1 ": "10.0.0.1", "2001:DB8:0:0::1": "2001:db8::1", "": "",
		"010.0.0.1": "-", "10.0.0.0/24": "-", "127.0.0.1": "-", "::1": "-", "224.0.0.1": "-", "fe80::1%eth0": "-", "::": "-"} {
		if got, ok := asset.ParseIP(in); ok != (want != "-") || ok && string(got) != want {
			t.Errorf("%q: got %q, %v; want %q", in, got, ok, want)
		}
	}
	for in, want := range map[string]string{"3C-52-82-4B-19-0E": "3c:52:82:4b:19:0e", "3c52.824b.190e": "3c:52:82:4b:19:0e", "": "",
		"3c:52:82:4b:19": "-", "ff:ff:ff:ff:ff:ff": "-", "01:00:5e:00:00:01": "-", "00:00:00:00:fe:80:00:00": "-"} {
		if got, ok := asset.ParseMAC(in); ok != (want != "-") || ok && string(got) != want {
			t.Errorf("%q: got %q, %v; want %q", in, got, ok, want)
		}
	}
}
