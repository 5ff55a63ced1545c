package conventions

import (
	"go/ast"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/migrations"
)

// folding names the files that may let different words meet, and why. All else tells names apart by text.Key.
var folding = map[string]string{
	"text.Fold internal/centre/post/facets.go":     "a tag without marks is searched for; a tag with them is found by its key",
	"text.Fold internal/centre/post/sheet.go":      "bounds what a tag is searched by",
	"text.Fold internal/core/auth/alias.go":        "an alias is taken for an office with marks or without",
	"text.Fold internal/centre/assetfile/sheet.go": "fixed headings and words of files, which TestTheSheetIsWhole keeps apart",
	"text.Fold internal/centre/assetfile/read.go":  "looks those up",

	"unicode.ToLower internal/core/auth/password.go": "passwords that people guess",

	"strings.ToUpper internal/centre/asset/service.go":        "codes of Latin letters and digits are kept in upper case",
	"strings.ToUpper internal/centre/staff/input.go":          "so are those of people",
	"strings.ToUpper internal/centre/malware/record.go":       "looks up the code of an asset",
	"strings.ToUpper internal/centre/incident/mistake.go":     "a random number",
	"strings.ToUpper internal/tool/bench/make.go":             "begins a sentence",
	"strings.ToUpper internal/base/config/settings.go":        "the name of a setting",
	"strings.ToUpper internal/tool/generate/bind.go":          "names of Go and of the schema",
	"strings.EqualFold internal/tool/generate/bind.go":        "names of Go and of the schema",
	"strings.ToLower internal/base/texts/check.go":            "words of the program's own messages",
	"strings.ToUpper internal/base/texts/check.go":            "words of the program's own messages",
	"strings.EqualFold internal/app/import_site.go":           "the ending of a file's name",
	"strings.ToLower internal/app/demo.go":                    "a random password",
	"strings.ToLower internal/core/approval/decide.go":        "a verdict in the name of an audit event",
	"strings.ToLower internal/centre/analytics/robots.go":     "HTTP headers",
	"strings.ToLower internal/centre/token/secret.go":         "a random secret",
	"strings.ToLower internal/centre/incident/incident.go":    "an action of the record, from a constant",
	"strings.ToLower internal/centre/malware/rules.go":        "an action of the record, from a constant",
	"strings.ToLower internal/tool/bench/queries.go":          "a path, from a constant",
	"strings.ToLower internal/base/textfile/textfile.go":      "the ending of a file's name",
	"strings.ToLower internal/base/richtext/elements.go":      "HTML and CSS",
	"strings.ToLower internal/base/richtext/word.go":          "HTML and CSS",
	"strings.ToLower internal/base/richtext/place.go":         "HTML and CSS",
	"strings.ToLower internal/base/richtext/pieces.go":        "host names",
	"strings.ToLower internal/centre/post/diff.go":            "names of fields, from the code",
	"strings.ToLower internal/wire/answercache/encoding.go":   "HTTP headers",
	"strings.EqualFold internal/wire/answercache/encoding.go": "HTTP headers",
	"strings.EqualFold internal/core/auth/live.go":            "host names",
	"strings.EqualFold internal/core/auth/middleware.go":      "HTTP headers",
	"strings.ToLower internal/wire/transport/negotiate.go":    "HTTP headers",
	"strings.ToLower internal/centre/media/types.go":          "the ending of a file's name, and names of members of a ZIP",
	"strings.ToLower internal/centre/site/check.go":           "hexadecimal digits of a colour",
	"strings.ToLower internal/centre/media/picture.go":        "values of enums in an address",
	"strings.ToUpper internal/centre/media/picture.go":        "values of enums in an address",
	"strings.EqualFold internal/centre/media/draw.go":         "HTTP headers",
	"unicode.ToUpper internal/wire/web/pictures.go":           "the initials on an icon",

	"strings.EqualFold internal/wire/transport/negotiate.go": "HTTP headers",
	"strings.EqualFold internal/wire/transport/websocket.go": "HTTP headers",
}

var folds = regexp.MustCompile(`^(text\.Fold|strings\.(ToLower|ToUpper|ToTitle|EqualFold)|unicode\.To\w+|bytes\.(ToLower|ToUpper|EqualFold)|cases\.\w+)$`)

