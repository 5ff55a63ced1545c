package app_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// registered is a program whose register has so many assets, and somebody of IT who reads it.
func registered(t *testing.T, k *kit.Kit, n int) (*app.App, context.Context) {
	t.Helper()
	a := opened(t, k, config.Config{})
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	it := k.Staff(t, k.Department(t, "UNIT", "CNTT", root), "Kỹ sư", access.IT)
	ctx := k.As(t, it)
	for from := 0; from < n; from += 2000 {
		err := k.DB.InTx(ctx, func(ctx context.Context) error {
			var some []asset.Entry
			for i := from; i < min(n, from+2000); i++ {
				some = append(some, asset.Entry{Asset: &asset.Asset{Key: db.NewID(), Code: fmt.Sprintf("PC-%06d", i), Name: "Máy trạm", Kind: asset.Workstation, State: asset.InUse,
					Department: root, Place: "Tầng 1", Source: asset.Imported, Serial: fmt.Sprint(i)}})
			}
			return a.Services.Assets.RegisterMany(ctx, some, asset.Cause{Kind: asset.ByImport, Key: db.NewID()})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return a, ctx
}

// door serves the file to the person in the context behind a server with a bound on each answer.
func door(t *testing.T, ctx context.Context, h http.Handler, bound time.Duration) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		with, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(r.Context(), cancel)()
		h.ServeHTTP(w, r.WithContext(with))
	}))
	s.Config.WriteTimeout = bound
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// A large register is streamed to its end, though the whole takes longer than the server gives an answer or a request, and
// reaches a client that reads slowly.
func TestALargeRegisterIsExportedToItsEnd(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		const n = 50_000
		a, ctx := registered(t, k, n)
		const bound = 300 * time.Millisecond
		s := door(t, ctx, a.AssetsFile(assetfile.CSV, 20*time.Second, 20*time.Second, 10*time.Minute), bound)
		begun := time.Now()
		r, err := http.Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		lines := bufio.NewScanner(r.Body)
		got, last := 0, ""
		for lines.Scan() {
			if got++; got == 1000 {
				time.Sleep(2 * bound)
			}
			last = lines.Text()
		}
		if err := lines.Err(); err != nil || got != n+1 || !strings.HasPrefix(last, "PC-049999,") {
			t.Errorf("%d lines, the last %q: %v", got, last, err)
		}
		if took := time.Since(begun); took < 2*bound {
			t.Errorf("it took %s, so that nothing is shown", took)
		}
	})
}

// A file that the store does not finish reaches the client as a broken one, wherever it fails; before the first row it is an error. A
// workbook is sent once it is whole, so that it is always an error.
func TestAnExportThatFailsIsToldFromAWholeOne(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			k := kit.New(t, s.Open(t, func(o *db.Options) { o.Through = kit.Faults }))
			a, ctx := registered(t, k, 1200)
			for _, as := range []assetfile.Format{assetfile.CSV, assetfile.XLSX} {
				failing(t, ctx, as, a.AssetsFile(as, 20*time.Second, 20*time.Second, time.Minute))
			}
		})
	}
}

// failing has the store fail at each of its statements.
func failing(t *testing.T, ctx context.Context, as assetfile.Format, h http.Handler) {
	t.Helper()
	whole := ask(t, door(t, ctx, h, 0).URL)
	refused, broken := 0, 0
	for at, hit := 1, true; hit; at++ {
		f := &kit.Fault{At: at, Err: errors.New("the store fails")}
		status, body, err := fetch(door(t, kit.WithFault(ctx, f), h, 0).URL)
		switch hit = f.Hit() != ""; {
		case !hit:
			if err != nil || body != whole {
				t.Errorf("without a fault: %v, %d bytes", err, len(body))
			}
		case err != nil:
			broken++
		case status != http.StatusOK:
			refused++
		default:
			t.Errorf("%s failed, and the file passes for a whole one", f.Hit())
		}
	}
	if refused == 0 || (broken == 0) != (as == assetfile.XLSX) {
		t.Errorf("%s: refused %d times, broken %d times", as, refused, broken)
	}
}

func fetch(url string) (status int, body string, err error) {
	r, err := http.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	read, err := io.ReadAll(r.Body)
	return r.StatusCode, string(read), err
}

