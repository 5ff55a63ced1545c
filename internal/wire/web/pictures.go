package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"ttyt.example/ttyt/internal/base/card"
	"ttyt.example/ttyt/internal/base/colour"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/trace"
)

// Pictures of the site are drawn when somebody asks for them: the card of a page, which social networks show where it is shared, and
// the icon of the site. They are answers like pages: kept by the same cache, with the tags of what they show, and gone with the page.
// The address of a picture holds a digest of what is on it, so that caches elsewhere take a new one for a new title. Nothing is drawn
// at another address: it leads to the right one, so a flood of invented addresses costs what pages cost that are not there.

const (
	cardsPath  = "/the"
	iconsPath  = "/bieu-tuong"
	pngSuffix  = ".png"
	cardName   = "card" // of the document that says what a card shows
	iconName   = "icon"
	wildcard   = "picture"
	mostLetter = 4 // initials
)

// pictures are the addresses at which something is drawn. What follows cardsPath is the path of the card's page.
var pictures = []route{
	{path: cardsPath + "/{" + wildcard + "...}", page: errorName, picture: (*drawing).drawCard, counted: cardName},
	{path: iconsPath + "/{" + wildcard + "}", page: errorName, picture: (*drawing).drawIcon, counted: iconName},
}

// usual is the colour of a centre that has chosen none: the main one of tokensFile.
var usual = colour.RGB{0x0B, 0x6E, 0x67}

// shared lets other sites show the pictures: that is what they are for.
var shared = []string{"cross-origin"}

func isPicture(path string) bool {
	return strings.HasPrefix(path, cardsPath+"/") || strings.HasPrefix(path, iconsPath+"/")
}

// centreCard is a card that names the centre alone.
func centreCard(layout map[string]any) card.Card {
	c := card.Card{Colour: usual}
	site, _ := layout["site"].(map[string]any)
	c.Name, _ = site["name"].(string)
	if main, _ := site["primaryColour"].(string); digitsOf(main) != noColour {
		c.Colour, _ = colour.Parse(main)
	}
	centres, _ := layout["centre"].([]any)
	for _, one := range centres {
		fields, _ := one.(map[string]any)
		name, _ := fields["name"].(string)
		c.Name = cmp.Or(c.Name, name)
		c.Initials, _ = fields["code"].(string)
	}
	if n := len([]rune(c.Initials)); n == 0 || n > mostLetter {
		c.Initials = initialsOf(c.Name)
	}
	return c
}

// initialsOf are the first letters of a name's first words.
func initialsOf(name string) string {
	var out []rune
	for word := range strings.FieldsSeq(name) {
		if letter := []rune(word)[0]; unicode.IsLetter(letter) && len(out) < mostLetter {
			out = append(out, unicode.ToUpper(letter))
		}
	}
	return string(out)
}

// cardOf is the card of a page and the path of the page, "" where the card names the centre alone.
func cardOf(root, layout map[string]any) (c card.Card, path string) {
	c = centreCard(layout)
	at, _ := root["route"].(map[string]any)
	node, _ := at["node"].(map[string]any)
	for _, field := range []string{"title", "name"} {
		if title, ok := node[field].(string); ok {
			c.Title = title
			path, _ = at["path"].(string)
		}
	}
	return c, path
}

// coverOf is the address of the cover of what a page shows, as the document of the page asks for it, "" for none.
func coverOf(root map[string]any) string {
	at, _ := root["route"].(map[string]any)
	node, _ := at["node"].(map[string]any)
	cover, _ := node["cover"].(map[string]any)
	picture, _ := cover["picture"].(map[string]any)
	share, _ := picture["share"].(string)
	return share
}

// pictureFile is the last part of a picture's address.
func pictureFile(c card.Card) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q %q %s", card.Version, c.Name, c.Initials, c.Title, c.Colour))
	return hex.EncodeToString(sum[:6]) + pngSuffix
}

// tellPictures adds where the pictures of a page are.
func (d *drawing) tellPictures(told, root, layout map[string]any) {
	told["card"], told["cover"], told["icon"], told["centre"], told["root"] = "", "", "", "", ""
	if !d.face.public || layout == nil {
		return
	}
	c, path := cardOf(root, layout)
	if cover := coverOf(root); cover != "" {
		told["cover"] = cover
		if strings.HasPrefix(cover, "/") {
			told["cover"] = d.faces.o.URL + cover
		}
	}
	told["card"] = d.faces.o.URL + cardsPath + path + "/" + pictureFile(c)
	told["centre"], told["root"] = c.Name, d.faces.o.URL+prefixOf(d.locale)+"/"
	told["icon"] = iconsPath + "/" + pictureFile(iconOf(layout))
}

// iconOf shows the initials alone, so that its address follows from nothing else.
func iconOf(layout map[string]any) card.Card {
	c := centreCard(layout)
	c.Name = ""
	return c
}

// drawCard answers with the card of a page.
func (d *drawing) drawCard() {
	layout, failed := d.run(d.face.layout, nil)
	if failed != nil {
		d.fail(failed)
		return
	}
	asked := "/" + d.r.PathValue(wildcard)
	path := asked[:strings.LastIndex(asked, "/")]
	root := map[string]any{}
	if path != "" {
		if root, failed = d.run(d.face.card, map[string]any{"path": path}); failed != nil {
			d.fail(failed)
			return
		}
		if d.gone(root) {
			d.fail(problem410)
			return
		}
	}
	c, at := cardOf(root, layout)
	if path != "" && at == "" {
		d.fail(problemOf(fault.NotFound))
		return
	}
	if right := pictureFile(c); !d.elsewhere(asked == at+"/"+right, cardsPath+at+"/"+right) {
		d.picture(c.PNG(d.r.Context()))
	}
}

// drawIcon answers with the icon of the site.
func (d *drawing) drawIcon() {
	layout, failed := d.run(d.face.layout, nil)
	if failed != nil {
		d.fail(failed)
		return
	}
	c := iconOf(layout)
	if right := pictureFile(c); !d.elsewhere(d.r.PathValue(wildcard) == right, iconsPath+"/"+right) {
		d.picture(c.IconPNG(d.r.Context()))
	}
}

// elsewhere leads to the one address of a picture, where another one was asked for.
func (d *drawing) elsewhere(right bool, to string) bool {
	if right && d.asked().RawQuery == "" && d.locale == fault.Vietnamese {
		return false
	}
	http.Redirect(d.w, d.r, to, http.StatusFound)
	return true
}

func (d *drawing) picture(content []byte, err error) {
	if err != nil {
		d.fail(problemOf(fault.Unavailable))
		return
	}
	trace.Operation(d.w, d.face.nameOf(d.route))
	d.w.Header().Set("Content-Type", "image/png")
	_, _ = d.w.Write(content) // the reader may have gone
}
