package web

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// What is empty is not told, and no text ends the script that it stands in.
func TestStructuredDataLeavesOutWhatIsEmpty(t *testing.T) {
	t.Parallel()
	got, err := structured(map[string]any{
		"@type": "MedicalClinic", "name": "</script><b>", "telephone": "", "hours": []any{}, "count": int64(0),
		"address": map[string]any{"@type": "PostalAddress", "street": ""}, "list": []any{"", map[string]any{"@type": "x"}},
	})
	if want := `{"@type":"MedicalClinic","count":0,"name":"\u003c/script\u003e\u003cb\u003e"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	hours, err := json.Marshal(openings([]any{map[string]any{"days": []any{enum{"SiteDay", "SUNDAY"}, enum{"SiteDay", "HOLIDAY"}}, "opens": "00:00", "closes": "24:00"}}))
	if want := `[{"@type":"OpeningHoursSpecification","closes":"23:59","dayOfWeek":["https://schema.org/Sunday","https://schema.org/PublicHolidays"],"opens":"00:00"}]`; err != nil || string(hours) != want {
		t.Errorf("got %s, %v", hours, err)
	}
}

// A page describes itself once: by its own summary, else by what the settings say of the site.
func TestAPageHasOneDescription(t *testing.T) {
	t.Parallel()
	described := strings.Replace(frame, `"seoDescription":""`, `"seoDescription":"Của trang"`, 1)
	summed := strings.Replace(article, `"summary":""`, `"summary":"Tóm <tắt>"`, 1)
	seo := strings.Replace(summed, `"seo":{"title":"","description":""}`, `"seo":{"title":"","description":"Cho máy tìm"}`, 1)
	for name, c := range map[string]struct {
		frame, post, page string
		want              []string
	}{
		"a list":                        {described, article, "/tin-tuc", []string{"Của trang"}},
		"a list, nothing is set":        {frame, article, "/tin-tuc", nil},
		"a post with a summary":         {described, summed, "/bai-viet/mot", []string{"Tóm &lt;tắt&gt;"}},
		"a post with a text of its own": {described, seo, "/bai-viet/mot", []string{"Cho máy tìm"}},
		"a post without":                {described, article, "/bai-viet/mot", []string{"Của trang"}},
		"a post, nothing is set":        {frame, article, "/bai-viet/mot", nil},
		"a department with a summary":   {described, department("Nơi khám trẻ em"), "/khoa-phong/nhi", []string{"Nơi khám trẻ em"}},
		"a department without":          {described, department(""), "/khoa-phong/nhi", []string{"Của trang"}},
		"a department without a page":   {described, strings.Replace(department(""), department("")[strings.Index(department(""), `"page":`):], `"page":null}}}`, 1), "/khoa-phong/nhi", []string{"Của trang"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := opened(siteOf(t, api{"Site": c.frame, "PostsOfType": oneCard, "SitePost": c.post, "SiteDepartment": c.post}), "GET", c.page).Body.String()
			for _, tag := range []string{`<meta name="description" content="`, `<meta property="og:description" content="`} {
				var got []string
				for _, rest := range strings.Split(body, tag)[1:] {
					got = append(got, rest[:strings.Index(rest, `"`)])
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%s: %q, wanted %q", tag, got, c.want)
				}
			}
		})
	}
}

func department(summary string) string {
	return `{"route":{"__typename":"Route","path":"/khoa-phong/nhi","redirect":false,"node":{"__typename":"Department","name":"Khoa Nhi","kind":"CLINICAL","ancestors":[],"children":[],"officers":[],"posts":{"nodes":[]},"page":{"summary":"` + summary + `","body":"","functions":"","duties":"","processes":"","contact":"","postedBy":null,"postedAt":null,"updatedAt":null}}}}`
}
