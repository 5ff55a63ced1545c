package limits

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ttyt.example/ttyt/internal/base/fault"
)

// ruleSet is the validation of one document: the library's rules, those that guess at names in the form that does not,
// our own for overlapping fields, and those of the options.
func (l *Limits) ruleSet() *rules.Rules {
	set, report := rules.NewRules(), &report{said: map[string]bool{}, kinds: map[string]*kindOfError{}}
	for _, rule := range l.rules {
		set.AddRule(rule.Name, func(observers *core.Events, addError core.AddErrFunc) {
			rule.RuleFunc(observers, func(options ...core.ErrorOption) { report.add(rule.Name, addError, append(options, shorten)) })
		})
	}
	return set
}

// report is what is said of one document. What is wrong in a fragment is said once, however often that is spread; what is
// wrong in one way many times is said three times, and then how often more. After maxMade errors no more are made.
type report struct {
	made, told int
	said       map[string]bool
	kinds      map[string]*kindOfError
}

// kindOfError is one way to be wrong.
type kindOfError struct {
	told, more int
	line       *fault.Error // that says how many more there are
}

func (r *report) add(rule string, addError core.AddErrFunc, options []core.ErrorOption) {
	if r.made == maxMade {
		return
	}
	r.made++
	message, at := saidBy(options)
	if r.said[at] {
		return
	}
	r.said[at] = true
	name := kindIn(rule, message)
	kind := r.kinds[name]
	if kind == nil {
		kind = &kindOfError{}
		r.kinds[name] = kind
	}
	switch {
	case kind.told == maxOfAKind:
		kind.count(addError, options)
	case r.told < maxErrors:
		kind.told++
		r.told++
		addError(options...)
	}
}

// count adds one more that is not said, and with the first of them the line that tells of them.
func (k *kindOfError) count(addError core.AddErrFunc, options []core.ErrorOption) {
	if k.more++; k.line == nil {
		k.line = &fault.Error{Code: fault.BadInput}
		addError(append(options, func(e *gqlerror.Error) { e.Message, e.Err, e.Extensions = "more of a kind", k.line, nil })...)
	}
	k.line.Text = moreOfKind.With(k.more)
}

// kindIn is the way in which a document is wrong: the rule that it breaks and, of a value, what is said of it after its place.
func kindIn(rule, message string) string {
	if _, says, ok := strings.Cut(message, ": "); ok && rule == "Values" {
		return rule + says
	}
	return rule
}

// saidBy is what an error says, and that with the places of which it does.
func saidBy(options []core.ErrorOption) (message, at string) {
	var e gqlerror.Error
	for _, option := range options {
		option(&e)
	}
	return e.Message, fmt.Sprint(e.Message, e.Locations)
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
