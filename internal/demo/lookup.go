package demo

import (
	"slices"

	"ttyt.example/ttyt/internal/core/access"
)

// named returns the person with the login.
func named(login string) *person {
	for i := range people {
		if login != "" && people[i].login == login {
			return &people[i]
		}
	}
	return nil
}

// above returns the codes of the department and of those above it, the nearest first.
func above(code string) (line []string) {
	for code != "" {
		i := slices.IndexFunc(units, func(u unit) bool { return u.code == code })
		if i < 0 {
			return line
		}
		line, code = append(line, code), units[i].parent
	}
	return line
}

// holders returns the logins of those who hold the role.
func holders(r access.Role) (logins []string) {
	for _, p := range people {
		if slices.Contains(p.roles, r) {
			logins = append(logins, p.login)
		}
	}
	return logins
}

// endorser returns the login of the manager who decides at the department's step, "" if there is no such step: a manager who
// submits has endorsed; posts of the website section go to the Board at once, and so do posts whose only manager wrote them or
// is their subject.
func (x *text) endorser() string {
	author, line := named(x.author), above(x.unit)
	switch {
	case x.urgent, slices.Contains(author.roles, access.WebEditor), author.position != "" && slices.Contains(line, author.unit):
		return ""
	}
	for _, code := range line {
		for _, p := range people {
			if p.unit == code && p.position != "" && p.login != "" && (x.profile == nil || x.profile.person != p.code) && !slices.Contains(p.roles, access.Director) {
				return p.login
			}
		}
	}
	return ""
}
