package limits

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Wording is what is said of an invalid document. People who may see the schema get the validator's words. Others get
// words that name nothing but what they wrote: no types, no arguments or input fields that are missing, no values that
// would do.
func Wording(ctx context.Context, g *gqlerror.Error) string {
	r := requestOf(ctx)
	known := r != nil && r.namesSchema
	variable := g.Rule == "" && len(g.Path) > 1
	switch {
	case known && variable:
		return fmt.Sprintf("Variable %q %s.", "$"+strings.TrimPrefix(g.Path.String(), "variable."), g.Message)
	case variable:
		return fmt.Sprintf("Variable %q does not fit its type.", fmt.Sprint("$", g.Path[1]))
	case known || g.Rule == "" || ownWords[g.Rule]:
		return g.Message
	}
	for _, w := range neutral {
		if w.says.MatchString(g.Message) {
			return w.says.ReplaceAllString(g.Message, w.instead)
		}
	}
	return "A value does not fit where it stands."
}

// ownWords are the rules whose messages name only what the client wrote.
var ownWords = map[string]bool{
	"FragmentsOnCompositeTypes": true, "KnownDirectives": true, "KnownFragmentNames": true, "KnownRootType": true,
	"KnownTypeNamesWithoutSuggestions": true, "LoneAnonymousOperation": true, "MaxIntrospectionDepth": true,
	"NoFragmentCycles": true, "NoUndefinedVariables": true, "NoUnusedFragments": true, "NoUnusedVariables": true,
	"OverlappingFieldsCanBeMerged": true, "SingleFieldSubscriptions": true, "UniqueArgumentNames": true,
	"UniqueDirectivesPerLocation": true, "UniqueFragmentNames": true, "UniqueInputFieldNames": true,
	"UniqueOperationNames": true, "UniqueVariableNames": true, "VariablesAreInputTypes": true,
}

// neutral says the same without the names of the schema; whatever it does not know is said without any name.
var neutral = []struct {
	says    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`^Cannot query field ("\w+") on type .*`), "Cannot query field $1."},
	{regexp.MustCompile(`^Unknown argument ("\w+") on field .*`), "Unknown argument $1."},
	{regexp.MustCompile(`^Unknown argument ("\w+") on directive ("@\w+")\.`), "Unknown argument $1 on directive $2."},
	{regexp.MustCompile(`^Field ("\w+") must not have a selection .*`), "Field $1 must not have a selection."},
	{regexp.MustCompile(`^Field ("\w+") of type .* must have a selection .*`), "Field $1 must have a selection of subfields."},
	{regexp.MustCompile(`^(Field|Directive) ("@?\w+") argument .* is required, .*`), "$1 $2 lacks a required argument."},
	{regexp.MustCompile(`^Fragment( "\w+")? cannot be spread here .*`), "Fragment$1 cannot be spread here."},
	{regexp.MustCompile(`^Field ("\w+") is not defined by type .*`), "Field $1 is not defined."},
	{regexp.MustCompile(`^Variable ("\$\w+") of type .* used in position .*`), "Variable $1 is used where another type is expected."},
}
