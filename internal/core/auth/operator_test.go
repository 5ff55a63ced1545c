package auth_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

func TestOnlyTheOperatorActsForAHolder(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		account := c.account(t, c.nurse, "hoa")
		for name, ctx := range map[string]context.Context{"a stranger": t.Context(), "IT": c.As(t, c.it), "a director": c.As(t, c.director)} {
			if got, err := c.Auth.Holder(ctx, "hoa"); got != nil || !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v, %v", name, got, err)
			}
		}
		system := access.AsSystem(t.Context())
		if got, err := c.Auth.Holder(system, " HOA "); err != nil || got.StaffID != c.nurse || got.AccountID != account.Key || got.Is(access.System) {
			t.Errorf("got %+v, %v", got, err)
		}
		if _, err := c.Auth.Holder(system, "ai-do"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of nobody: %v", err)
		}
		if err := c.Auth.SuspendForStaff(system, c.nurse); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Auth.Holder(system, "hoa"); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("of a suspended account: %v", err)
		}
	})
}

func TestOnlyTheOperatorAsksForAPassword(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa")
		system := access.AsSystem(t.Context())
		for name, ctx := range map[string]context.Context{
			"a stranger": t.Context(), "IT": c.As(t, c.it), "a director": c.As(t, c.director), "the holder": c.As(t, c.nurse),
		} {
			if has, err := c.Auth.HasPassword(ctx, "hoa", password); has || !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v, %v", name, has, err)
			}
		}
		if has, err := c.Auth.HasPassword(system, " HOA ", password); !has || err != nil {
			t.Errorf("the password: %v, %v", has, err)
		}
		if has, err := c.Auth.HasPassword(system, "hoa", password+"!"); has || err != nil {
			t.Errorf("another: %v, %v", has, err)
		}
		if _, err := c.Auth.HasPassword(system, "ai-do", password); !fault.Is(err, fault.NotFound) {
			t.Errorf("of nobody: %v", err)
		}
		if err := c.Auth.SuspendForStaff(system, c.nurse); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Auth.HasPassword(system, "hoa", password); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("of a suspended account: %v", err)
		}
	})
}
