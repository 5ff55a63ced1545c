package auth_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/auth"
)

// gate holds back the hashes that come while it is shut.
type gate struct {
	mu   sync.Mutex
	held chan struct{} // nil while it is open
	at   chan struct{} // told of each that is held
}

func (g *gate) pass() {
	g.mu.Lock()
	held := g.held
	g.mu.Unlock()
	if held != nil {
		g.at <- struct{}{}
		<-held
	}
}

// shut holds back hashes from now on; release lets those go that were held.
func (g *gate) shut() (release func()) {
	held := make(chan struct{})
	g.mu.Lock()
	g.held = held
	g.mu.Unlock()
	return func() { close(held) }
}

func (g *gate) open() {
	g.mu.Lock()
	g.held = nil
	g.mu.Unlock()
}

// peopleSlots is how many hashes of known names are computed at once.
func peopleSlots() int { return runtime.GOMAXPROCS(0) }

// later starts a sign-in from an address and returns what tells its end.
func (c *centre) later(t *testing.T, address, login, password string) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := c.try(t, address, login, password)
		done <- err
	}()
	return done
}

// A refusal takes one hash and one turn in each line, whether the name exists or not: where one line is held up, nobody is
// refused. The right password waits for its own line alone.
func TestArticle6c_EveryRefusalWaitsForTheSameTurns(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		g := &gate{at: make(chan struct{}, 100)}
		hashes := c.Auth.CountHashes(g.pass)
		for _, step := range []struct{ holds, waits string }{{"nobody", "hoa.nt"}, {"hoa.nt", "nobody"}} {
			slots := 1
			if step.holds == "hoa.nt" {
				slots = peopleSlots()
			}
			release := g.shut()
			var held []<-chan error
			for i := range slots {
				held = append(held, c.later(t, fmt.Sprintf("192.0.2.%d", len(step.holds)*20+i), step.holds, another))
			}
			for range slots {
				<-g.at
			}
			g.open()
			before := hashes.Load()
			refused := c.later(t, fmt.Sprintf("198.51.100.%d", len(step.holds)), step.waits, another)
			if step.holds == "nobody" {
				c.signIn(t, office, "hoa.nt")
				before++
			}
			select {
			case err := <-refused:
				t.Errorf("%s is refused while %s is held up: %v", step.waits, step.holds, err)
			case <-time.After(300 * time.Millisecond):
			}
			release()
			wantCode(t, <-refused, fault.BadCredentials)
			for _, h := range held {
				wantCode(t, <-h, fault.BadCredentials)
			}
			if n := hashes.Load() - before; n != 1 {
				t.Errorf("%s: %d hashes", step.waits, n)
			}
		}
	})
}

// A crowd that fills the lines from a few addresses keeps nobody out who uses another address or a known device. The lines are
// bounded, and attempts given up or refused count from their arrival.
func TestArticle6c_AFullLineKeepsNobodyOut(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		for _, kind := range []struct {
			says, name string
			counted    int // at least: of each pair five attempts are looked at, and the store has its time
		}{{"unknown names", "name%d", 120}, {"known names", "hoa.nt", 8 * 5 / 2}} {
			c.Exec(t, "DELETE FROM throttles")
			if kind.name == "hoa.nt" {
				c.account(t, c.nurse, "hoa.nt")
				c.Exec(t, "DELETE FROM throttles")
			} else {
				c.account(t, c.editor, "bien.nt")
			}
			g := &gate{at: make(chan struct{}, 1000)}
			c.start()
			c.Auth.CountHashes(g.pass)
			release := g.shut()
			ctx, giveUp := context.WithCancel(t.Context())
			var refused atomic.Int64
			var all sync.WaitGroup
			const flood = 240
			for i := range flood {
				time.Sleep(2 * time.Millisecond)
				all.Go(func() {
					login := kind.name
					if login == "name%d" {
						login = fmt.Sprintf("name%d", i)
					}
					address := fmt.Sprintf("192.0.2.%d", i%8)
					_, err := c.Auth.SignIn(within(ctx, address), auth.SignInInput{Login: login, Password: another, Client: auth.App})
					if fault.Is(err, fault.Unavailable) && ctx.Err() == nil {
						refused.Add(1)
					}
				})
			}
			deadline := time.Now().Add(20 * time.Second)
			for refused.Load() == 0 && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond)
			}
			if refused.Load() == 0 {
				t.Errorf("%s: the line has no bound", kind.says)
			}
			owner := "bien.nt"
			if kind.name == "hoa.nt" {
				owner = "hoa.nt"
			}
			in := c.later(t, office, owner, password) // a place where nobody has failed
			time.Sleep(100 * time.Millisecond)
			g.open()
			release()
			if err := <-in; err != nil {
				t.Errorf("%s: %v", kind.says, err)
			}
			giveUp()
			all.Wait()
			if n := c.count(t, "SELECT COALESCE(SUM(failures), 0) FROM throttles"); n < 3*kind.counted {
				t.Errorf("%s: of %d attempts, %d counts are left", kind.says, flood, n)
			}
		}
	})
}

// Attempts whose sender hangs up before they are looked at hold back the next ones.
func TestArticle6c_AttemptsCountWhenTheyArrive(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		g := &gate{at: make(chan struct{}, 100)}
		c.Auth.CountHashes(g.pass)
		release := g.shut()
		var blocked []<-chan error
		for i := range peopleSlots() {
			blocked = append(blocked, c.later(t, fmt.Sprintf("192.0.2.%d", i), "hoa.nt", another))
			<-g.at
		}
		held := 0
		for i := 0; i < 30 && held == 0; i++ {
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			_, err := c.Auth.SignIn(within(ctx, office), auth.SignInInput{Login: "hoa.nt", Password: password, Client: auth.App})
			held = wait(err)
			cancel()
		}
		if held == 0 {
			t.Error("what is given up does not count")
		}
		g.open()
		release()
		for _, b := range blocked {
			<-b //nolint:errcheck // however it ended
		}
		c.Clock.Advance(2 * time.Second)
		c.signIn(t, office, "hoa.nt")
	})
}

// Anyone who has to wait is offered a one-time link, even under a name that nobody has. Using it opens the way at once.
func TestArticle6c_WhoeverWaitsIsOfferedALink(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		said := ""
		for _, login := range []string{"hoa.nt", "nobody"} {
			for range 6 {
				_, _ = c.try(t, office, login, another)
			}
			_, err := c.try(t, office, login, password)
			w, ok := isWait(err)
			if !ok || !w.OneTimeLink || said != "" && err.Error() != said {
				t.Errorf("%s: %v", login, err)
			}
			said = fmt.Sprint(err)
		}
		if _, err := c.Auth.SendPasswordReset(c.As(t, c.it), auth.SendPasswordResetInput{Staff: staffID(c.nurse)}); err != nil {
			t.Fatal(err)
		}
		if err := c.Auth.ResetPassword(from(t, office), auth.ResetPasswordInput{Token: c.Mail.link(t), NewPassword: another}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.try(t, office, "hoa.nt", another); err != nil {
			t.Errorf("after the link: %v", err)
		}
	})
}
