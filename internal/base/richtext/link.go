package richtext

import (
	"net/url"
	"strings"

	"ttyt.example/ttyt/internal/base/text"
)

// maxLink is how many bytes a link has at most.
const maxLink = 2048

// link returns the address to link to in canonical form, or "" when href is not
// one that readers may be sent to.
func link(href string) string {
	if len(href) > maxLink {
		return ""
	}
	href = strings.TrimSpace(text.NFC(href))
	href = strings.NewReplacer("\n", "", "\t", "").Replace(href) // as browsers do, before they look for a scheme
	if place, ok := strings.CutPrefix(href, "#"); ok {
		return within(place)
	}
	u, err := url.Parse(strings.ReplaceAll(href, " ", "%20"))
	if err != nil || u.User != nil || strings.Contains(href, `\`) {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto", "tel":
		if u.Opaque == "" {
			return ""
		}
		if u.Scheme == "tel" {
			u.Opaque = strings.ReplaceAll(u.Opaque, "%20", "")
		}
	case "":
		if u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") {
			return ""
		}
		if id := mediaID(u.Path); id != "" {
			return mediaPath + id
		}
	default:
		return ""
	}
	return ascii(u.String())
}

// ascii percent-encodes what is not ASCII.
func ascii(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// isExternal reports whether a canonical link leaves the site.
func isExternal(link string) bool {
	return strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "https://")
}
