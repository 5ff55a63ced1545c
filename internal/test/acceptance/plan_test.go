package acceptance

import (
	"context"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/test/kit"
)

// hot are the requests whose statements have to be served by indexes, and who sends them.
func hot(c *crowd) map[string]ask {
	department, first := db.GlobalID("department", c.departments[1]), "(first: 20"
	nodes := " { nodes { id title author { name } department { name } } }"
	posts := func(rest string) string { return "{ posts" + first + rest + ")" + nodes + " }" }
	total := func(rest string) string { return "{ posts(first: 0" + rest + ") { totalCount } }" }
	everybody := []string{"stranger", "staff", "head", "editor", "director"}
	inside := everybody[1:]
	asks := map[string]ask{
		"posts":                               {posts(""), everybody},
		"posts, the next pages":               {"{ posts(first: 20, after: %q)" + nodes + " }", everybody},
		"posts, the pages before":             {"{ posts(last: 20, before: %q)" + nodes + " }", everybody},
		"posts, a numbered page":              {posts(", offset: 40"), everybody},
		"posts of a type":                     {posts(", filter: {type: [ANNOUNCEMENT]}"), everybody},
		"posts of two types":                  {posts(", filter: {type: [NEWS_ARTICLE, ANNOUNCEMENT]}"), everybody},
		"posts of a department":               {posts(`, filter: {department: "` + department + `"}`), everybody},
		"posts of a department and its units": {posts(`, filter: {department: "` + department + `", includeUnits: true}`), everybody},
		"posts of a category":                 {posts(`, filter: {category: "muc-1"}`), everybody},
		"posts of a category, later pages":    {`{ posts(first: 20, after: %q, filter: {category: "muc-1"})` + nodes + " }", everybody},
		"posts of a category and department":  {posts(`, filter: {category: "muc-1", department: "` + department + `"}`), everybody},
		"posts of a tag":                      {posts(`, filter: {tag: "thẻ 3"}`), everybody},
		"posts of a category and tag":         {posts(`, filter: {category: "muc-1", tag: "the 5"}`), everybody},
		"posts of a time":                     {posts(`, filter: {publishedAt: {from: "2026-03-01T00:00:00Z", to: "2026-03-01T12:00:00Z"}}`), everybody},
		"pinned posts":                        {posts(", filter: {pinned: true}"), everybody},
		"posts by title":                      {posts(", orderBy: {field: TITLE, direction: ASC}"), everybody},
		"posts by type":                       {posts(", orderBy: {field: TYPE, direction: ASC}"), everybody},
		"posts by type, later pages":          {"{ posts(first: 20, after: %q, orderBy: {field: TYPE, direction: DESC})" + nodes + " }", everybody},
		"posts by department":                 {posts(", orderBy: {field: DEPARTMENT, direction: ASC}"), everybody},
		"posts by department, later pages":    {"{ posts(first: 20, after: %q, orderBy: {field: DEPARTMENT, direction: DESC})" + nodes + " }", everybody},
		"posts by author":                     {posts(", orderBy: {field: AUTHOR, direction: ASC}"), everybody},
		"posts by author, later pages":        {"{ posts(first: 20, after: %q, orderBy: {field: AUTHOR, direction: DESC})" + nodes + " }", everybody},
		"posts by audience":                   {posts(", orderBy: {field: AUDIENCE, direction: ASC}"), everybody},
		"posts by audience, later pages":      {"{ posts(first: 20, after: %q, orderBy: {field: AUDIENCE, direction: DESC})" + nodes + " }", everybody},
		"open notices by deadline":            {posts(", filter: {open: true}, orderBy: {field: DEADLINE, direction: ASC}"), everybody},
		"posts by title, later pages":         {"{ posts(first: 20, after: %q, orderBy: {field: TITLE, direction: ASC})" + nodes + " }", everybody},
		"posts of a department, later pages":  {`{ posts(first: 20, after: %q, filter: {department: "` + department + `"})` + nodes + " }", everybody},
		"posts, a page far on":                {posts(", offset: 2000"), everybody},
		"posts by their latest change":        {posts(", orderBy: {field: UPDATED_AT, direction: DESC}"), everybody},
		"posts by deadline":                   {posts(", orderBy: {field: DEADLINE, direction: ASC}"), everybody},
		"posts by deadline, later pages":      {"{ posts(first: 20, after: %q, orderBy: {field: DEADLINE, direction: DESC})" + nodes + " }", everybody},
		"own posts":                           {posts(", filter: {mine: true}"), inside},
		"posts of each section":               {"{ categories { postCount posts(first: 5) { totalCount nodes { title path } } } }", everybody},
		"posts of each department":            {"{ departments { posts(first: 5) { totalCount nodes { title path } } } }", everybody},
		"the posts beside one":                {`{ post(slug: "bai-11") { previous { title } next { title } } }`, everybody},
		"people":                              {"{ staffMembers(first: 20) { nodes { name } } }", inside},
		"people, later pages":                 {"{ staffMembers(first: 20, after: %q) { nodes { name } } }", inside},
		"people of a department":              {`{ staffMembers(first: 20, filter: {department: "` + department + `"}) { nodes { name } } }`, inside},
		"people of each department":           {"{ departments { name staff(first: 10) { nodes { name title } } } }", inside},
		"a search":                            {posts(`, filter: {text: "tu001"}`), everybody},
		"how many posts":                      {total(""), everybody},
		"how many of a type":                  {total(", filter: {type: [ANNOUNCEMENT, NEWS_ARTICLE]}"), everybody},
		"how many of a department":            {total(`, filter: {department: "` + department + `", includeUnits: true}`), everybody},
		"how many of a category":              {total(`, filter: {category: "muc-1"}`), everybody},
		"how many of a tag":                   {total(`, filter: {tag: "the 3"}`), everybody},
		"a post by its slug":                  {`{ post(slug: "bai-11") { id title body author { name } department { name } categories { name } } }`, everybody},
		"a route":                             {`{ route(path: "/bai-viet/bai-11") { __typename } }`, everybody},
		"a post by its id":                    {`{ node(id: "` + db.GlobalID("post", c.posts[11]) + `") { id ... on NewsArticle { title body } } }`, everybody},
		"the inbox":                           {"{ me { unreadCount inbox(first: 20) { nodes { kind at } } } }", inside},
		"the inbox, later pages":              {"{ me { inbox(first: 20, after: %q) { nodes { kind at } } } }", inside},
		"the inbox, unread":                   {"{ me { inbox(first: 10, unread: true) { totalCount nodes { kind at } } } }", inside},
		"approvals to decide":                 {"{ me { approvalsToDecide(first: 20) { nodes { id } } } }", inside},
		"approvals":                           {"{ approvals(first: 20) { nodes { id } } }", inside},
		"approvals, later pages":              {"{ approvals(first: 20, after: %q) { nodes { id } } }", []string{"editor", "director"}},
		"approvals of a state":                {"{ approvals(first: 20, filter: {state: PENDING}) { nodes { id } } }", inside},
		"the record":                          {"{ auditEvents(first: 20) { nodes { action } } }", inside},
		"the record, later pages":             {"{ auditEvents(first: 20, after: %q) { nodes { action } } }", []string{"head", "editor", "director"}},
		"the record of a class":               {"{ auditEvents(first: 20, filter: {class: CONTENT}) { nodes { action } } }", inside},
		"the record of a person":              {`{ auditEvents(first: 20, filter: {staff: "` + db.GlobalID("staff", c.people[40]) + `"}) { nodes { action } } }`, inside},
		"the record of a post":                {`{ auditEvents(first: 20, filter: {subject: "` + db.GlobalID("post", c.posts[11]) + `"}) { nodes { action } } }`, inside},
		"the record of a department":          {`{ auditEvents(first: 20, filter: {department: "` + department + `"}) { nodes { action } } }`, inside},
		"the record of a time":                {`{ auditEvents(first: 20, filter: {from: "2026-03-02T01:00:00Z", to: "2026-03-02T01:30:00Z"}) { nodes { action } } }`, inside},
		"departments":                         {`{ departments { id name children { name } ancestors { name } } }`, everybody},
	}
	maps.Copy(asks, incidentAsks)
	maps.Copy(asks, registerAsks(c))
	return asks
}

