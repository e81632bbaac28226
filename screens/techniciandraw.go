package screens

import (
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

func (s *technician) Draw(c *Context, f *ui.Frame) {
	switch {
	case c.Platform.Technician == nil:
		s.drawShut(c, f, "technician.none", c.T("technician.none-do"))
	case s.mode == technicianState:
		s.drawState(c, f)
	case s.mode == technicianTrials:
		s.drawTrials(c, f)
	case s.mode == technicianTrial:
		s.drawTrial(c, f)
	default:
		s.drawGate(c, f)
	}
}

func (s *technician) page(c *Context, title, lead string) ui.Page {
	return ui.Page{Title: c.T(title), Lead: lead, Back: c.back(), Pager: &s.pager}
}

// drawGate asks for the PIN, or says why none is taken.
func (s *technician) drawGate(c *Context, f *ui.Frame) {
	switch wait := s.gate.Until.Sub(c.Now); {
	case !s.known, s.enter.Running():
		b := c.page(f, s.page(c, "technician.title", ""))
		b.Progress(ui.Progress{Label: c.T("technician.checking"), Done: -1, Turn: turn(c.Now)})
	case s.fails:
		s.drawShut(c, f, "technician.failed", c.T("technician.failed-do"))
	case !s.gate.Set:
		s.drawShut(c, f, "technician.unset", c.T("technician.unset-do"))
	case wait > 0 && s.gate.Locked:
		s.drawShut(c, f, "technician.locked", c.Count("technician.locked-do", int((wait+time.Minute-1)/time.Minute)))
	case wait > 0:
		s.drawShut(c, f, "technician.wrong", c.Count("technician.wrong-do", int((wait+time.Second-1)/time.Second)))
	default:
		s.keys.Label = c.T("technician.pin")
		p := s.page(c, "technician.title", c.T("technician.lead"))
		p.Keyboard = s.keys
		c.page(f, p)
	}
}

func (s *technician) drawShut(c *Context, f *ui.Frame, title, text string) {
	b := c.page(f, s.page(c, "technician.title", ""))
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(title), Text: text})
}

// drawTrials lists what can be tried.
func (s *technician) drawTrials(c *Context, f *ui.Frame) {
	b := c.page(f, s.page(c, "technician.trials", c.T("technician.trials-lead")))
	var cards []ui.Choice
	for _, t := range trials() {
		cards = append(cards, ui.Choice{ID: "trial." + t.id, Icon: t.icon, Title: c.T("technician." + t.id), Subtitle: c.T("technician." + t.id + "-explain")})
	}
	b.Choices(2, cards...)
}

func (s *technician) drawTrial(c *Context, f *ui.Frame) {
	t := &s.trial
	p := s.page(c, "technician."+t.id, "")
	if t.ended {
		p.Next = c.action("next", "action.again", ui.IconRefresh)
	}
	b := c.page(f, p)
	switch {
	case !t.ended:
		b.Progress(ui.Progress{Label: c.T("technician." + t.id + "-do"), Done: -1, Turn: turn(c.Now)})
	case t.err != nil:
		b.Notice(ui.Notice{Kind: ui.Error, Title: c.T("technician.bad"), Text: t.why(c)})
	default:
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("technician.good"), Text: c.T("technician."+t.id+"-good", t.told...)})
	}
}

// drawState shows how everything stands, the devices first.
func (s *technician) drawState(c *Context, f *ui.Frame) {
	p := s.page(c, "technician.state", c.T("technician.state-lead"))
	p.Next = c.action("next", "technician.trials", ui.IconNext)
	b := c.page(f, p)
	if s.fails {
		b.Notice(ui.Notice{Kind: ui.Error, Title: c.T("technician.failed"), Text: c.T("technician.failed-do")})
	}
	if s.seen == nil {
		b.Progress(ui.Progress{Label: c.T("technician.checking"), Done: -1, Turn: turn(c.Now)})
		return
	}
	for _, part := range []Part{PartReader, PartScanner, PartTicketPrinter, PartFormPrinter} {
		b.Facts(c.T("technician.part-"+string(part)), s.partFacts(c, part)...)
	}
	if len(s.seen.Modules) > 0 {
		b.Facts(c.T("technician.part-ukey"), s.moduleFacts(c)...)
	}
	b.Facts(c.T("technician.kiosk"), s.kioskFacts(c)...)
}

