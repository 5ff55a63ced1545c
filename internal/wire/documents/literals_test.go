package documents

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestLiterals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code string
		want []string
	}{
		"a tag":                      {"const Q = gql`{ a }`", []string{"{ a }"}},
		"a tag with blanks":          {"const Q = gql  \n `{ a }`", []string{"{ a }"}},
		"a call":                     {"const Q = graphql(`{ a }`)", []string{"{ a }"}},
		"a call with a comment":      {"const Q = graphql(/* GraphQL */ `{ a }`)", []string{"{ a }"}},
		"a comment alone":            {"const Q = /* GraphQL */ `{ a }`", []string{"{ a }"}},
		"two":                        {"gql`{ a }`; gql`{ b }`", []string{"{ a }", "{ b }"}},
		"another tag":                {"css`a { b }`; sql`{ a }`", nil},
		"no tag":                     {"const x = `{ a }`", nil},
		"a tag of something":         {"x.gql`{ a }`", nil},
		"a longer name":              {"mygql`{ a }`; gqlx`{ a }`", nil},
		"a tag called on a name":     {"gql(query, `{ a }`)", nil},
		"in a line comment":          {"// gql`{ a }`\ngql`{ b }`", []string{"{ b }"}},
		"in a comment":               {"/* gql`{ a }` */ gql`{ b }`", []string{"{ b }"}},
		"in a string":                {`const x = "gql` + "`{ a }`" + `"; gql` + "`{ b }`", []string{"{ b }"}},
		"in a template":              {"const x = `gql is ${ gql`{ a }` } here`", []string{"{ a }"}},
		"after a quoted quote":       {`const x = 'it\'s'; gql` + "`{ a }`", []string{"{ a }"}},
		"after an apostrophe in JSX": {"<p>Don't</p>\nconst Q = gql`{ a }`", []string{"{ a }"}},
		"after a backtick pattern":   {"x.replace(/[/`]/g, '');\ngql`{ a }`", []string{"{ a }"}},
		"after a division":           {"const x = a / b\nconst Q = gql`{ a }`; y / 2", []string{"{ a }"}},
		"after braces in a template": {"`${ {a: {b: 1}} }`; gql`{ a }`", []string{"{ a }"}},
		"a fragment brought in":      {"gql`${F}\nquery Q { ...F }\n${G}`", []string{"    \nquery Q { ...F }\n    "}},
		"escapes":                    {"gql`{ a(b: \"\\`\\$\\\\n\") }`", []string{"{ a(b: \"`$\\n\") }"}},
		"a comment before one":       {"gql`# {\n${F} query Q { ...F }`", []string{"# {\n     query Q { ...F }"}},
		"non-ASCII before":           {"const tên = 'Bệnh viện'; gql`{ a }`", []string{"{ a }"}},
	} {
		found, err := literals("a.ts", c.code)
		var texts []string
		for _, l := range found {
			texts = append(texts, l.text)
			if !strings.HasSuffix(c.code[:l.at], "`") {
				t.Errorf("%s: %q does not begin at %d", name, l.text, l.at)
			}
		}
		if err != nil || strings.Join(texts, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, %v", name, texts, err)
		}
	}
}

func TestLiteralsRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ code, want string }{
		"a value brought in":     {"\nconst Q = gql`query Q { node(id: \"${id}\") { id } }`", "a.ts:2:35: an interpolation inside a definition"},
		"a field brought in":     {"gql`query Q { ${field} }`", "a.ts:1:15: an interpolation inside a definition"},
		"a name brought in":      {"gql`query ${name} { a }`", "a.ts:1:11: an interpolation inside a definition"},
		"in a comment":           {"gql`# ${x}\n{ a }`", "a.ts:1:7: an interpolation inside a definition"},
		"an escape":              {"gql`{ a(b: \"\\u00e9\") }`", "a.ts:1:13: this escape is not understood here"},
		"no end":                 {"const a = 1\ngql`{ a }", "a.ts:2:4: this template literal has no end"},
		"an interpolation's end": {"`${a", "a.ts:1:4: this interpolation has no end"},
		"a comment's end":        {"gql`{ a }` /* …", "a.ts:1:12: this comment has no end"},
		"half a comment":         {"a /*/", "a.ts:1:3: this comment has no end"},
		"too deep":               {strings.Repeat("`${", 200), "too deep"},
	} {
		if _, err := literals("a.ts", c.code); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Long sources are read in one go, whatever is repeated in them.
func TestLiteralsOfLongSources(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"gql`" + strings.Repeat("${a}", 100_000) + "`", strings.Repeat("gql`{ a }`\n", 30_000), strings.Repeat("=/", 200_000),
		strings.Repeat("`${", 100_000), strings.Repeat("'\n", 200_000), strings.Repeat("/* ", 100_000),
	} {
		start := time.Now()
		_, _ = literals("a.ts", code) // an error is as good
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%.10q…: %v", code, took)
		}
	}
}

func FuzzLiterals(f *testing.F) {
	f.Add("const Q = gql`${F} query Q { ...F }`; /* GraphQL */ `{ a }`")
	f.Add("<p>Don't</p> `a ${ {b: `c`} }` /[/`]/ 'x\\'' // gql`")
	f.Fuzz(func(t *testing.T, code string) {
		found, err := literals("a.ts", code)
		if p := (Problem{}); err != nil && (!errors.As(err, &p) || p.Line < 1 || p.Column < 1) {
			t.Errorf("no position: %v", err)
		}
		end := 0
		for _, l := range found {
			if l.at < 1 || l.at > len(code) || code[l.at-1] != '`' || len(l.text) > len(code) {
				t.Errorf("%q at %d", l.text, l.at)
			}
			end = max(end, l.at)
		}
		if s := script("<p>`</p><script>" + code + "</script>"); !strings.Contains(strings.ToLower(code), "</script") && !strings.Contains(s, code) {
			t.Errorf("%q became %q", code, s)
		}
	})
}
