package graph

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/go-sql-driver/mysql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
)

// Nothing of these words reaches a client, whatever they are wrapped in.
func TestPresentLeaksNothing(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		errors.New("secret"),
		&mysql.MySQLError{Number: 1062, Message: "Duplicate entry 'secret' for key 'accounts.accounts_login'"},
		fmt.Errorf("select secret from accounts: %w", sql.ErrConnDone),
		&fault.Error{Code: fault.Internal, Cause: errors.New("secret")},
		&fault.Error{Code: fault.Unavailable, Text: fault.Text{VI: "Bận.", EN: "Busy."}, Cause: errors.New("dial tcp secret:3306")},
		fmt.Errorf("secret: %w", fault.ErrNotFound),
		fmt.Errorf("secret: %w", context.DeadlineExceeded),
		gqlerror.WrapPath(ast.Path{ast.PathName("posts")}, errors.New("secret")),
		recovered(context.Background(), "secret"),
	} {
		for _, locale := range []fault.Locale{fault.Vietnamese, fault.English} {
			out, encoding := json.Marshal(present(fault.WithLocale(context.Background(), locale), err))
			if encoding != nil {
				t.Fatal(encoding)
			}
			for _, word := range []string{"secret", "accounts", "select", "goroutine", ".go:"} {
				if strings.Contains(string(out), word) {
					t.Errorf("%v: %q leaks in %s", err, word, out)
				}
			}
		}
	}
}

func TestPresentNamesTheCode(t *testing.T) {
	t.Parallel()
	invalid := gqlerror.Errorf(`Cannot query field "titel" on type "Post". Did you mean "title"?`)
	invalid.Rule = "FieldsOnCorrectTypeWithoutSuggestions"
	errcode.Set(invalid, errcode.ValidationFailed)
	argument := graphql.WithFieldContext(context.Background(), &graphql.FieldContext{
		Field: graphql.CollectedField{Field: &ast.Field{Name: "posts", Arguments: ast.ArgumentList{{Name: "first"}}}}})
	var many fault.UserErrors
	many.Add(fault.User(fault.Invalid, fault.Text{VI: "Sai.", EN: "Wrong."}, "input.title"))

	for _, c := range []struct {
		ctx      context.Context
		err      error
		code     fault.Code
		rule     any
		vi, says string
	}{
		{err: fault.ErrNotFound, code: fault.NotFound, vi: "Không tìm thấy.", says: "Not found."},
		{err: fault.ErrUnauthenticated, code: fault.Unauthenticated, vi: "Cần đăng nhập.", says: "Sign in first."},
		{err: fault.Refused("11c"), code: fault.Forbidden, rule: "11c", vi: "Không có quyền thực hiện việc này.", says: "You may not do this."},
		{err: many, code: fault.BadInput, vi: "Sai.", says: "Wrong."},
		{err: fault.Changed("post", "x"), code: fault.BadInput, vi: "Nội dung này vừa thay đổi. Hãy tải lại rồi thử lại.", says: "This has just been changed. Reload it and try again."},
		{err: context.DeadlineExceeded, code: fault.Unavailable, vi: "Yêu cầu mất quá nhiều thời gian.", says: "The request took too long."},
		{err: invalid, code: fault.BadInput, vi: `Truy vấn không hợp lệ: Cannot query field "titel".`, says: `Invalid document: Cannot query field "titel".`},
		{ctx: argument, err: errors.New("strconv"), code: fault.BadInput, vi: "Giá trị của một tham số không hợp lệ.", says: "An argument has a malformed value."},
	} {
		ctx := c.ctx
		if ctx == nil {
			ctx = context.Background()
		}
		vi, en := present(ctx, c.err), present(fault.WithLocale(ctx, fault.English), c.err)
		if en.Extensions["code"] != c.code || en.Extensions["rule"] != c.rule || en.Message != c.says || vi.Message != c.vi {
			t.Errorf("%v: %q, %q, %v", c.err, vi.Message, en.Message, en.Extensions)
		}
	}
}

// A field that fails after its arguments were read did not fail because of them.
func TestPresentOfAResolverIsInternal(t *testing.T) {
	t.Parallel()
	ctx := graphql.WithFieldContext(context.Background(), &graphql.FieldContext{
		Args:  map[string]any{"first": 1},
		Field: graphql.CollectedField{Field: &ast.Field{Name: "posts", Arguments: ast.ArgumentList{{Name: "first"}}}}})
	if got := present(ctx, errors.New("secret")); got.Extensions["code"] != fault.Internal {
		t.Errorf("got %v", got.Extensions)
	}
}
