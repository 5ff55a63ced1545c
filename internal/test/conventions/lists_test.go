package conventions

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// bounded are the fields that answer a list and no connection, with the constant that bounds it: their descriptions tell the
// same number as "at most N". A field of an interface stands for those of its types.
var bounded = map[string]string{
	"Asset.dependsOn":                    "centre/asset.maxDependsOn",
	"Asset.licences":                     "centre/asset.maxLicences",
	"AssetFacts.interfaces":              "centre/asset.MaxInterfaces",
	"AssetImport.faultKinds":             "centre/assetfile.maxKinds",
	"AssetTechnical.interfaces":          "centre/asset.MaxInterfaces",
	"ConnectList.lines":                  "centre/connectlist.maxLines",
	"Correction.objections":              "centre/post.maxObjections",
	"CurrentToken.scopes":                "centre/token.maxScopes",
	"Department.ancestors":               "centre/department.maxDepartments",
	"Department.children":                "centre/department.maxDepartments",
	"Department.earlierNames":            "centre/department.maxNames",
	"Department.officers":                "centre/role.maxOfficers",
	"EquipmentLeft.assets":               "centre/asset.maxLeft",
	"HealthGuide.diseases":               "centre/post.maxSubjects",
	"HealthGuide.topics":                 "centre/post.maxSubjects",
	"HealthGuideContent.diseases":        "centre/post.maxSubjects",
	"HealthGuideContent.topics":          "centre/post.maxSubjects",
	"Incident.assets":                    "centre/incident.maxAbout",
	"Incident.followUps":                 "centre/incident.maxFollowUps",
	"Mistake.reports":                    "centre/incident.maxMistakeReports",
	"Incident.posts":                     "centre/incident.maxAbout",
	"InventoryRound.progress":            "centre/department.maxDepartments",
	"IsolateAssetsPayload.results":       "centre/malware.maxScans",
	"Me.sessions":                        "core/auth.maxSessions",
	"Post.attachments":                   "centre/post.maxAttachments",
	"Post.categories":                    "centre/post.maxCategories",
	"Post.gallery":                       "centre/post.maxGallery",
	"Post.tags":                          "centre/post.maxTags",
	"Query.applications":                 "centre/asset.maxApplications",
	"Query.categories":                   "centre/category.maxCategories",
	"Query.complianceByDepartment":       "centre/department.maxDepartments",
	"Query.departments":                  "centre/department.maxDepartments",
	"Query.passwordResets":               "core/auth.maxWaitingLinks",
	"Query.serviceStatus":                "centre/asset.maxServices",
	"RecordScansPayload.results":         "centre/malware.maxScans",
	"RecruitmentNotice.positions":        "centre/post.maxVacancies",
	"RecruitmentNoticeContent.positions": "centre/post.maxVacancies",
	"Revision.attachments":               "centre/post.maxAttachments",
	"Revision.categories":                "centre/post.maxCategories",
	"Revision.gallery":                   "centre/post.maxGallery",
	"Revision.lookAlikes":                "centre/post.maxLookAlikes",
	"Revision.privacyFindings":           "base/privacy.Most",
	"Revision.tags":                      "centre/post.maxTags",
	"Site.blocks":                        "centre/site.maxBlocks",
	"Site.footerMenu":                    "centre/site.maxItems",
	"Site.hours":                         "centre/site.maxHours",
	"Site.linkGroups":                    "centre/site.maxGroups",
	"Site.mainMenu":                      "centre/site.maxItems",
	"SiteContent.blocks":                 "centre/site.maxBlocks",
	"SiteContent.categories":             "centre/category.maxCategories",
	"SiteContent.footerMenu":             "centre/site.maxItems",
	"SiteContent.linkGroups":             "centre/site.maxGroups",
	"SiteContent.mainMenu":               "centre/site.maxItems",
	"SiteLinkGroup.links":                "centre/site.maxLinks",
	"SiteMenuItem.items":                 "centre/site.maxItems",
	"SitePostsBlock.posts":               "centre/site.maxPosts",
	"SiteContent.hours":                  "centre/site.maxHours",
	"ServiceStatus.incidents":            "centre/compliance.maxTold",
	"ServiceStatus.plannedWork":          "centre/compliance.maxTold",
	"StaffProfile.offices":               "centre/role.maxPositions",
	"StaffProfile.specialties":           "centre/post.maxSpecialties",
	"StaffProfileContent.specialties":    "centre/post.maxSpecialties",
	"Token.addresses":                    "centre/token.maxNetworks",
	"Token.scopes":                       "centre/token.maxScopes",
	"Token.secrets":                      "centre/token.maxSecrets",
	"TokenScanRange.assets":              "centre/token.maxNamed",
}

