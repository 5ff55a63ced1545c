package graph_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// decisions are the mutations that decide on what somebody else asked for, give or take powers, put something before readers
// or take it away, let something back that was isolated, and those of emergencies: each asks for the password where it was entered long ago.
var decisions = []string{
	"decideApproval", "assessChange", "closeTakeOver",
	"createAccount", "resumeAccount", "sendPasswordReset", "confirmPasswordReset", "confirmAccount", "openAccountsToDirectors", "closeAccountsToDirectors",
	"revokeChange", "recordEmergencyChange", "confirmEmergencyChange", "closeEmergencyChange",
	"keepInfectedRunning", "reconnectAsset", "writeOffInfectedAsset",
	"releasePost", "revokeConsent", "publishPost", "schedulePost", "unpublishPost", "archivePost",
	"grantRole", "revokeRole", "appoint", "endPosition", "delegate", "revokeDelegation",
	"confirmSiteChange", "enableServiceAccount", "issueToken", "rotateToken",
}

// works are all the others: the day's work, what only its author decides, and what protects at once and must not wait for a
// password (an isolation, a hold, a suspension, a revoked token).
var works = []string{
	"registerAsset", "updateAsset", "transferAsset", "retireAsset", "unplugAsset", "linkAssets", "unlinkAssets", "addAssetLicence", "removeAssetLicence",
	"importAssets", "addToAssetImport", "applyAssetImport", "correctAsset", "updateAssetCorrection", "withdrawAssetCorrection",
	"signIn", "signOut", "unlock", "changePassword", "endSession", "endOtherSessions", "suspendAccount", "updateAlias", "resetPassword",
	"requestChange", "updateChange", "executeChange", "withdrawChange", "rollBackChange",
	"submitConnectList", "takeOutOfConnectList", "withdrawConnectList", "createDepartment", "updateDepartment", "moveDepartment", "deleteDepartment", "markInboxRead",
	"reportIncident", "triageIncident", "takeIncident", "assignIncident", "followUpIncident", "waitIncident", "resumeIncident", "resolveIncident", "closeIncident",
	"linkIncident", "unlinkIncident", "setIncidentCause", "reopenIncident",
	"openInventoryRound", "confirmAssets", "reportInventoryDifference", "registerFoundAsset", "closeInventoryRound",
	"reportInfection", "isolateAsset", "isolateAssets", "recordCleaning", "recordRescan", "recordScan", "recordScans", "recordPatchRun", "recordAntivirus",
	"refuseSignIns", "setScanSchedule",
	"createPost", "importPost", "updatePost", "deletePost", "restoreRevision", "changeSlug", "pinPost", "submitPost", "withdrawPost", "holdPost", "cancelSchedule",
	"hireStaff", "updateStaff", "updateContact", "transferStaff", "startLeave", "endLeave", "endEmployment",
	"uploadMedia", "describeMedia", "rescanMedia", "deleteMedia",
	"requestSupport", "takeSupportRequest", "writeSupportMessage", "answerSupportRequest", "reopenSupportRequest", "withdrawSupportRequest",
	"createServiceAccount", "updateServiceAccount", "disableServiceAccount", "revokeToken",
	"ratePost", "recordView", "reportMistake", "correctMistake", "changeSite", "withdrawSiteChange",
}

// whileLocked are what a locked session may still send.
var whileLocked = []string{"signIn", "signOut", "unlock", "resetPassword"}

// calledBy has the actor call.
func calledBy(a *access.Actor, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.With(r.Context(), a)))
	})
}

// Every mutation is sorted, by hand, into those that decide and the others, so that each new one is sorted too. Those that
// decide answer PASSWORD_NEEDED to a person whose password is due, and to nobody else.
func TestArticle6c_DecisionsAskForThePassword(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	due := calledBy(&access.Actor{StaffID: db.NewID(), AccountID: db.NewID(), SessionID: db.NewID(), PasswordDue: true}, h)
	fresh := calledBy(&access.Actor{StaffID: db.NewID(), AccountID: db.NewID(), SessionID: db.NewID()}, h)
	for _, f := range schema.Mutation.Fields {
		decides := f.Directives.ForName("decides") != nil
		if inOne := slices.Contains(decisions, f.Name) != slices.Contains(works, f.Name); !inOne || decides != slices.Contains(decisions, f.Name) {
			t.Errorf("%s: does it decide on something? Put it on one of the lists, and mark it with @decides if it does", f.Name)
		}
		if !decides {
			continue
		}
		document := "mutation { " + call(schema, f) + " }"
		if _, body := ask(t, due, document, nil); !strings.Contains(body, `"code":"PASSWORD_NEEDED"`) || !strings.Contains(body, `"rule":"6c"`) {
			t.Errorf("%s: %.300s", f.Name, body)
		}
		if _, body := ask(t, fresh, document, nil); strings.Contains(body, "PASSWORD_NEEDED") {
			t.Errorf("%s, with a fresh password: %.300s", f.Name, body)
		}
	}
	for _, name := range slices.Concat(decisions, works) {
		if schema.Mutation.Fields.ForName(name) == nil {
			t.Errorf("there is no %s", name)
		}
	}
}

// A locked session gets SESSION_LOCKED from every root field, public ones too, save for what lets it go on or ends it.
func TestArticle6c_ALockedSessionGetsNothing(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	reader := access.Anonymous("192.0.2.1", "")
	reader.Locked = &access.Lock{Session: db.NewID(), Account: db.NewID(), Staff: db.NewID()}
	h := calledBy(reader, (&graph.Resolver{}).Handler(graph.Options{ShowSchema: true, TrustedOnly: true}))
	var open []string
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range root.Fields {
			document := strings.ToLower(root.Name) + " { " + call(schema, f) + " }"
			if f.Directives.ForName("locked") != nil {
				open = append(open, f.Name)
				continue
			}
			if strings.Contains(document, noFile) { // forms are refused before, see the test over all doors
				continue
			}
			if _, body := ask(t, h, document, nil); !strings.Contains(body, `"code":"SESSION_LOCKED"`) {
				t.Errorf("%s\ngot %.300s", document, body)
			}
		}
	}
	slices.Sort(open)
	if want := slices.Sorted(slices.Values(whileLocked)); !slices.Equal(open, want) {
		t.Errorf("open to a locked session are %v, wanted %v", open, want)
	}
	for _, f := range schema.Subscription.Fields {
		if f.Directives.ForName("locked") != nil {
			t.Errorf("%s tells a locked session what happens", f.Name)
		}
	}
}
