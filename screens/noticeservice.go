package screens

import (
	"slices"
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// drawServices lists what can be done, to see what each needs.
func (s *notice) drawServices(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("notice.services"), Lead: c.T("notice.services-lead"), Back: c.back(), Pager: &s.pager})
	var cards []ui.Choice
	for _, service := range c.Guide.Services {
		card := ui.Choice{ID: "about." + service.ID, Title: c.In(service.Title), Subtitle: c.In(service.Explain)}
		if service.Urgent {
			card.Badge, card.Tone = c.T("notice.urgent"), ui.Warning
		}
		cards = append(cards, card)
	}
	b.Choices(2, cards...)
}

// drawService tells what one service needs, whoever comes and whatever the
// case: each paper says when.
func (s *notice) drawService(c *Context, f *ui.Frame) {
	service, ok := c.Guide.Service(s.service)
	if !ok {
		return
	}
	b := s.page(c, f, c.In(service.Title), c.In(service.Explain))
	if service.Urgent {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("notice.urgent-first"), Text: c.In(service.Risk)})
	}
	var bring []ui.Fact
	var printed []string
	for _, need := range service.Materials {
		m, ok := c.Guide.Material(need.ID)
		if !ok {
			continue
		}
		when := whenWords(c, m.Concerns, need.When, m.When)
		if m.Printed() {
			printed = append(printed, lines(c.In(m.Title), when))
			continue
		}
		bring = append(bring, ui.Fact{Label: c.In(m.Title), Value: lines(c.detail(*m), when), Strong: true})
	}
	if len(bring) > 0 {
		b.Facts(c.T("notice.bring"), bring...)
	}
	if len(printed) > 0 {
		b.Heading(c.T("notice.printed"))
		b.Bullets(printed...)
	}
	s.drawTakeAlong(c, b)
}

// drawTakeAlong shows the code of the centre's page with this list.
func (s *notice) drawTakeAlong(c *Context, b *ui.Body) {
	if c.Platform.List == nil {
		return
	}
	list := TakeAlong{Guide: c.Guide, Visit: &visit.Visit{Service: s.service}, Language: c.Look.Language}
	b.QR(ui.QR{Data: c.Platform.List(list), Label: c.T("notice.list"), Caption: c.T("notice.list-do"), Size: 320})
}

// lines sets what is not empty below each other.
func lines(parts ...string) string { return joinedBy("\n", parts...) }

func joinedBy(join string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), join)
}

// whenWords says in which cases something is needed, and whom it concerns; ""
// where always and everybody.
func whenWords(c *Context, concerns guide.Text, conditions ...guide.Condition) string {
	var who []string
	for _, when := range conditions {
		who = append(who, caseWords(c, "notice.role-", when.Roles), caseWords(c, "type.", when.Types), caseWords(c, "notice.key-", when.Keys))
	}
	who = append(who, c.In(concerns))
	if said := joinedBy(c.T("notice.and"), who...); said != "" {
		return c.T("notice.when", "who", said)
	}
	return ""
}

// caseWords names some answers, each by its word under prefix.
func caseWords[T visit.Role | visit.OrganisationType | visit.KeyState](c *Context, prefix string, answers []T) string {
	var names []string
	for _, a := range answers {
		names = append(names, c.T(prefix+string(a)))
	}
	return strings.Join(names, c.T("notice.or"))
}
