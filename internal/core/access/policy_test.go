package access

import "testing"

// The program does not start with a line that gives a token what is for people alone (Art. 4, 11c).
func TestScopesThatNoPolicyMayHave(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		kind, action, scope string
		refused             bool
	}{
		{"post", "read", scopeAny, false},
		{"asset", "write", scopeAny, false},
		{"post", "read", scopeOwn, true},
		{"post", "create", scopeDepartment, false},
		{"post", "submit", scopeDepartment, true},
		{"post", "restore", scopeDepartment, true},
		{"post", "delete", scopeAny, true},
		{"post", "archive", scopeAny, true},
		{"post", "endorse", scopeAny, true},
		{"post", "approve", scopeAny, true},
		{"post", "publish", scopeAny, true},
		{"post", "unpublish", scopeAny, true},
		{"role", "grant", scopeAny, true},
		{"account", "read", scopeAny, true},
		{"token", "read", scopeAny, true},
		{"service_account", "read", scopeAny, true},
		{"approval", "read", scopeAny, true},
		{"audit", "read", scopeAny, true},
	} {
		r := rule{role: scopePrefix + "test", kind: x.kind, action: x.action, scope: x.scope, when: []string{"always"}}
		if err := r.check(); (err != nil) != x.refused {
			t.Errorf("%s.%s %s: %v", x.kind, x.action, x.scope, err)
		}
		r.role = Director
		if err := r.checkScope(); err != nil {
			t.Errorf("%s.%s for people: %v", x.kind, x.action, err)
		}
	}
}
