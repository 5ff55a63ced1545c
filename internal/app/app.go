// Package app puts the services together: store, permissions, record, features, API, HTTP server.
package app

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/mail"
	"ttyt.example/ttyt/internal/centre/analytics"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/compliance"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/rating"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/internal/wire/answercache"
	"ttyt.example/ttyt/internal/wire/documents"
	"ttyt.example/ttyt/internal/wire/explorer"
	"ttyt.example/ttyt/internal/wire/rate"
	"ttyt.example/ttyt/internal/wire/transport"
	"ttyt.example/ttyt/internal/wire/web"
	"ttyt.example/ttyt/migrations"
)

// App is the whole program over one store.
type App struct {
	DB      *db.DB
	Access  *access.Access
	Audit   *audit.Log
	Feed    *feed.Feed
	Jobs    *job.Runner
	Watch   *audit.Watch
	Answers *answercache.Cache
	Tokens  *token.Service
	// Services are the features, as the API calls them.
	Services *graph.Resolver

	config  config.Config
	sealer  *audit.Sealer
	trusted *documents.Registry
	handler http.Handler
	live    *transport.Live
	faces   *web.Faces
	export  export
	files   export // of the media library

	patience time.Duration // with one request
}

// Open opens the store that the configuration names, migrates it and builds the program over it. It refuses to touch a
// store whose audit log the key or the anchor does not fit.
func Open(ctx context.Context, c config.Config, o Options) (*App, error) { return open(ctx, c, o, nil) }

