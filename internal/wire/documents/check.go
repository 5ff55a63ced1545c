package documents

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Rules are what an operation has to keep to.
type Rules struct {
	Schema *ast.Schema
	// MaxTokens is how long a document may be.
	MaxTokens int
	// Limit measures a document that parses, before it is validated. Its error goes into the report.
	Limit func(*ast.QueryDocument) error
	// Validation is what a document is validated by.
	Validation func() *rules.Rules
}

// Read reads a manifest that keeps to the rules. Its problems are joined into one error.
func (r Rules) Read(file string) ([]Operation, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	operations, err := Parse(file, text)
	if err != nil {
		return nil, err
	}
	return operations, r.Check(file, operations)
}

// Check reports everything that is wrong with the operations of a manifest: a body that does not parse, validate or lie
// within the limits, that holds anything but one operation with its fragments, an id that is no hash of it, and whatever
// is there twice. The problems are joined into one error.
func (r Rules) Check(file string, operations []Operation) error {
	var problems []error
	ids, names := map[string]int{}, map[string]int{}
	for _, o := range operations {
		wrong := func(format string, args ...any) {
			problems = append(problems, Problem{File: file, Line: o.line, Text: o.label() + ": " + fmt.Sprintf(format, args...)})
		}
		if first, twice := ids[o.ID]; twice {
			wrong("its id is that of line %d too", first)
		}
		ids[o.ID] = o.line
		if hash := Hash(o.Body); o.ID == "" {
			wrong("it has no id")
		} else if id := strings.TrimPrefix(o.ID, prefix); id != hash && (id != o.ID || len(id) == len(hash)) {
			wrong("its id is not the hash of its body, %s", hash)
		}
		op, err := r.one(o)
		if err != nil {
			for _, e := range err {
				wrong("%s", says(e))
			}
			continue
		}
		if first, twice := names[op.Name]; twice {
			wrong("its name is that of line %d too", first)
		}
		names[op.Name] = o.line
	}
	return errors.Join(problems...)
}

// label names the operation in reports.
func (o Operation) label() string {
	if o.Name != "" {
		return o.Name
	}
	return o.ID
}

// one returns the one operation of an entry.
func (r Rules) one(o Operation) (*ast.OperationDefinition, gqlerror.List) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: o.Body}, r.MaxTokens)
	if err != nil {
		return nil, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}
	}
	if n := len(doc.Operations); n != 1 {
		return nil, gqlerror.List{gqlerror.Errorf("its body holds %d operations; want one", n)}
	}
	op := doc.Operations[0]
	switch {
	case op.Name == "":
		return nil, gqlerror.List{gqlerror.Errorf("the operation of its body has no name")}
	case o.Name != "" && op.Name != o.Name:
		return nil, gqlerror.List{gqlerror.Errorf("the operation of its body is called %s", op.Name)}
	case o.Type != "" && string(op.Operation) != o.Type:
		return nil, gqlerror.List{gqlerror.Errorf("the operation of its body is a %s, not a %s", op.Operation, o.Type)}
	}
	return op, r.document(doc)
}

// document measures and validates.
func (r Rules) document(doc *ast.QueryDocument) gqlerror.List {
	if err := r.Limit(doc); err != nil {
		return gqlerror.List{gqlerror.Wrap(err)}
	}
	return fewOfAKind(validator.ValidateWithRules(r.Schema, doc, r.Validation()))
}

// maxOfAKind is how many problems by one rule of one document are told.
const maxOfAKind = 3

// fewOfAKind leaves out what breaks a rule once more, and says how often.
func fewOfAKind(list gqlerror.List) (few gqlerror.List) {
	seen, lines := map[string]int{}, map[string]*gqlerror.Error{}
	for _, e := range list {
		seen[e.Rule]++
		switch more := seen[e.Rule] - maxOfAKind; {
		case more <= 0:
			few = append(few, e)
		case more == 1:
			lines[e.Rule] = &gqlerror.Error{Rule: e.Rule, Extensions: e.Extensions}
			few = append(few, lines[e.Rule])
			fallthrough
		default:
			lines[e.Rule].Message = fmt.Sprintf("%d more problems of this kind", more)
		}
	}
	return few
}

// says is the message with where in the document it applies.
func says(e *gqlerror.Error) string {
	if len(e.Locations) == 0 {
		return e.Message
	}
	return fmt.Sprintf("%s (line %d, column %d of its body)", e.Message, e.Locations[0].Line, e.Locations[0].Column)
}
