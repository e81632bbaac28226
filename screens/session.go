package screens

import (
	"context"
	"slices"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// session is one person's time: everything that must be gone when they are.
// Dropping it drops the visit, the screens, their jobs and the look.
type session struct {
	guide   *guide.Guide // of the visit; see App.takeGuide
	visit   *visit.Visit
	outcome *Outcome
	look    ui.Look
	flow    flow
	done    []*Outcome // of services done before with the same data
	begun   []string   // the IDs of the visits begun, for the log
	screen  Screen     // of the flow's place
	special Screen     // instead of the flow: goodbye, unsettled; or nil
	cover   *faultScreen
	confirm *confirmEnd
	cards   cardWatch
	warning *idleWarning

	scope context.Context // of the screen: ends when it is left
	leave context.CancelFunc

	seen      time.Time // when somebody last did something
	busySince time.Time // since when the screen is at work; zero: it is not
}

// begin starts with a new session at home.
func (a *App) begin(now time.Time, look ui.Look) {
	if a.session != nil {
		a.session.drop()
	}
	s := &session{
		guide: a.cfg.Guides(), visit: visit.New(a.cfg.NewID(), now), outcome: &Outcome{Without: map[Part]bool{}}, look: look,
		flow: flow{at: -1}, seen: now,
	}
	a.session = s
	a.enter()
}

// takeGuide goes over to a new guide where nobody is in the middle of a visit,
// and reports whether it did.
func (a *App) takeGuide() bool {
	s := a.session
	newest := a.cfg.Guides()
	if !s.atHome() || s.guide == newest {
		return false
	}
	s.guide = newest
	return true
}

// enter shows the flow's place: the screen left is dropped with its jobs.
func (a *App) enter() {
	s := a.session
	s.drop()
	s.scope, s.leave = context.WithCancel(a.ctx)
	s.screen = s.flow.place().make()
	s.cover, s.confirm = nil, nil
	a.pointer.Cancel()
}

// drop leaves the screen: its jobs are cancelled, what it must not leave behind is
// wiped.
func (s *session) drop() {
	if s.leave != nil {
		s.leave()
	}
	if l, ok := s.screen.(leaver); ok {
		l.Leave()
	}
}

// atHome reports whether a service is to be chosen; nobody's reports whether
// nothing of anybody is there.
func (s *session) atHome() bool  { return s.flow.at < 0 }
func (s *session) nobodys() bool { return s.atHome() && !s.flow.again }

// closing reports whether the visit is handed in, or was: nothing of it may change.
func (s *session) closing() bool {
	_, handing := s.screen.(*handover)
	return handing || s.outcome.Ticket.Number != "" || s.outcome.Waiting != nil
}

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
	case s.cards.question != nil:
		return s.cards.question
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
		s.cards.watch(c, s.base(), s.special != nil || s.closing())
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
	case s.cards.question != nil:
		s.cards.question = nil
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
	case Again:
		a.again(now)
	case Next:
		if home || c.errand == errandService {
			a.depart(now, c.errand)
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
// is thrown away. For a next service with the same data nothing is.
func (a *App) backHome(now time.Time) bool {
	s := a.session
	if s.flow.again {
		a.anew(now)
		a.enter()
		return true
	}
	v := s.visit
	if named := v.Organisation.Name + v.Organisation.USCC; !v.Agent.Empty() || !v.Legal.Empty() || named != "" {
		s.confirm = &confirmEnd{}
		return false
	}
	a.begin(now, s.look)
	return true
}

// depart begins the errand chosen at home, or the service that the check-up of a
// U-KEY leads to: then Back leads to the check-up.
func (a *App) depart(now time.Time, e errand) {
	s := a.session
	home := s.atHome()
	s.visit.Started = now
	s.flow = flow{places: errandWay(e), at: -1, again: s.flow.again, passing: s.flow.again}
	if service, ok := s.guide.Service(s.visit.Service); ok && e == errandService {
		s.flow.places = way(service)
	}
	if !home {
		s.flow.places, s.flow.at = append(errandWay(errandKey), s.flow.places...), 0
	}
	if slices.Contains(s.begun, s.visit.ID) {
		return
	}
	s.begun = append(s.begun, s.visit.ID)
	audit.Log(a.cfg.Log, audit.VisitBegun, audit.String(audit.KeyCase, s.visit.ID))
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
	if s := a.session; ended && err == nil && len(papers) > 0 && s.nobodys() && s.special == nil {
		a.boot.result = &result[[]visit.Unsettled]{}
		s.special, s.seen = &unsettled{papers: papers}, now
	}
}