func open(ctx context.Context, c config.Config, o Options, clock func() time.Time) (*App, error) {
	if err := checkAudit(ctx, c); err != nil {
		return nil, err
	}
	if err := useHolidays(ctx, c.Holidays); err != nil {
		return nil, err
	}
	if c.Theme != "" { // before the store is brought up to date: the version to go back to could not read it
		if err := CheckTheme(c.Theme, io.Discard); err != nil {
			return nil, err
		}
	}
	store, err := openStore(ctx, c, clock)
	if err != nil {
		return nil, err
	}
	a, err := New(store, c, o)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if err := a.sealer.Begin(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return a, nil
}

func openStore(ctx context.Context, c config.Config, clock func() time.Time) (*db.DB, error) {
	if c.DSNSecuredBy != "" {
		slog.WarnContext(ctx, "the path to the store is not encrypted (Art. 6a)", "secured_by", c.DSNSecuredBy)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, err
	}
	store, err := db.Open(ctx, c.DSN, db.Options{Clock: clock})
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx, migrations.FS); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// Options are what tests and the demonstration set differently.
type Options struct {
	Cost   auth.Cost        // of a password's hash; OWASP's when zero
	Mailer auth.Mailer      // the configured one when nil
	Live   transport.Limits // of connections that stay open; the default ones when zero
	// RequestTimeout is how long a request may take; requestTimeout when zero.
	RequestTimeout time.Duration
}

// New builds the program over an open, migrated store, which Close closes.
func New(store *db.DB, c config.Config, o Options) (*App, error) {
	permissions, err := access.New(store)
	if err != nil {
		return nil, err
	}
	a := &App{DB: store, Access: permissions, config: c, patience: cmp.Or(o.RequestTimeout, requestTimeout)}
	a.Audit = audit.New(store, permissions, c.AuditKey, c.AuditKeysOld...)
	a.Audit.Keep(kept()...)
	a.Feed = feed.New(store)
	a.Jobs = job.New(store, job.Options{})
	a.Watch = audit.NewWatch(a.Audit)
	a.sealer = audit.NewSealer(a.Audit, c.AuditAnchor)
	a.Jobs.EveryIf("audit.seal", audit.SealEvery, a.sealer.Wanted, a.sealer.Seal)
	a.Jobs.Every("change.prune", time.Hour, a.Feed.Prune)

	if o.Mailer == nil {
		if o.Mailer, err = mailerOf(c); err != nil {
			return nil, err
		}
	}
	identity := auth.New(store, permissions, a.Audit, a.Feed, auth.Options{PublicURL: c.PublicURL, TrustedProxies: c.TrustedProxies, Mailer: o.Mailer, Cost: o.Cost,
		LockAfter: c.LockAfter, PasswordAfter: c.PasswordAfter})
	a.Jobs.Every("auth.prune", time.Hour, identity.Prune)
	departments := department.New(store, permissions, a.Audit, a.Feed)
	categories := category.New(store, a.Audit, a.Feed)
	people := staff.New(store, permissions, a.Audit, a.Feed, departments, identity)
	roles := role.New(store, permissions, a.Audit, a.Feed, departments, people)
	inboxes := inbox.New(store, a.Access, a.Feed)
	identity.Inform(inboxes, roles)
	roles.OnGrant(identity.Granting)
	departments.OnName(identity.OfficeNamed)
	people.OnName(identity.PersonNamed)
	people.OnTitle(identity.OfficeNamed)
	approvals := approval.New(store, permissions, a.Feed, inboxes, roles, a.Jobs)
	library, err := media.New(media.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Feed: a.Feed, Jobs: a.Jobs, Inbox: inboxes, Directory: roles, Departments: departments,
		Options: media.Options{
			Dir: c.MediaDir, Drawn: filepath.Join(c.Data, "drawn"), DrawnSize: c.MediaCache, Clamd: c.Clamd, MaxAge: c.ClamdMaxAge, MaxSize: c.MediaMax, Quota: c.MediaQuota, Delete: c.MediaInfected == "delete", Demo: c.Demo,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("clamd: %w", err)
	}
	posts := post.New(post.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Feed: a.Feed, Jobs: a.Jobs,
		Inbox: inboxes, Approvals: approvals, Directory: roles, Departments: departments, People: people, Categories: categories, Media: library,
	})
	ratings := rating.New(store, permissions, a.Feed, posts)
	readings := analytics.New(store, permissions, departments, categories, posts)
	a.Jobs.EveryIf("rating.forget", 5*time.Minute, ratings.ForgetWanted, ratings.Forget)
	a.Jobs.EveryIf("post.findings", time.Minute, posts.FindingsWanted, posts.FindAnew)
	a.Jobs.EveryIf("post.words", time.Minute, posts.WordsWanted, posts.IndexWorking)
	people.OnDeparture(posts.Departed)
	people.OnMove(posts.Moved)
	people.OnRename(posts.PersonRenamed)
	departments.OnRename(posts.Renamed)
	departments.OnRecode(posts.Recoded)
	roles.OnPosition(posts.PositionChanged)
	assets := asset.New(store, permissions, a.Audit, a.Feed, departments, people)
	files := assetfile.New(store, permissions, a.Audit, people, assets)
	assets.Tells(inboxes, roles)
	rounds := inventory.New(store, permissions, a.Audit, a.Feed, departments, people, assets)
	incidents := incident.New(incident.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Feed: a.Feed, Jobs: a.Jobs,
		Inbox: inboxes, Directory: roles, People: people, Posts: posts, Assets: assets,
	})
	supportQueue := support.New(store, permissions, a.Audit, a.Feed, inboxes, roles)
	people.OnDeparture(assets.Departed)
	people.OnMove(assets.Moved)
	a.Jobs.Every("asset.prune", time.Hour, files.Prune)
	a.Jobs.EveryIf("asset.import", time.Second, files.Wanted, files.Run)
	requests := changerequest.New(changerequest.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Feed: a.Feed, Jobs: a.Jobs,
		Approvals: approvals, Directory: roles, Departments: departments, People: people, Assets: assets, Incidents: incidents,
		BoardCost: c.BoardCost,
	})
	connectLists := connectlist.New(store, permissions, a.Audit, a.Feed, approvals, roles, assets)
	corrections := correction.New(store, permissions, a.Audit, a.Feed, approvals, assets)
	sites := site.New(site.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Feed: a.Feed, Approvals: approvals, Directory: roles,
		Departments: departments, Categories: categories, Posts: posts,
	})
	a.Tokens = token.New(token.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Watch: a.Watch, Feed: a.Feed,
		Inbox: inboxes, Approvals: approvals, Directory: roles, People: people, Assets: assets, Departments: departments,
	})
	a.Jobs.Every("token.look", time.Hour, a.Tokens.Look)
	infections := malware.New(malware.Deps{
		DB: store, Access: permissions, Audit: a.Audit, Feed: a.Feed, Jobs: a.Jobs,
		Inbox: inboxes, Directory: roles, Auth: identity, People: people, Assets: assets, Incidents: incidents,
	})
	library.OnInfected(infections.FileFound)
	duties := compliance.New(compliance.Deps{
		DB: store, Access: permissions, Departments: departments, Assets: assets, Inventory: rounds, Incidents: incidents, Requests: requests, Malware: infections,
	})
	a.Jobs.Every("asset.warranties", 24*time.Hour, assets.TellWarranties)
	a.Jobs.Every("staff.end_due", time.Hour, people.EndDue)
	a.Jobs.Every("once.prune", time.Hour, store.PruneOnce)
	a.Jobs.Every("db.analyse", 24*time.Hour, store.Analyse)

	a.Services = &graph.Resolver{
		Audit: a.Audit, Watch: a.Watch, Auth: identity, Departments: departments, People: people, Roles: roles,
		Categories: categories, Approvals: approvals, Inbox: inboxes, Posts: posts,
		Ratings:        ratings,
		Analytics:      readings,
		Assets:         assets,
		AssetFiles:     files,
		Inventory:      rounds,
		Incidents:      incidents,
		Support:        supportQueue,
		ChangeRequests: requests,
		ConnectLists:   connectLists,
		Corrections:    corrections,
		Sites:          sites,
		Tokens:         a.Tokens,
		Malware:        infections,
		Media:          library,

		Duties: duties,
	}
	limiter := rate.New(rate.Limits{Stranger: c.Rate, Account: c.AccountRate})
	turn := turns(maxRequests)
	spool := transport.NewSpool(filepath.Join(c.Data, "arriving"), c.MediaMax)
	if a.faces, err = a.pages(limiter.Admit, turn, spool); err != nil {
		return nil, err
	}
	own := slices.Concat(explorer.Documents(), a.faces.Documents())
	if a.trusted, err = documents.Open(c.TrustedDocuments, graph.Rules(), own...); err != nil {
		return nil, fmt.Errorf("trusted-documents: %w", err)
	}
	a.live = transport.NewLive(identity, o.Live)
	identity.Accept(a.Tokens, transport.RefuseToken(limiter.Admit))
	identity.RefuseSites(transport.RefuseSite)
	a.Answers, err = answercache.New(answercache.Options{
		Size: c.Cache, Shared: c.SharedMaxAge, Stale: c.StaleWhileRevalidate, Serve: c.ServeStale, Position: a.Feed.Position(),
		Begin: begun,
		Now:   func() time.Time { return store.Now(context.Background()).Time },
		Allow: func(r *http.Request) bool { return limiter.AdmitStranger(identity.Address(r)) == 0 },
	})
	if err != nil {
		return nil, err
	}
	a.export = export{limiter.Admit, turns(maxExports), exportPace}
	a.files = export{limiter.Admit, turns(maxRequests), filePace}
	api := a.Services.Handler(graph.Options{
		ShowSchema: c.Demo, Trusted: a.trusted, TrustedOnly: c.TrustedOnly,
		Admit: limiter.Admit, Turn: turn, Live: a.live, Spool: spool,
	})
	a.faces.Over(api.Run)
	a.handler = a.routes(api)
	return a, nil
}

