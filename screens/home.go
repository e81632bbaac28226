package screens

import (
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// home welcomes and lists what can be done here: the check-up of a U-KEY, the
// services, those apart that bear no delay, and three doors that lead to no number.
type home struct{ pager ui.Pager }

func (s *home) Pager() *ui.Pager { return &s.pager }

func (s *home) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	for _, service := range c.Guide.Services {
		if c.Tapped("service." + service.ID) {
			choose(c.Guide, c.Visit, service)
			c.Errand(errandService)
			return Next
		}
	}
	if c.Tapped("door."+string(errandKey)) && c.Platform.Keys != nil {
		c.Errand(errandKey)
		return Next
	}
	for _, d := range doors() {
		if c.Tapped("door." + string(d.leads)) {
			c.Errand(d.leads)
			return Next
		}
	}
	return Stay
}

// choose makes the visit one for a service of the guide.
func choose(g *guide.Guide, v *visit.Visit, s guide.Service) {
	v.GuideVersion, v.Service, v.Asks = g.Version, s.ID, s.Asks()
}

// door is a way that ends without a number.
type door struct {
	leads errand
	icon  ui.Icon
}

func doors() []door {
	return []door{{errandNotice, ui.IconBook}, {errandDrivers, ui.IconDownload}, {errandProgress, ui.IconSearch}}
}

func (s *home) Draw(c *Context, f *ui.Frame) {
	g := c.Guide
	p := ui.Page{Title: c.T("home.title"), Lead: c.In(g.Bureau) + c.T("home.join") + c.In(g.Platform), Hero: true, Pager: &s.pager}
	if c.Look.Text > 1 {
		p.Lead = "" // larger words need the room
	}
	if c.again {
		p.Title, p.Lead = c.T("home.again"), c.T("home.again-lead", "organisation", c.Visit.Organisation.Name)
		p.Tools.Exit = true
	}
	if c.keys.left { // in place of words that can be done without: the services stay on one page
		p.Lead = c.T("keyleft.home")
	}
	b := c.page(f, p)
	everyday, urgent := s.cards(c)
	if c.Look.Text < 2 {
		b.Heading(c.T("home.choose"))
	}
	two(b, everyday)
	if len(urgent) > 0 {
		b.Heading(c.T("home.urgent"))
		two(b, urgent)
	}
	if c.again {
		return
	}
	b.Heading(c.T("home.others"))
	var ways []ui.Choice
	for _, d := range doors() {
		ways = append(ways, ui.Choice{ID: "door." + string(d.leads), Icon: d.icon, Title: c.T("home." + string(d.leads))})
	}
	b.Cards(len(ways), ways...)
}

// two sets cards two across, an odd first one over the whole width.
func two(b *ui.Body, cards []ui.Choice) {
	if len(cards)%2 == 1 {
		b.Choices(1, cards[0])
		cards = cards[1:]
	}
	b.Cards(2, cards...)
}

// cards are the services, the urgent ones apart. Before them stands the check-up
// of a U-KEY, for who does not know which of them it needs.
func (s *home) cards(c *Context) (everyday, urgent []ui.Choice) {
	if c.Platform.Keys != nil && !c.again {
		everyday = append(everyday, ui.Choice{ID: "door." + string(errandKey), Icon: ui.IconCheck,
			Title: c.T("home.key"), Subtitle: c.T("home.key-explain")})
	}
	for _, service := range c.Guide.Services {
		card := ui.Choice{ID: "service." + service.ID, Icon: serviceIcon(service.ID),
			Title: c.In(service.Title), Subtitle: c.In(service.Explain)}
		if service.Urgent {
			urgent = append(urgent, card)
		} else {
			everyday = append(everyday, card)
		}
	}
	return everyday, urgent
}

// serviceIcon is a service's picture; one that a clerk added has the key.
func serviceIcon(id string) ui.Icon {
	icons := map[string]ui.Icon{
		"open": ui.IconKey, "renew": ui.IconCalendar, "update": ui.IconRefresh, "reissue": ui.IconStamp, "unlock": ui.IconLock,
		"unfreeze": ui.IconPlay, "enable": ui.IconGlobe, "freeze": ui.IconPause, "revoke": ui.IconStop,
	}
	if icon, ok := icons[id]; ok {
		return icon
	}
	return ui.IconKey
}
