package screens

import (
	"context"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// session is one person's time: everything that must be gone when they are.
// Dropping it drops the visit, the screens, their jobs and the look.
type session struct {
	visit   *visit.Visit
	outcome *Outcome
	look    ui.Look
	flow    flow
	screen  Screen // of the flow's place
	special Screen // instead of the flow: goodbye, unsettled; or nil
	cover   *faultScreen
	confirm *confirmEnd
	warning *idleWarning

	scope context.Context // of the screen: ends when it is left
	leave context.CancelFunc

	seen      time.Time // when somebody last did something
	busySince time.Time // since when the screen is at work; zero: it is not
}

// begin starts with a new session at home.
func (a *App) begin(now time.Time, look ui.Look) {
	if a.session != nil {
		a.session.leave()
	}
	s := &session{
		visit: visit.New(a.cfg.NewID(), now), outcome: &Outcome{Without: map[Part]bool{}}, look: look,
		flow: flow{at: -1}, seen: now,
	}
	a.session = s
	a.enter()
}

// enter shows the flow's place: the screen left is dropped with its jobs.
func (a *App) enter() {
	s := a.session
	if s.leave != nil {
		s.leave()
	}
	s.scope, s.leave = context.WithCancel(a.ctx)
	s.screen = s.flow.place().make()
	s.cover, s.confirm = nil, nil
	a.pointer.Cancel()
}

func (s *session) atHome() bool { return s.flow.at < 0 }

// base is the screen below whatever covers it.
func (s *session) base() Screen {
	if s.special != nil {
		return s.special
	}
	return s.screen
}

// top is the screen that is seen and touched.
func (s *session) top() Screen {
	switch {
	case s.warning != nil:
		return s.warning
	case s.confirm != nil:
		return s.confirm
	case s.cover != nil:
		return s.cover
	}
	return s.base()
}

// step gives what a person did to the screen on top and goes where it says.
// Screens below go on without input: a card read, a page printed.
func (a *App) step(now time.Time, in Input) {
	a.bootCheck(now)
	if a.tool(now, in.Tap) {
		in.Tap = ""
	}
	for range 8 { // a screen entered may have nothing to ask and go on at once
		s := a.session
		c := a.context(now, in)
		s.mindFaults(c)
		covered := s.top() != s.base()
		var nav Nav
		if covered {
			nav = s.top().Update(c)
			if a.leaveCover(now, nav) {
				in = Input{}
				continue
			}
			c.Input = Input{}
		}
		nav = s.base().Update(c)
		s.mindFaults(c)
		if !a.follow(now, nav, c) {
			return
		}
		in = Input{}
	}
}

// mindFaults puts a fault over the screen, or takes it away again.
func (s *session) mindFaults(c *Context) {
	f := faultFor(s.base(), c)
	switch {
	case f == nil:
		s.cover = nil
	case s.cover == nil || s.cover.fault.words != f.words:
		s.cover = &faultScreen{fault: *f, under: s.base()}
	}
}

// leaveCover follows the answer of a screen that covers another and reports
// whether it led anywhere.
func (a *App) leaveCover(now time.Time, nav Nav) bool {
	s := a.session
	switch {
	case nav == Stay:
		return false
	case s.confirm != nil && nav == Back:
		s.confirm = nil
	case s.confirm != nil:
		a.end(now, "left")
	case s.cover != nil:
		a.follow(now, nav, a.context(now, Input{}))
	}
	return true
}

// follow goes where the screen said and reports whether that is elsewhere.
func (a *App) follow(now time.Time, nav Nav, c *Context) bool {
	s := a.session
	if nav == Stay {
		return false
	}
	if s.special != nil {
		a.begin(now, ui.Look{Language: i18n.Languages()[0], Text: 1})
		return true
	}
	home := s.atHome()
	switch nav {
	case Next:
		if home {
			a.depart(now)
		}
		if !s.flow.next(c) {
			a.end(now, "done")
			return true
		}
	case Back:
		if correction := c.correct != ""; !s.flow.back(c) {
			return !correction && a.backHome(now)
		}
	case Restart:
		a.end(now, "done")
		return true
	}
	a.enter()
	return true
}

// backHome leads from the first place back to the services, for the same person,
// and reports whether it did: whoever has filled something in is asked before it
// is thrown away.
func (a *App) backHome(now time.Time) bool {
	s := a.session
	if v := s.visit; !v.Agent.Empty() || !v.Legal.Empty() || v.Organisation != (visit.Organisation{}) {
		s.confirm = &confirmEnd{}
		return false
	}
	a.begin(now, s.look)
	return true
}

// depart begins the visit for the service chosen at home.
func (a *App) depart(now time.Time) {
	s := a.session
	s.visit.Started = now
	if service, ok := a.cfg.Guide.Service(s.visit.Service); ok {
		s.flow = flow{places: way(service), at: -1}
	}
	audit.Log(a.cfg.Log, audit.VisitBegun, audit.String(audit.KeyCase, s.visit.ID))
}

// end wipes the visit. What follows knows nothing of it.
func (a *App) end(now time.Time, reason string) {
	s := a.session
	id, service, given := s.visit.ID, s.visit.Service, s.outcome.Ticket.Number != ""
	after := &goodbye{given: given, slip: s.outcome.slip, forms: s.outcome.forms, idle: reason == "idle"}
	a.begin(now, s.look) // the goodbye is still for the same pair of eyes
	a.session.special = after
	a.shown = nil
	a.cfg.Fonts.Forget()
	if a.cfg.Platform.Pinyin != nil {
		a.cfg.Platform.Pinyin.Reset()
	}
	if given && a.cfg.Platform.Desk != nil {
		a.release(now, id)
	}
	audit.Log(a.cfg.Log, audit.VisitEnded, audit.String(audit.KeyCase, id), audit.String(audit.KeyService, service), audit.String(audit.KeyReason, reason))
	audit.Log(a.cfg.Log, audit.VisitWiped, audit.String(audit.KeyCase, id))
	a.draw(now)
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

// bootCheck asks the desk once what was left unsettled when the kiosk went
// down, and shows it when nobody is in the middle of a visit.
func (a *App) bootCheck(now time.Time) {
	desk := a.cfg.Platform.Desk
	if desk == nil {
		return
	}
	c := a.context(now, Input{})
	c.scope = a.ctx
	a.boot.Start(c, desk.Unsettled)
	papers, ended, err := a.boot.Poll()
	if s := a.session; ended && err == nil && len(papers) > 0 && s.atHome() && s.special == nil {
		a.boot.result = &result[[]visit.Unsettled]{}
		s.special, s.seen = &unsettled{papers: papers}, now
	}
}
