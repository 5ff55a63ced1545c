package auth

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
)

// The lengths of an alias.
const (
	aliasMin = 2
	aliasMax = 64
)

// namesLock has those who set an alias or a login queue, since each is compared with all the others.
const namesLock = "account-names"

// offices are offices and titles that readers take for the centre itself.
var offices = []string{
	"Ban Giám đốc", "Giám đốc", "Phó Giám đốc", "BGĐ", "PGĐ", "GĐ", "Lãnh đạo", "Trưởng khoa", "Phó khoa", "Trưởng phòng",
	"Phó phòng", "Trạm trưởng", "Trưởng trạm", "Trạm phó", "Trưởng bộ phận", "Ban Biên tập", "Ban quản trị", "Quản trị",
	"Quản lý website", "Bộ phận", "Trung tâm Y tế", "TTYT", "Bệnh viện", "Sở Y tế", "Bộ Y tế", "Ủy ban nhân dân", "UBND",
	"Admin", "Administrator", "Webmaster", "Moderator", "Root", "System", "Hệ thống", "Director", "Website",
}

// names are what an alias is compared with, as it is read from the store.
type names struct {
	logins  []taken  // of all accounts
	people  []taken  // the full names of those who have not left
	offices []string // names and codes of departments, titles of staff
}

// taken is a name that is one person's.
type taken struct {
	Staff db.ID  `db:"staff"`
	Name  string `db:"name"`
}

// checkAlias brings an alias into its stored form, and refuses one that readers would take for somebody else. The holder's
// own full name is always an alias.
func (s *Service) checkAlias(ctx context.Context, f *input.Form, a *Account) error {
	f.Needed("alias", &a.Alias, aliasMax)
	if a.Alias == "" || !wellFormed(f, a.Alias) {
		return nil
	}
	holder, err := s.person(ctx, a.StaffID)
	if err != nil || text.Key(holder.Name) == text.Key(a.Alias) {
		return err
	}
	n, err := s.namesInUse(ctx)
	if err != nil {
		return err
	}
	if r := n.refusal(a.StaffID, a.Login, a.Alias); r != nil {
		f.Add(r.code, "alias", r.text)
	}
	return nil
}

// refusal is why an alias is refused.
type refusal struct {
	code fault.UserCode
	text fault.Text
}

// refusal tells why somebody's alias would be taken for somebody else, beside the login of a new account; nil where it would not.
func (n names) refusal(own db.ID, login, alias string) *refusal {
	skeleton := text.Skeleton(alias)
	theirs := func(t taken) bool { return t.Staff != own && text.Skeleton(t.Name) == skeleton }
	mine := func(t taken) bool { return t.Staff == own && text.Skeleton(t.Name) == skeleton }
	switch {
	case text.Skeleton(login) == skeleton, slices.ContainsFunc(n.logins, mine):
		return &refusal{fault.Invalid, aliasIsLogin}
	case isOffice(alias, n.offices):
		return &refusal{fault.Invalid, aliasIsTitle}
	case slices.ContainsFunc(n.logins, theirs), slices.ContainsFunc(n.people, theirs): // which of the two, nobody is told
		return &refusal{fault.Taken, aliasTaken}
	}
	return nil
}

// wellFormed notes what an alias holds beside Latin letters, digits, spaces and full stops.
func wellFormed(f *input.Form, alias string) bool {
	letters := 0
	for _, r := range alias {
		switch {
		case text.Latin(r):
			letters++
		case unicode.IsLetter(r):
			f.Add(fault.Invalid, "alias", aliasAlphabet.With(string(r)))
			return false
		case r != ' ' && r != '.' && (r < '0' || r > '9'):
			f.Add(fault.Invalid, "alias", aliasCharacter.With(string(r)))
			return false
		}
	}
	if letters < aliasMin {
		f.Add(fault.Invalid, "alias", aliasTooShort.With(aliasMin))
		return false
	}
	return true
}

// abbreviated is how many letters an abbreviation such as BGĐ or TTYT has at most.
const abbreviated = 4

// isOffice reports whether an alias is an office, title or department, begins with one, or names one by several words or by an
// abbreviation: a word like system says nothing within a name.
func isOffice(alias string, departments []string) bool {
	words := skeletons(alias)
	begins := map[string]bool{}
	for i, start := 0, ""; i < len(words); i++ {
		start += words[i]
		begins[start] = true
	}
	within := " " + strings.Join(words, " ") + " "
	for _, o := range offices {
		named := skeletons(o)
		if begins[strings.Join(named, "")] || (len(named) > 1 || len(named[0]) <= abbreviated) && strings.Contains(within, " "+strings.Join(named, " ")+" ") {
			return true
		}
	}
	return slices.ContainsFunc(departments, func(d string) bool { return isNamed(words, d) })
}

// isNamed reports whether the words of an alias are the name of a department or a title, or hold one of several words.
func isNamed(words []string, office string) bool {
	named := skeletons(office)
	return strings.Join(named, "") == strings.Join(words, "") ||
		len(named) > 1 && strings.Contains(" "+strings.Join(words, " ")+" ", " "+strings.Join(named, " ")+" ")
}

// skeletons are those of the words.
func skeletons(s string) []string {
	words := strings.Fields(text.Fold(s))
	for i, w := range words {
		words[i] = text.Skeleton(w)
	}
	return words
}

// checkLogin refuses a login that is an alias: everybody would read it under posts.
func (s *Service) checkLogin(ctx context.Context, f *input.Form, login string) error {
	if !loginForm.MatchString(login) {
		f.Add(fault.Invalid, "login", malformedLogin)
		return nil
	}
	aliases, err := s.aliases(ctx)
	if slices.ContainsFunc(aliases, func(alias string) bool { return text.Skeleton(alias) == text.Skeleton(login) }) {
		f.Add(fault.Taken, "login", loginIsAlias)
	}
	return err
}
