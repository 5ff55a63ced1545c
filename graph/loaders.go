package graph

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/vikstrous/dataloadgen"

	"ttyt.example/ttyt/graph/fastfield"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/auth"
)

// loaders read the objects that nested fields name, in batches, under the same visibility rule as everything else.
// They live as long as one operation, or one mutation of it.
type loaders struct {
	subjectLoaders
	accounts            *loader[auth.Account]
	departments         *loader[department.Department]
	children, ancestors *listLoader[department.Department]
	earlierNames        *listLoader[department.Name]
	people              *loader[staff.Member]
	staffOf             *pageLoaders[staff.Member]
	events              *pageLoaders[staff.Event]
	mediaLoaders
	approvalLoaders
	powerLoaders
	actionLoaders
}

func (r *Resolver) newLoaders() *loaders {
	return &loaders{
		subjectLoaders:  r.newSubjectLoaders(),
		accounts:        newLoader(r.Auth.ByIDs),
		departments:     newLoader(r.Departments.ByIDs),
		children:        newListLoader(r.Departments.Children),
		ancestors:       newListLoader(r.Departments.Ancestors),
		earlierNames:    newListLoader(r.Departments.EarlierNames),
		people:          newLoader(all(r.People.ByIDs)),
		staffOf:         &pageLoaders[staff.Member]{of: r.People.OfEach},
		events:          newPageLoaders(r.People.Events),
		mediaLoaders:    r.newMediaLoaders(),
		approvalLoaders: r.newApprovalLoaders(),
		powerLoaders:    r.newPowerLoaders(),
		actionLoaders:   r.newActionLoaders(),
	}
}

// mediaLoaders batch what is asked of uploaded files.
type mediaLoaders struct {
	mediaFiles *loader[media.File]
	mediaWaits *loader[media.Wait]
}

func (r *Resolver) newMediaLoaders() mediaLoaders {
	return mediaLoaders{mediaFiles: newLoader(r.Media.ByIDs), mediaWaits: newLoader(r.Media.Waits)}
}

type approvalLoaders struct {
	decisions       *pageLoaders[approval.Decision]
	changeApprovals *pageLoaders[approval.Approval]
}

func (r *Resolver) newApprovalLoaders() approvalLoaders {
	over := func(ctx context.Context, ids []db.ID, args paging.Args) (map[db.ID]*approval.Connection, error) {
		return r.Approvals.History(ctx, "change_request", ids, args)
	}
	return approvalLoaders{decisions: newPageLoaders(r.Approvals.DecisionsOf), changeApprovals: newPageLoaders(over)}
}

// subjectLoaders are those of what goes through workflows.
type subjectLoaders struct {
	postLoaders
	assetLoaders
	incidentLoaders
	tokenLoaders
	incidents      *loader[incident.Incident]
	changeRequests *loader[changerequest.Request]
	connectLists   *loader[connectlist.List]
	connectLines   *listLoader[connectlist.Line]
	corrections    *loader[correction.Correction]
	siteChanges    *loader[site.Change]
	malwareLoaders
}

func (r *Resolver) newSubjectLoaders() subjectLoaders {
	return subjectLoaders{r.newPostLoaders(), r.newAssetLoaders(), r.newIncidentLoaders(), r.newTokenLoaders(), newLoader(r.Incidents.ByIDs), newLoader(r.ChangeRequests.ByIDs), newLoader(r.ConnectLists.ByIDs), newListLoader(r.ConnectLists.Lines), newLoader(r.Corrections.ByIDs), newLoader(r.Sites.ByIDs), r.newMalwareLoaders()}
}

type postLoaders struct {
	posts      *loader[post.Entry]
	postCounts *loader[int]
	published  *publishedLoaders
	pages      *loader[post.DepartmentPage]
	profiles   *loader[post.StaffProfile]
	offices    *listLoader[role.Officer]
}

func (r *Resolver) newPostLoaders() postLoaders {
	return postLoaders{
		posts:      newLoader(r.Posts.ByIDs),
		postCounts: newLoader(r.Posts.CountsOf),
		published:  &publishedLoaders{posts: r.Posts},
		pages:      newLoader(r.Posts.Pages),
		profiles:   newLoader(r.Posts.Profiles),
		offices:    newListLoader(r.Roles.OfficesOf),
	}
}

