package app_test

import (
	"encoding/json"
	"image"
	_ "image/jpeg" // covers
	_ "image/png"  // what the program draws
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// elsewhere is what other sites show of a centre's.
type elsewhere struct {
	pictures map[string]bool
	kinds    map[string]int // of what search engines are told
}

func (e elsewhere) enough(t *testing.T) {
	t.Helper()
	if len(e.pictures) < 40 {
		t.Errorf("only %d pictures were found", len(e.pictures))
	}
	for kind := range parts {
		if e.kinds[kind] == 0 {
			t.Errorf("no page tells of a %s, only %v", kind, e.kinds)
		}
	}
}

var (
	shownElsewhere = regexp.MustCompile(`<meta (?:property="(og:[a-z:_]+)"|name="(description|twitter:card)") content="([^"]*)">`)
	iconOf         = regexp.MustCompile(`<link rel="icon" href="([^"]+)" type="image/png"`)
)

// told holds a page to what is shown of it elsewhere: each thing once, in full, with a picture that is there and kept.
func told(t *testing.T, h http.Handler, at, body string, seen elsewhere) {
	t.Helper()
	structured(t, at, body, seen)
	said := map[string]string{}
	for _, m := range shownElsewhere.FindAllStringSubmatch(body, -1) {
		name := m[1] + m[2]
		if _, twice := said[name]; twice || m[3] == "" {
			t.Errorf("%s tells %s twice, or without saying anything", at, name)
		}
		said[name] = m[3]
	}
	for _, name := range []string{"og:title", "og:image", "og:image:alt", "og:url", "og:type", "og:site_name", "og:description", "description", "twitter:card"} {
		if said[name] == "" && !strings.Contains(body, `<meta name="robots" content="noindex">`) {
			t.Errorf("%s tells no %s", at, name)
		}
	}
	card, ours := strings.CutPrefix(said["og:image"], "https://ttyt.example/")
	icon := iconOf.FindStringSubmatch(body)
	if !ours || icon == nil {
		t.Errorf("%s has the picture %q and the icon %q", at, said["og:image"], icon)
		return
	}
	for _, address := range []string{"/" + card, icon[1]} {
		if seen.pictures[address] {
			continue
		}
		seen.pictures[address] = true
		w := kept(h, http.MethodGet, address)
		if p, format, err := image.DecodeConfig(w.Body); w.Code != http.StatusOK || err != nil || w.Header().Get("Content-Type") != "image/"+format || w.Header().Get("Etag") == "" || p.Width != map[bool]int{true: 1200, false: 192}[address == "/"+card] {
			t.Errorf("%s of %s: %d %v %v", address, at, w.Code, w.Header(), err)
		}
	}
}

// ogCard is where the card of a page is.
func ogCard(t *testing.T, h http.Handler, at string) string {
	t.Helper()
	for _, m := range shownElsewhere.FindAllStringSubmatch(open(h, http.MethodGet, at).Body.String(), -1) {
		if path, ours := strings.CutPrefix(m[3], "https://ttyt.example"); m[1] == "og:image" && ours {
			return path
		}
	}
	t.Fatalf("%s has no card", at)
	return ""
}

// parts are what each kind of schema.org says of the demonstration, with dots between names.
var parts = map[string]string{
	"MedicalClinic": "name url image description telephone address.streetAddress address.addressCountry hasMap sameAs openingHoursSpecification",
	"NewsArticle":   "headline image datePublished dateModified inLanguage mainEntityOfPage author.name publisher.name publisher.url",
	"Article":       "headline image datePublished dateModified inLanguage mainEntityOfPage author.name publisher.name publisher.url",
	"ProfilePage":   "url dateModified mainEntity.name mainEntity.worksFor.name",
	"JobPosting":    "title description totalJobOpenings datePosted validThrough url hiringOrganization.name jobLocation.address.streetAddress",
}

var forEngines = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// structured holds a page to JSON that says something in each of its parts.
func structured(t *testing.T, at, body string, seen elsewhere) {
	t.Helper()
	for _, m := range forEngines.FindAllStringSubmatch(body, -1) {
		var said map[string]any
		if err := json.Unmarshal([]byte(m[1]), &said); err != nil {
			t.Errorf("%s: %v in %s", at, err, m[1])
			continue
		}
		kind, _ := said["@type"].(string)
		seen.kinds[kind]++
		if said["@context"] != "https://schema.org" || parts[kind] == "" {
			t.Errorf("%s tells of a %q: %s", at, kind, m[1])
		}
		for path := range strings.FieldsSeq(parts[kind]) {
			var v any = said
			for name := range strings.SplitSeq(path, ".") {
				fields, _ := v.(map[string]any)
				v = fields[name]
			}
			if v == nil || v == "" {
				t.Errorf("%s: %s has no %s", at, kind, path)
			}
		}
		if hours, ok := said["openingHoursSpecification"].([]any); ok {
			line, _ := hours[len(hours)-1].(map[string]any)
			days, _ := line["dayOfWeek"].([]any)
			if len(hours) != 4 || len(days) != 8 || days[0] != "https://schema.org/Monday" || days[7] != "https://schema.org/PublicHolidays" || line["opens"] != "00:00" || line["closes"] != "23:59" {
				t.Errorf("%s: the hours are %v", at, hours)
			}
		}
	}
	path := strings.TrimPrefix(at, "/en")
	if path == "/" || path == "/lien-he" {
		if n := strings.Count(body, `"@type":"MedicalClinic"`); n != 1 {
			t.Errorf("%s tells of %d centres", at, n)
		}
	}
}