type ask struct {
	query   string
	callers []string
}

// background is what the program does by itself, over and over.
func background(t *testing.T, c *crowd) map[string]func(context.Context) {
	return map[string]func(context.Context){
		"the change feed": func(ctx context.Context) {
			ctx, stop := context.WithCancel(ctx)
			c.App.Feed.Follow(db.Observe(ctx, db.OnStatement(func(string, []any) { stop() })), func([]feed.Change) {})
		},
		"the jobs": func(ctx context.Context) {
			if _, err := c.App.Jobs.RunDue(t.Context()); err != nil { // so that what recurs is on the list
				t.Error(err)
			}
			c.Exec(t, "UPDATE jobs SET run_at = ? WHERE name = kind OR name = 'post.publish:0'", kit.Start.UnixMicro()) // what recurs, and one job
			if _, err := c.App.Jobs.RunDue(ctx); err != nil {
				t.Error(err)
			}
		},
	}
}

// small are the tables that a centre fills with tens of rows: reading one whole is cheaper than any index.
var small = regexp.MustCompile(`^(departments|department_paths|categories|scan_schedules|service_accounts|tokens)$`)

// fromCursor finds the statement of a page that goes on from a cursor.
var fromCursor = regexp.MustCompile(`[<>]= \? AND \(\S+ [<>] \? OR \S+ [<>] \?\)`)

