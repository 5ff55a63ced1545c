package limits

import (
	"context"
	"regexp"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Wording is what is said of an invalid document. People who may see the schema get the validator's words. Others get
// words that name nothing but what they wrote: no types, no arguments or input fields that are missing, no values that
// would do.
func Wording(ctx context.Context, g *gqlerror.Error) string {
	if NamesSchema(ctx) || g.Rule == "" || ownWords[g.Rule] {
		return g.Message
	}
	for _, w := range neutral {
		if w.says.MatchString(g.Message) {
			return w.says.ReplaceAllString(g.Message, w.instead)
		}
	}
	return "Something in it is not allowed in its place."
}

// ownWords are the rules whose messages name only what the client wrote.
var ownWords = map[string]bool{
	"FragmentsOnCompositeTypes": true, "KnownDirectives": true, "KnownFragmentNames": true, "KnownRootType": true,
	"KnownTypeNamesWithoutSuggestions": true, "LoneAnonymousOperation": true, "MaxIntrospectionDepth": true,
	"NoFragmentCycles": true, "NoUndefinedVariables": true, "NoUnusedFragments": true, "NoUnusedVariables": true,
	"OverlappingFieldsCanBeMerged": true, "SingleFieldSubscriptions": true,
	"UniqueDirectivesPerLocation": true, "UniqueFragmentNames": true,
	"UniqueOperationNames": true, "UniqueVariableNames": true, "VariablesAreInputTypes": true,
}

// neutral says the same without the names of the schema; whatever it does not know is said without any name.
var neutral = []struct {
	says    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`^Cannot query field ("\w+") on type .*`), "Cannot query field $1."},
	{regexp.MustCompile(`^Field ("\w+") must not have a selection .*`), "Field $1 must not have a selection."},
	{regexp.MustCompile(`^Field ("\w+") of type .* must have a selection .*`), "Field $1 must have a selection of subfields."},
	{regexp.MustCompile(`^Fragment( "\w+")? cannot be spread here .*`), "Fragment$1 cannot be spread here."},
	{regexp.MustCompile(`^Variable ("\$\w+") of type .* used in position .*`), "Variable $1 is used where another type is expected."},
}
