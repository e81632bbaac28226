package screens

import (
	"slices"
	"strconv"
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// drivers leads from the look of a U-KEY to the driver that fits it.
type drivers struct {
	// chosen is the driver's ID, unknownKey, or "" while nothing is.
	chosen string
	watch  keyWatch // of the key that is plugged in, which knows its driver best
	pager  ui.Pager
}

// unknownKey stands for a key that its owner cannot tell.
const unknownKey = "?"

func (s *drivers) Pager() *ui.Pager { return &s.pager }

func (s *drivers) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	s.watch.look(c, visit.Organisation{})
	switch {
	case c.Tapped("back") && s.chosen != "":
		s.choose("")
	case c.Tapped("back"), c.Tapped("home"):
		return Back
	case c.Tapped("driver.unknown"):
		s.choose(unknownKey)
	case c.turned(&s.pager):
	default:
		for _, d := range c.Guide.Drivers {
			if c.Tapped("driver." + d.ID) {
				s.choose(d.ID)
			}
		}
	}
	return Stay
}

func (s *drivers) choose(id string) {
	s.chosen = id
	s.pager.Reset()
}

func (s *drivers) Draw(c *Context, f *ui.Frame) {
	switch d := driverOf(c.Guide, s.chosen); {
	case d != nil:
		s.drawDriver(c, f, d)
	case s.chosen != "":
		s.drawUnknown(c, f)
	default:
		s.drawList(c, f)
	}
}

func driverOf(g *guide.Guide, id string) *guide.Driver {
	for i := range g.Drivers {
		if g.Drivers[i].ID == id {
			return &g.Drivers[i]
		}
	}
	return nil
}

func (s *drivers) drawList(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("drivers.title"), Lead: c.T("drivers.lead"), Back: c.back(), Pager: &s.pager})
	s.drawPlugged(c, b)
	var cards []ui.Choice
	for _, d := range c.Guide.Drivers {
		cards = append(cards, ui.Choice{ID: "driver." + d.ID, Art: shapeArt(d.Shape), Title: c.In(d.Name), Subtitle: c.In(d.Look)})
	}
	cards = append(cards, ui.Choice{ID: "driver.unknown", Icon: ui.IconSearch, Title: c.T("drivers.unknown"), Subtitle: c.T("drivers.unknown-explain")})
	b.Choices(2, cards...)
}

// drawPlugged offers the drivers of the keys that are plugged in, by their USB
// numbers, before those that are told by their shape.
func (s *drivers) drawPlugged(c *Context, b *ui.Body) {
	var cards []ui.Choice
	for i := range s.watch.found {
		id := ""
		d := keyDriver(c, &s.watch.found[i])
		if d != nil {
			id = "driver." + d.ID
		}
		if d == nil || slices.ContainsFunc(cards, func(c ui.Choice) bool { return c.ID == id }) {
			continue
		}
		cards = append(cards, ui.Choice{ID: id, Art: shapeArt(d.Shape), Title: c.In(d.Name), Subtitle: c.T("drivers.plugged-explain"), Selected: true})
	}
	if len(cards) == 0 {
		return
	}
	b.Heading(c.T("drivers.plugged"))
	b.Choices(1, cards...)
	b.Heading(c.T("drivers.by-look"))
}

// shapeArt is the drawing of one of guide.Shapes.
func shapeArt(shape string) ui.Art {
	switch shape {
	case "cap":
		return ui.ArtKeyCap
	case "swivel":
		return ui.ArtKeySwivel
	case "slide":
		return ui.ArtKeySlide
	case "button":
		return ui.ArtKeyButton
	case "screen":
		return ui.ArtKeyScreen
	}
	return ui.ArtKey
}

// one is the page of a key, under its name.
func (s *drivers) one(c *Context, f *ui.Frame, title, lead string) *ui.Body {
	return c.page(f, ui.Page{Title: title, Lead: lead, Back: c.back(), Pager: &s.pager,
		Next: c.onceRead(&s.pager, "action.more", c.action("home", "errand.home", ui.IconHome))})
}