// justified are findings that are bounded nevertheless, and why.
var justified = []justification{
	{regexp.MustCompile(`: a whole table is read: l$`), "of lent powers there are few: while that is so, MySQL reads them without their index"},
	{regexp.MustCompile(`^a search`), "every match has to be weighed to know the best"},
	{regexp.MustCompile(`^(posts by their latest change|approvals.*|the record.*), staff: more than the page is sorted`), "they reach their own alone"},
	{regexp.MustCompile(`^incidents, (head|editor)`), "an index gives those of the caller's department or section, and only they are sorted"},
	{regexp.MustCompile(`^assets, (staff|head)`), "an index gives those of the caller's department, and only they are sorted"},
	{regexp.MustCompile(`^assets with an address`), "an index gives those with the address, a handful"},
	{regexp.MustCompile(`^the jobs: a whole table is read: (SCAN )?assets`), "once a day each asset in use is held against its schedule"},
	{regexp.MustCompile(`^the jobs: a whole table is read: (SCAN )?(po|de)\b`), "the round over what is pending looks at everybody in office: they are few"},
	{regexp.MustCompile(`^the jobs: .* reset_links`), "the hourly look itself empties the table"},
	{regexp.MustCompile(`^the jobs: .*(audit_pending|SCAN audit_chain)`), "the first rows or the last, by the key of the table; what waits is few"},
}

type justification struct {
	work   *regexp.Regexp
	reason string
}

// Every statement of the hot requests is served by an index: no table is read whole, and nothing is sorted of which only
// a page is answered.
func TestQueryPlans(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCrowd(t, open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}))
		if c.DB.Dialect == db.SQLite { // which nobody has count in a running centre
			c.judge(t)
		}
		c.count(t)
		c.judge(t)
	})
}

func (c *crowd) judge(t *testing.T) {
	t.Helper()
	for name, a := range hot(c) {
		for _, caller := range a.callers {
			c.find(t, name+", "+caller, c.statements(t, caller, c.inTheMiddle(t, caller, a.query)))
		}
	}
	for name, work := range background(t, c) {
		c.find(t, name, observed(t, work))
	}
}

// find returns what is wrong with the statements of a piece of work.
func (c *crowd) find(t *testing.T, name string, ran []*statement) {
	t.Helper()
	for _, s := range ran {
		for _, finding := range c.plan(t, s) {
			what := name + ": " + finding
			if !slices.ContainsFunc(justified, func(j justification) bool { return j.work.MatchString(what) }) {
				t.Errorf("%s\n\t%.900s\n\t%s", what, s.text, strings.Join(s.plan, "\n\t"))
			}
		}
	}
}

// inTheMiddle gives a query that goes on from a cursor one that lies deep in its list.
func (c *crowd) inTheMiddle(t *testing.T, caller, query string) string {
	t.Helper()
	if !strings.Contains(query, "%q") {
		return query
	}
	first := strings.NewReplacer("(first: 20, after: %q", "(first: 40", "(last: 20, before: %q", "(first: 40", "nodes {", "pageInfo { endCursor } nodes {").Replace(query)
	list := strings.Join(strings.Fields(strings.NewReplacer("{", " ").Replace(query[:strings.Index(query, "(")])), ".")
	return fmt.Sprintf(query, c.callers[caller].do(t, first, nil).at(t, "data."+list+".pageInfo.endCursor"))
}

// statement is one that a request ran, and how the store goes about it.
type statement struct {
	text string
	args []any
	plan []string
}

// observed are the statements of a piece of work, each once.
func observed(t *testing.T, work func(context.Context)) (ran []*statement) {
	t.Helper()
	var mu sync.Mutex
	work(db.Observe(t.Context(), db.OnStatement(func(text string, args []any) {
		mu.Lock()
		defer mu.Unlock()
		if !slices.ContainsFunc(ran, func(s *statement) bool { return s.text == text }) {
			ran = append(ran, &statement{text: text, args: slices.Clone(args)})
		}
	})))
	return ran
}

