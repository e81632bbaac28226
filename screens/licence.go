package screens

import (
	"errors"

	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// licenceMode is what the licence screen shows.
type licenceMode int

const (
	licenceUnset licenceMode = iota
	licenceScan              // hold the licence under the scanner
	licenceRead              // is this right?
	licenceTyped             // name and code by hand
)

// licence asks for the organisation's name and credit code: from the code on
// its business licence, or by hand; then also for the registration number that
// older licences, which have no code to scan, bear.
type licence struct {
	mode     licenceMode
	scans    listening
	refusal  string // key of why the last code was not taken
	nameless bool   // the code was read, but held no name
	form     form
	watch    keyWatch
	pager    ui.Pager
}

func (s *licence) Needs() Part {
	if s.mode == licenceScan {
		return PartScanner
	}
	return ""
}

func (s *licence) Without(Part) { s.turn(licenceTyped) }

func (s *licence) turn(m licenceMode) {
	s.mode, s.refusal, s.form, s.nameless = m, "", form{}, false
	s.pager.Reset()
	if m != licenceScan {
		s.scans.stop()
	}
}

func (s *licence) Update(c *Context) Nav {
	if s.mode == licenceUnset {
		s.begin(c)
	}
	s.pager.Tap(c.Input.Tap)
	s.watch.look(c, c.Visit.Organisation)
	nav := s.update(c)
	s.fill(c) // for whichever mode comes next
	return nav
}

func (s *licence) update(c *Context) Nav {
	switch s.mode {
	case licenceRead:
		return s.updateRead(c)
	case licenceTyped:
		return s.updateTyped(c)
	}
	return s.updateScan(c)
}

func (s *licence) begin(c *Context) {
	o := c.Visit.Organisation
	s.mode = licenceScan
	switch {
	case o.Name == "" && o.USCC == "":
	case o.USCC == "" && o.Source == visit.SourceKey:
		s.mode = licenceTyped
	case (o.Source == visit.SourceScan || o.Source == visit.SourceKey) && o.Name != "" && o.Registration == "":
		s.mode = licenceRead
	default:
		s.mode = licenceTyped
	}
}

func (s *licence) updateScan(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		if o := c.Visit.Organisation; o.Name != "" || o.USCC != "" {
			s.mode = licenceUnset // what was there before is still there
			return Stay
		}
		return Back
	case c.Tapped("type"):
		s.turn(licenceTyped)
		return Stay
	}
	scan, ended, err := s.scans.next(c)
	if !ended {
		return Stay
	}
	if err == nil {
		var l scanner.Licence
		l, err = scanner.ReadLicence(scan.Text, func(code string) bool { return visit.CheckUSCC(code) == nil })
		if err == nil {
			s.take(c, l)
			return Stay
		}
	}
	if key := scanRefusal(err); key != "" {
		s.refusal = key
	}
	return Stay
}

// refusals are the words for what a scanned code was instead of a licence, the
// most exact first. An error that is not listed is the scanner's own trouble,
// which is a fault screen.
func refusals() []struct {
	err error
	key string
} {
	return []struct {
		err error
		key string
	}{
		{scanner.ErrPayment, "scan.payment"},
		{scanner.ErrOpaque, "scan.opaque"},
		{scanner.ErrURL, "scan.url"},
		{scanner.ErrScript, "scan.script"},
		{scanner.ErrBadCode, "scan.code"},
		{scanner.ErrAmbiguous, "scan.ambiguous"},
		{scanner.ErrName, "scan.name"},
		{scanner.ErrTooLong, "scan.long"},
		{scanner.ErrControl, "scan.control"},
		{scanner.ErrEncoding, "scan.control"},
		{scanner.ErrNotLicence, "scan.other"},
		{scanner.ErrGarbled, "scan.garbled"},
	}
}

func scanRefusal(err error) string {
	for _, r := range refusals() {
		if errors.Is(err, r.err) {
			return r.key
		}
	}
	return ""
}

// take puts what the licence says into the visit; a name that it does not say
// is typed.
func (s *licence) take(c *Context, l scanner.Licence) {
	o := &c.Visit.Organisation
	if l.Name != "" || l.USCC != o.USCC {
		o.Name = visit.NormalText(l.Name)
	}
	o.USCC, o.Source = l.USCC, visit.SourceScan
	c.here()
	if o.Name == "" {
		s.turn(licenceTyped)
		s.nameless = true
		return
	}
	s.turn(licenceRead)
}

