package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// mixed is a working day at once: many people who are signed in read lists, queues and the directory and search, and now
// and then one of them writes.
type mixed struct {
	sessions, rate int
	each           time.Duration
}

const (
	inbox = `query Inbox { me { inbox(first: 20) { nodes { id kind at } } } }`
	queue = `query Queue { me { approvalsToDecide(first: 20) { nodes { id availableActions { action } } } } }`

	oneInWrites = 20
)

// measure loads the product with the mix over a store of the size, and prints what it saw.
func (m mixed) measure(ctx context.Context, out io.Writer, dir, kind string, s size) (err error) {
	r, err := newRig(ctx, dir, kind, s)
	defer func() { err = errors.Join(err, r.close()) }()
	if err != nil {
		return err
	}
	sessions, err := m.signIn(ctx, r.dsn)
	if err != nil {
		return err
	}
	if err := r.startProduct(ctx, true); err != nil {
		return err
	}
	requests := m.requests(r, sessions)
	for _, t := range requests[:oneInWrites] { // each kind once, so that what fails is named
		if _, err := data(t.ask(ctx)); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	before, err := r.product.cpu()
	if err != nil {
		return err
	}
	found, err := attack(ctx, dir, "mixed", requests, m.rate, m.each)
	if err != nil {
		return err
	}
	after, err1 := r.product.cpu()
	now, err2 := r.product.memory("VmRSS")
	most, err3 := r.product.memory("VmHWM")
	fmt.Fprintf(out, "%s: %d sessions, %d requests/s for %s: p50 %.2f ms, p99 %.2f ms, %d µs of processor time a request; memory %.0f MB after, %.0f MB at most\n",
		kind, m.sessions, m.rate, m.each, milliseconds(found.P50), milliseconds(found.P99), (after-before).Microseconds()/int64(len(requests)), now, most)
	return errors.Join(err1, err2, err3)
}

// signIn opens the sessions, of those who have accounts in turn, and returns who they are.
func (m mixed) signIn(ctx context.Context, dsn string) (sessions []account, err error) {
	pool, err := open(dsn)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	at := db.At(time.Now())
	for n := range m.sessions {
		a := accounts[n%len(accounts)]
		login := a.login
		a.login = fmt.Sprintf("%s-%d", login, n)
		sessions = append(sessions, a)
		_, err := pool.ExecContext(ctx, `INSERT INTO sessions (id, account_id, token_hash, client, address, user_agent, created_at, seen_at, seen_address, expires_at)
			SELECT ?, id, ?, 'APP', '127.0.0.1', 'bench', ?, ?, '127.0.0.1', ? FROM accounts WHERE login = ? AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.token_hash = ?)`,
			db.NewID(), a.hash(), at, at, db.At(at.AddDate(1, 0, 0)), login, a.hash())
		if err != nil {
			return nil, err
		}
	}
	return sessions, nil
}

// requests are as many as the load takes, in an order of chance that is the same each time.
func (m mixed) requests(r *rig, sessions []account) []target {
	chance := rand.New(rand.NewPCG(1, 2))
	var reads []query
	var write query
	for _, q := range r.queries {
		if q.writes() {
			write = q
		} else {
			reads = append(reads, q)
		}
	}
	reads = append(reads, query{"inbox", "own notices", nil, inbox, nil}, query{"queue", "what one has to decide", nil, queue, nil}, query{"people", "20 of the directory", nil, people, nil})
	all := make([]target, m.rate*int(m.each.Seconds()))
	for i := range all {
		q, who := reads[i%len(reads)], sessions[chance.IntN(len(sessions))]
		if i%oneInWrites == oneInWrites-1 {
			q, who = write, author
		}
		q.as = &who
		all[i] = r.onProduct(q)
	}
	return all
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
