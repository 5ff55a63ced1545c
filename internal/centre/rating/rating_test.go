package rating_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/rating"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre has a department whose posts are rated.
type centre struct {
	*kit.Kit
	ratings      *rating.Service
	ward, author db.ID
}

func newCentre(t testing.TB, k *kit.Kit) *centre {
	t.Helper()
	c := &centre{Kit: k, ratings: newService(k)}
	c.ward = k.Department(t, "CLINICAL", "NHI", k.Department(t, "CENTRE", "TTYT", db.ID{}))
	c.author = k.Staff(t, c.ward, "Điều dưỡng")
	return c
}

// serviceOver is the service of another replica.
func serviceOver(t testing.TB, d *db.DB) *rating.Service {
	t.Helper()
	return newService(kit.New(t, func(func() time.Time) *db.DB { return d }))
}

func newService(k *kit.Kit) *rating.Service {
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	roles, inboxes, jobs := role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people), inbox.New(k.DB, k.Access, k.Feed), job.New(k.DB, job.Options{})
	return rating.New(k.DB, k.Access, k.Feed, post.New(post.Deps{
		DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: jobs, Inbox: inboxes, Directory: roles, Departments: departments, People: people,
		Approvals: approval.New(k.DB, k.Access, k.Feed, inboxes, roles, jobs), Categories: category.New(k.DB, k.Audit, k.Feed), Media: &media.Service{},
	}))
}

// post puts a post on the site, or leaves it off.
func (c *centre) post(t testing.TB, publication, audience string) string {
	t.Helper()
	id, revision, now := db.NewID(), db.NewID(), c.DB.Now(t.Context())
	row := kit.Row{"id": id, "type": "NEWS_ARTICLE", "department_id": c.ward, "author_id": c.author, "publication": publication, "working": "NONE",
		"slug": id.String(), "audience": audience, "title": "Rửa tay", "working_audience": audience, "version": 1, "created_at": now, "updated_at": now}
	if publication == "PUBLISHED" {
		row["published_revision_id"], row["published_at"] = revision, now
	} else {
		row["working_revision_id"], row["working"] = revision, "DRAFT"
	}
	c.Insert(t.Context(), t, "posts", row)
	c.Insert(t.Context(), t, "revisions", kit.Row{"id": revision, "post_id": id, "number": 1, "editor_id": c.author, "audience": audience, "content": "{}", "created_at": now})
	return db.GlobalID("post", id)
}

func reader(address, browser string) context.Context {
	return access.With(context.Background(), access.Anonymous(address, browser))
}

// rate gives stars, as every step of a test that expects it to be kept.
func (c *centre) rate(t testing.TB, ctx context.Context, post string, stars int) {
	t.Helper()
	if _, err := c.ratings.Rate(ctx, rating.RateInput{Post: post, Stars: stars}); err != nil {
		t.Fatal(err)
	}
}

// want compares what the post was given, once all is counted: total in count.
func (c *centre) want(t testing.TB, global, want string) {
	t.Helper()
	c.ratings.Flush(context.Background())
	key, err := db.ParseID("post", global)
	if err != nil {
		t.Fatal(err)
	}
	of, err := c.ratings.Of(context.Background(), []db.ID{key})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%d in %d", of[key].Total, of[key].Count); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// rows counts the rows of a table.
func (c *centre) rows(t testing.TB, table string) int {
	t.Helper()
	n, err := db.One[int](context.Background(), c.DB.From(context.Background()), "SELECT COUNT(*) FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAReaderCountsOnceADay(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p, other := c.post(t, "PUBLISHED", "PUBLIC"), c.post(t, "PUBLISHED", "PUBLIC")
		for _, step := range []struct {
			says, address, browser, post string
			stars                        int
			want                         string
		}{
			{"the first", "192.0.2.1", "Chrome", p, 5, "5 in 1"},
			{"again replaces it", "192.0.2.1", "Chrome", p, 2, "2 in 1"},
			{"the same again", "192.0.2.1", "Chrome", p, 2, "2 in 1"},
			{"another browser", "192.0.2.1", "Firefox", p, 4, "6 in 2"},
			{"another address", "192.0.2.2", "Chrome", p, 1, "7 in 3"},
			{"an IPv6 network", "2001:db8::1", "Chrome", p, 3, "10 in 4"},
			{"the same network", "2001:db8::ffff:2", "Chrome", p, 5, "12 in 4"},
			{"another post", "192.0.2.1", "Chrome", other, 5, "5 in 1"},
		} {
			c.rate(t, reader(step.address, step.browser), step.post, step.stars)
			t.Log(step.says)
			c.want(t, step.post, step.want)
		}
		k.Clock.Advance(14*time.Hour + 59*time.Minute) // 23:59 in Viet Nam
		c.rate(t, reader("192.0.2.1", "Chrome"), p, 3)
		c.want(t, p, "13 in 4")
		k.Clock.Advance(time.Minute)
		c.rate(t, reader("192.0.2.1", "Chrome"), p, 5)
		c.want(t, p, "18 in 5")
	})
}

