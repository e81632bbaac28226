package screens

import (
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

func (s *keyCheck) Draw(c *Context, f *ui.Frame) {
	one := s.finding()
	switch {
	case s.act != nil:
		s.act.Draw(c, f)
	case c.keys.left:
		s.drawForgotten(c, f)
	case one != nil && s.details:
		s.drawDetails(c, f, one)
	case one != nil:
		s.drawOne(c, f, one)
	case len(s.found) > 0:
		s.drawSeveral(c, f)
	default:
		s.drawPlugIn(c, f)
	}
}

// drawPlugIn asks for a key.
func (s *keyCheck) drawPlugIn(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("keycheck.plug-in"), Lead: c.T("keycheck.plug-in-lead"), Back: c.back(), Pager: &s.pager})
	if s.pulled {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("keycheck.pulled"), Text: c.T("keycheck.pulled-do")})
	}
	b.Picture(ui.Picture{Art: ui.ArtKey, Label: c.T("keycheck.picture")})
	b.Steps(c.T("keycheck.how-1"), c.T("keycheck.how-2"), c.T("keycheck.how-3"))
	b.Text(ui.StyleSmall, c.T("keycheck.not-seen", "windows", c.In(c.Guide.Place.Windows)))
}

// drawForgotten asks to take out a key that somebody else forgot.
func (s *keyCheck) drawForgotten(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("keycheck.forgotten"), Lead: c.T("keycheck.forgotten-lead"), Back: c.back(), Pager: &s.pager})
	b.Picture(ui.Picture{Art: ui.ArtKeyOut, Label: c.T("keycheck.forgotten-picture")})
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("keycheck.forgotten-what"), Text: c.T("keycheck.forgotten-do")})
}

func (s *keyCheck) drawSeveral(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("keycheck.several"), Lead: c.T("keycheck.several-lead"), Back: c.back(), Pager: &s.pager})
	var cards []ui.Choice
	for i := range s.found {
		k := &s.found[i]
		cards = append(cards, ui.Choice{ID: "plugged." + findingID(s.found, i), Art: keyArt(c, k), Title: holder(c, k),
			Subtitle: joinedBy(" · ", keyDriverName(c, k), k.Model), Badge: c.T(toldFirst(k).key + ".title"), Tone: toldFirst(k).kind})
	}
	b.Choices(1, cards...)
}

// longestHolder is how much of a name stands in a title; the whole is among the details.
const longestHolder = 40

// holder is whose key it is.
func holder(c *Context, k *keycheck.Finding) string {
	if k.Organisation == "" {
		return c.T("keycheck.holder-unknown")
	}
	return shortened(k.Organisation)
}

func shortened(name string) string {
	if r := []rune(name); len(r) > longestHolder {
		return string(r[:longestHolder]) + "…"
	}
	return name
}

// conditionKey is the table of a condition's words.
func conditionKey(k visit.KeyCondition) string { return "keycheck." + string(k) }

// conditionKind is how loud a condition is told.
func conditionKind(k visit.KeyCondition) ui.Kind {
	switch k {
	case visit.KeyGood:
		return ui.Success
	case visit.KeyExpiring, visit.KeyMustChange, visit.KeyPINLast, visit.KeyNotYet, visit.KeyForeign, visit.KeyNoModule, visit.KeyEmpty:
		return ui.Warning
	}
	return ui.Error
}

// told is what is told of a key: the table of its words, and how loud it is told.
type told struct {
	key  string
	kind ui.Kind
}

func toldOf(k visit.KeyCondition) told { return told{conditionKey(k), conditionKind(k)} }

// issuerUnknown: nothing is known to be wrong, but nobody here vouches for the issuer.
func issuerUnknown() told { return told{"keycheck.issuer-unknown", ui.Warning} }

// toldFirst is what is told first of a key. One whose issuer is unknown is not
// called good.
func toldFirst(k *keycheck.Finding) told {
	if k.Condition == visit.KeyGood && k.IssuerUnknown {
		return issuerUnknown()
	}
	return toldOf(k.Condition)
}

// toldAlso is what is told besides: what can be put right now, or bars the way too.
func toldAlso(k *keycheck.Finding) []told {
	if stopsAll(k.Condition) {
		return nil
	}
	var all []told
	for _, other := range k.Conditions {
		if other != k.Condition {
			all = append(all, toldOf(other))
		}
	}
	if k.IssuerUnknown && k.Condition != visit.KeyGood {
		all = append(all, issuerUnknown())
	}
	return all
}

