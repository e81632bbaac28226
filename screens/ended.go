package screens

import (
	"context"
	"time"

	"hallkiosk/kiosk/audit"
)

// again ends the service that was done and leads home for another with the same data.
func (a *App) again(now time.Time) {
	s := a.session
	s.close(a, "done")
	s.outcome = &Outcome{Without: map[Part]bool{}}
	a.anew(now)
}

// anew begins a next visit of the same person, who is to choose its service.
func (a *App) anew(now time.Time) {
	s := a.session
	s.visit = s.visit.Again(a.cfg.NewID(), now)
	s.flow = flow{at: -1, again: true}
}

// close notes what became of the visit, where it was begun.
func (s *session) close(a *App, reason string) {
	if s.outcome.Ticket.Number != "" {
		s.done = append(s.done, s.outcome)
	}
	if !s.atHome() {
		audit.Log(a.cfg.Log, audit.VisitEnded, audit.String(audit.KeyCase, s.visit.ID),
			audit.String(audit.KeyService, s.visit.Service), audit.String(audit.KeyReason, reason))
	}
}

// end wipes the session: the visit and those before it with the same data. What
// follows knows nothing of them.
func (a *App) end(now time.Time, reason string) {
	s := a.session
	s.close(a, reason)
	done, begun := s.done, s.begun
	after := &goodbye{given: len(done) > 0, idle: reason == "idle"}
	for i, o := range done {
		if i == 0 {
			after.slip, after.forms = o.slip, o.forms
		}
		after.slip, after.forms = together(after.slip, o.slip), together(after.forms, o.forms)
	}
	a.keys.left = a.keys.plugged
	a.begin(now, s.look) // the goodbye is still for the same pair of eyes
	a.session.special = after
	a.shown = nil
	a.cfg.Fonts.Forget()
	if a.cfg.Platform.Pinyin != nil {
		a.cfg.Platform.Pinyin.Reset()
	}
	if a.cfg.Platform.Desk != nil {
		for _, o := range done {
			a.release(now, o.Ticket.Case)
		}
	}
	for _, id := range begun {
		audit.Log(a.cfg.Log, audit.VisitWiped, audit.String(audit.KeyCase, id))
	}
	a.draw(now)
}

// together is how the papers of two services stand: alike, or only in part.
func together(a, b paperState) paperState {
	if a == b {
		return a
	}
	return paperDoubted
}

// leaveAgain is how long after a failure the desk is told once more that a
// person has left.
const leaveAgain = 2 * time.Second

// release tells the desk that the person of a case has gone, which is worth a
// second try: their data stay on the disk until then. It is told also when the
// kiosk ends at this moment.
func (a *App) release(now time.Time, id string) {
	c := a.context(now, Input{})
	c.scope = a.ctx
	desk, log := a.cfg.Platform.Desk, a.cfg.Log
	var job Job[struct{}]
	job.Start(c, func(ctx context.Context) (struct{}, error) {
		told := context.WithoutCancel(ctx)
		err := desk.Leave(told, id)
		if err == nil {
			return struct{}{}, nil
		}
		select {
		case <-time.After(leaveAgain):
		case <-ctx.Done():
		}
		if err = desk.Leave(told, id); err != nil {
			audit.Log(log, audit.StoreFailed, audit.Error(err))
		}
		return struct{}{}, err
	})
}
