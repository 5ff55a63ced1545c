package acceptance

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/text"
)

// reply is the part of an answer that the walk looks at.
type reply struct {
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
	Data map[string]json.RawMessage
	body string
}

func readReply(t *testing.T, body string) reply {
	t.Helper()
	a := reply{body: body}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("%v: %.300s", err, body)
	}
	return a
}

type userError struct {
	Code, Message string
	Path          []string
}

func (a reply) userErrors() (out []userError) {
	for _, data := range a.Data {
		type payload struct{ UserErrors []userError }
		var whole struct {
			payload
			Results []payload
		}
		if json.Unmarshal(data, &whole) == nil { // the data of other fields may be a list
			for _, p := range append(whole.Results, whole.payload) {
				out = append(out, p.UserErrors...)
			}
		}
	}
	return out
}

// verdict lists the codes of all errors, or is "ok".
func (a reply) verdict() string {
	var codes []string
	for _, e := range a.Errors {
		codes = append(codes, e.Extensions.Code)
	}
	for _, e := range a.userErrors() {
		codes = append(codes, e.Code)
	}
	if codes == nil {
		return "ok"
	}
	return strings.Join(codes, " ")
}

func (a reply) messages() (out []string) {
	for _, e := range a.Errors {
		out = append(out, e.Message)
	}
	for _, e := range a.userErrors() {
		out = append(out, e.Message)
	}
	return out
}

// outcome reduces the verdict to what does not depend on the state of the store.
func (a reply) outcome() string {
	for _, code := range []string{"INTERNAL", "BAD_INPUT"} {
		if strings.Contains(a.verdict(), code) {
			return code
		}
	}
	return "taken"
}

// ran reports whether any field returned data.
func (a reply) ran() bool {
	for _, data := range a.Data {
		if string(data) != "null" {
			return true
		}
	}
	return false
}

// message checks an error message in Vietnamese: it names the field, repeats nothing that was sent, and has no English in it.
func (tr *trial) message(a attempt, message string) {
	field := a.flaw.says
	if field == "" {
		field = a.at.field()
	}
	if !says(message, field) && !(a.flaw.variable != "" && a.at.of != nil && says(message, a.at.field())) {
		tr.found.failMessage("names no field", message, a)
	}
	if a.flaw.secret != "" && says(message, a.flaw.secret) && !tr.words[a.flaw.secret] {
		tr.found.failMessage("repeats the value", message, a)
	}
	if english := tr.english(message); english != "" {
		tr.found.failMessage("is not Vietnamese", message, a)
	}
}

// says reports whether the text contains the words as whole words.
func says(text, words string) bool {
	return regexp.MustCompile(`(?:^|[^\pL\pN_])` + regexp.QuoteMeta(words) + `(?:$|[^\pL\pN_])`).MatchString(text)
}

// protocol lists the names that messages may borrow from GraphQL over HTTP and its multipart and WebSocket protocols.
var protocol = []string{"query", "variables", "operationName", "extensions", "payload", "multipart", "form", "data"}

// names returns every name of the schema and the protocols, as messages in any language may use them.
func (in inputs) names() map[string]bool {
	out := map[string]bool{unknownName: true, nullVariable: true}
	for _, name := range protocol {
		out[name] = true
	}
	for _, def := range in.Types {
		out[def.Name] = true
		for _, f := range def.Fields {
			out[f.Name] = true
			for _, a := range f.Arguments {
				out[a.Name] = true
			}
		}
	}
	for _, d := range in.Directives {
		out[d.Name] = true
		for _, a := range d.Arguments {
			out[a.Name] = true
		}
	}
	return out
}

var (
	anyWord = regexp.MustCompile(`[\pL_][\pL\pN_]*`)
	// syllable matches a Vietnamese syllable without its marks.
	syllable = regexp.MustCompile(`^(?i)(ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?$`)
	// technical matches words of no language: literals, abbreviations and enum values.
	technical = regexp.MustCompile(`^(null|true|false|[A-Z0-9_]+)$`)
)

// english returns the first word that is neither Vietnamese nor a name, or "".
func (tr *trial) english(message string) string {
	for _, w := range anyWord.FindAllString(message, -1) {
		if !tr.words[w] && !technical.MatchString(w) && !syllable.MatchString(text.Fold(w)) {
			return w
		}
	}
	return ""
}
