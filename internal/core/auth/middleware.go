package auth

import (
	"context"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// Middleware puts the caller and their address into the context of each request: the holder of the session in the cookie or the
// bearer token, the external tool that holds the token, or else a stranger. A caller whose session has ended is a stranger, and
// the cookie is cleared. A tool whose token is not valid is refused, and so is a page of another site that sends a cookie of
// ours. unavailable answers if the store fails while the caller is looked up.
func (s *Service) Middleware(next http.Handler, unavailable http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.foreign(r) {
			s.refuseSite(w, r)
			return
		}
		ctx := s.withDevice(context.WithValue(r.Context(), writerKey{}, w), r)
		if personal(r) {
			ctx = context.WithValue(ctx, personKey{}, true)
		}
		from := access.Anonymous(s.addressOf(r), userAgent(r))
		actor, err := s.authenticate(ctx, r, from)
		if fault.Is(err, fault.Unauthenticated) {
			s.refuseTool(w, r.WithContext(access.With(ctx, from)))
			return
		}
		if err != nil {
			slog.Log(ctx, db.Level(err, slog.LevelError), "authenticate", "err", err)
			unavailable(w, r)
			return
		}
		next.ServeHTTP(w, r.WithContext(access.With(ctx, actor)))
	})
}

// PageMiddleware is Middleware for the pages of this program, which a browser opens and posts forms to without a header of ours: the
// cookie counts on GET and HEAD, which change nothing, and on any other method where no other site made the request.
func (s *Service) PageMiddleware(next http.Handler, unavailable, foreign http.HandlerFunc) http.Handler {
	guarded := s.Middleware(next, unavailable)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.crossOrigin.Check(r) != nil {
			metrics.Refused(metrics.OtherSite)
			foreign(w, r)
			return
		}
		guarded.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), pageKey{}, true)))
	})
}

// BackgroundHeader marks a request that a client makes on its own, such as one that asks every minute for news or saves a draft: it
// does not keep a shared device from being locked.
const BackgroundHeader = "X-Background"

type personKey struct{}

// personal reports whether a person caused the request, as far as a request tells. A connection that stays open says so for each
// of its operations, see Active.
func personal(r *http.Request) bool {
	return r.Header.Get(BackgroundHeader) == "" && r.Header.Get("Upgrade") == "" && !strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

func byPerson(ctx context.Context) bool { return ctx.Value(personKey{}) != nil }

type pageKey struct{}

// byPage reports whether PageMiddleware let the request through.
func byPage(r *http.Request) bool { return r.Context().Value(pageKey{}) != nil }

// authenticate returns the actor of a request.
func (s *Service) authenticate(ctx context.Context, r *http.Request, from *access.Actor) (*access.Actor, error) {
	token, client := s.credentials(r)
	if token == "" {
		return from, nil
	}
	actor, err := s.actorOf(ctx, token, client, from)
	if isTool(token) {
		return actor, ended(err)
	}
	if fault.Is(err, fault.NotFound) {
		if client == Browser {
			s.clearCookie(ctx)
		}
		return from, nil
	}
	return actor, err
}

// actorOf reads the session and the roles of its holder, or the tool that holds the token: NotFound if it is not valid.
func (s *Service) actorOf(ctx context.Context, token string, client Client, from *access.Actor) (*access.Actor, error) {
	if isTool(token) {
		return s.tools.Verify(ctx, token, from)
	}
	held, err := s.sessionOf(ctx, "token_hash", hashSecret(token))
	if err != nil {
		return nil, err
	}
	if held.Client != client {
		return nil, fault.ErrNotFound
	}
	u := called
	if byPerson(ctx) {
		u = worked
	}
	return s.holder(ctx, held, from, u)
}

// use is what a request makes of a session.
type use int

const (
	none   use = iota // it happens without the client, such as an event
	called            // the client made it, perhaps on its own
	worked            // a person caused it
)

// holder reads the roles of a session's holder, and notes how the session is used: NotFound if it is not valid. Where it is
// locked, it is not used, and its holder is an anonymous reader.
func (s *Service) holder(ctx context.Context, held heldSession, from *access.Actor, u use) (*access.Actor, error) {
	now := s.db.Now(ctx)
	if !held.Live(now) {
		return nil, fault.ErrNotFound
	}
	actor, err := s.access.Load(ctx, held.StaffID)
	if err != nil {
		return nil, err
	}
	if held.locked(now, s.o.LockAfter) {
		reader := access.Anonymous(from.Address, from.UserAgent)
		reader.Locked = &access.Lock{Session: held.Key, Account: held.AccountID, Staff: held.StaffID, Name: actor.Name}
		return reader, nil
	}
	actor.AccountID, actor.SessionID, actor.Address, actor.UserAgent = held.AccountID, held.Key, from.Address, from.UserAgent
	actor.Shared, actor.PasswordDue = held.Device == Shared, now.Sub(held.PasswordAt.Time) >= s.o.PasswordAfter
	s.note(access.With(ctx, actor), held, u)
	return actor, nil
}

// note writes down how a session is used, unless that was done a moment ago.
func (s *Service) note(ctx context.Context, h heldSession, u use) {
	now, active := s.db.Now(ctx), h.ActiveAt
	if u == worked && h.Device == Shared && now.Sub(active.Time) >= activeStep {
		active = now
	}
	if active != h.ActiveAt || u != none && now.Sub(h.SeenAt.Time) >= seenStep {
		s.seen(ctx, h, active)
	}
}

// seenTimeout bounds what a request waits for the note that it came.
const seenTimeout = 2 * time.Second

// seen notes that a session is in use, and from another address if so. The request does not fail with it.
func (s *Service) seen(ctx context.Context, h heldSession, active db.Time) {
	ctx, cancel := context.WithTimeout(ctx, seenTimeout)
	defer cancel()
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		address := access.Of(ctx).Address
		first, err := s.touch(ctx, h, active, address)
		if err != nil || !first || address == h.SeenAddress {
			return err
		}
		return s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: "session.moved", SubjectKind: "session", SubjectID: h.Key,
			Article: "6c", Detail: "from " + h.SeenAddress})
	})
	if err != nil {
		slog.Log(ctx, db.Level(err, slog.LevelWarn), "note a session's use", "err", err)
	}
}

