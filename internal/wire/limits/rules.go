package limits

import (
	"fmt"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// ruleSet is the validation of one document: the library's rules, those that guess at names in the form that does not,
// our own for overlapping fields, and those of the options. What is wrong in a fragment is said once, however often that is spread. After the
// first errors no more are made.
func (l *Limits) ruleSet() *rules.Rules {
	set, made, said := rules.NewRules(), 0, map[string]bool{}
	for _, rule := range l.rules {
		set.AddRule(rule.Name, func(observers *core.Events, addError core.AddErrFunc) {
			rule.RuleFunc(observers, func(options ...core.ErrorOption) {
				if len(said) == maxErrors || made == maxMade {
					return
				}
				made++
				options = append(options, shorten)
				if says := saidBy(options); !said[says] {
					said[says] = true
					addError(options...)
				}
			})
		})
	}
	return set
}

// saidBy is what an error says, and of which places.
func saidBy(options []core.ErrorOption) string {
	var e gqlerror.Error
	for _, option := range options {
		option(&e)
	}
	return fmt.Sprint(e.Message, e.Locations)
}

var allRules = []core.Rule{
	rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
	rules.FragmentsOnCompositeTypesRule,
	rules.KnownDirectivesRule,
	rules.KnownFragmentNamesRule,
	rules.KnownRootTypeRule,
	rules.KnownTypeNamesRuleWithoutSuggestions,
	rules.LoneAnonymousOperationRule,
	rules.MaxIntrospectionDepth,
	rules.NoFragmentCyclesRule,
	rules.NoUndefinedVariablesRule,
	rules.NoUnusedFragmentsRule,
	rules.NoUnusedVariablesRule,
	overlappingFieldsRule,
	rules.PossibleFragmentSpreadsRule,
	rules.ScalarLeafsRuleWithoutSuggestions,
	rules.SingleFieldSubscriptionsRule,
	rules.UniqueDirectivesPerLocationRule,
	rules.UniqueFragmentNamesRule,
	rules.UniqueOperationNamesRule,
	rules.UniqueVariableNamesRule,
	rules.VariablesAreInputTypesRule,
	rules.VariablesInAllowedPositionRule,
}

// shorten cuts a message that repeats much of the document.
func shorten(err *gqlerror.Error) {
	if len(err.Message) <= maxMessage {
		return
	}
	cut := maxMessage
	for !utf8.RuneStart(err.Message[cut]) {
		cut--
	}
	err.Message = err.Message[:cut] + "…"
}
