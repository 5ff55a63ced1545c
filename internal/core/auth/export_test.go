package auth

import "sync/atomic"

// CountHashes counts the keys derived from now on, and calls before ahead of each.
func (s *Service) CountHashes(before func()) *atomic.Int64 {
	n, derive := new(atomic.Int64), s.hasher.derive
	s.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte {
		n.Add(1)
		before()
		return derive(password, salt, time, memory, threads, keyLen)
	}
	return n
}

// CheckPassword is the password policy.
var CheckPassword = checkPassword
