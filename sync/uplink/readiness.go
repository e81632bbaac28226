package uplink

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

// report is a morning's report that the centre does not have yet.
type report struct {
	body  protocol.Readiness
	told  func()
	tries int
	at    time.Time // the next try
}

// Readiness hands over a morning's report, without waiting; the kiosk's name and
// version are filled in. It is sent when no case and no heartbeat is due, again
// and again until the centre has it, when told is called by Run's goroutine, or
// until another report takes its place.
func (u *Uplink) Readiness(r protocol.Readiness, told func()) {
	r.Protocol, r.Kiosk, r.Version = protocol.Version, u.o.Kiosk, u.o.Version
	u.mu.Lock()
	u.report = &report{body: r, told: told}
	u.mu.Unlock()
	u.Nudge()
}

// pendingReport is the report that is not delivered, or nil.
func (u *Uplink) pendingReport() *report {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.report
}

// sendReport tries once. What the centre does not take holds up nothing else.
func (u *Uplink) sendReport(ctx context.Context, r *report) time.Duration {
	a := u.exchangeReport(ctx, r.body)
	if ctx.Err() != nil {
		return 0
	}
	if a.verdict == good {
		u.mu.Lock()
		if u.report == r {
			u.report = nil
		}
		u.mu.Unlock()
		u.heard(ctx)
		r.told()
		return 0
	}
	r.at = u.o.Now().Add(caseWait(r.tries, u.o.FirstPause))
	r.tries++
	if a.status == 0 || a.verdict == kioskRefused {
		u.hold(a)
		return 0
	}
	audit.Log(u.o.Log, audit.ReadinessPostponed, audit.Int(audit.KeyStatus, a.status), audit.String(audit.KeyCode, a.code))
	return 0
}

func (u *Uplink) exchangeReport(ctx context.Context, r protocol.Readiness) answer {
	body, err := json.Marshal(r)
	if err != nil {
		return noAnswer(err)
	}
	status, header, reply, err := u.exchange(ctx, http.MethodPost, protocol.PathReadiness, body, nil)
	switch {
	case err != nil:
		return noAnswer(err)
	case status != http.StatusOK:
		return takeRefusal(status, header, reply, u.o.Now())
	}
	var receipt protocol.ReadinessReceipt
	if json.Unmarshal(reply, &receipt) != nil || receipt.Protocol != protocol.Version || receipt.Day != r.Day || receipt.Received.IsZero() {
		return answer{status: status, code: reasonNonsense}
	}
	return answer{verdict: good, status: status}
}