// filled names, of lists with a bound, the test that fills one past it; those of endsTest are lines of its tables.
var filled = map[string]string{
	"Asset.dependsOn":              "TestArticle2_WhatHangsOnAnAssetHasABound",
	"Asset.licences":               "TestArticle2_WhatHangsOnAnAssetHasABound",
	"AssetImport.faultKinds":       "TestKindsOfFaultsHaveABound",
	"AssetTechnical.interfaces":    endsTest,
	"ConnectList.lines":            endsTest,
	"Correction.objections":        "TestArticle11c_ObjectionsHaveABound",
	"Department.earlierNames":      "TestTheTreeHasABound",
	"Department.officers":          "TestArticle12_PositionsAndLoansHaveABound",
	"EquipmentLeft.assets":         endsTest,
	"HealthGuide.diseases":         endsTest,
	"HealthGuide.topics":           endsTest,
	"Incident.assets":              "TestArticle5c_WhatAnIncidentIsAboutHasABound",
	"Incident.followUps":           endsTest,
	"Mistake.reports":              endsTest,
	"IsolateAssetsPayload.results": endsTest,
	"Me.sessions":                  "TestSessionsAreBounded",
	"Post.attachments":             "TestWhatIsAttachedIsChecked",
	"Post.categories":              endsTest,
	"Post.gallery":                 "TestWhatIsAttachedIsChecked",
	"Post.tags":                    endsTest,
	"Query.applications":           endsTest,
	"Query.categories":             "TestArticle10_SectionsHaveABound",
	"Query.departments":            "TestTheTreeHasABound",
	"Query.passwordResets":         endsTest,
	"Query.serviceStatus":          endsTest,
	"RecordScansPayload.results":   "TestArticle7a_WhatAScanFindsQuarantinesTheMachine",
	"RecruitmentNotice.positions":  endsTest,
	"Revision.attachments":         "TestWhatIsAttachedIsChecked",
	"Revision.gallery":             "TestWhatIsAttachedIsChecked",
	"Revision.lookAlikes":          endsTest,
	"Revision.privacyFindings":     "TestScanStopsAtEnough",
	"Site.hours":                   "TestEveryFieldOfTheSiteIsChecked",
	"Site.blocks":                  "TestTheListsOfTheSiteHaveABound",
	"Site.footerMenu":              "TestTheListsOfTheSiteHaveABound",
	"Site.linkGroups":              "TestTheListsOfTheSiteHaveABound",
	"Site.mainMenu":                "TestTheListsOfTheSiteHaveABound",
	"SiteLinkGroup.links":          "TestTheListsOfTheSiteHaveABound",
	"SiteMenuItem.items":           "TestTheListsOfTheSiteHaveABound",
	"SitePostsBlock.posts":         "TestTheListsOfTheSiteHaveABound",
	"ServiceStatus.incidents":      endsTest,
	"ServiceStatus.plannedWork":    endsTest,
	"StaffProfile.offices":         "TestArticle12_PositionsAndLoansHaveABound",
	"StaffProfile.specialties":     endsTest,
	"Token.addresses":              endsTest,
	"Token.scopes":                 endsTest,
	"Token.secrets":                endsTest,
	"TokenScanRange.assets":        endsTest,
}

// endsTest fills lists through the API.
const endsTest = "TestListsEndAtTheirBounds"

// same are the lists that what another one tells bounds, so that its test is theirs.
var same = map[string]string{
	"AssetFacts.interfaces":              "AssetTechnical.interfaces",
	"CurrentToken.scopes":                "Token.scopes",
	"Department.ancestors":               "Query.departments",
	"Department.children":                "Query.departments",
	"HealthGuideContent.diseases":        "HealthGuide.diseases",
	"HealthGuideContent.topics":          "HealthGuide.topics",
	"Incident.posts":                     "Incident.assets",
	"InventoryRound.progress":            "Query.departments",
	"Query.complianceByDepartment":       "Query.departments",
	"RecruitmentNoticeContent.positions": "RecruitmentNotice.positions",
	"Revision.categories":                "Post.categories",
	"Revision.tags":                      "Post.tags",
	"SiteContent.blocks":                 "Site.blocks",
	"SiteContent.categories":             "Query.categories",
	"SiteContent.footerMenu":             "Site.footerMenu",
	"SiteContent.linkGroups":             "Site.linkGroups",
	"SiteContent.hours":                  "Site.hours",
	"SiteContent.mainMenu":               "Site.mainMenu",
	"StaffProfileContent.specialties":    "StaffProfile.specialties",
}

