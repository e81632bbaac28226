package centre

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// readinessAhead is how far a report's day may lie beside the centre's, since
// clocks differ and a report may come late.
const readinessAhead = 30 * 24 * time.Hour

// readiness takes a kiosk's report of the morning.
func (c *Centre) readiness(w http.ResponseWriter, r *http.Request, from sender) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	report, err := protocol.DecodeReadiness(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if report.Kiosk != from.name {
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The body names another kiosk than the certificate")
	}
	now := c.now()
	// A day far ahead would stand before all others for ever.
	if day, err := time.Parse(time.DateOnly, report.Day); err != nil || day.Sub(now).Abs() > readinessAhead {
		return &protocol.Invalid{Field: "day"}
	}
	if err := c.store.KeepReadiness(r.Context(), from.name, store.Readiness{Day: report.Day, Received: now, Report: body}); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, protocol.TypeJSON, protocol.ReadinessReceipt{Protocol: protocol.Version, Day: report.Day, Received: now})
	return nil
}

// fleetReady is a kiosk's report of today, for people.
type fleetReady struct {
	Checked  time.Time
	Findings []fleetFinding // that need somebody
}

type fleetFinding struct{ Part, Why string }

// ready is the kiosk's report of today; nil where there is none yet.
func (c *Centre) ready(ctx context.Context, kiosk, language string) (*fleetReady, error) {
	reports, err := c.store.Readiness(ctx, kiosk)
	if err != nil || len(reports) == 0 || reports[0].Day != visit.Day(c.now()) {
		return nil, err
	}
	var told protocol.Readiness
	if err := json.Unmarshal(reports[0].Report, &told); err != nil {
		return nil, err
	}
	out := &fleetReady{Checked: told.Checked}
	for _, f := range told.Findings {
		if f.Good {
			continue
		}
		part := c.wordOr(language, "centre.readiness-part."+f.Part, c.wordOr(language, "centre.device."+f.Part, f.Part))
		why := c.wordOr(language, "centre.device-reason."+f.Reason, f.Reason)
		if key := "centre.readiness-reason." + f.Reason; c.words.Has(key) {
			why = c.words.Text(language, key, "count", f.Count)
		}
		out.Findings = append(out.Findings, fleetFinding{Part: part, Why: why})
	}
	return out, nil
}
