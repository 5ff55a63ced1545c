package acceptance

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/graph/generated"
)

// fields sorts the fields of every kind of object: open to everybody who sees the object, or gated by a permission of their
// own. A field that nobody has sorted fails the test.
var fields = map[string]struct{ open, gated string }{
	"Department": {open: "id kind code slug name position version createdAt updatedAt parent children ancestors earlierNames officers availableActions", gated: "page staff posts"},
	"Category":   {open: "id slug name position postCount", gated: "posts"},
	"Revision":   {open: "id number createdAt hash restoredFrom title summary body byline audience categories tags seo cover gallery attachments content origin privacyFindings lookAlikes dateWarnings editor tool"},
	"Approval": {open: "id flow state step subject department urgent mark skipReason privacy privacyNote holdReason hash decisions " +
		"openedAt stepAt closedAt version availableActions correction", gated: "author submitter"},
	"Decision":  {open: "id step verdict role comment hash at onBehalfOf", gated: "decidedBy"},
	"InboxItem": {open: "id kind subjectId detail at readAt", gated: "subject"},
	"AuditEvent": {open: "id at class action actorId accountId serviceAccountId onBehalfOfId role subjectId rule",
		gated: "sessionId address actor tokenId department beforeDigest afterDigest detail"},
	"StaffMember":    {open: "id code name title state department workPhone workEmail positions createdAt availableActions", gated: "roles privateRecord profile version updatedAt"},
	"Position":       {open: "id staffMember department kind decisionNo from to availableActions"},
	"RoleAssignment": {open: "id staffMember role grantedBy grantedAt revokedBy revokedAt availableActions"},
	"Delegation":     {open: "id lender borrower role department decisionNo from until revokedAt availableActions"},

	"Asset": {open: "id code name kind manufacturer model serial department custodian place purchasedOn warrantyUntil state connected foundConnected remarks source " +
		"confirmedAt confirmedBy createdAt licences dependsOn impact history availableActions infection scans protection", gated: "technical version updatedAt"},
	"Infection": {open: "id asset stage origin confirmed heldBack decideBy keptRunning suspectedAt isolatedAt unpluggedBy cleanedAt rescannedAt reconnectedAt outcome " +
		"instructions history availableActions", gated: "incident reporter technical version"},
	"Scan":            {open: "id asset kind result madeAt recordedAt", gated: "technical"},
	"AssetLicence":    {open: "id product expiresOn", gated: "key"},
	"InventoryRound":  {open: "id name state dueOn openedBy openedAt closedBy closedAt version progress lines availableActions"},
	"TakeOver":        {open: "id open reason closedBy closedAt availableActions"},
	"ConnectList":     {open: "id state round submitter lines approval version createdAt closedAt availableActions"},
	"AssetCorrection": {open: "id state asset before after reason asker rule approval version createdAt closedAt availableActions"},
	"Site":            {open: "id name address mapUrl hotline fanPage responsible hours openNow primaryColour accentColour seoTitle seoDescription mainMenu footerMenu linkGroups blocks changedAt availableActions", gated: "version"},
	"SiteChange":      {open: "id state arranged fields before after reason proposer approval version createdAt closedAt availableActions"},
	"AssetImport":     {open: "id fileName state startedBy startedAt finishedAt rows done badRows created updated unchanged failure version faultKinds faults availableActions"},

	"ChangeRequest": {open: "id kind state rule asset replacement department title reason risk cost plannedFrom plannedTo outcome executedBy executedAt director spokenAt " +
		"confirmBy confirmedAt unconfirmed rollBackReason rolledBackAt lapsesAt lateReason closedBy closedAt closeReason version createdAt updatedAt availableActions", gated: "incident requester technical approval approvals"},

	"Incident": {open: "id title category queue state priority impact urgency description place confidential assignee application waitingFor waitReason solution " +
		"responseDueAt resolutionDueAt targetsProvisional overdue respondedAt resolvedAt closedAt reopened reopenableUntil availableActions version createdAt updatedAt",
		gated: "reporter department assets cause posts followUps history joined mistake"},
	"IncidentEvent":   {open: "id kind detail byReporter at", gated: "actor"},
	"InfectionEvent":  {open: "id kind note at", gated: "actor"},
	"EmploymentEvent": {open: "id kind department decisionNo effectiveOn note recordedBy at"},
	"SupportRequest":  {open: "id kind title description state requester department assignee answer closedAt reopenableUntil messages availableActions version createdAt updatedAt"},
	"MediaFile":       {open: "id name mediaType size sha256 state waitsFor failure signature engine scannedAt department uploader uploadedAt path picture undrawable alt decorative caption credit licence focus availableActions", gated: "version"},
	"SupportMessage":  {open: "id kind text byRequester author at"},
	"ServiceAccount":  {open: "id name purpose asset responsible state concerns createdAt updatedAt version availableActions"},
	"Token": {open: "id serviceAccount name scopes addresses scanRange department rate expiresAt reason state secrets approval consentedAt issuedBy issuedAt revokedBy revokedAt " +
		"revokeReason version availableActions"},

	"Account":          {open: "id login alias state passwordChangedAt awaitsConfirmation createdAt version staffMember confirmedBy availableActions"},
	"AssetEvent":       {open: "id at action field before after technical rule", gated: "cause by"},
	"InventoryLine":    {open: "id label result place connected note at byTool", gated: "asset department foundIn custodian by"},
	"AssetProtection":  {open: "id lastScanAt scanDueAt lastPatchAt patchesDueAt signaturesDueAt overdue", gated: "asset technical"},
	"AssetImportFault": {open: "id row column code message rule"},

	"PasswordReset": {open: "id account awaitsSecond createdAt expiresAt link"},

	"Session": {open: "id client device address seenAddress userAgent createdAt seenAt expiresAt current"},

	"NewsArticle":       postFields(""),
	"Page":              postFields(""),
	"Announcement":      postFields("urgent"),
	"HealthGuide":       postFields("urgent diseases topics reviewDueOn"),
	"RecruitmentNotice": postFields("positions applicationDeadline contact isOpen"),
	"TenderNotice":      postFields("packageNumber packageName procurementForm issuedOn submissionDeadline openingAt estimatedValue isOpen"),
	"DepartmentPage":    postFields("functions duties processes contact"),
	"StaffProfile":      profileFields(),
}

