package transport

import (
	"mime"
	"strings"
)

// The media types of answers.
const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// maxRanges is how much of an Accept header is looked at; browsers and clients send up to eight.
const maxRanges = 32

// negotiate picks the media type of the answer (RFC 9110, 12.5.1): the one of the highest quality, of equals the one
// that the more specific range names, of those the one named first. Where only a wildcard tells, or nothing, it is plain
// JSON. It is "" if nothing is acceptable.
func negotiate(accept []string) string {
	header := strings.Join(accept, ",")
	switch header {
	case "", "*/*", mediaJSON:
		return mediaJSON
	case mediaGraphQL:
		return mediaGraphQL
	}
	w, told := weigh(header, mediaJSON, mediaGraphQL)
	plain, full := w[0], w[1]
	switch {
	case !told:
		return mediaJSON
	case full.quality > 0 && full.beats(plain):
		return mediaGraphQL
	case plain.quality > 0:
		return mediaJSON
	}
	return ""
}

// prefersEvents reports whether the client asks for an event stream by name, and for no other answer before it.
func prefersEvents(accept []string) bool {
	header := strings.Join(accept, ",")
	if !strings.Contains(strings.ToLower(header), mediaEvents) {
		return false
	}
	w, _ := weigh(header, mediaEvents, mediaJSON, mediaGraphQL)
	return w[0].specificity == named && w[0].quality > 0 && w[0].beats(w[1]) && w[0].beats(w[2])
}

// weigh returns what a header says of each media type, and whether it names any range at all.
func weigh(header string, media ...string) (w []weight, any bool) {
	w = make([]weight, len(media))
	for position := range maxRanges {
		part, rest, more := cutList(header)
		header = rest
		if strings.TrimSpace(part) != "" {
			any = true
			r := parseRange(part)
			for i, m := range media {
				w[i].take(r.matches(m), r.quality, position)
			}
		}
		if !more {
			break
		}
	}
	return w, any
}

// weight is what a header says of one media type, by the most specific range that matches it.
type weight struct{ quality, specificity, position int }

func (w *weight) take(specificity, quality, position int) {
	if specificity > w.specificity {
		*w = weight{quality, specificity, position}
	}
}

func (w weight) beats(o weight) bool {
	switch {
	case w.quality != o.quality:
		return w.quality > o.quality
	case w.specificity != o.specificity:
		return w.specificity > o.specificity
	}
	return w.position < o.position
}

// mediaRange is one element of an Accept header. The zero mediaRange matches nothing.
type mediaRange struct {
	media   string
	quality int // in thousandths
}

// parseRange reads an element; a malformed one, or one of another encoding than UTF-8, matches nothing. Other parameters
// would choose between forms that there is one of.
func parseRange(s string) mediaRange {
	media, params, err := mime.ParseMediaType(s)
	if err != nil || !utf8Charset(params) {
		return mediaRange{}
	}
	quality := 1000
	if q, ok := params["q"]; ok {
		if quality, ok = parseQuality(q); !ok {
			return mediaRange{}
		}
	}
	return mediaRange{media, quality}
}

// named is the specificity of a range that is the media type itself.
const named = 3

// matches returns how specifically the range names the media type, 0 if it does not.
func (r mediaRange) matches(media string) int {
	kind, _, _ := strings.Cut(media, "/")
	switch r.media {
	case media:
		return named
	case kind + "/*":
		return 2
	case "*/*":
		return 1
	}
	return 0
}

// utf8Charset reports whether the parameters of a media type leave it at UTF-8.
func utf8Charset(params map[string]string) bool {
	charset, ok := params["charset"]
	return !ok || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

// parseQuality reads a weight of at most three decimals, between 0 and 1, as thousandths.
func parseQuality(s string) (int, bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if whole != "0" && whole != "1" || len(decimals) > 3 {
		return 0, false
	}
	q := int(whole[0] - '0')
	for i := range 3 {
		q *= 10
		if i < len(decimals) {
			if decimals[i] < '0' || decimals[i] > '9' {
				return 0, false
			}
			q += int(decimals[i] - '0')
		}
	}
	return q, q <= 1000
}

// cutList cuts the first element off a list; a comma within quotes does not end it.
func cutList(list string) (first, rest string, more bool) {
	quoted := false
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ',' && !quoted:
			return list[:i], list[i+1:], true
		}
	}
	return list, "", false
}
