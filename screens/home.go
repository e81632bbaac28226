package screens

import (
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// home welcomes and lists what can be done here.
type home struct{ pager ui.Pager }

func (s *home) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	for _, service := range c.Guide.Services {
		if c.Tapped("service." + service.ID) {
			choose(c.Guide, c.Visit, service)
			return Next
		}
	}
	return Stay
}

// choose makes the visit one for a service of the guide.
func choose(g *guide.Guide, v *visit.Visit, s guide.Service) {
	v.GuideVersion, v.Service, v.Asks = g.Version, s.ID, s.Asks()
}

func (s *home) Draw(c *Context, f *ui.Frame) {
	g := c.Guide
	b := c.page(f, ui.Page{Title: c.T("home.title"), Lead: c.In(g.Bureau) + c.T("home.join") + c.In(g.Platform), Hero: true, Pager: &s.pager})
	b.Heading(c.T("home.choose"))
	var cards []ui.Choice
	for _, service := range g.Services {
		cards = append(cards, ui.Choice{
			ID: "service." + service.ID, Icon: ui.IconKey,
			Title: c.In(service.Title), Subtitle: c.In(service.Explain),
		})
	}
	b.Choices(1, cards...)
	if c.Look.Text <= 1 { // larger words need the room
		b.Picture(ui.Picture{Art: ui.ArtForms, Label: c.T("home.picture"), NoCaption: true, Height: 340})
	}
	b.Heading(c.T("home.how"))
	b.Steps(c.T("home.how-1"), c.T("home.how-2"), c.T("home.how-3"))
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("home.others"),
		Text: c.T("home.others-where", "windows", c.In(g.Place.Windows), "contact", g.Place.Contact, "phone", g.Place.Phone)})
}
