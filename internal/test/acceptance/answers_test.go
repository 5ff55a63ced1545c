package acceptance

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// show puts a post on the site, by SQL, and returns its key.
func (w *world) show(t *testing.T, department db.ID, slug string, more kit.Row) db.ID {
	t.Helper()
	id, revision, now := db.NewID(), db.NewID(), w.DB.Now(t.Context())
	row := kit.Row{"id": id, "type": "NEWS_ARTICLE", "department_id": department, "author_id": w.Staff(t, department, "Tác giả"),
		"publication": "PUBLISHED", "working": "NONE", "audience": "PUBLIC", "published_revision_id": revision, "published_at": now,
		"updated_public_at": now, "slug": slug, "title": "Bài " + slug, "version": 1, "created_at": now, "updated_at": now}
	for column, value := range more {
		row[column] = value
	}
	w.Insert(t.Context(), t, "posts", row)
	w.Insert(t.Context(), t, "slugs", kit.Row{"slug": slug, "post_id": id, "created_at": now})
	w.Insert(t.Context(), t, "revisions", kit.Row{"id": revision, "post_id": id, "content": "{}", "body": strings.Repeat("<p>Nội dung.</p>", 200), "created_at": now})
	return id
}

// behind changes every title without telling the change feed, so that a kept answer is told from a fresh one.
func (w *world) behind(t *testing.T, title string) {
	t.Helper()
	w.Exec(t, "UPDATE posts SET title = ?", title)
}

// kept asks until the program keeps the answer, which it does at once unless the machine is too busy to follow the feed,
// and returns it.
func (w *world) kept(t *testing.T, query string) (body string) {
	t.Helper()
	for range 100 {
		body = w.stranger().do(t, query, nil).Body
		for kept := range w.App.Answers.Bodies() {
			if string(kept) == body {
				return body
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s: not kept: %s", query, body)
	return ""
}

const listTitles = `{ posts { nodes { title } } }`

func TestAStrangersAnswerIsKept(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil)
		const query = `{ post(slug: "mot") { title body department { name } author { name } categories { name } } }`
		body, _ := json.Marshal(map[string]any{"query": query})
		get := "/graphql?" + url.Values{"query": {query}}.Encode()
		type way struct {
			name, method, path, media string
			body                      []byte
			client                    *client
		}
		plain := w.stranger().with("Accept-Encoding", "identity")
		post, fetch := way{"POST", http.MethodPost, "/graphql", "application/json", body, plain}, way{"GET", http.MethodGet, get, "", nil, plain}
		vietnamese, graphQL := post, fetch
		vietnamese.client = plain.with("Accept-Language", "vi")
		graphQL.client = plain.with("Accept", "application/graphql-response+json")
		var first []response
		for _, c := range []way{post, fetch, vietnamese, graphQL} {
			first = append(first, c.client.send(t, c.method, c.path, c.media, c.body))
		}
		w.behind(t, "Không ai được báo")
		for i, c := range []way{post, fetch, vietnamese, graphQL} {
			again := c.client.send(t, c.method, c.path, c.media, c.body)
			if again.Status != http.StatusOK || again.Body != first[i].Body || !strings.Contains(again.Body, "Bài mot") {
				t.Errorf("%s: a miss answered\n%s\na hit %d\n%s", c.name, first[i].Body, again.Status, again.Body)
			}
			for _, name := range []string{"Content-Type", "Content-Language", "Vary", "Cache-Control", "Etag", "X-Trace-Id", "X-Content-Type-Options", "Content-Security-Policy"} {
				if again.Header.Get(name) != first[i].Header.Get(name) {
					t.Errorf("%s: %s is %q on a miss, %q on a hit", c.name, name, first[i].Header.Get(name), again.Header.Get(name))
				}
			}
			small := c.client.with("Accept-Encoding", "gzip").send(t, c.method, c.path, c.media, c.body)
			if unzipped := unzip(t, small); unzipped != first[i].Body {
				t.Errorf("%s: compressed\n%s", c.name, unzipped)
			}
		}
		if vi, en := first[2].Header.Get("Content-Language"), first[0].Header.Get("Content-Language"); vi != "vi" || en != "en" {
			t.Errorf("languages %q and %q", vi, en)
		}
		if plain, other := first[1].Header.Get("Content-Type"), first[3].Header.Get("Content-Type"); plain == other {
			t.Errorf("media type %q for both", plain)
		}

		// A reader who has it is told so.
		tag := first[1].Header.Get("Etag")
		if tag == "" || first[0].Header.Get("Etag") != "" {
			t.Errorf("ETag of GET %q, of POST %q", tag, first[0].Header.Get("Etag"))
		}
		same := plain.with("If-None-Match", `"other", `+tag).send(t, http.MethodGet, get, "", nil)
		if same.Status != http.StatusNotModified || same.Body != "" || same.Header.Get("Etag") != tag {
			t.Errorf("got %d %q %s", same.Status, same.Header.Get("Etag"), same.Body)
		}
		if other := plain.with("If-None-Match", `"other"`).send(t, http.MethodGet, get, "", nil); other.Status != http.StatusOK || other.Body == "" {
			t.Errorf("got %d %s", other.Status, other.Body)
		}
	})
}