// The fold makes one word of sởi and sỏi, of dại and đái. So it serves search, and identity has one function.
func TestOnlySearchFolds(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	each(t, func(dir, file string, f *ast.File) {
		if strings.HasSuffix(file, "_test.go") || dir == "internal/base/text" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := s.X.(*ast.Ident)
			if !ok || !folds.MatchString(pkg.Name+"."+s.Sel.Name) {
				return true
			}
			use := pkg.Name + "." + s.Sel.Name + " " + file
			if used[use] = true; folding[use] == "" {
				t.Errorf("%s: names are told apart by text.Key, found by text.Query and sorted by text.SortKey; what else it is for has to be said", use)
			}
			return true
		})
	})
	for use := range folding {
		if !used[use] {
			t.Errorf("%s is no more", use)
		}
	}
}

// unique says of each text that no two rows share, in which one form it is written and looked up.
var unique = map[string]string{
	"accounts.login":            "text.Key, of ASCII",
	"asset_interfaces.ip_key":   "as netip writes it",
	"asset_interfaces.port_key": "that of asset.SerialKey",
	"asset_interfaces.mac":      "lower case with colons",
	"assets.code":               "ASCII in upper case",
	"assets.serial_key":         "text.Key without spaces",
	"categories.slug":           "a slug; names that share one get a number",
	"departments.code":          "ASCII in upper case",
	"departments.slug":          "a slug; names that share one get a number",
	"jobs.name":                 "written by the program alone",
	"role_assignments.role":     "an enum",
	"scan_schedules.kind":       "an enum",
	"service_accounts.name_key": "text.Key",
	"staff.code":                "ASCII in upper case",
	"token_secrets.prefix":      "random",
}

func TestEveryUniqueTextHasOneForm(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(migrations.FS, "sqlite/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	texts, keys := map[string]bool{}, map[string][]string{} // columns of text; unique indexes with their columns
	for _, name := range files {
		content, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		sql := string(content)
		for _, table := range regexp.MustCompile(`(?s)CREATE TABLE IF NOT EXISTS (\w+) \((.*?)\n\)`).FindAllStringSubmatch(sql, -1) {
			for _, c := range regexp.MustCompile(`(?m)^  (\w+) TEXT`).FindAllStringSubmatch(table[2], -1) {
				texts[table[1]+"."+c[1]] = true
			}
		}
		for _, c := range regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+) TEXT`).FindAllStringSubmatch(sql, -1) {
			texts[c[1]+"."+c[2]] = true
		}
		for _, x := range regexp.MustCompile(`CREATE UNIQUE INDEX IF NOT EXISTS (\w+) ON (\w+) \((.*?)\)`).FindAllStringSubmatch(sql, -1) {
			for c := range strings.SplitSeq(x[3], ", ") {
				keys[x[1]] = append(keys[x[1]], x[2]+"."+c)
			}
		}
		for _, x := range regexp.MustCompile(`DROP INDEX IF EXISTS (\w+)`).FindAllStringSubmatch(sql, -1) {
			delete(keys, x[1])
		}
	}
	found := map[string]bool{}
	for _, columns := range keys {
		for _, c := range columns {
			if found[c] = texts[c]; texts[c] && unique[c] == "" {
				t.Errorf("%s is unique: say in which form, so that equal names are found equal", c)
			}
		}
	}
	for c := range unique {
		if !found[c] {
			t.Errorf("%s is no unique text", c)
		}
	}
}

// sorted are the texts that lists are sorted by as they are.
var sorted = map[string]string{
	"inventory_lines.label": "codes; what is extra has none, and stands after them or between them",
}

// Both stores compare bytes, which put Đăng behind all else.
func TestNoListIsSortedByAName(t *testing.T) {
	t.Parallel()
	inSQL := regexp.MustCompile(`ORDER BY ([\w., ]+)`)
	name := regexp.MustCompile(`^(\w+\.)?(name|title|product|label|place|search|description)$`)
	orders := 0
	each(t, func(dir, file string, f *ast.File) {
		if strings.HasSuffix(file, "_test.go") || dir == "internal/tool/bench" || dir == "internal/core/job" {
			return
		}
		check := func(columns string) {
			orders++
			for c := range strings.SplitSeq(columns, ",") {
				c = strings.Fields(c + " -")[0]
				if name.MatchString(c) && sorted[c] == "" {
					t.Errorf("%s sorts by %s: keep its text.SortKey, or sort in memory by text.Sort", file, c)
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				for _, m := range inSQL.FindAllStringSubmatch(n.Value, -1) {
					check(m[1])
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Column" {
					if column, ok := n.Value.(*ast.BasicLit); ok {
						check(strings.Trim(column.Value, `"`))
					}
				}
			}
			return true
		})
	})
	if orders < 50 {
		t.Errorf("%d orders found", orders)
	}
}
