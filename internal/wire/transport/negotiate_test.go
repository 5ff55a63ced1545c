package transport

import (
	"strings"
	"testing"
)

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                                      mediaJSON,
		" , ,":                                  mediaJSON,
		"*/*":                                   mediaJSON,
		"application/*":                         mediaJSON,
		mediaJSON:                               mediaJSON,
		mediaGraphQL:                            mediaGraphQL,
		"APPLICATION/GraphQL-Response+JSON":     mediaGraphQL,
		mediaGraphQL + "," + mediaJSON:          mediaGraphQL,
		mediaJSON + "," + mediaGraphQL:          mediaJSON,
		mediaGraphQL + ", */*":                  mediaGraphQL,
		"*/*, " + mediaGraphQL:                  mediaGraphQL,
		"*/*;q=0.1, " + mediaGraphQL + ";q=0.2": mediaGraphQL,
		mediaJSON + ";q=0.9, " + mediaGraphQL + ";q=0.899": mediaJSON,
		mediaJSON + ";q=0.899, " + mediaGraphQL + ";q=0.9": mediaGraphQL,
		mediaJSON + ";q=0, */*":                            mediaGraphQL,
		mediaJSON + ";q=0.000, application/*;q=0.5":        mediaGraphQL,
		"application/*;q=0.1, */*":                         mediaJSON,
		mediaGraphQL + ";q=0":                              "",
		mediaGraphQL + ";q=0, " + mediaJSON:                mediaJSON,
		mediaGraphQL + ";q=0, */*;q=0.1":                   mediaJSON,
		"*/*;q=0":                                          "",
		"text/html":                                        "",
		"text/html, application/xml;q=0.9, */*;q=0.8":      mediaJSON,
		"text/*, image/*":                                  "",

		mediaGraphQL + "; charset=utf-8":                           mediaGraphQL,
		mediaGraphQL + "; charset=\"UTF-8\"; q=1.000":              mediaGraphQL,
		mediaGraphQL + "; charset=utf-16, " + mediaJSON:            mediaJSON,
		mediaJSON + "; charset=latin1":                             "",
		mediaGraphQL + `;x="a, */*;q=1\", b"`:                      mediaGraphQL,
		`text/html;x=", application/json,"`:                        "",
		mediaGraphQL + ";q=2, " + mediaJSON + ";q=0.1":             mediaJSON,
		mediaGraphQL + ";q=x":                                      "",
		mediaGraphQL + ";q=0.1234":                                 "",
		mediaGraphQL + ";q=-1":                                     "",
		mediaGraphQL + ";q=1.001":                                  "",
		"nonsense":                                                 "",
		"json, " + mediaGraphQL:                                    mediaGraphQL,
		strings.Repeat("text/html,", maxRanges-1) + mediaJSON:      mediaJSON,
		strings.Repeat("text/html,", maxRanges) + mediaJSON:        "",
		mediaGraphQL + ", application/graphql+json, " + mediaJSON:  mediaGraphQL,
		"multipart/mixed, " + mediaGraphQL + ", " + mediaJSON:      mediaGraphQL,
		"multipart/mixed;deferSpec=20220824, " + mediaJSON + ", *": mediaJSON,
	} {
		if got := negotiate([]string{accept}); got != want {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
	if got := negotiate([]string{"text/html", mediaGraphQL}); got != mediaGraphQL {
		t.Errorf("two headers: %q", got)
	}
}

// Whatever the header says, an answer has one of the two types or none, and refusing a type never brings it back.
func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"*/*", mediaJSON + ";q=0.9," + mediaGraphQL, `a/b;x="\`, "*/*;q=0", ",,;", mediaGraphQL + `;charset="`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		switch got := negotiate([]string{accept}); got {
		case "", mediaJSON, mediaGraphQL:
		default:
			t.Errorf("%q", got)
		}
		if got := negotiate([]string{mediaGraphQL + ";q=0," + accept}); got == mediaGraphQL {
			t.Errorf("%q: %q", accept, got)
		}
	})
}

func TestPrefersEvents(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]bool{
		mediaEvents:                                 true,
		"Text/Event-Stream; charset=utf-8":          true,
		mediaEvents + ", */*":                       true,
		mediaEvents + ", " + mediaJSON:              true,
		mediaJSON + ";q=0.5, " + mediaEvents:        true,
		mediaJSON + ", " + mediaEvents:              false,
		mediaGraphQL + ", " + mediaEvents + ", */*": false,
		mediaEvents + ";q=0":                        false,
		"*/*":                                       false,
		"text/*":                                    false,
		"":                                          false,
	} {
		if got := prefersEvents([]string{accept}); got != want {
			t.Errorf("%q: %t", accept, got)
		}
	}
}