// A rating that is replaced before it is counted counts as what it is by then.
func TestReplacedBeforeItIsCounted(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, "PUBLISHED", "PUBLIC")
		for _, stars := range []int{1, 5, 3, 4} {
			c.rate(t, reader("192.0.2.1", "Chrome"), p, stars)
		}
		c.want(t, p, "4 in 1")
	})
}

// After the day nothing is left that could tell who rated, and the totals stay.
func TestWhoRatedEndsWithTheDay(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c, ctx := newCentre(t, k), context.Background()
		p := c.post(t, "PUBLISHED", "PUBLIC")
		for i := range 5 {
			c.rate(t, reader(fmt.Sprintf("192.0.2.%d", i), "Chrome"), p, 4)
		}
		forget := func() {
			t.Helper()
			for range 3 { // a post is counted once a second, so one that was just counted waits for a later run
				wanted, err := c.ratings.ForgetWanted(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if !wanted {
					return
				}
				if err := c.ratings.Forget(ctx); err != nil {
					t.Fatal(err)
				}
				c.ratings.Flush(ctx)
			}
			t.Error("there is always more to forget")
		}
		forget()
		if keys, marks := c.rows(t, "rating_keys"), c.rows(t, "rating_marks"); keys != 1 || marks != 5 {
			t.Errorf("%d keys and %d marks while the day lasts", keys, marks)
		}
		k.Clock.Advance(15 * time.Hour)
		if err := c.ratings.Forget(ctx); err != nil {
			t.Fatal(err)
		}
		if keys := c.rows(t, "rating_keys"); keys != 0 {
			t.Errorf("%d keys after the day", keys)
		}
		forget()
		if marks := c.rows(t, "rating_marks"); marks != 0 {
			t.Errorf("%d marks after the day", marks)
		}
		c.want(t, p, "20 in 5")
	})
}

func TestOnlyWhatIsReadIsRated(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		stranger, colleague := reader("192.0.2.1", "Chrome"), k.As(t, k.Staff(t, c.ward, "Y sĩ"))
		outsider := k.As(t, k.Staff(t, k.Department(t, "CLINICAL", "NGOAI", db.ID{}), "Bác sĩ"))
		author := k.As(t, c.author)
		for _, step := range []struct {
			publication, audience, who string
			ctx                        context.Context
			want                       string
		}{
			{"PUBLISHED", "PUBLIC", "a stranger", stranger, "done"},
			{"PUBLISHED", "PUBLIC", "a colleague", colleague, "done"},
			{"PUBLISHED", "INTERNAL", "a stranger", stranger, "not found"},
			{"PUBLISHED", "INTERNAL", "an outsider", outsider, "done"},
			{"PUBLISHED", "DEPARTMENT", "an outsider", outsider, "not found"},
			{"PUBLISHED", "DEPARTMENT", "a colleague", colleague, "done"},
			{"NONE", "PUBLIC", "a stranger", stranger, "not found"},
			{"NONE", "PUBLIC", "its author", author, "forbidden"},
			{"UNPUBLISHED", "PUBLIC", "a stranger", stranger, "not found"},
			{"UNPUBLISHED", "PUBLIC", "its author", author, "forbidden"},
		} {
			p := c.post(t, step.publication, step.audience)
			_, err := c.ratings.Rate(step.ctx, rating.RateInput{Post: p, Stars: 5})
			if got := kit.Told(err); got != step.want {
				t.Errorf("%s %s by %s: %s, want %s", step.publication, step.audience, step.who, got, step.want)
			}
		}
		p := c.post(t, "PUBLISHED", "PUBLIC")
		for _, stars := range []int{-1, 0, 6, 1 << 40} {
			if _, err := c.ratings.Rate(stranger, rating.RateInput{Post: p, Stars: stars}); kit.Told(err) != "INVALID" {
				t.Errorf("%d stars: %v", stars, err)
			}
		}
		c.want(t, p, "0 in 0")
	})
}

// However often one address asks, under whatever name of a browser, it is heard so many times an hour.
func TestOneAddressIsBounded(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, "PUBLISHED", "PUBLIC")
		kept := 0
		for i := range 1_000 {
			_, err := c.ratings.Rate(reader("192.0.2.1", fmt.Sprintf("Browser %d", i)), rating.RateInput{Post: p, Stars: 1})
			switch {
			case err == nil:
				kept++
			case !fault.Is(err, fault.RateLimited):
				t.Fatal(err)
			}
		}
		if kept != 120 {
			t.Errorf("%d of 1,000 kept, want 120", kept)
		}
		c.rate(t, reader("192.0.2.2", "Browser 1"), p, 1)
		c.want(t, p, "121 in 121")
		k.Clock.Advance(time.Hour)
		c.rate(t, reader("192.0.2.1", "Browser 1"), p, 1)
		c.want(t, p, "121 in 121")
	})
}