func unzip(t *testing.T, r response) string {
	t.Helper()
	if r.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("encoding %q", r.Header.Get("Content-Encoding"))
		return r.Body
	}
	z, err := gzip.NewReader(strings.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// What is answered to somebody is not kept, and nobody who is known gets what is.
func TestOnlyStrangersAnswersAreKept(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		home := w.Department(t, "CENTRE", "TTYT", db.ID{})
		w.show(t, home, "mot", nil)
		clerk, _ := w.person(t, home, "thuky")
		const query = `{ posts { nodes { title version author { name } } } }`
		known := clerk.do(t, query, nil)
		known.want(t, `{"data":{"posts":{"nodes":[{"title":"Bài mot","version":null,"author":{"name":"Tác giả"}}]}}}`)
		w.stranger().do(t, query, nil).want(t, `{"data":{"posts":{"nodes":[{"title":"Bài mot","version":null,"author":null}]}}}`)
		w.behind(t, "Khác")
		w.stranger().do(t, query, nil).want(t, `{"data":{"posts":{"nodes":[{"title":"Bài mot","version":null,"author":null}]}}}`)
		again := clerk.do(t, query, nil)
		again.want(t, `{"data":{"posts":{"nodes":[{"title":"Khác","version":null,"author":{"name":"Tác giả"}}]}}}`)
		if again.Header.Get("Cache-Control") != "no-store" || again.Header.Get("Etag") != "" {
			t.Errorf("%v", again.Header)
		}
		for _, header := range []string{"Cookie", "Authorization"} {
			w.stranger().with(header, "session=made-up").do(t, query, nil).want(t, `{"data":{"posts":{"nodes":[{"title":"Khác","version":null,"author":null}]}}}`)
		}
	})
}

// That something is not found is kept as well, until a change tells of it, and each reader's error names their own request.
func TestMissesAreKept(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		home := w.Department(t, "CENTRE", "TTYT", db.ID{})
		const other = "4bf92f3577b34da6a3ce929d0e0e4736"
		another := w.stranger().with("Traceparent", "00-"+other+"-b7ad6b7169203331-01")
		hidden := w.show(t, home, "mot", kit.Row{"audience": "INTERNAL"})
		for path, query := range map[string]string{
			"post":       `{ post(slug: "mot") { title } }`,
			"route":      `{ route(path: "/bai-viet/mot") { ... on Route { path } } }`,
			"department": `{ department(code: "KHONG") { name } }`,
		} {
			w.kept(t, query)
			w.Exec(t, "UPDATE posts SET audience = 'PUBLIC'") // and nobody is notified
			w.Exec(t, "UPDATE departments SET code = 'KHONG'")
			for _, c := range []*client{another, another.with("Accept", "application/graphql-response+json")} {
				again := c.do(t, query, nil)
				if c == another {
					again.want(t, strings.Replace(refusal(path, "NOT_FOUND", "Not found."), traceID, other, 1))
				}
				if again.Header.Get("X-Trace-Id") != other || strings.Contains(again.Body, traceID) || again.Header.Get("Cache-Control") != "no-store" || again.Header.Get("Etag") != "" {
					t.Errorf("%s: %v %s", path, again.Header, again.Body)
				}
			}
			w.Exec(t, "UPDATE posts SET audience = 'INTERNAL'")
			w.Exec(t, "UPDATE departments SET code = 'TTYT'")
		}
		// A stranger who tries ids is seen each time.
		tried := `{ node(id: "` + db.GlobalID("post", hidden) + `") { id } }`
		w.stranger().do(t, tried, nil).want(t, refusal("node", "NOT_FOUND", "Not found."))
		w.Exec(t, "UPDATE posts SET audience = 'PUBLIC'")
		w.stranger().do(t, tried, nil).want(t, `{"data":{"node":{"id":"*"}}}`)
		// Nothing is kept of a question that is wrong besides.
		const wrong = `{ post(slug: "hai") { title } posts(first: -1) { totalCount } }`
		w.stranger().do(t, wrong, nil)
		for kept := range w.App.Answers.Bodies() {
			if strings.Contains(string(kept), "BAD_INPUT") {
				t.Errorf("kept %s", kept)
			}
		}
	})
}

