package limits

import "ttyt.example/ttyt/internal/core/access"

// MaxTokens is how long a document may be.
const MaxTokens = 2_000

// What one document may hold, with its fragments spelled out where fields are counted. People's tools stay far below:
// the introspection of common ones needs a depth of 15 and 250 tokens.
const (
	maxDocument   = 256 << 10 // bytes
	maxDepth      = 16
	maxNesting    = 64
	maxFields     = 1_000
	maxAliases    = 60
	maxRoots      = 20
	maxDirectives = 60
	maxOperations = 50
	maxFragments  = 100
	maxVariables  = 100
	maxWork       = 20_000 // nodes that the validator meets: it walks from each operation and from each fragment

	maxLiteral = 10    // levels of nesting of a value
	maxList    = 500   // elements of one list, in the document or in the variables
	maxValues  = 5_000 // values in all variables together

	maxErrors      = 10  // of an invalid document, without the lines that say how many more there are
	maxOfAKind     = 3   // of those
	maxMade        = 100 // of those, said again or not
	maxFieldErrors = 20  // of an executed one
	maxMessage     = 300

	// cacheBytes bounds the memory of all parsed documents together, cacheEntry that of one.
	cacheBytes = 16 << 20
	cacheEntry = 1 << 20
)

// Budget is what one request may cost, by kind of caller.
type Budget struct {
	// Cost is in points: the estimate of fields answered, expensive ones counted by their @cost.
	Cost int
	// Text is how many bytes the answer may weigh.
	Text int
	// Work is how many bytes the fields that compute may look at.
	Work int
}

var (
	strangers = Budget{Cost: 10_000, Text: 4 << 20, Work: 1 << 20}
	staff     = Budget{Cost: 40_000, Text: 16 << 20, Work: 3 << 20}
	tools     = Budget{Cost: 20_000, Text: 8 << 20, Work: 2 << 20}
)

// BudgetOf is the budget of an actor.
func BudgetOf(a *access.Actor) Budget {
	switch {
	case a.SignedIn(), a.Locked != nil: // what they may not run yet says so
		return staff
	case a.Known():
		return tools
	}
	return strangers
}

// The reasons for which a request is refused.
const (
	ReasonSize       = "size"
	ReasonTokens     = "tokens"
	ReasonDepth      = "depth"
	ReasonFields     = "fields"
	ReasonAliases    = "aliases"
	ReasonRoots      = "roots"
	ReasonDirectives = "directives"
	ReasonOperations = "operations"
	ReasonFragments  = "fragments"
	ReasonVariables  = "variables"
	ReasonValues     = "values"
	ReasonCost       = "cost"
	ReasonText       = "text"
	ReasonWork       = "work"
	ReasonTurn       = "turn"
)

// Reasons lists them all, for metrics that start at zero.
func Reasons() []string {
	return []string{ReasonSize, ReasonTokens, ReasonDepth, ReasonFields, ReasonAliases, ReasonRoots, ReasonDirectives,
		ReasonOperations, ReasonFragments, ReasonVariables, ReasonValues, ReasonCost, ReasonText, ReasonWork, ReasonTurn}
}
