package guide

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	usbPattern = regexp.MustCompile(`^[0-9A-F]{4}:[0-9A-F]{4}$`)
	sumPattern = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)
)

const (
	maxDriver = 2 << 30 // bytes of a driver's file
	maxUSB    = 20      // IDs of one model
)

func (c *checker) install() {
	for i, s := range c.Install.Steps {
		c.text(fmt.Sprintf("install.steps[%d]", i), s, room{60, 180})
	}
	c.text("install.antivirus", c.Install.Antivirus, room{60, 180})
	c.text("install.sign_in", c.Install.SignIn, room{60, 180})
	c.url("install.centre", c.Install.Centre, maxURL)
}

func (c *checker) drivers() {
	c.ids("drivers", len(c.Drivers), func(i int) string { return c.Drivers[i].ID })
	models := map[string]string{} // USB ID → the driver it is of
	for i := range c.Drivers {
		d, path := &c.Drivers[i], fmt.Sprintf("drivers[%d]", i)
		c.text(path+".name", d.Name, room{30, 60})
		c.text(path+".look", d.Look, room{60, 180})
		c.because(path, d.Assumed, d.Because, Text{})
		oneOf(c, path+".shape", "unknown-shape", d.Shape, Shapes())
		c.usb(path+".usb", d, models)
		if d.URL != "" {
			c.url(path+".url", d.URL, maxURL)
		}
		if d.Version != "" {
			c.line(path+".version", d.Version, 30)
		}
		if d.Size < 0 || d.Size > maxDriver {
			c.bad(path+".size", "driver-size", "most", maxDriver>>30)
		}
		if d.SHA256 != "" && !sumPattern.MatchString(d.SHA256) {
			c.bad(path+".sha256", "driver-checksum")
		}
	}
}

// usb checks the USB IDs of a driver: a U-KEY in the port must lead to one driver.
func (c *checker) usb(path string, d *Driver, models map[string]string) {
	if len(d.USB) > maxUSB {
		c.crowded(path, len(d.USB), maxUSB)
		return
	}
	for j, id := range d.USB {
		at := fmt.Sprintf("%s[%d]", path, j)
		if !usbPattern.MatchString(strings.ToUpper(id)) {
			c.bad(at, "usb")
			continue
		}
		if !usbPattern.MatchString(id) {
			c.bad(at, "usb-capitals", "right", strings.ToUpper(id))
			continue
		}
		if other, ok := models[id]; ok {
			c.bad(at, "usb-twice", "name", id, "other", other)
		}
		models[id] = d.ID
	}
}
