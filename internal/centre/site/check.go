package site

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/colour"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
)

// Lengths, in characters.
const (
	maxName   = 120
	maxLine   = 200
	maxLines  = 500
	maxURL    = 500
	maxReason = 500
)

// apply brings what the input says into its stored form over what the website shows now, and notes every mistake.
func (s *Service) apply(ctx context.Context, in *ChangeInput, c *Content, f *input.Form) (err error) {
	line(f, "name", in.Name, &c.Name, maxName)
	line(f, "address", in.Address, &c.Address, maxLine)
	link(f, "mapUrl", in.MapURL, &c.MapURL)
	line(f, "hotline", in.Hotline, &c.Hotline, 32)
	f.Must(in.Hotline == nil || c.Hotline == "" || isPhone(c.Hotline), "hotline", malformedPhone)
	link(f, "fanPage", in.FanPage, &c.FanPage)
	line(f, "responsible", in.Responsible, &c.Responsible, maxLine)
	if in.Hours != nil {
		c.Hours = hours(f, in.Hours)
	}
	hue(f, "primaryColour", in.PrimaryColour, &c.PrimaryColour)
	hue(f, "accentColour", in.AccentColour, &c.AccentColour)
	line(f, "seoTitle", in.SEOTitle, &c.SEOTitle, maxName)
	line(f, "seoDescription", in.SEODescription, &c.SEODescription, maxLines)
	if in.MainMenu != nil {
		if c.Main, err = s.menu(ctx, f, "mainMenu", in.MainMenu); err != nil {
			return err
		}
	}
	if in.FooterMenu != nil {
		if c.Footer, err = s.menu(ctx, f, "footerMenu", in.FooterMenu); err != nil {
			return err
		}
	}
	if in.LinkGroups != nil {
		c.LinkGroups = links(f, in.LinkGroups)
	}
	if in.Blocks != nil {
		c.Home, err = s.blocks(ctx, f, in.Blocks)
	}
	return err
}

func line(f *input.Form, name string, given *string, to *string, most int) {
	if given != nil {
		*to = *given
		f.Line(name, to, most)
	}
}

// link takes an address on the web, over TLS alone.
func link(f *input.Form, name string, given *string, to *string) {
	line(f, name, given, to, maxURL)
	f.Must(given == nil || *to == "" || isLink(*to), name, notHTTPS)
}

func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && strings.Contains(strings.Trim(u.Hostname(), "."), ".") && u.User == nil &&
		!strings.ContainsAny(s, " \"'<>\\`")
}

// phones are the numbers of Viet Nam without what separates their digits: mobile ones, landlines with their area, those that
// cost the same everywhere, and short ones.
var phones = regexp.MustCompile(`^(0[35789][0-9]{8}|02[0-9]{9}|1[89]00[0-9]{4}([0-9]{2})?|1[0-9]{2,4})$`)

func isPhone(s string) bool {
	digits := strings.NewReplacer(" ", "", ".", "", "-", "", "(", "", ")", "").Replace(s)
	if home, abroad := strings.CutPrefix(digits, "+84"); abroad {
		digits = "0" + home
	}
	return phones.MatchString(digits)
}

// hours takes all lines of the opening hours.
func hours(f *input.Form, given []*HoursInput) []*Hours {
	f.Must(len(given) <= maxHours, "hours", tooManyHours.With(maxHours))
	var lines []*Hours // nil if there are none, as they are read
	for i, g := range given {
		at := "hours." + strconv.Itoa(i) + "."
		l := &Hours{Opens: text.Line(g.Opens), Closes: text.Line(g.Closes), Note: g.Note}
		for _, d := range Days() { // each once
			if slices.Contains(g.Days, d) {
				l.Days = append(l.Days, d)
			}
		}
		f.Must(len(l.Days) > 0, at+"days", noDays)
		opens, closes := minutes(l.Opens), minutes(l.Closes)
		f.Must(opens >= 0 && opens < 24*60, at+"opens", malformedTime)
		f.Must(closes >= 0, at+"closes", malformedTime)
		f.Must(opens < 0 || closes < 0 || opens < closes, at+"closes", closesBeforeOpening)
		f.Line(at+"note", &l.Note, maxLine)
		lines = append(lines, l)
	}
	return lines
}

// hue takes a colour on which white is legible, and names the nearest darker shade for one on which it is not.
func hue(f *input.Form, name string, given *string, to *string) {
	if given == nil {
		return
	}
	*to = strings.ToLower(text.Line(*given))
	if *to == "" {
		return
	}
	c, ok := colour.Parse(*to)
	f.Must(ok, name, malformedColour)
	if contrast := colour.Contrast(c, colour.White); ok && contrast < colour.Text {
		f.Must(false, name, paleColour.With(*to, fmt.Sprintf("%.2f", math.Floor(100*contrast)/100), c.ReadableOn(colour.White, colour.Text).String()))
	}
}
