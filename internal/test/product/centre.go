package product

import (
	"net/url"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/compliance"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// Centre is a small centre under the services of the whole program, for the tests of one room: a Board of two, an office
// with two people of IT, a ward with a head and a nurse, and somebody of another ward.
type Centre struct {
	*kit.Kit
	Approvals      *approval.Service
	Assets         *asset.Service
	Inventory      *inventory.Service
	ChangeRequests *changerequest.Service
	ConnectLists   *connectlist.Service
	Corrections    *correction.Service
	Sites          *site.Service
	Malware        *malware.Service
	Tokens         *token.Service
	Duties         *compliance.Service
	Departments    *department.Service
	Categories     *category.Service
	Posts          *post.Service

	Ward                                                  db.ID
	Director, Deputy, IT, OtherIT, Head, Nurse, Elsewhere db.ID
}

// NewCentre builds the centre over the kit's store.
func NewCentre(t *testing.T, k *kit.Kit) *Centre {
	t.Helper()
	s := New(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, BoardCost: 10_000_000}).Services
	c := &Centre{Kit: k, Approvals: s.Approvals, Assets: s.Assets, Inventory: s.Inventory, ChangeRequests: s.ChangeRequests, ConnectLists: s.ConnectLists, Corrections: s.Corrections, Sites: s.Sites, Malware: s.Malware, Tokens: s.Tokens, Duties: s.Duties,
		Departments: s.Departments, Categories: s.Categories, Posts: s.Posts}
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	board, office := k.Department(t, "BOARD", "BGD", root), k.Department(t, "OFFICE", "TCHC", root)
	c.Ward = k.Department(t, "CLINICAL", "NHI", root)
	c.Director, c.Deputy = k.Staff(t, board, "Giám đốc", access.Director), k.Staff(t, board, "Phó giám đốc", access.Director)
	c.IT, c.OtherIT = k.Staff(t, office, "Kỹ thuật viên", access.IT), k.Staff(t, office, "Kỹ sư", access.IT)
	c.Head, c.Nurse = k.Staff(t, c.Ward, "Trưởng khoa"), k.Staff(t, c.Ward, "Điều dưỡng")
	k.Position(t, c.Head, c.Ward, "HEAD")
	c.Elsewhere = k.Staff(t, k.Department(t, "CLINICAL", "NGO", root), "Y sĩ")
	return c
}

// Asset puts an asset of the ward on the register, in use, and returns its global id.
func (c *Centre) Asset(t *testing.T, code, kind string) string {
	t.Helper()
	id := db.NewID()
	c.Insert(t.Context(), t, "assets", kit.Row{"id": id, "code": code, "name": code, "kind": kind, "state": "IN_USE", "connected": 1, "version": 1, "department_id": c.Ward})
	return db.GlobalID("asset", id)
}

// Race runs the acts at once, and returns how many did it and what the others were told.
func Race(acts ...func() error) (done int, refused []error) {
	results := make(chan error, len(acts))
	for _, do := range acts {
		go func() { results <- do() }()
	}
	for range acts {
		if err := <-results; err == nil {
			done++
		} else {
			refused = append(refused, err)
		}
	}
	return done, refused
}