// statements are those of one request, from the session's look-up on.
func (c *crowd) statements(t *testing.T, caller, query string) []*statement {
	t.Helper()
	return observed(t, func(ctx context.Context) { c.send(ctx, t, caller, query) })
}

func (c *crowd) send(ctx context.Context, t *testing.T, caller, query string) {
	t.Helper()
	r := httptest.NewRequest("POST", "/graphql", strings.NewReader(fmt.Sprintf(`{"query":%q}`, query))).WithContext(ctx)
	r.Header = c.callers[caller].header.Clone()
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	c.App.Handler().ServeHTTP(w, r)
	if w.Code != 200 || strings.Contains(w.Body.String(), `"errors"`) {
		t.Fatalf("%s: %d %.500s\n%s", caller, w.Code, w.Body, query)
	}
}

// plan asks the store how it would run the statement and returns what is wrong with that.
func (c *crowd) plan(t *testing.T, s *statement) []string {
	t.Helper()
	if !regexp.MustCompile(`^\s*(SELECT|UPDATE|DELETE)`).MatchString(s.text) {
		return nil
	}
	if c.DB.Dialect == db.SQLite {
		return c.planOnSQLite(t, s)
	}
	return c.planOnMySQL(t, s)
}

func (c *crowd) planOnSQLite(t *testing.T, s *statement) (wrong []string) {
	t.Helper()
	rows, err := db.All[struct {
		ID      int    `db:"id"`
		Parent  int    `db:"parent"`
		NotUsed int    `db:"notused"`
		Detail  string `db:"detail"`
	}](context.Background(), c.DB.From(context.Background()), "EXPLAIN QUERY PLAN "+s.text, s.args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.text)
	}
	limited := strings.Contains(s.text, " LIMIT ")
	for _, r := range rows {
		s.plan = append(s.plan, r.Detail)
		if fromCursor.MatchString(s.text) && r == rows[0] && !regexp.MustCompile(`^SEARCH.*[<>]`).MatchString(r.Detail) {
			wrong = append(wrong, "all before the cursor is read: "+r.Detail)
		}
		switch d := r.Detail; {
		case strings.HasPrefix(d, "SCAN CONSTANT ROW"), regexp.MustCompile(`^SCAN (\(|matches|hits|m$|\d)`).MatchString(d): // what was made before
		case strings.HasPrefix(d, "SCAN") && small.MatchString(strings.Fields(d)[1]):
		case strings.HasPrefix(d, "SCAN") && !(limited && strings.Contains(d, "USING")):
			wrong = append(wrong, "a whole table is read: "+d)
		case strings.HasPrefix(d, "USE TEMP B-TREE FOR ORDER BY") && limited:
			wrong = append(wrong, "more than the page is sorted")
		}
	}
	return wrong
}

func (c *crowd) planOnMySQL(t *testing.T, s *statement) (wrong []string) {
	t.Helper()
	rows, err := db.All[struct {
		ID           *int    `db:"id"`
		SelectType   *string `db:"select_type"`
		Table        *string `db:"table"`
		Partitions   *string `db:"partitions"`
		Type         *string `db:"type"`
		PossibleKeys *string `db:"possible_keys"`
		Key          *string `db:"key"`
		KeyLen       *string `db:"key_len"`
		Ref          *string `db:"ref"`
		Rows         *int    `db:"rows"`
		Filtered     *string `db:"filtered"`
		Extra        *string `db:"Extra"`
	}](context.Background(), c.DB.From(context.Background()), "EXPLAIN "+s.text, s.args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.text)
	}
	is := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	limited, deep := strings.Contains(s.text, " LIMIT "), fromCursor.MatchString(s.text)
	for _, r := range rows {
		n := 0
		if r.Rows != nil {
			n = *r.Rows
		}
		s.plan = append(s.plan, fmt.Sprintf("%s %s %s key=%s ref=%s rows=%d %s", is(r.SelectType), is(r.Table), is(r.Type), is(r.Key), is(r.Ref), n, is(r.Extra)))
		if strings.HasPrefix(is(r.Table), "<") || small.MatchString(is(r.Table)) {
			continue
		}
		if kind := is(r.Type); kind == "ALL" || kind == "index" && !limited {
			wrong = append(wrong, "a whole table is read: "+is(r.Table))
		}
		if deep && r == rows[0] && is(r.Type) != "range" {
			wrong = append(wrong, "all before the cursor is read: "+is(r.Table))
		}
		if strings.Contains(is(r.Extra), "filesort") && limited {
			wrong = append(wrong, "more than the page is sorted: "+is(r.Table))
		}
	}
	return wrong
}