// 200 readers rate one post at once, on two replicas, some of them twice: none gets an error, and the sum is exact.
func TestManyRateOnePostAtOnce(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, "PUBLISHED", "PUBLIC")
		replicas := []*rating.Service{c.ratings, serviceOver(t, k.Replica())}
		running, stop := context.WithCancel(context.Background())
		var looking, rates sync.WaitGroup
		for _, r := range replicas {
			looking.Go(func() { r.Run(running) })
		}
		errs := make(chan error, 400)
		for i := range 200 {
			rates.Go(func() {
				who := reader(fmt.Sprintf("192.0.2.%d", i), "Chrome")
				for _, stars := range []int{5, 1 + i%5}[i%2:] { // every other one thinks better of it
					_, err := replicas[i%3%2].Rate(who, rating.RateInput{Post: p, Stars: stars})
					errs <- err
				}
			})
		}
		rates.Wait()
		stop()
		looking.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		for _, r := range replicas {
			r.Flush(context.Background())
		}
		c.want(t, p, "600 in 200")
	})
}

// The totals, and the changes that make kept answers stale, are written once a second however many rate.
func TestTotalsAreWrittenOnceASecond(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, "PUBLISHED", "PUBLIC")
		told := func() int {
			t.Helper()
			n, err := db.One[int](context.Background(), k.DB.From(context.Background()), "SELECT COUNT(*) FROM changes WHERE kind = 'rating'")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		begun := time.Now()
		for i := range 50 {
			c.rate(t, reader(fmt.Sprintf("192.0.2.%d", i), "Chrome"), p, 5)
		}
		if n, most := told(), 1+int(time.Since(begun)/time.Second); n < 1 || n > most {
			t.Errorf("%d changes, want at most %d", n, most)
		}
		running, stop := context.WithTimeout(context.Background(), 1600*time.Millisecond)
		defer stop()
		c.ratings.Run(running)
		if n, most := told(), 1+int(time.Since(begun)/time.Second); n < 2 || n > most {
			t.Errorf("%d changes, want 2 to %d", n, most)
		}
		c.want(t, p, "250 in 50")
	})
}

// What a process kept and did not come to count is counted by another.
func TestARatingOutlivesItsProcess(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, "PUBLISHED", "PUBLIC")
		killed := serviceOver(t, k.DB)
		for i := range 3 { // the second and the third wait for their second
			if _, err := killed.Rate(reader(fmt.Sprintf("192.0.2.%d", i), "Chrome"), rating.RateInput{Post: p, Stars: 5}); err != nil {
				t.Fatal(err)
			}
		}
		if wanted, err := c.ratings.ForgetWanted(context.Background()); !wanted || err != nil {
			t.Errorf("wanted: %v, %v", wanted, err)
		}
		if err := c.ratings.Forget(context.Background()); err != nil {
			t.Fatal(err)
		}
		c.want(t, p, "15 in 3")
	})
}

// Wherever the store fails, a reader who is told of no error is counted, and one who is told that nothing is saved is not.
func TestAReaderIsToldWhatIsNotKept(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			k := kit.New(t, s.Open(t, func(o *db.Options) { o.Through = kit.Faults }))
			c := newCentre(t, k)
			failed, kept := 0, 0
			for at := 1; at < 40; at++ {
				p := c.post(t, "PUBLISHED", "PUBLIC")
				f := &kit.Fault{Err: context.DeadlineExceeded, At: at}
				ctx := kit.WithFault(db.WithTrail(reader("192.0.2.1", "Chrome")), f)
				_, err := c.ratings.Rate(ctx, rating.RateInput{Post: p, Stars: 4})
				if f.Hit() == "" {
					break
				}
				want := "4 in 1"
				switch outcome := db.OutcomeOf(ctx, err); {
				case err == nil:
					kept++
				case outcome == fault.Saved:
				case strings.HasPrefix(f.Hit(), "COMMIT"), outcome == fault.NotSaved:
					failed++
					want = "0 in 0"
				default:
					t.Errorf("at %s: %v, %s", f.Hit(), err, outcome)
				}
				c.want(t, p, want)
			}
			if failed < 5 || kept < 3 {
				t.Errorf("%d failed, %d kept", failed, kept)
			}
		})
	}
}

// An answer that shows a rating depends on the tag under which the rating changes.
func TestARatingHasATagOfItsOwn(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		global := c.post(t, "PUBLISHED", "PUBLIC")
		key, _ := db.ParseID("post", global)
		ctx, basis := feed.WithBasis(context.Background(), nil)
		if _, err := c.ratings.Of(ctx, []db.ID{key}); err != nil {
			t.Fatal(err)
		}
		feed.Whole(ctx)
		shown, ok := basis.Result()
		if !ok || len(shown.Tags) != 1 {
			t.Fatalf("%v, %v", shown, ok)
		}
		position := k.Feed.Position()
		before := position.Now()
		c.rate(t, reader("192.0.2.1", "Chrome"), global, 5)
		if !position.Overtaken(before, position.Slots(shown.Tags)) {
			t.Error("the rating overtook nothing")
		}
	})
}

func BenchmarkRate(b *testing.B) {
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			c := newCentre(b, kit.New(b, s.Open(b, nil)))
			p := c.post(b, "PUBLISHED", "PUBLIC")
			n := 0
			for b.Loop() {
				n++
				c.rate(b, reader(fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255), "Chrome"), p, 1+n%5)
			}
		})
	}
}