func (s *licence) updateRead(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("again"):
		s.turn(licenceScan)
	case c.Tapped("type"):
		s.turn(licenceTyped)
	case c.Tapped("next"):
		for _, field := range []visit.Field{visit.FieldOrganisation, visit.FieldUSCC, visit.FieldRegistration} {
			if c.Visit.Check(field, c.Now) != nil {
				s.turn(licenceTyped)
				s.form.checked = true
				return Stay
			}
		}
		return Next
	}
	return Stay
}

// fill lists the form's lines.
func (s *licence) fill(c *Context) {
	if s.mode != licenceTyped || s.form.entries != nil {
		return
	}
	o := &c.Visit.Organisation
	typed := func() { o.Source = visit.SourceTyped }
	s.form.entries = []entry{
		{field: visit.FieldOrganisation, layout: ui.LayoutPinyin, value: &o.Name, normal: visit.NormalText, typed: typed},
		{field: visit.FieldUSCC, layout: ui.LayoutUSCC, value: &o.USCC, normal: visit.NormalUSCC, typed: typed},
		{field: visit.FieldRegistration, layout: ui.LayoutUSCC, value: &o.Registration, normal: visit.NormalUSCC},
	}
}

func (s *licence) updateTyped(c *Context) Nav {
	s.fill(c)
	if s.form.update(c) {
		return Stay
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("again"):
		s.turn(licenceScan)
	case c.Tapped("next"):
		if s.form.good(c) {
			return Next
		}
	}
	return Stay
}

func (s *licence) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{Title: paperWords(c, "licence.title"), Lead: paperWords(c, "licence.lead"), Back: c.back(), Tools: ui.Tools{Exit: true}, Pager: &s.pager}
	switch s.mode {
	case licenceRead:
		s.drawRead(c, f, p)
	case licenceTyped:
		s.drawTyped(c, f, p)
	default:
		s.drawScan(c, f, p)
	}
}

func (s *licence) drawScan(c *Context, f *ui.Frame, p ui.Page) {
	p.Other = c.action("type", "licence.type", ui.IconPen)
	b := c.page(f, p)
	if s.refusal != "" {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(s.refusal), Text: c.T(s.refusal + "-do")})
	}
	b.Picture(ui.Picture{Art: ui.ArtScan, Label: c.T("licence.picture")})
	b.Steps(c.T("licence.how-1"), c.T("licence.how-2"), c.T("licence.how-3"))
}

func (s *licence) drawRead(c *Context, f *ui.Frame, p ui.Page) {
	p.Title, p.Lead = c.T("licence.read-title"), paperWords(c, "licence.read-lead")
	p.Other, p.Next = c.action("again", "licence.again", ui.IconScan), c.next("licence.right")
	o := c.Visit.Organisation
	if o.Source == visit.SourceKey {
		p.Lead, p.Other = c.T("licence.from-key"), c.action("again", "licence.use-scanner", ui.IconScan)
	}
	b := c.page(f, p)
	s.watch.notice(c, b)
	b.Facts("",
		ui.Fact{Label: c.T("field.organisation"), Value: o.Name},
		ui.Fact{Label: c.T("field.uscc"), Value: o.USCC},
	)
	b.Button(*c.action("type", "licence.correct", ui.IconPen))
}

func (s *licence) drawTyped(c *Context, f *ui.Frame, p ui.Page) {
	p.Title, p.Lead = paperWords(c, "licence.typed-title"), c.T("licence.typed-lead")
	p.Other, p.Next = c.action("again", "licence.use-scanner", ui.IconScan), c.next("action.next")
	b := s.form.page(c, f, p)
	if s.form.editing > 0 {
		return
	}
	if s.nameless {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("licence.nameless"), Text: c.T("licence.nameless-do")})
	}
	s.form.fields(c, b)
}

// paperWords are the words of a key for those who hold a business licence, or for
// those who hold another certificate of their code in its place.
func paperWords(c *Context, key string) string {
	switch c.Visit.Organisation.Type {
	case "", visit.Enterprise, visit.OtherType:
		return c.T(key)
	}
	return c.T(key + "-other")
}