type assetLoaders struct {
	assets    *loader[asset.Asset]
	technical *loader[asset.Technical]
	licences  *listLoader[asset.Licence]
	rounds    *loader[inventory.Round]
	links     *listLoader[asset.Link]
}

func (r *Resolver) newAssetLoaders() assetLoaders {
	return assetLoaders{
		assets:    newLoader(r.Assets.ByIDs),
		technical: newLoader(r.Assets.Technicals),
		licences:  newListLoader(r.Assets.Licences),
		rounds:    newLoader(r.Inventory.ByIDs),
		links:     newListLoader(r.Assets.Links),
	}
}

type tokenLoaders struct {
	tokens          *loader[token.Token]
	serviceAccounts *loader[token.Account]
	concerns        *loader[token.Concerns]
	secrets         *listLoader[token.Secret]
}

func (r *Resolver) newTokenLoaders() tokenLoaders {
	return tokenLoaders{
		tokens:          newLoader(r.Tokens.ByIDs),
		serviceAccounts: newLoader(r.Tokens.AccountsByIDs),
		concerns:        newLoader(r.Tokens.Concerns),
		secrets:         newListLoader(r.Tokens.Secrets),
	}
}

type powerLoaders struct {
	officers    *listLoader[role.Officer]
	positions   positionLoaders
	assignments *listLoader[role.Assignment]
}

func (r *Resolver) newPowerLoaders() powerLoaders {
	return powerLoaders{
		officers:    newListLoader(r.Roles.Officers),
		positions:   r.newPositionLoaders(),
		assignments: newListLoader(r.Roles.AssignmentsOf),
	}
}

// positionLoaders are one for each filter: of all positions, of those that are over, and of the others.
type positionLoaders struct{ all, over, others *pageLoaders[role.Position] }

func (r *Resolver) newPositionLoaders() positionLoaders {
	under := func(f role.PositionFilter) *pageLoaders[role.Position] {
		return newPageLoaders(func(ctx context.Context, ids []db.ID, args paging.Args) (map[db.ID]*role.PositionConnection, error) {
			return r.Roles.PositionsOf(ctx, ids, f, args)
		})
	}
	yes, no := true, false
	return positionLoaders{under(role.PositionFilter{}), under(role.PositionFilter{Over: &yes}), under(role.PositionFilter{Over: &no})}
}

func (l positionLoaders) of(f role.PositionFilter) *pageLoaders[role.Position] {
	switch {
	case f.Over == nil:
		return l.all
	case *f.Over:
		return l.over
	}
	return l.others
}

// actionLoaders ask what may be done to the objects of a list together.
type actionLoaders struct {
	onDepartments     *actionLoader[department.Department]
	onPeople          *actionLoader[staff.Member]
	onAccounts        *actionLoader[auth.Account]
	onPositions       *actionLoader[role.Position]
	onAssignments     *actionLoader[role.Assignment]
	onDelegations     *actionLoader[role.Delegation]
	onServiceAccounts *actionLoader[token.Account]
}

func (r *Resolver) newActionLoaders() actionLoaders {
	return actionLoaders{
		onDepartments:     newActionLoader(r.Departments.AvailableActions),
		onPeople:          newActionLoader(r.People.AvailableActions),
		onAccounts:        newActionLoader(r.Auth.AvailableActions),
		onPositions:       newActionLoader(r.Roles.ActionsOnPositions),
		onAssignments:     newActionLoader(r.Roles.ActionsOnAssignments),
		onDelegations:     newActionLoader(r.Roles.ActionsOnDelegations),
		onServiceAccounts: newActionLoader(r.Tokens.AccountActions),
	}
}

type loadersKey struct{}

// withLoaders returns a context whose loaders are made when the first of them is wanted: most queries want none.
func (r *Resolver) withLoaders(ctx context.Context) context.Context {
	return fastfield.WithAhead(context.WithValue(ctx, loadersKey{}, sync.OnceValue(r.newLoaders)), loadAhead)
}

func loadersOf(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(func() *loaders)() }

