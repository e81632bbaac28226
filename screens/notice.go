package screens

import "hallkiosk/screens/ui"

// notice shows everything that the hall's notice tells: a table of contents,
// and a page for each of its parts.
type notice struct {
	part    string // one of noticeParts; "" shows the contents
	service string // of the part "services", the one looked at
	drivers drivers
	pager   ui.Pager
}

// noticePart is one entry of the table of contents. Its words stand under
// "notice.<id>" and "notice.<id>-explain".
type noticePart struct {
	id   string
	icon ui.Icon
	draw func(*Context, *ui.Body)
}

// noticeParts are the parts in the order of a person's way: what to bring,
// where to go, whom to ask. "services" and "drivers" have pages of their own.
func noticeParts() []noticePart {
	return []noticePart{
		{"way", ui.IconList, drawWay},
		{"services", ui.IconStamp, nil},
		{"place", ui.IconPlace, drawPlace},
		{"help", ui.IconPhone, drawHelp},
		{"statement", ui.IconBook, drawStatement},
		{"drivers", ui.IconDownload, nil},
	}
}

func (s *notice) Pager() *ui.Pager {
	if s.part == "drivers" {
		return s.drivers.Pager()
	}
	return &s.pager
}

func (s *notice) Update(c *Context) Nav {
	if s.part == "drivers" {
		return s.updateDrivers(c)
	}
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("home"):
		return Back
	case c.Tapped("back"):
		return s.up()
	case c.turned(&s.pager):
		return Stay
	case s.part == "" && c.Tapped("technician") && c.Platform.Technician != nil:
		c.Errand(errandTechnician)
		return Next
	}
	for _, p := range noticeParts() {
		if s.part == "" && c.Tapped("notice."+p.id) {
			s.open(p.id, "")
			return Stay
		}
	}
	for _, service := range c.Guide.Services {
		if s.part == "services" && c.Tapped("about."+service.ID) {
			s.open("services", service.ID)
		}
	}
	return Stay
}

// updateDrivers hands the page of drivers what was touched; it leads back here.
func (s *notice) updateDrivers(c *Context) Nav {
	if s.drivers.Update(c) != Back {
		return Stay
	}
	if c.Tapped("home") {
		return Back
	}
	s.open("", "")
	return Stay
}

// up leads from a service to the services, from a part to the contents, and
// from there home.
func (s *notice) up() Nav {
	switch {
	case s.service != "":
		s.open("services", "")
	case s.part != "":
		s.open("", "")
	default:
		return Back
	}
	return Stay
}

func (s *notice) open(part, service string) {
	s.part, s.service, s.drivers = part, service, drivers{}
	s.pager.Reset()
}

func (s *notice) Draw(c *Context, f *ui.Frame) {
	switch {
	case s.part == "drivers":
		s.drivers.Draw(c, f)
	case s.part == "":
		s.drawContents(c, f)
	case s.service != "":
		s.drawService(c, f)
	case s.part == "services":
		s.drawServices(c, f)
	default:
		for _, p := range noticeParts() {
			if p.id == s.part {
				p.draw(c, s.page(c, f, c.T("notice."+p.id), c.T("notice."+p.id+"-explain")))
			}
		}
	}
}

// page is a page to read: back to where one came from, or home.
func (s *notice) page(c *Context, f *ui.Frame, title, lead string) *ui.Body {
	return c.page(f, ui.Page{Title: title, Lead: lead, Back: c.back(), Pager: &s.pager,
		Next: c.onceRead(&s.pager, "action.more", c.action("home", "errand.home", ui.IconHome))})
}

func (s *notice) drawContents(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.In(c.Guide.Title), Lead: c.In(c.Guide.Bureau), Back: c.back(), Pager: &s.pager})
	var cards []ui.Choice
	for _, p := range noticeParts() {
		cards = append(cards, ui.Choice{ID: "notice." + p.id, Icon: p.icon, Title: c.T("notice." + p.id), Subtitle: c.T("notice." + p.id + "-explain")})
	}
	b.Choices(2, cards...)
	p := c.Guide.Place
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.In(p.Windows), Text: c.T("notice.short", "address", c.In(p.Address), "contact", p.Contact, "phone", p.Phone,
		"hotline", c.Guide.Support.Hotline)})
	if c.Platform.Technician != nil {
		b.Button(*c.action("technician", "technician.door", ui.IconLock))
	}
}
