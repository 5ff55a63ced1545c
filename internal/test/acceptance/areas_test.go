package acceptance

import "testing"

// Each is told where they have a part in the work, and how they may change the website, as the matrix says.
func TestArticle10_WhoIsOfferedTheWebsite(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		const offers = `{ me { areas } site { availableActions { action allowed } } }`
		told := func(areas, arrange, propose string) string {
			return `{"data":{"me":{"areas":[` + areas + `]},"site":{"availableActions":[{"action":"ARRANGE","allowed":` + arrange + `},{"action":"PROPOSE","allowed":` + propose + `}]}}}`
		}
		for name, want := range map[string]string{
			"web":       told(`"WEBSITE","READERS"`, "true", "true"),
			"director":  told(`"WEBSITE","READERS"`, "false", "true"),
			"head":      told(`"READERS"`, "false", "false"),
			"colleague": told("", "false", "false"),
			"it":        told("", "false", "false"),
			"personnel": told("", "false", "false"),
		} {
			h.ask(t, name, offers, nil).want(t, want)
		}
		h.ask(t, "stranger", `{ site { availableActions { action } } }`, nil).want(t, `{"data":{"site":{"availableActions":[]}}}`)
	})
}