// A bound is more than a number in a description: a test fills the list past it, by name.
func TestBoundsAreFilled(t *testing.T) {
	t.Parallel()
	tests := testSources(t)
	for name, constant := range bounded {
		told := filled[name]
		if of := same[name]; of != "" {
			if bounded[of] != constant || filled[of] == "" || told != "" {
				t.Errorf("%s: %s is no list with the same bound and a test of its own", name, of)
			}
			continue
		}
		if told == "" {
			t.Errorf("%s: name the test that fills it past its bound", name)
		}
		if told != "" && !slices.ContainsFunc(tests, func(source string) bool {
			return strings.Contains(source, "func "+told+"(") && (told != endsTest || strings.Contains(source, "\""+name+"\""))
		}) {
			t.Errorf("%s: %s does not fill it", name, told)
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(filled)), slices.Collect(maps.Keys(same))) {
		if bounded[name] == "" {
			t.Errorf("%s is no list with a bound", name)
		}
	}
}

// testSources are the texts of all tests.
func testSources(t *testing.T) (all []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		all = append(all, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// natural are the lists that what they belong to bounds, by facts that no constant holds.
var natural = map[string]string{
	"Compliance.figures":                  "one for each matter",
	"FieldChange.after":                   "the values of one field, which has its bound",
	"FieldChange.before":                  "the values of one field, which has its bound",
	"FieldChange.spans":                   "the words of two texts of a field",
	"Infection.instructions":              "written in the program, for a kind of asset and a stage",
	"LookAlike.letters":                   "the letters of a word",
	"Me.roles":                            "each role once, and one for each position and each loan, which have their bounds",
	"Query.scanSchedules":                 "one for each kind of asset",
	"Query.tokenScopes":                   "written in the program",
	"ReportInfectionPayload.instructions": "written in the program, for a kind of asset and a stage",
	"Revision.dateWarnings":               "one for each day that a type of post has",
	"RevisionDiff.body":                   "the words of two bodies",
	"RevisionDiff.fields":                 "one for each field of a post",
	"RevisionDiff.summary":                "the words of two summaries",
	"RevisionDiff.title":                  "the words of two titles",
	"StaffMember.roles":                   "each role once",
	"TokenScope.allows":                   "written in the program",
	"UserError.path":                      "as long as inputs are deep",
}

// parts are the lists that every connection, payload and set of actions has.
var parts = []string{"nodes", "edges", "userErrors", "availableActions", "reasons"}

var atMost = regexp.MustCompile(`\bat most ([0-9][0-9,]*)`)

// A list that is no connection ends somewhere: its description says after how many, and a constant of the program is that number.
func TestListsHaveABound(t *testing.T) {
	t.Parallel()
	s := schema(t)
	met := map[string]bool{}
	for _, d := range s.Types {
		if d.BuiltIn || d.Kind != ast.Object && d.Kind != ast.Interface {
			continue
		}
		for _, f := range d.Fields {
			if f.Type.Elem == nil || strings.HasPrefix(f.Name, "__") || slices.Contains(parts, f.Name) || s.Types[f.Type.Name()].Kind == ast.Enum {
				continue
			}
			name := declared(s, d, f.Name)
			met[name] = true
			if natural[name] != "" {
				continue
			}
			constant := bounded[name]
			if constant == "" {
				t.Errorf("%s.%s: neither a connection nor a list with a bound", d.Name, f.Name)
				continue
			}
			said, want := atMost.FindStringSubmatch(f.Description), constantOf(t, constant)
			if said == nil || strings.ReplaceAll(said[1], ",", "") != want {
				t.Errorf("%s.%s: %s is %s, and the description says %q", d.Name, f.Name, constant, want, f.Description)
			}
		}
	}
	for _, table := range []map[string]string{bounded, natural} {
		for name := range table {
			if !met[name] {
				t.Errorf("%s is no such list any more", name)
			}
		}
	}
}

// declared is the field by the interface that has it first.
func declared(s *ast.Schema, d *ast.Definition, field string) string {
	for _, of := range d.Interfaces {
		if s.Types[of].Fields.ForName(field) != nil {
			return of + "." + field
		}
	}
	return d.Name + "." + field
}

// constantOf is the value of a constant such as centre/post.maxTags.
func constantOf(t *testing.T, at string) string {
	t.Helper()
	room, name, _ := strings.Cut(at, ".")
	files, err := filepath.Glob(filepath.Join(root, "internal", room, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	is := regexp.MustCompile(`(?m)^(?:const |\t)` + name + ` += ([0-9_]+)(?: .*)?$`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := is.FindSubmatch(text); found != nil {
			return strings.ReplaceAll(string(found[1]), "_", "")
		}
	}
	t.Errorf("there is no constant %s", at)
	return ""
}
