package guide

import (
	"fmt"
	"net/url"
	"regexp"

	"hallkiosk/kiosk/visit"
)

var (
	versionPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$`)
	qqPattern      = regexp.MustCompile(`^[1-9][0-9]{4,11}$`)
)

// facts checks what the notice says of the bureau, the place and whom to ask.
func (c *checker) facts() {
	c.version("version", c.Version)
	c.line("project", c.Project, 50)
	for _, t := range []struct {
		path string
		text Text
		room room
	}{
		{"title", c.Title, room{30, 90}},
		{"bureau", c.Bureau, room{40, 120}},
		{"platform", c.Platform, room{40, 120}},
		{"binding", c.Binding, room{120, 360}},
		{"place.hall", c.Place.Hall, room{40, 120}},
		{"place.address", c.Place.Address, room{80, 240}},
		{"place.windows", c.Place.Windows, room{20, 60}},
		{"support.company", c.Support.Company, room{28, 90}},
	} {
		c.text(t.path, t.text, t.room)
	}
	c.line("place.contact", c.Place.Contact, visit.MaxName)
	c.line("support.driver.contact", c.Support.Driver.Contact, visit.MaxName)
	c.phone("place.phone", c.Place.Phone)
	c.phone("support.hotline", c.Support.Hotline)
	c.phone("support.driver.phone", c.Support.Driver.Phone)
	if !qqPattern.MatchString(c.Support.QQ) {
		c.bad("support.qq", "qq")
	}
	c.url("support.website", c.Support.Website, 36) // one line at the foot of every form
	for i, s := range c.SealTypes {
		path := fmt.Sprintf("seal_types[%d]", i)
		c.line(path+".value", s.Value, visit.MaxOther)
		c.text(path+".title", s.Title, room{40, 120})
	}
}

// version checks a version; it becomes the name of a folder.
func (c *checker) version(path, version string) {
	if !versionPattern.MatchString(version) {
		c.bad(path, "version")
	}
}

func (c *checker) phone(path, number string) {
	if visit.CheckMobile(number) != nil && visit.CheckLandline(number) != nil {
		c.bad(path, "phone")
	}
}

// maxURL is how long an address may be that stands in a QR code.
const maxURL = 200

// url checks an address that a phone's browser opens.
func (c *checker) url(path, address string, most int) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		c.bad(path, "url")
		return
	}
	c.line(path, address, most)
}
