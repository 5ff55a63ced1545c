package web

import (
	"slices"
	"testing"
)

// formless are the actions of the schema for which no page of the console has a form yet. The list may only get shorter: a page that
// brings the form of an action takes it off.
var formless = []string{
	"UPDATE", "RESTORE", "SUBMIT", "PUBLISH", "SCHEDULE", "PIN", "CHANGE_SLUG",
	"ASSESS", "EXECUTE", "ROLL_BACK", "ASSIGN", "TRIAGE", "CARE", "TRANSFER", "RETIRE", "LINK", "SET_CAUSE",
	"ISOLATE", "KEEP_RUNNING", "CLEAN", "RECONNECT", "WRITE_OFF",
	"UPDATE_CONTACT", "START_LEAVE", "END_LEAVE", "END_EMPLOYMENT", "MOVE", "END", "SUSPEND", "UPDATE_ALIAS", "CHANGE_PASSWORD", "SEND_PASSWORD_RESET",
	"DISABLE", "ENABLE", "ISSUE_TOKEN", "ROTATE", "ADD_PART", "APPLY", "DIFFER", "UNPLUG", "TAKE_OUT",
}

// mostFormless is how long the list was when it was last shortened.
const mostFormless = 41

// Each action that the API knows has a form in the console, or stands on the list; that a form's page asks whether its action is
// allowed, the pages are checked for as they are read.
func TestEachActionHasAFormInTheConsole(t *testing.T) {
	t.Parallel()
	f := over(nil)
	drawn := map[string][]string{}
	for _, name := range sorted(f.console.pages) {
		for _, action := range f.console.pages[name].look().actions {
			drawn[action] = append(drawn[action], name)
		}
	}
	for _, v := range schema().Types["Action"].EnumValues {
		listed := slices.Contains(formless, v.Name)
		switch pages := drawn[v.Name]; {
		case len(pages) == 0 && !listed:
			t.Errorf("no page of the console has a form for %s", v.Name)
		case len(pages) > 0 && listed:
			t.Errorf("%v have a form for %s: take it off the list", pages, v.Name)
		}
		delete(drawn, v.Name)
	}
	for action, pages := range drawn {
		t.Errorf("%v name the action %q, which the schema does not have", pages, action)
	}
	for _, name := range formless {
		if schema().Types["Action"].EnumValues.ForName(name) == nil {
			t.Errorf("the list names %s, which is no action", name)
		}
	}
	if len(formless) != mostFormless {
		t.Errorf("the list has %d actions, not %d: it may only get shorter, and then the number follows", len(formless), mostFormless)
	}
}