// A client that asks for things that never existed evicts no useful answer.
func TestMissesHaveAShareOfTheirOwn(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil)
		w.kept(t, listTitles)
		for n := range 1200 { // each takes a kilobyte and more, of half a megabyte
			w.stranger().do(t, `{ post(slug: "khong-co-`+strconv.Itoa(n)+`") { title } }`, nil)
		}
		misses := 0
		for kept := range w.App.Answers.Bodies() {
			if strings.Contains(string(kept), "NOT_FOUND") {
				misses++
			}
		}
		if misses == 0 || misses > 600 {
			t.Errorf("%d misses are kept", misses)
		}
		w.behind(t, "Không ai được báo")
		w.stranger().do(t, listTitles, nil).want(t, `{"data":{"posts":{"nodes":[{"title":"Bài mot"}]}}}`)
	})
}

// Every change that readers can see ends cached answers, before the mutation is answered.
func TestAChangeEndsKeptAnswers(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		slug := func(name string) string {
			return `{ post(slug: "` + h.slugs[name] + `") { title pinned categories { name } } }`
		}
		inNoi := `{ posts(filter: {department: "` + h.ids["NOI"] + `"}) { totalCount nodes { title pinned department { name } categories { name } } } }`
		section := `{ category(slug: "tin-tuc") { postCount posts(first: 50) { totalCount nodes { title } } } }`
		beside := `{ posts(first: 50) { nodes { title previous { title } next { title } } } }`
		version := func(t *testing.T, name string) json.Number {
			return json.Number(h.must(t, "web", `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": h.ids[name]}).at(t, "data.post.version"))
		}
		departmentVersion := func(t *testing.T, code string) json.Number {
			return json.Number(h.must(t, "director", `query($c: String!) { department(code: $c) { version } }`, map[string]any{"c": code}).at(t, "data.department.version"))
		}
		for _, c := range []struct {
			name   string
			asked  []string
			change func(t *testing.T)
		}{
			{"a new post", []string{section, beside, `{ departments { posts { totalCount } } }`, `{ posts { totalCount } }`, inNoi, slug("approved"), `{ route(path: "/bai-viet/` + h.slugs["approved"] + `") { ... on Route { path } } }`, `{ post(id: "` + h.ids["approved"] + `") { title } }`, `{ nodes(ids: ["` + h.ids["approved"] + `"]) { id } }`}, func(t *testing.T) { h.step(t, "approved", "publish") }},
			{"a new version", []string{slug("renewed"), inNoi, listTitles}, func(t *testing.T) {
				for _, step := range []string{"submit", "endorse", "consent", "publish"} {
					h.step(t, "renewed", step)
				}
			}},
			{"a pin", []string{slug("public"), inNoi}, func(t *testing.T) {
				h.must(t, "web", `mutation($id: ID!, $v: Int!) { pinPost(input: {id: $id, expectedVersion: $v, pinned: true}) { userErrors { message } } }`, map[string]any{"id": h.ids["public"], "v": version(t, "public")})
			}},
			{"another slug", []string{slug("public"), `{ post(slug: "khac-han") { title } }`, `{ route(path: "/bai-viet/khac-han") { ... on Route { path } } }`, `{ route(path: "/bai-viet/` + h.slugs["public"] + `") { ... on Route { path } } }`, `{ node(id: "` + h.ids["public"] + `") { ... on Post { slug } } }`}, func(t *testing.T) {
				h.must(t, "web", `mutation($id: ID!, $v: Int!) { changeSlug(input: {id: $id, expectedVersion: $v, slug: "khac-han"}) { userErrors { message } } }`, map[string]any{"id": h.ids["public"], "v": version(t, "public")})
			}},
			{"a take-down", []string{section, beside, `{ departments { posts(first: 50) { nodes { title } } } }`, `{ post(slug: "khac-han") { title } }`, `{ route(path: "/bai-viet/khac-han") { ... on Route { path } ... on Gone { since } } }`, inNoi, `{ posts { totalCount } }`, `{ posts(filter: {text: "bai"}) { totalCount } }`, `{ posts(filter: {tag: "the"}) { totalCount } }`}, func(t *testing.T) { h.step(t, "public", "unpublish") }},
			{"a category's name", []string{`{ categories { name } }`, slug("renewed"), inNoi}, func(t *testing.T) {
				h.renamesCategory(t, "Tin mới")
			}},
			{"the website", []string{`{ site { accentColour openNow hours { opens } linkGroups { title } mainMenu { label target { __typename } items { label } } } }`,
				`{ site { blocks { ... on SitePostsBlock { kind category { name } posts { title path } } } } }`}, func(t *testing.T) {
				h.must(t, "web", `mutation($c: ID!) { changeSite(input: {expectedVersion: 2, accentColour: "#006699", mainMenu: [{category: $c}], blocks: [{kind: LATEST}, {kind: LATEST_OF_CATEGORY, category: $c}, {kind: NOTICES}]}) { userErrors { message } } }`,
					map[string]any{"c": h.ids["category"]})
			}},
			{"a name in a menu and a block", []string{`{ site { mainMenu { label } } }`, `{ site { blocks { ... on SitePostsBlock { category { name } posts { title } } } } }`}, func(t *testing.T) {
				h.renamesCategory(t, "Tin mới nhất")
			}},
			{"a department's name", []string{`{ departments { name earlierNames { name } } }`, `{ department(code: "NOI") { name } }`, inNoi}, func(t *testing.T) {
				h.must(t, "director", `mutation($id: ID!, $v: Int!) { updateDepartment(input: {id: $id, expectedVersion: $v, name: "Khoa Nội tổng hợp"}) { userErrors { message } } }`, map[string]any{"id": h.ids["NOI"], "v": departmentVersion(t, "NOI")})
			}},
			{"a move", []string{`{ departments { code parent { code } } }`, `{ department(code: "CNTT") { ancestors { code } } }`, `{ posts(filter: {department: "` + h.ids["TCHC"] + `", includeUnits: true}) { totalCount } departments { code ancestors { code } } }`}, func(t *testing.T) {
				h.must(t, "director", `mutation($id: ID!, $v: Int!, $to: ID!) { moveDepartment(input: {id: $id, expectedVersion: $v, parent: $to}) { userErrors { message } } }`, map[string]any{"id": h.ids["CNTT"], "v": departmentVersion(t, "CNTT"), "to": h.ids["NGOAI"]})
			}},
		} {
			t.Run(c.name, func(t *testing.T) {
				before := make([]string, len(c.asked))
				for i, q := range c.asked {
					before[i] = w.kept(t, q)
				}
				c.change(t)
				for i, q := range c.asked {
					if after := w.stranger().do(t, q, nil).Body; after == before[i] {
						t.Errorf("%s still answers %s", q, after)
					}
				}
			})
		}
	})
}

// An answer ends when a deadline passes that it was made with.
func TestTheClockEndsKeptAnswers(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		home := w.Department(t, "CENTRE", "TTYT", db.ID{})
		closes := db.At(w.Clock.Now().Add(time.Hour))
		w.show(t, home, "thau", kit.Row{"type": "TENDER_NOTICE", "closes_at": closes})
		w.show(t, home, "thau-sau", kit.Row{"type": "TENDER_NOTICE", "closes_at": db.At(closes.Add(time.Hour))})
		head := w.Staff(t, home, "Trưởng khoa")
		w.Position(t, head, home, "HEAD")
		w.Exec(t, "UPDATE positions SET to_at = ?", closes)
		answers := map[string][2]string{
			`{ post(slug: "thau") { ... on TenderNotice { isOpen } } }`: {`{"data":{"post":{"isOpen":true}}}`, `{"data":{"post":{"isOpen":false}}}`},
			`{ posts(filter: {open: true}) { totalCount } }`:            {`{"data":{"posts":{"totalCount":2}}}`, `{"data":{"posts":{"totalCount":1}}}`},
			`{ posts(filter: {open: false}) { totalCount } }`:           {`{"data":{"posts":{"totalCount":0}}}`, `{"data":{"posts":{"totalCount":1}}}`},
			`{ departments { officers { name } } }`:                     {`{"data":{"departments":[{"officers":[{"name":"Trưởng khoa"}]}]}}`, `{"data":{"departments":[{"officers":[]}]}}`},
		}
		for query, want := range answers {
			if got := w.kept(t, query); got != want[0] {
				t.Errorf("%s: %s", query, got)
			}
		}
		w.Clock.Advance(time.Hour - time.Microsecond)
		for query, want := range answers {
			w.stranger().do(t, query, nil).want(t, want[0])
		}
		w.Clock.Advance(time.Microsecond)
		for query, want := range answers {
			w.stranger().do(t, query, nil).want(t, want[1])
		}
	})
}

// Another replica hears of a change within a second: a request that begins later than that never gets the old answer.
func TestAnotherReplicaHearsOfAChange(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			store := s.Open(t, nil)
			here := open(t, kit.New(t, store), config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}})
			there := open(t, kit.New(t, store), config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}})
			home := here.Department(t, "CENTRE", "TTYT", db.ID{})
			id := here.show(t, home, "mot", nil)
			editor, _ := here.person(t, here.Department(t, "UNIT", "WEB", home), "bientap", access.WebEditor)
			version := 1
			for _, c := range []struct{ query, after, change string }{
				{`{ post(slug: "hai") { slug } }`, `{"data":{"post":{"slug":"hai"}}}`, `mutation($id: ID!, $v: Int!) { change: changeSlug(input: {id: $id, expectedVersion: $v, slug: "hai"}) { userErrors { message } } }`},
				{`{ posts { totalCount } }`, `{"data":{"posts":{"totalCount":0}}}`, `mutation($id: ID!, $v: Int!) { change: unpublishPost(input: {id: $id, expectedVersion: $v, reason: "Sai."}) { userErrors { message } } }`},
			} {
				for _, w := range []*world{here, there} {
					w.kept(t, c.query)
				}
				editor.do(t, c.change, map[string]any{"id": db.GlobalID("post", id), "v": version}).want(t, `{"data":{"change":{"userErrors":[]}}}`)
				changed := time.Now()
				version++
				here.stranger().do(t, c.query, nil).want(t, c.after)
				for {
					asked := time.Now()
					if there.stranger().do(t, c.query, nil).Body == c.after {
						break
					}
					if late := asked.Sub(changed); late > time.Second {
						t.Fatalf("%s: changed %s ago, and still answered as before", c.query, late)
					}
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
}

// While the feed cannot be read nothing is kept nor given.
func TestACutFeedEndsKeptAnswers(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil)
		kept := func(title string) bool {
			return strings.Contains(w.stranger().do(t, listTitles, nil).Body, title)
		}
		await := func(what string, done func() bool) {
			t.Helper()
			for range 500 {
				if done() {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Fatal(what)
		}
		w.kept(t, listTitles)
		w.behind(t, "Hai")
		if !kept("Bài mot") {
			t.Fatal("the answer was not kept")
		}
		w.Exec(t, "ALTER TABLE changes RENAME TO hidden")
		await("the answer is given though the feed is cut", func() bool { return kept("Hai") })
		w.behind(t, "Ba")
		if !kept("Ba") {
			t.Error("an answer was kept though the feed is cut")
		}
		w.Exec(t, "ALTER TABLE hidden RENAME TO changes")
		await("nothing is kept once the feed is back", func() bool {
			now := w.stranger().do(t, listTitles, nil).Body
			w.Exec(t, "UPDATE posts SET title = CONCAT(title, '+')")
			return w.stranger().do(t, listTitles, nil).Body == now
		})
	})
}

// Cached answers count against the caller's rate limit.
func TestKeptAnswersAreLimitedToo(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Rate: 1})
		w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil)
		for range 20 {
			if r := w.stranger().do(t, listTitles, nil); r.Status == http.StatusTooManyRequests {
				if r.Header.Get("Retry-After") == "" {
					t.Error("no Retry-After")
				}
				return
			}
		}
		t.Error("twenty answers at once")
	})
}
