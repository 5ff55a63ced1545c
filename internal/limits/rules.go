package limits

import (
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// ruleSet is the validation of one document: the library's rules, those that guess at names in the form that does not,
// and our own for overlapping fields. After the first errors no more are made.
func ruleSet() *rules.Rules {
	set, errors := rules.NewRules(), 0
	for _, rule := range allRules {
		set.AddRule(rule.Name, func(observers *core.Events, addError core.AddErrFunc) {
			rule.RuleFunc(observers, func(options ...core.ErrorOption) {
				if errors++; errors <= maxErrors {
					addError(append(options, shorten)...)
				}
			})
		})
	}
	return set
}

var allRules = []core.Rule{
	rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
	rules.FragmentsOnCompositeTypesRule,
	rules.KnownArgumentNamesRuleWithoutSuggestions,
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
	rules.ProvidedRequiredArgumentsRule,
	rules.ScalarLeafsRuleWithoutSuggestions,
	rules.SingleFieldSubscriptionsRule,
	rules.UniqueArgumentNamesRule,
	rules.UniqueDirectivesPerLocationRule,
	rules.UniqueFragmentNamesRule,
	rules.UniqueInputFieldNamesRule,
	rules.UniqueOperationNamesRule,
	rules.UniqueVariableNamesRule,
	rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
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
