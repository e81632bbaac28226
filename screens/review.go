package screens

import (
	"slices"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// review shows everything once more, with a way to change each thing.
type review struct {
	watch keyWatch
	pager ui.Pager
}

func (s *review) Pager() *ui.Pager { return &s.pager }

func (s *review) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	s.watch.look(c, c.Visit.Organisation)
	for _, l := range s.lines(c) {
		if c.Tapped("change." + string(l.field)) {
			c.Correct(l.field)
			return Back
		}
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		if d := c.Visit.Doubts(c.Now); len(d) > 0 {
			c.Correct(d[0].Field)
			return Back
		}
		if !c.turned(&s.pager) {
			return Next
		}
	}
	return Stay
}

// line is one fact of the review: what it shows and the fields behind it, of
// which the first is where a change leads.
type line struct {
	field visit.Field
	also  visit.Field
	value string
	// unless: an empty value is not worth a line.
	unless bool
}

func (s *review) lines(c *Context) []line {
	v := c.Visit
	o := v.Organisation
	kind := ""
	if o.Type != "" {
		kind = c.T("type." + string(o.Type))
	}
	if o.OtherType != "" {
		kind += "  " + o.OtherType
	}
	all := []line{
		{field: visit.FieldRole, value: s.role(c)},
		{field: visit.FieldOrganisation, value: o.Name},
		{field: visit.FieldUSCC, value: o.USCC},
		{field: visit.FieldOrganisationType, also: visit.FieldOtherType, value: kind},
		{field: visit.FieldRegistration, value: o.Registration, unless: o.Registration == ""},
		{field: visit.FieldLegalName, also: visit.FieldLegalID, value: personText(v.Legal)},
		{field: visit.FieldAgentName, also: visit.FieldAgentID, value: personText(v.Agent)},
		{field: visit.FieldMobile, value: v.Contact.Mobile},
		{field: visit.FieldLandline, value: v.Contact.Landline},
		{field: visit.FieldAddress, value: v.Contact.Address},
		{field: visit.FieldEmail, value: v.Contact.Email},
		{field: visit.FieldSealType, value: v.SealType},
		{field: visit.FieldKey, value: s.key(c)},
		{field: visit.FieldCertificates, value: c.Count("count.many", v.Certificates)},
		{field: visit.FieldMaterials, value: s.brought(c)},
		{field: visit.FieldStatement, value: s.accepted(c)},
	}
	return slices.DeleteFunc(all, func(l line) bool {
		return l.unless || l.field != visit.FieldMaterials && !asked(v, l.field)
	})
}

// key says how the U-KEY is.
func (s *review) key(c *Context) string {
	if c.Visit.Key == "" {
		return ""
	}
	return c.T("key." + string(c.Visit.Key))
}

// service names what the person came for.
func (s *review) service(c *Context) string {
	if service := c.service(); service != nil {
		return c.In(service.Title)
	}
	return ""
}

// role says who stands here.
func (s *review) role(c *Context) string {
	switch c.Visit.Role {
	case visit.RoleAgent:
		return c.T("review.by-agent")
	case visit.RoleLegal:
		return c.T("review.by-legal")
	}
	return ""
}

// brought counts the papers that were to be brought, and those put aside.
func (s *review) brought(c *Context) string {
	of, aside := 0, 0
	for _, m := range c.Guide.Listed(c.Visit) {
		switch {
		case m.Printed():
		case c.Visit.Exempt[m.ID]:
			aside++
		default:
			of++
		}
	}
	text := c.T("review.brought", "count", of-len(c.Guide.Missing(c.Visit)), "of", of)
	if aside > 0 {
		text += c.T("review.and") + c.Count("review.exempt", aside)
	}
	return text
}

func (s *review) accepted(c *Context) string {
	if c.Visit.StatementAccepted.IsZero() {
		return ""
	}
	return c.T("review.accepted")
}

// personText shows name and number. A number from a card is right by itself and
// masked; a typed one must be read again.
func personText(p visit.Person) string {
	number := p.IDNumber
	if p.Source == visit.SourceCard {
		number = Masked(number)
	}
	return p.Name + "  " + number
}

func (s *review) Draw(c *Context, f *ui.Frame) {
	doubts := map[visit.Field]*visit.Doubt{}
	all := c.Visit.Doubts(c.Now)
	for _, d := range all {
		doubts[d.Field] = d
	}
	p := ui.Page{
		Title: c.T("review.title"), Lead: s.service(c), Back: c.back(), Next: c.onceRead(&s.pager, "action.more", c.next("review.submit")),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	}
	if len(all) > 0 {
		p.Next = c.action("next", "review.correct", ui.IconPen)
	}
	b := c.page(f, p)
	if len(all) > 0 {
		b.Notice(ui.Notice{Kind: ui.Error, Title: c.Count("review.doubts", len(all)), Text: c.T("review.doubts-do")})
	}
	s.warn(c, b)
	s.watch.notice(c, b)
	var facts []ui.Fact
	for _, l := range s.lines(c) {
		fact := ui.Fact{Label: c.T("review." + string(l.field)), Value: l.value,
			Change: c.action("change."+string(l.field), "review.change", ui.IconNone)}
		fact.Change.Spoken = c.T("review.change-what", "what", fact.Label)
		if l.field == visit.FieldStatement { // nobody changes its words
			fact.Change.Label, fact.Change.Spoken = c.T("review.look"), c.T("review.look-what", "what", fact.Label)
		}
		for _, field := range []visit.Field{l.field, l.also} {
			if d := doubts[field]; d != nil && fact.Error == "" {
				fact.Error = doubtText(c, d)
			}
		}
		if fact.Value == "" {
			fact.Value = c.T("review.empty")
		}
		facts = append(facts, fact)
	}
	b.Facts("", facts...)
}

// warn tells of the paper before the last touch, so that nobody is surprised after it.
func (s *review) warn(c *Context, b *ui.Body) {
	if n := len(c.Guide.Missing(c.Visit)); n > 0 {
		b.Notice(ui.Notice{Kind: ui.Warning, Text: c.Count("review.missing", n)})
	}
	if !c.Platform.status(PartFormPrinter).Usable() {
		b.Notice(ui.Notice{Kind: ui.Info, Text: c.T("review.forms-later")})
	}
}