func postFields(own string) struct{ open, gated string } {
	return struct{ open, gated string }{
		open: "id slug path title summary excerpt body byline postedBy postedAt updatedAt correctedAt correctionNote department audience pinned categories tags seo cover gallery attachments rating " + own,
		gated: "publication working workingCopy revisions diff scheduledAt expiresAt unpublishReason approval approvals tool author " +
			"views previous next availableActions version", // the last three are null for strangers alone
	}
}

func profileFields() struct{ open, gated string } {
	f := postFields("professionalTitle offices specialties")
	f.gated += " person"
	return f
}

func TestEveryFieldIsSorted(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for name, sorted := range fields {
		known := strings.Fields(sorted.open + " " + sorted.gated)
		if schema.Types[name] == nil {
			t.Errorf("there is no %s", name)
			continue
		}
		for _, f := range schema.Types[name].Fields {
			i := slices.Index(known, f.Name)
			if i < 0 {
				t.Errorf("%s.%s: open to everybody who sees the object, or gated?", name, f.Name)
				continue
			}
			known = slices.Delete(known, i, i+1)
			if strings.Contains(" "+sorted.gated+" ", " "+f.Name+" ") && f.Type.NonNull && f.Type.Elem == nil && !strings.HasSuffix(f.Type.Name(), "Connection") {
				t.Errorf("%s.%s is gated, so it has to be nullable, a list or a connection", name, f.Name)
			}
		}
		for _, f := range known {
			t.Errorf("there is no %s.%s", name, f)
		}
	}
}

