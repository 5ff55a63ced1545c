package answercache

import "testing"

func TestTakesGzip(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"":                              false,
		"gzip":                          true,
		"GZIP":                          true,
		"x-gzip":                        true,
		"gzip, deflate, br, zstd":       true,
		"br;q=1.0, gzip;q=0.8, *;q=0.1": true,
		"gzip;q=0":                      false,
		"gzip;q=0.000":                  false,
		"gzip ; q=0.5":                  true,
		"gzip;q=high":                   false,
		"gzip;q=2":                      false,
		"gzip;q=NaN":                    false,
		"gzip;q=0.5, identity":          false,
		"gzip, identity;q=0.5":          true,
		"identity":                      false,
		"deflate":                       false,
		"*":                             true,
		"*;q=0":                         false,
		"gzip;q=0, *":                   false,
		"gzipped":                       false,
		",,":                            false,
	} {
		if got := takesGzip([]string{header}); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
	if takesGzip(nil) || !takesGzip([]string{"br", "gzip"}) {
		t.Error("values of several lines")
	}
}