// moduleFacts are the libraries for U-KEYs, and whether it is known whom
// certificates are checked against.
func (s *technician) moduleFacts(c *Context) []ui.Fact {
	var facts []ui.Fact
	for _, m := range s.seen.Modules {
		f := ui.Fact{Label: m.Name, Value: c.Count("technician.module-good", m.Keys, "library", m.Library)}
		if m.Reason != "" {
			f.Value = c.T("technician.because", "state", c.T("technician.is-failed"), "reason", c.T("technician.reason-"+string(m.Reason)))
			f.Error = c.T("technician.since", "time", moment(m.Since))
		}
		facts = append(facts, f)
	}
	trust := ui.Fact{Label: c.T("technician.trust"), Value: c.T("technician.trust-known")}
	if !s.seen.Trust {
		trust.Value, trust.Error = c.T("technician.trust-none"), c.T("technician.attention")
	}
	return append(facts, trust)
}

// partFacts are a device's state and what else is known of it.
func (s *technician) partFacts(c *Context, part Part) []ui.Fact {
	status, known := c.Platform.status(part), s.seen.Parts[part]
	said := c.T("technician.is-" + stateWord(status.State))
	if status.Reason != "" {
		said = c.T("technician.because", "state", said, "reason", c.T("technician.reason-"+string(status.Reason)))
	}
	fact := ui.Fact{Label: c.T("technician.stands"), Value: said}
	if !status.Usable() && !status.Since.IsZero() {
		fact.Error = c.T("technician.since", "time", moment(status.Since))
	}
	facts := []ui.Fact{fact}
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, ui.Fact{Label: c.T(key), Value: value})
		}
	}
	add("technician.model", known.Model)
	add("technician.firmware", known.Firmware)
	add("technician.serial", known.Serial)
	if part == PartTicketPrinter && s.seen.TicketsLeft >= 0 {
		add("technician.left", c.Count("technician.left-count", s.seen.TicketsLeft))
	} else if part == PartTicketPrinter {
		add("technician.left", c.T("technician.left-unknown"))
	}
	if !known.TroubleSince.IsZero() {
		value := c.T("technician.trouble-now", "reason", c.T("technician.reason-"+string(known.Trouble)), "since", moment(known.TroubleSince))
		if !known.TroubleUntil.IsZero() {
			value = c.T("technician.trouble-was", "reason", c.T("technician.reason-"+string(known.Trouble)),
				"since", moment(known.TroubleSince), "until", moment(known.TroubleUntil))
		}
		add("technician.trouble", value)
	}
	return facts
}

// The limits beyond which a fact of the kiosk needs somebody; kioskctl doctor's.
const (
	driftBorne   = 30 * time.Second
	validityLeft = 30 * 24 * time.Hour
	heardLately  = 5 * time.Minute
)

// kioskFacts are the store, the centre, the clock, the certificate, the guide.
func (s *technician) kioskFacts(c *Context) []ui.Fact {
	n := s.seen
	fact := func(key, value string, good bool) ui.Fact {
		f := ui.Fact{Label: c.T(key), Value: value}
		if !good {
			f.Error = c.T("technician.attention")
		}
		return f
	}
	heard := c.T("technician.never")
	drift := c.T("technician.unknown")
	if !n.Heard.IsZero() {
		heard = moment(n.Heard)
		drift = c.T("technician.drift-value", "seconds", int(n.Drift.Round(time.Second)/time.Second))
	}
	return []ui.Fact{
		fact("technician.owed", c.T("technician.owed-value", "owed", n.Owed, "refused", n.DeadLetters), n.DeadLetters == 0),
		fact("technician.centre", heard, c.Now.Sub(n.Heard) < heardLately),
		fact("technician.clock", drift, n.Drift.Abs() <= driftBorne),
		fact("technician.certificate", n.Expires.In(visit.Changde).Format("2006-01-02"), n.Expires.Sub(c.Now) > validityLeft),
		fact("technician.guide", c.Guide.Version, true),
		fact("technician.version", n.Version, n.Version != ""),
	}
}

// stateWord is a state as a part of a key.
func stateWord(s devices.State) string {
	if s == devices.NeedsAttention {
		return "attention"
	}
	return s.String()
}

// moment is a time as a technician reads it, in the hall.
func moment(t time.Time) string { return t.In(visit.Changde).Format("01-02 15:04:05") }