// credentials returns the token of a request and what kind of client sends it so.
func (s *Service) credentials(r *http.Request) (token string, client Client) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return "", App
		}
		return strings.TrimSpace(token), App
	}
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return "", Browser
	}
	if !s.ownSite(r) {
		if from := r.Header.Get("Sec-Fetch-Site"); from != "same-origin" && from != "none" { // who opens a page of ours is no attack
			metrics.Refused(metrics.OtherSite)
		}
		return "", Browser
	}
	return cookie.Value, Browser
}

// ownSite reports whether a page of this site made the request, as far as a cookie needs: another site's page can
// neither set this header nor send JSON without asking first, and it is never told that it may. A socket it may open
// without asking, but its browser names it.
func (s *Service) ownSite(r *http.Request) bool {
	if byPage(r) {
		return true
	}
	if r.Header.Get("Upgrade") != "" {
		return r.Header.Get("Origin") != "" && s.OwnOrigin(r)
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Header.Get("X-Requested-With") != "" || media == "application/json"
}

// foreign reports whether the browser says that a page of another site made a request in which our cookie would count.
func (s *Service) foreign(r *http.Request) bool {
	if byPage(r) {
		return false
	}
	_, session := r.Cookie(s.cookieName())
	_, device := r.Cookie(s.deviceCookie())
	if session != nil && device != nil {
		return false
	}
	marked := s.ownSite(r) || r.Header.Get("Upgrade") != ""
	return marked && (!s.OwnOrigin(r) || strings.EqualFold(r.Header.Get("Sec-Fetch-Site"), "cross-site"))
}

// RefuseSites answers requests of other sites' pages that carry a cookie of ours. Call it at start-up only.
func (s *Service) RefuseSites(refuse http.HandlerFunc) { s.refuseSite = refuse }

func (s *Service) cookieName() string { return s.ownName("session") }

// ownName is the name of a cookie that no other site of the domain can set.
func (s *Service) ownName(name string) string {
	if s.https() {
		return "__Host-" + name
	}
	return name
}

func (s *Service) https() bool { return s.o.PublicURL.Scheme == "https" }

type writerKey struct{}

// setCookie gives the browser behind the request a cookie; outside Middleware there is none.
func (s *Service) setCookie(ctx context.Context, name, value string, expires time.Time) {
	if w, ok := ctx.Value(writerKey{}).(http.ResponseWriter); ok {
		http.SetCookie(w, s.cookie(name, value, expires, 0))
	}
}

func (s *Service) clearCookie(ctx context.Context) {
	if w, ok := ctx.Value(writerKey{}).(http.ResponseWriter); ok {
		http.SetCookie(w, s.cookie(s.cookieName(), "", time.Time{}, -1))
		http.SetCookie(w, s.markCookie("", time.Time{}, -1))
	}
}

// markCookie tells the scripts of our pages that a session may exist, and nothing else: the token stays in the session's own cookie,
// which no script reads. So the pages of readers who have none ask nothing on their behalf.
func (s *Service) markCookie(value string, expires time.Time, maxAge int) *http.Cookie {
	c := s.cookie(s.ownName("signed-in"), value, expires, maxAge)
	c.HttpOnly = false
	return c
}

// setMark sets that cookie for as long as a session lasts.
func (s *Service) setMark(ctx context.Context, expires time.Time) {
	if w, ok := ctx.Value(writerKey{}).(http.ResponseWriter); ok {
		http.SetCookie(w, s.markCookie("1", expires, 0))
	}
}

func (s *Service) cookie(name, value string, expires time.Time, maxAge int) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", Expires: expires, MaxAge: maxAge,
		HttpOnly: true, Secure: s.https(), SameSite: http.SameSiteLaxMode}
}

// Address is where the request comes from: the nearest hop that is not a trusted proxy, the zero address if that is unknown.
// Only what a trusted proxy wrote into X-Forwarded-For is believed.
func (s *Service) Address(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	at = plain(at)
	if !s.trusted(at) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		if at = plain(next); !s.trusted(at) {
			break
		}
	}
	return at
}

// addressOf is Address as text, "" for none.
func (s *Service) addressOf(r *http.Request) string {
	if at := s.Address(r); at.IsValid() {
		return at.String()
	}
	return ""
}

func (s *Service) trusted(at netip.Addr) bool {
	return slices.ContainsFunc(s.o.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(at) })
}

// plain is an address in the one form that compares.
func plain(at netip.Addr) netip.Addr { return at.Unmap().WithZone("") }

// userAgentMax is what the sessions table holds.
const userAgentMax = 255

func userAgent(r *http.Request) string { return text.Truncate(text.Line(r.UserAgent()), userAgentMax) }
