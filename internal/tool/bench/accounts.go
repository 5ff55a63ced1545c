package main

import (
	"crypto/sha256"

	"ttyt.example/ttyt/internal/core/access"
)

// account is somebody who signs in, as an app. The token is known, so its store is for measuring alone.
type account struct {
	login  string
	person int // of the staff
	role   access.Role
}

var (
	reader = account{"docgia", 11 + 30, access.Staff}    // works in internal medicine
	author = account{"tacgia", 14 + 60, access.Staff}    // works in paediatrics
	boss   = account{"giamdoc", 1 + 30, access.Director} // leads the centre

	accounts = []account{reader, author, boss}
)

func (a account) token() string { return "ttyt_s_bench-" + a.login }

func (a account) hash() []byte {
	sum := sha256.Sum256([]byte(a.token()))
	return sum[:]
}