// Who reads what is published gets null for the working side, without an error.
func theWorkingSideIsNullForReaders(t *testing.T, h *house) {
	const query = `query($id: ID!) { post(id: $id) { version author { id } publication working workingCopy { id } revisions(first: 1) { totalCount } diff(from: 1, to: 1) { title { text } }
		scheduledAt expiresAt unpublishReason approval { id } approvals { nodes { id } } availableActions { action } } }`
	for object, row := range posts {
		for _, caller := range callers {
			see := cell(t, row, caller)
			if see == "-" {
				continue
			}
			r := h.ask(t, caller, query, map[string]any{"id": h.ids[object]})
			var answer struct {
				Errors []any
				Data   struct{ Post map[string]any }
			}
			if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
				t.Fatal(err)
			}
			got := answer.Data.Post
			for _, f := range []string{"publication", "working", "revisions", "diff"} {
				on := (object == "renewed" || object == "inRenewal") && (caller == "web" || caller == "director") // whom the newer version has not come to
				if f == "working" && on && got[f] == "NONE" {
					continue
				}
				if (got[f] != nil) != (see == "w" || see == "k" && f != "working") {
					t.Errorf("%s of %s as %s: %v", f, object, caller, got[f])
				}
			}
			for _, f := range []string{"workingCopy", "scheduledAt", "expiresAt", "unpublishReason"} {
				if got[f] != nil && see != "w" && (see != "k" || f == "workingCopy" || f == "scheduledAt") {
					t.Errorf("%s of %s as %s: %v", f, object, caller, got[f])
				}
			}
			present := got["approval"]
			ever, _ := got["approvals"].(map[string]any)["nodes"].([]any)
			if mine := approvals[object] != "" && (cell(t, approvals[object], caller) == "+" || see == "k"); (present != nil) != mine || mine && len(ever) == 0 {
				t.Errorf("approval of %s as %s: %v, %v", object, caller, present, ever)
			}
			if see == "p" && object != "renewed" && object != "inRenewal" && len(ever) > 0 {
				t.Errorf("approvals of %s as %s: %v", object, caller, ever)
			}
			stranger := caller == "stranger"
			if actions, _ := got["availableActions"].([]any); (got["author"] == nil) != (stranger || object == "toolDraft") || (len(actions) == 0) != stranger || answer.Errors != nil {
				t.Errorf("%s as %s: %s", object, caller, r.Body)
			}
		}
	}
}

// A department shows its page to everybody who may see that post.
func aDepartmentsPageIsNullForOthers(t *testing.T, h *house) {
	for _, caller := range callers {
		page := "null"
		if cell(t, posts["page"], caller) != "-" {
			page = `{"id": "` + h.ids["page"] + `"}`
		}
		h.ask(t, caller, `{ department(code: "NOI") { page { id } } }`, nil).want(t, `{"data": {"department": {"page": `+page+`}}}`)
	}
}

// Whether a newer version is under way cannot be told from what a reader may do.
func availableActionsTellReadersNothing(t *testing.T, h *house) {
	const query = `query($id: ID!) { post(id: $id) { availableActions { action allowed reasons { code message rule } } } }`
	for _, caller := range []string{"colleague", "outsider", "otherHead", "it", "personnel"} {
		plain := h.ask(t, caller, query, map[string]any{"id": h.ids["public"]})
		for _, object := range []string{"renewed", "inRenewal"} {
			if r := h.ask(t, caller, query, map[string]any{"id": h.ids[object]}); r.Body != plain.Body {
				t.Errorf("%s as %s\n%s\n%s", object, caller, r.Body, plain.Body)
			}
		}
	}
}

// The address from which something was done is for the person who did it and those who look into misuse.
func theOriginOfAnEventIsVeiled(t *testing.T, h *house) {
	for object, row := range events {
		for _, caller := range callers {
			if cell(t, row, caller) == "-" {
				continue
			}
			origin := `"address": null, "sessionId": null`
			if cell(t, origins[object], caller) == "+" {
				origin = `"address": "192.0.2.1", "sessionId": "*"`
			}
			h.ask(t, caller, `query($id: ID!) { node(id: $id) { ... on AuditEvent { address sessionId } } }`, map[string]any{"id": h.ids[object]}).
				want(t, `{"data": {"node": {`+origin+`}}}`)
		}
	}
}
