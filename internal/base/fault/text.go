package fault

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/language"
)

// Text is a message in the two languages of the product. It stands in the file texts.go of its room, as a variable whose
// name is its key: the package texts reads those files, and says what such a message has to be.
type Text struct{ VI, EN string }

// Format is a message with places for values: %v, or %q where the value is quoted.
type Format struct{ VI, EN string }

// With fills in the values. One that is itself a Text comes in the language of the message.
func (f Format) With(values ...any) Text {
	vi, en := slices.Clone(values), slices.Clone(values)
	for i, value := range values {
		if t, ok := value.(Text); ok {
			vi[i], en[i] = t.VI, t.EN
		}
	}
	var t Text
	t.VI, t.EN = fmt.Sprintf(f.VI, vi...), fmt.Sprintf(f.EN, en...)
	return t
}

// In returns the message in the locale of the context.
func (t Text) In(ctx context.Context) string {
	if LocaleOf(ctx) == English {
		return t.EN
	}
	return t.VI
}

// Verbatim is a message that comes from elsewhere as it is, in whatever language.
func Verbatim(s string) Text {
	var t Text
	t.VI, t.EN = s, s
	return t
}

// Locale is a language that messages come in.
type Locale string

// The locales; Vietnamese is the default.
const (
	Vietnamese Locale = "vi"
	English    Locale = "en"
)

type localeKey struct{}

var matcher = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// What browsers send is of few kinds, and matching takes some microseconds, so the locales of short values are
// remembered.
var (
	parsed      sync.Map // of Locale by string
	parsedCount atomic.Int32
)

const (
	maxParsed       = 512
	maxParsedLength = 100 // bytes
)

// LocaleFor picks the locale that a request asks for.
func LocaleFor(r *http.Request) Locale {
	var accepted string
	if sent := r.Header["Accept-Language"]; len(sent) > 0 {
		accepted = sent[0]
	}
	return ParseLocale(accepted)
}

// ParseLocale picks the locale for the value of an Accept-Language header; Vietnamese when in doubt.
func ParseLocale(acceptLanguage string) Locale {
	if known, ok := parsed.Load(acceptLanguage); ok {
		return known.(Locale)
	}
	locale := parseLocale(acceptLanguage)
	if len(acceptLanguage) <= maxParsedLength && parsedCount.Load() < maxParsed {
		parsedCount.Add(1)
		parsed.Store(strings.Clone(acceptLanguage), locale)
	}
	return locale
}

func parseLocale(acceptLanguage string) Locale {
	if _, i := language.MatchStrings(matcher, acceptLanguage); i == 1 {
		return English
	}
	return Vietnamese
}

// WithLocale returns a context whose messages are in the locale.
func WithLocale(ctx context.Context, l Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}

// LocaleOf returns the locale of the context, Vietnamese where none was set.
func LocaleOf(ctx context.Context) Locale {
	if l, ok := ctx.Value(localeKey{}).(Locale); ok {
		return l
	}
	return Vietnamese
}