func ask(t *testing.T, url string) string {
	t.Helper()
	_, body, err := fetch(url)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A client that takes nothing, and a store that gives nothing, end an export; it does not hold its turn.
func TestAnExportThatStandsStillEnds(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, ctx := registered(t, k, 4000)
		for name, h := range map[string]http.Handler{
			"a client that takes nothing":               a.AssetsFile(assetfile.CSV, 20*time.Second, 100*time.Millisecond, time.Minute),
			"a whole that takes too long":               a.AssetsFile(assetfile.CSV, 20*time.Second, 20*time.Second, time.Nanosecond),
			"a store that gives nothing":                a.AssetsFile(assetfile.CSV, time.Nanosecond, 20*time.Second, time.Minute),
			"a whole workbook that takes too long":      a.AssetsFile(assetfile.XLSX, 20*time.Second, 20*time.Second, time.Nanosecond),
			"a store that gives nothing for a workbook": a.AssetsFile(assetfile.XLSX, time.Nanosecond, 20*time.Second, time.Minute),
		} {
			ended := make(chan any, 1)
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				defer func() {
					cause := recover()
					ended <- cause
					panic(http.ErrAbortHandler)
				}()
				h.ServeHTTP(w, r.WithContext(ctx))
			}))
			r, err := http.Get(s.URL)
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				t.Errorf("%s: it goes on", name)
			}
			if err == nil {
				if _, err := io.Copy(io.Discard, r.Body); err == nil && r.StatusCode == http.StatusOK {
					t.Errorf("%s: the file passes for a whole one", name)
				}
				_ = r.Body.Close()
			}
			s.Close()
		}
	})
}

// A file that is made whole before it is sent has its time, too, as long as each step of it comes in time.
func TestAFileThatIsMadeWholeFirstHasItsTime(t *testing.T) {
	t.Parallel()
	const next = time.Second
	for goesOn, want := range map[bool]error{true: nil, false: context.DeadlineExceeded} {
		made := make(chan error, 1)
		h := (&app.App{}).Paced(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for range 6 {
				time.Sleep(next / 4)
				if goesOn {
					w.(table.Waiter).Alive()
				}
			}
			made <- context.Cause(r.Context())
			_, _ = io.WriteString(w, "whole")
		}), next, time.Minute, time.Minute)
		if status, _, err := fetch(door(t, t.Context(), h, next).URL); goesOn && (err != nil || status != http.StatusOK) {
			t.Errorf("the answer: %d, %v", status, err)
		}
		if got := <-made; !errors.Is(got, want) {
			t.Errorf("goes on: %v; got %v", goesOn, got)
		}
	}
}

// Parameters that narrow nothing as they stand are refused by name, so that no file passes for one that was narrowed.
func TestAnExportRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, ctx := registered(t, k, 2)
		s := door(t, ctx, a.AssetsFile(assetfile.CSV, 20*time.Second, 20*time.Second, time.Minute), 0)
		for query, want := range map[string]string{
			"": "", "text=tram": "", "kind=PRINTER": "", "state=RETIRED&subtree=false": "", "department=&kind=": "",
			"kin=PRINTER": "kin", "zzz=1&Kind=PRINTER": "Kind, zzz", "kind=printer": "printer", "state=BROKEN": "BROKEN", "subtree=yes": "yes", "subtree=": "subtree",
			"kind=PRINTER&kind=SERVER": "kind", "department=x": "", "%zz": "Tham", "a;b": "Tham",
		} {
			status, body, err := fetch(s.URL + "/?" + query)
			if err != nil {
				t.Fatal(err)
			}
			bad := want != "" || query == "department=x"
			if (status == http.StatusBadRequest) != bad || !strings.Contains(body, want) || bad && !strings.Contains(body, "BAD_INPUT") {
				t.Errorf("%s: %d %s; want %q", query, status, body, want)
			}
			if rows := strings.Count(body, "\n"); !bad && (rows < 1 || !strings.Contains(body, ",") || query == "kind=PRINTER" && rows != 1) {
				t.Errorf("%s: no headings in %q", query, body)
			}
		}
	})
}