// A batch goes out when it is full, or when nobody joined it for the wait.
const (
	batchWait = time.Millisecond
	batchSize = 200
)

type loader[T any] = dataloadgen.Loader[db.ID, *T]

// newLoader batches calls of a feature's ByIDs.
func newLoader[T any](byIDs func(ctx context.Context, ids []db.ID) (map[db.ID]*T, error)) *loader[T] {
	return dataloadgen.NewMappedLoader(byIDs, dataloadgen.WithWait(batchWait), dataloadgen.WithBatchCapacity(batchSize))
}

// all reads whole objects with a feature's ByIDs that could read some of their fields alone.
func all[T any](byIDs func(ctx context.Context, ids []db.ID, fields ...string) (map[db.ID]*T, error)) func(ctx context.Context, ids []db.ID) (map[db.ID]*T, error) {
	return func(ctx context.Context, ids []db.ID) (map[db.ID]*T, error) { return byIDs(ctx, ids) }
}

// load returns the object, or null without an error where there is none or the caller may not see it.
func load[T any](ctx context.Context, l *loader[T], id db.ID) (*T, error) {
	if id.IsZero() {
		return nil, nil
	}
	object, err := l.Load(ctx, id)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return nil, nil
	}
	return object, err
}

// listLoader batches lists that belong to an object.
type listLoader[T any] = dataloadgen.Loader[db.ID, []*T]

func newListLoader[T any](of func(ctx context.Context, ids []db.ID) (map[db.ID][]*T, error)) *listLoader[T] {
	return dataloadgen.NewMappedLoader(of, dataloadgen.WithWait(batchWait), dataloadgen.WithBatchCapacity(batchSize))
}

// loadList returns the object's list, empty if there is nothing that the caller may see.
func loadList[T any](ctx context.Context, l *listLoader[T], id db.ID) ([]*T, error) {
	list, err := l.Load(ctx, id)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return []*T{}, nil
	}
	return list, err
}

// actionLoader batches questions of what may be done to objects of one type.
type actionLoader[T any] = dataloadgen.Loader[*T, []*act.Available]

func newActionLoader[T any](of func(ctx context.Context, list []*T) (map[*T][]*act.Available, error)) *actionLoader[T] {
	return dataloadgen.NewMappedLoader(of, dataloadgen.WithWait(batchWait), dataloadgen.WithBatchCapacity(batchSize))
}

// pageLoaders batch pages of lists that belong to an object; one batch holds those that ask for the same page.
type pageLoaders[T any] struct {
	of func(ctx context.Context, ids []db.ID, args paging.Args, fields ...string) (map[db.ID]*paging.Connection[*T], error)

	mu sync.Mutex
	by map[string]*loader[paging.Connection[*T]]
}

// newPageLoaders batch pages of a feature that reads whole elements.
func newPageLoaders[T any](of func(ctx context.Context, ids []db.ID, args paging.Args) (map[db.ID]*paging.Connection[*T], error)) *pageLoaders[T] {
	return &pageLoaders[T]{of: func(ctx context.Context, ids []db.ID, args paging.Args, _ ...string) (map[db.ID]*paging.Connection[*T], error) {
		return of(ctx, ids, args)
	}}
}

// loadPage returns the page of the object's list, an empty one where there is nothing that the caller may see.
func loadPage[T any](ctx context.Context, p *pageLoaders[T], id db.ID, args paging.Args) (*paging.Connection[*T], error) {
	page, err := p.under(args, nil).Load(ctx, id)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return paging.Empty[*T](), nil
	}
	return page, err
}

// under returns the loader of the page that the arguments name, with the fields.
func (p *pageLoaders[T]) under(args paging.Args, fields []string) *loader[paging.Connection[*T]] {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := args.String() + strings.Join(fields, " ")
	if p.by[key] == nil {
		if p.by == nil {
			p.by = map[string]*loader[paging.Connection[*T]]{}
		}
		p.by[key] = newLoader(func(ctx context.Context, ids []db.ID) (map[db.ID]*paging.Connection[*T], error) {
			return p.of(ctx, ids, args, fields...)
		})
	}
	return p.by[key]
}