func (s *drivers) drawDriver(c *Context, f *ui.Frame, d *guide.Driver) {
	name := c.In(d.Name)
	b := s.one(c, f, name, c.In(d.Look))
	b.Picture(ui.Picture{Art: shapeArt(d.Shape), Label: name, NoCaption: true, Height: 240})
	page := ""
	if c.Platform.DriverPage != nil {
		page = c.Platform.DriverPage(d.ID)
	}
	if d.URL == "" {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("drivers.not-known"), Text: c.T("drivers.not-known-do", "name", name)})
	}
	switch {
	case page != "":
		b.QR(ui.QR{Data: page, Label: c.T("drivers.qr"), Caption: c.T("drivers.page-do"), Size: 320})
	case d.URL == "":
		s.centre(c, b)
	default:
		b.QR(ui.QR{Data: d.URL, Label: c.T("drivers.qr"), Caption: c.T("drivers.qr-do"), Size: 320})
	}
	if d.URL != "" {
		b.Facts("", driverFacts(c, d)...)
	} else if page != "" {
		b.Facts("", ui.Fact{Label: c.T("drivers.address"), Value: plainAddress(c.Guide.Install.Centre)})
	}
	install(c, b)
}

// drawUnknown is for who cannot tell: the centre's page, and whom to ask.
func (s *drivers) drawUnknown(c *Context, f *ui.Frame) {
	b := s.one(c, f, c.T("drivers.unknown"), c.T("drivers.unknown-lead"))
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("drivers.look"), Text: c.T("drivers.look-do", "windows", c.In(c.Guide.Place.Windows))})
	s.centre(c, b)
	install(c, b)
}

// centre is the code of the download centre, where every driver is.
func (s *drivers) centre(c *Context, b *ui.Body) {
	b.QR(ui.QR{Data: c.Guide.Install.Centre, Label: c.T("drivers.centre"), Caption: c.T("drivers.centre-do", "address", plainAddress(c.Guide.Install.Centre)), Size: 320})
}

// plainAddress is a web address as people type it.
func plainAddress(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	return strings.TrimSuffix(rest, "/")
}

// driverFacts tell how to make sure that the right file came, as far as is known.
func driverFacts(c *Context, d *guide.Driver) []ui.Fact {
	facts := []ui.Fact{{Label: c.T("drivers.address"), Value: plainAddress(d.URL)}}
	if d.Version != "" {
		facts = append(facts, ui.Fact{Label: c.T("drivers.version"), Value: d.Version})
	}
	if d.Size > 0 {
		facts = append(facts, ui.Fact{Label: c.T("drivers.size"), Value: fileSize(d.Size)})
	}
	if d.SHA256 != "" {
		facts = append(facts, ui.Fact{Label: c.T("drivers.sha256"), Value: grouped(d.SHA256, 8)})
	}
	return facts
}

// fileSize tells a size in bytes as people say it, by thousands: "12.3 MB".
func fileSize(n int64) string {
	units := []string{"B", "KB", "MB", "GB"}
	size, unit := float64(n), 0
	for size >= 999.95 && unit < len(units)-1 {
		size /= 1000
		unit++
	}
	if unit == 0 {
		return strconv.FormatInt(n, 10) + " B"
	}
	return strconv.FormatFloat(size, 'f', 1, 64) + " " + units[unit]
}

// grouped parts a long code into groups of n characters, to be compared by eye.
func grouped(code string, n int) string {
	var groups []string
	for len(code) > n {
		groups = append(groups, code[:n])
		code = code[n:]
	}
	return strings.Join(append(groups, code), " ")
}

// install is how a driver comes onto a computer, and who helps.
func install(c *Context, b *ui.Body) {
	g := c.Guide
	b.Heading(c.T("drivers.install"))
	var steps []ui.ArtStep
	for i, step := range g.Install.Steps {
		steps = append(steps, ui.ArtStep{Art: installArt(i, len(g.Install.Steps)), Text: c.In(step)})
	}
	if !g.Install.SignIn.Empty() {
		steps = append(steps, ui.ArtStep{Art: ui.ArtKey, Text: c.In(g.Install.SignIn)})
	}
	b.ArtSteps(steps...)
	if !g.Install.Antivirus.Empty() {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("drivers.antivirus"), Text: c.In(g.Install.Antivirus)})
	}
	b.Facts(c.T("drivers.help"), driverHelp(c)...)
}

// installArt is the drawing of a step: first the website, last the file that is
// run, between them the download.
func installArt(i, of int) ui.Art {
	switch {
	case i == of-1:
		return ui.ArtInstall
	case i == 0:
		return ui.ArtWebsite
	}
	return ui.ArtDownload
}

// driverHelp is whom to call about a driver.
func driverHelp(c *Context) []ui.Fact {
	s := c.Guide.Support
	return []ui.Fact{
		{Label: c.T("drivers.contact"), Value: joinPhone(s.Driver.Contact, s.Driver.Phone)},
		{Label: c.T("help.hotline"), Value: s.Hotline},
	}
}

// joinPhone is a name and a telephone number on one line.
func joinPhone(name, phone string) string { return strings.TrimSpace(name + "  " + phone) }
