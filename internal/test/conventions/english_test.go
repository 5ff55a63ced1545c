package conventions

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strings"
	"testing"
)

// turn is a turn of phrase that reads like a translation.
type turn struct {
	word    string // what every match contains
	pattern string // a regular expression over the text in lower case
	native  string // what around a match makes it good English, if anything does
	better  string
}

// turns are those that are not used here, each with what a native technical writer would put.
var turns = []turn{
	{"who", `\b(for|of|to|by|with|from|than|except|but) who\b`, "", "name the people: the requester, those who may …"},
	{"whoever", `\bwhoever\b`, "", "anyone who, the person who, regardless of the caller"},
	{"nowhere", `\b(told|tells?|said) nowhere\b`, "", "not shown, not documented"},
	{"dear", `\b(is|are|how|too|as|cheap and) dear\b|\b(a|what|where) dear\b|\bdear (for|ones?|parts?)\b`, "", "expensive"},
	{"none", `\b(is|are|was|were) none\b`, `\bthere (is|are|was|were) none`, "say what it is instead, or what is missing"},
	{"neither", `[,;:] (and )?neither (is|are|was|does|do|did|has|have|can|may)\b`, "", "put both in front: neither A nor B …"},
	{"with neither", `\bwith neither\b`, "", "cannot be combined with A or B"},
	{"told to", `\b(is|are|was|were|be) told to (the|it|its|their|those|every\w*|his|her|people|somebody|all|both|each|staff|author|another)\b`, "", "reported to, or: the Board is notified of"},
	{"that is not", `\bthat is not, is\b`, "", "one clause: … is reported"},
	{"no more", `\bno more[.,;:]|\bno more (and|but|or|if|once|when|where)\b`, `\b(once|time|one|and) no more`, "no longer"},
	{"be it", `\bbe it\b`, "", "including, even"},
	{"not stand", `\b(do|does|did) not stand\b`, "", "is not valid"},
	{"stand", `\bstands? (nowhere|for good|no longer)\b`, "", "is not valid, is permanent"},
	{"as good as none", `\bas good as none\b`, "", "does not exist for them"},
	{"by turns", `\bby turns\b`, "", "one at a time"},
	{"there ", `\b(those|all|such|what|whatever) there (is|are)\b`, "", "all of them, the existing …"},
	{"not to be", `\b(is|are) not to be\b`, "", "must not be, do not …"},
	{"but for", `\bbut for\b`, "", "except"},
	{"for long", `\bfor long\b`, "", "sustained, for a long time"},
	{"one's", `\bone's\b`, `no one's`, "the caller's, your"},
	{"oneself", `\boneself\b`, "", "the caller, yourself"},
	{"what one", `\bwhat one (is|was|may)\b`, "", "what the caller …"},
	{" ha", `\bas [\w']+( [\w']+)? ha(s|ve) it\b`, "", "as … defines it"},
	{"strangers are", `\bwhat strangers are\b`, "", "answers to anonymous requests"},
	{"none of", `\b(is|are) none of (theirs|its|his|ours)\b`, "", "does not belong to them"},
	{"place of", `\bin (the )?place of\b`, "", "instead of"},
	{"to nothing", `\bc[ao]mes? to nothing\b`, "", "fails"},
	{"so long", `\b(visible|stays|remains) (there )?so long\b`, "", "for as long"},
	{"they stand", `\bwhere they stand\b`, "", "the state, the step, the place"},
	{"it stands", `\bwhere it stands\b`, "", "the state, the step, the place"},
	{"answers", `\bwhat [a-z]+ answers\b`, "", "the result of …"},
	{"whose it is", `\bwhose it is\b`, "", "the owner"},
	{"what to whom", `\bwhat to whom\b`, "", "say what the input names"},
	{"for every", `\b(goes|go) for every\b`, "", "applies to every"},
	{"who ", `\bwho (is|are|was|has|have|may|can|acts|asks|asked)\b[^.?;:]{0,60}, (is|are|gets?|has|may) `, "", "a person who …"},
	{"up to then", `\bup to then\b`, "", "until then"},
}

// stillThere counts the turns that remain, by directory. The numbers only go down: a new turn fails the test, and so does a
// number that is too high.
var stillThere = map[string]int{}

