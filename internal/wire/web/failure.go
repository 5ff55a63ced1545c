package web

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/fault"
)

// failure is why a page cannot be drawn.
type failure struct {
	status              int
	code, message, rule string
}

// statuses are those of the codes that the API fails with.
var statuses = map[fault.Code]int{
	fault.BadInput: http.StatusBadRequest, fault.Unauthenticated: http.StatusUnauthorized, fault.NotFound: http.StatusNotFound,
	fault.Locked: http.StatusUnauthorized, fault.PasswordNeeded: http.StatusForbidden, fault.Forbidden: http.StatusForbidden, fault.RateLimited: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	fault.PageTooLarge: http.StatusBadRequest, fault.QueryTooComplex: http.StatusBadRequest, fault.AnswerTooLarge: http.StatusInternalServerError,
}

func problemOf(code fault.Code) *failure { return &failure{status: status(code), code: string(code)} }

func status(code fault.Code) int {
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// problemForm is the answer to what no form of the page sends, problemLarge to a form with too large a file, problem405 to a method that no page has.
var (
	problemForm  = &failure{status: http.StatusBadRequest, code: "FORM"}
	problemLarge = &failure{status: http.StatusRequestEntityTooLarge, code: "LARGE"}
	problem410   = &failure{status: http.StatusGone, code: string(fault.NotFound)}
	problem405   = &failure{status: http.StatusMethodNotAllowed, code: string(fault.NotFound)}
)

// failureOf is what the first error of an answer says, nil where there is none.
func failureOf(r *graphql.Response) *failure {
	if len(r.Errors) == 0 {
		return nil
	}
	e := r.Errors[0]
	code, ok := e.Extensions["code"].(fault.Code)
	if !ok {
		code = fault.Internal
	}
	f := problemOf(code)
	f.message = e.Message
	f.rule, _ = e.Extensions["rule"].(string)
	return f
}

// fail draws the page that says what is wrong.
func (d *drawing) fail(f *failure) {
	p := d.face.pages[errorName]
	d.form = &form{}
	told := d.told(f)
	root := map[string]any{rootPage: told, rootLayout: nil}
	d.tellPictures(told, nil, nil)
	if d.face.public && (f.status == http.StatusNotFound || f.status == http.StatusGone || f.status == http.StatusBadRequest) { // the store is well
		if layout, failed := d.run(d.face.layout, nil); failed == nil {
			root[rootLayout] = layout
			d.tellPictures(told, nil, layout)
		}
	}
	d.render(p, root, f.status)
}

func in(l fault.Locale, t fault.Text) string {
	if l == fault.English {
		return t.EN
	}
	return t.VI
}

func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(d.Seconds()))) }
