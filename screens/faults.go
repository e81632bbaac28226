package screens

import (
	"time"

	"hallkiosk/devices"
	"hallkiosk/screens/ui"
)

// severity orders faults: of several, the gravest is shown.
type severity int

const (
	mend   severity = iota + 1 // anybody can put it right: paper, a cover
	broken                     // only staff can
)

// fault is one row of the table of faults: when a part that a screen needs
// stands like this, for at least so long, the screen is covered by these words
// and a way on. A blink of a cable is no fault.
type fault struct {
	part  Part
	is    func(devices.Status) bool
	grave severity
	after time.Duration
	// words is the key of title, text and way: what happened, what to do, and
	// what the button to the way on says.
	words string
	kind  ui.Kind
}

func state(s devices.State) func(devices.Status) bool {
	return func(st devices.Status) bool { return st.State == s }
}

func reason(r ...devices.Reason) func(devices.Status) bool {
	return func(st devices.Status) bool {
		for _, x := range r {
			if st.Reason == x && !st.Usable() {
				return true
			}
		}
		return false
	}
}

func unusable(st devices.Status) bool { return !st.Usable() }

// faults is the table. The first row of a part that fits is its fault. The form
// printer has none: where it cannot print, the window does (ticket.go).
func faults() []fault {
	const blink = 2 * time.Second
	return []fault{
		{PartReader, state(devices.Absent), broken, blink, "fault.reader-absent", ui.Warning},
		{PartReader, unusable, broken, blink, "fault.reader-failed", ui.Warning},
		{PartScanner, state(devices.Absent), broken, blink, "fault.scanner-absent", ui.Warning},
		{PartScanner, unusable, broken, blink, "fault.scanner-failed", ui.Warning},
		{PartTicketPrinter, reason(devices.ReasonPaperOut), mend, 0, "fault.ticket-paper", ui.Warning},
		{PartTicketPrinter, reason(devices.ReasonCoverOpen), mend, 0, "fault.ticket-cover", ui.Warning},
		{PartTicketPrinter, unusable, broken, blink, "fault.ticket-failed", ui.Warning},
	}
}

// faultOf returns the row for a part in a state, or nil.
func faultOf(part Part, st devices.Status) *fault {
	for _, f := range faults() {
		if f.part == part && f.is(st) {
			return &f
		}
	}
	return nil
}

// faultFor says which fault covers the screen now, or nil.
func faultFor(s Screen, c *Context) *fault {
	var worst *fault
	if t, ok := s.(troubled); ok {
		if e := t.Trouble(); e != nil {
			// The desk has looked: there is no blink to wait for.
			st := devices.Status{State: devices.NeedsAttention, Reason: e.Reason}
			worst = faultOf(e.Part, st)
		}
	}
	n, ok := s.(needer)
	if !ok || n.Needs() == "" {
		return worst
	}
	st := c.Platform.status(n.Needs())
	f := faultOf(n.Needs(), st)
	if f == nil || c.Now.Sub(st.Since) < f.after {
		return worst
	}
	if worst == nil || f.grave > worst.grave {
		return f
	}
	return worst
}

// faultScreen covers a screen that cannot go on. It goes by itself once the
// part is back.
type faultScreen struct {
	fault fault
	under Screen
	pager ui.Pager
}

func (s *faultScreen) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		s.under.(needer).Without(s.fault.part)
	case c.Tapped("again"):
		if t, ok := s.under.(troubled); ok {
			t.Again()
		}
	}
	return Stay
}

func (s *faultScreen) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{
		Title: c.T(s.fault.words + ".title"), Back: c.back(), Next: c.next(s.fault.words + ".way"),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	}
	if t, ok := s.under.(troubled); ok && t.Trouble() != nil {
		p.Other = c.action("again", "action.again", ui.IconRefresh)
	}
	b := c.page(f, p)
	b.Notice(ui.Notice{Kind: s.fault.kind, Title: c.T(s.fault.words + ".what"), Text: c.T(s.fault.words + ".do")})
	b.Text(ui.StyleSmall, c.T("fault.kept"))
}