// Comments, messages, documents and descriptions read as a native technical writer would put them.
func TestEnglishReadsLikeEnglish(t *testing.T) {
	t.Parallel()
	patterns, natives := make([]*regexp.Regexp, len(turns)), make([]*regexp.Regexp, len(turns))
	for i, turn := range turns {
		patterns[i] = regexp.MustCompile(turn.pattern)
		natives[i] = regexp.MustCompile(turn.native)
	}
	found, texts := map[string][]string{}, 0
	passages(t, func(file string, p *passage) {
		texts++
		text := strings.ToLower(p.text.String())
		for i, turn := range turns {
			if !strings.Contains(text, turn.word) {
				continue
			}
			for _, at := range patterns[i].FindAllStringIndex(text, -1) {
				around := text[max(0, at[0]-12):min(len(text), at[1]+12)]
				if turn.native == "" || !natives[i].MatchString(around) {
					dir := path.Dir(file)
					found[dir] = append(found[dir], fmt.Sprintf("%s:%d: %q: %s", file, p.line(at[0]), text[at[0]:at[1]], turn.better))
				}
			}
		}
	})
	if texts < 1000 {
		t.Fatalf("%d texts", texts)
	}
	for dir, all := range found {
		if n := stillThere[dir]; len(all) > n {
			t.Errorf("%s: %d turns that read like a translation, where %d are known:\n%s", dir, len(all), n, strings.Join(all, "\n"))
		}
	}
	for dir, n := range stillThere {
		if len(found[dir]) < n {
			t.Errorf("%s has %d such turns left: lower its number", dir, len(found[dir]))
		}
	}
}

// Each turn is found where it stands, across a line break too, and the good uses of the same words are left alone.
func TestTurnsAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"It is kept for who asked.":      true,
		"An end is told\nnowhere.":       true,
		"There is none here.":            false,
		"No field asked, and it is none": true,
		"no more than ten":               false,
		"It changes no more.":            true,
		"groups of people who may read":  false,
	} {
		p := &passage{}
		for i, line := range strings.Split(text, "\n") {
			p.add(10+i, line)
		}
		got := false
		for _, turn := range turns {
			at := regexp.MustCompile(turn.pattern).FindStringIndex(strings.ToLower(p.text.String()))
			if at == nil || turn.native != "" && regexp.MustCompile(turn.native).MatchString(strings.ToLower(text)) {
				continue
			}
			if got = true; p.line(at[0]) != 10 {
				t.Errorf("%q is found in line %d", text, p.line(at[0]))
			}
		}
		if got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// passage is running text, in which a sentence goes on across line breaks.
type passage struct {
	text   strings.Builder
	starts [][2]int // where a line begins in the text, and its number in the file
}

func (p *passage) add(line int, s string) {
	p.starts = append(p.starts, [2]int{p.text.Len(), line})
	p.text.WriteString(strings.Trim(s, "\"`|* \t\r") + " ")
}

// line is the number in the file of the line with the byte at the offset.
func (p *passage) line(offset int) int {
	n := 0
	for _, s := range p.starts {
		if s[0] <= offset {
			n = s[1]
		}
	}
	return n
}

// passages calls do with the comments and strings of the Go that is written by hand, and with each schema file and document.
func passages(t *testing.T, do func(file string, p *passage)) {
	t.Helper()
	each(t, func(dir, file string, f *ast.File) {
		if dir == "graph/generated" || strings.HasSuffix(file, "_gen.go") || path.Base(file) == "english_test.go" {
			return
		}
		for _, group := range f.Comments {
			p := &passage{}
			for _, c := range group.List {
				p.add(fileset.Position(c.Pos()).Line, strings.TrimLeft(c.Text, "/"))
			}
			do(file, p)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
				p := &passage{}
				for i, line := range strings.Split(s.Value, "\n") {
					p.add(fileset.Position(s.Pos()).Line+i, line)
				}
				do(file, p)
			}
			return true
		})
	})
	for _, file := range tracked(t, ".md", ".graphqls") {
		p := &passage{}
		for i, line := range strings.Split(read(t, file), "\n") {
			p.add(i+1, line)
		}
		do(file, p)
	}
}
