package web

import "fmt"

// Tones of badges and notices. A badge says its state by a word and an icon; the colour repeats what they say.
const (
	toneOK      = "ok"
	toneWarn    = "warn"
	toneBad     = "bad"
	toneInfo    = "info"
	toneNeutral = "neutral"
)

// tones are those of the states that badges show: what still has to be done is info, what presses warn, what went wrong bad.
var tones = map[string]string{
	"MediaState.PENDING":     toneInfo,
	"MediaState.CLEAN":       toneOK,
	"MediaState.INFECTED":    toneBad,
	"MediaState.FAILED":      toneWarn,
	"MediaState.NOT_SCANNED": toneWarn,

	"SiteChangeState.WAITING":   toneInfo,
	"SiteChangeState.CONSENTED": toneInfo,
	"SiteChangeState.MADE":      toneOK,
	"SiteChangeState.RETURNED":  toneWarn,
	"SiteChangeState.REJECTED":  toneBad,
	"SiteChangeState.WITHDRAWN": toneNeutral,

	"DecisionVerdict.APPROVE":   toneOK,
	"DecisionVerdict.REJECT":    toneBad,
	"DecisionVerdict.RETURN":    toneWarn,
	"DecisionVerdict.WITHDRAW":  toneNeutral,
	"DecisionVerdict.REVOKE":    toneBad,
	"DecisionVerdict.HOLD":      toneWarn,
	"DecisionVerdict.RELEASE":   toneOK,
	"DecisionVerdict.EDIT":      toneNeutral,
	"DecisionVerdict.ORDER":     toneOK,
	"DecisionVerdict.TAKE_UP":   toneInfo,
	"DecisionVerdict.PUBLISH":   toneOK,
	"DecisionVerdict.EXECUTE":   toneOK,
	"DecisionVerdict.SUPERSEDE": toneNeutral,

	"IncidentState.NEW":         toneInfo,
	"IncidentState.ASSIGNED":    toneInfo,
	"IncidentState.IN_PROGRESS": toneInfo,
	"IncidentState.WAITING":     toneWarn,
	"IncidentState.RESOLVED":    toneOK,
	"IncidentState.CLOSED":      toneNeutral,

	"MistakeState.RECEIVED":  toneInfo,
	"MistakeState.CHECKING":  toneWarn,
	"MistakeState.CORRECTED": toneOK,
	"MistakeState.ANSWERED":  toneNeutral,
}

// checkTone is the check of tone: each value of the enum has one.
func checkTone(c *checker, args []*shape) (*shape, error) {
	if err := one(args, "enum"); err != nil {
		return nil, err
	}
	for _, v := range c.schema.valuesOf(args[0].name) {
		if tones[args[0].name+"."+v] == "" {
			return nil, fmt.Errorf("tones.go has no %s.%s", args[0].name, v)
		}
	}
	return plain("String"), nil
}

func toneOf(e enum) string { return tones[e.of+"."+e.value] }