// tell tells of one thing: what is, and what that means.
func tell(c *Context, b *ui.Body, k *keycheck.Finding, what told) {
	since := c.T("keycheck.some-time")
	if !k.Since.IsZero() {
		since = keyDay(k.Since)
	}
	values := []any{"days", max(k.Days, -k.Days), "from", keyDay(k.NotBefore), "to", keyDay(k.NotAfter), "since", since,
		"windows", c.In(c.Guide.Place.Windows), "holder", holder(c, k), "organisation", c.Visit.Organisation.Name}
	b.Notice(ui.Notice{Kind: what.kind, Title: c.T(what.key+".title", values...),
		Text: lines(c.T(what.key+".explain", values...), c.T(what.key+".do", values...))})
}

func (s *keyCheck) drawOne(c *Context, f *ui.Frame, k *keycheck.Finding) {
	n := needOf(c, k)
	p := ui.Page{Title: holder(c, k), Back: c.back(), Next: n.action(c), Pager: &s.pager}
	if n.what != needNothing && c.Look.Text == 1 { // larger words need the room
		p.Lead = c.T("keycheck.lead")
	}
	b := c.page(f, p)
	tell(c, b, k, toldFirst(k))
	if !k.NotAfter.IsZero() && k.Condition != visit.KeyRevoked { // what is revoked lasts no longer
		b.Validity(validity(c, k))
	}
	for _, also := range toldAlso(k) {
		tell(c, b, k, also)
	}
	if k.CanSign && !k.CanBind {
		b.Text(ui.StyleSmall, c.T("keycheck.cannot-bind", "windows", c.In(c.Guide.Place.Windows)))
	}
	if !k.RevocationKnown && k.Since.IsZero() && k.Certificate != nil {
		b.Text(ui.StyleSmall, c.T("keycheck.revocation-unknown"))
	}
	if cards := keyCards(c, k, n); len(cards) > 0 {
		b.Heading(c.T("keycheck.others"))
		two(b, cards)
	}
}

// validity is how long a certificate still lasts.
func validity(c *Context, k *keycheck.Finding) ui.Validity {
	v := ui.Validity{Left: k.Left, Caption: c.T("keycheck.from-to", "from", keyDay(k.NotBefore), "to", keyDay(k.NotAfter))}
	switch {
	case k.Days < 0:
		v.Label, v.Kind, v.Left = c.Count("keycheck.days-past", -k.Days), ui.Error, 0
	case c.Now.Before(k.NotBefore):
		v.Label, v.Kind, v.Left = c.T("keycheck.days-not-yet", "from", keyDay(k.NotBefore)), ui.Warning, 1
	case k.Days <= visit.ExpiringDays:
		v.Label, v.Kind = c.Count("keycheck.days-left", k.Days), ui.Warning
	default:
		v.Label, v.Kind = c.Count("keycheck.days-left", k.Days), ui.Info
		if toldFirst(k).kind == ui.Success {
			v.Kind = ui.Success // otherwise green would promise too much
		}
	}
	return v
}

// action is the page's main button.
func (n keyNeed) action(c *Context) *ui.Action {
	switch n.what {
	case needService:
		return &ui.Action{ID: "next", Label: c.In(n.service.Title), Icon: ui.IconNext}
	case needChange:
		return c.next("keycheck.change")
	case needDriver:
		return c.next("keycheck.drivers")
	}
	return c.action("next", "keycheck.finish", ui.IconCheck)
}

// keyCards are the other things that can be done with the key: none that cannot succeed.
func keyCards(c *Context, k *keycheck.Finding, n keyNeed) []ui.Choice {
	var cards []ui.Choice
	add := func(id string, icon ui.Icon) {
		cards = append(cards, ui.Choice{ID: id, Icon: icon, Title: c.T("keycheck." + id), Subtitle: c.T("keycheck." + id + "-explain")})
	}
	for _, service := range n.also {
		cards = append(cards, ui.Choice{ID: "service." + service.ID, Icon: serviceIcon(service.ID), Title: c.In(service.Title), Subtitle: c.In(service.Explain)})
	}
	if k.CanBind {
		add("bind", ui.IconPerson)
	}
	if k.CanSign {
		add("sign-in", ui.IconCheck)
	}
	if k.CanChangePIN && n.what != needChange {
		add("change", ui.IconLock)
	}
	if n.what != needDriver {
		add("drivers", ui.IconDownload)
	}
	if k.Certificate != nil || k.Model != "" {
		add("details", ui.IconList)
	}
	return cards
}