// mailerOf returns what sends mail: a server, the console of the demonstration, or nil.
func mailerOf(c config.Config) (auth.Mailer, error) {
	switch {
	case c.SMTPURL != nil:
		return mail.New(c.SMTPURL, c.MailFrom)
	case c.Demo:
		return mail.NewConsole(os.Stderr), nil
	}
	return nil, nil
}

// Handler answers every HTTP request.
func (a *App) Handler() http.Handler { return a.handler }

// Close closes the store.
func (a *App) Close() error { return a.DB.Close() }

// stopTimeout is how long a stop waits for what is under way.
const stopTimeout = 20 * time.Second

// Run listens and works in the background until the context ends, then finishes what is under way. ready is told the
// address once requests are taken.
func (a *App) Run(ctx context.Context, ready func(addr net.Addr)) error {
	pair, err := a.certificate()
	if err != nil {
		return err
	}
	listener, err := a.Listen(ctx)
	if err != nil {
		return err
	}
	inner, err := a.listenForMetrics(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	work, ctx := errgroup.WithContext(ctx)
	server := a.Server()
	serve(ctx, work, server, func() error {
		if pair == nil {
			return server.Serve(listener)
		}
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*pair}, MinVersion: tls.VersionTLS12}
		return server.ServeTLS(listener, "", "")
	})
	if inner != nil {
		server := bounds(a.figures())
		serve(ctx, work, server, func() error { return server.Serve(inner) })
	}
	work.Go(func() error {
		a.DB.Watch(ctx)
		return nil
	})
	work.Go(func() error {
		a.Jobs.Run(ctx)
		return nil
	})
	work.Go(func() error {
		a.Watch.Run(ctx)
		return nil
	})
	work.Go(func() error {
		tuneCollector(ctx, a.config.Cache)
		return nil
	})
	work.Go(func() error {
		a.trusted.Watch(ctx, a.Answers.Forget) // what is registered no more is answered no more
		return nil
	})
	work.Go(func() error {
		a.Tokens.Run(ctx)
		return nil
	})
	work.Go(func() error {
		a.Services.Analytics.Run(ctx)
		return nil
	})
	work.Go(func() error {
		a.Services.Ratings.Run(ctx)
		return nil
	})
	work.Go(func() error {
		a.Feed.Run(ctx)
		return nil
	})
	work.Go(func() error {
		a.live.Run(ctx)
		return nil
	})
	work.Go(func() error {
		a.Answers.Run(ctx)
		return nil
	})
	ready(listener.Addr())
	err = work.Wait()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	a.Watch.Flush(stopping) // what the last requests were refused
	a.Tokens.Flush(stopping)
	a.Services.Ratings.Flush(stopping)
	a.Services.Analytics.Flush(stopping)
	return err
}

// serve runs a server until the context ends, then lets it finish what is under way.
func serve(ctx context.Context, work *errgroup.Group, server *http.Server, run func() error) {
	work.Go(func() error {
		if err := run(); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	work.Go(func() error {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		return server.Shutdown(stopping)
	})
}
