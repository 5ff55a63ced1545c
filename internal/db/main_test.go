package db_test

import (
	"testing"

	"ttyt/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }
