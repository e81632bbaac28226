package centre

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
)

// driverPage leads a telephone's owner to the driver of their U-KEY, which goes
// onto a computer: by copying its address, or by mail to themselves.
type driverPage struct {
	page
	Unknown bool          // there is no driver of that ID
	Driver  *guide.Driver // nil where Unknown
	Name    string
	Look    string
	Address string       // of the driver, or of the download centre
	Mail    template.URL // opens the phone's own mail program
	Checks  []keyed      // how to tell that the right file came
	Sum     []string     // the SHA-256, in groups to be compared by eye
	Install guide.Install
	Support guide.Support
	Others  []choice
	Other   string // the same page in the other language
}

// keyed is a value under its name.
type keyed struct{ Label, Value string }

// driver shows the page of one driver. It is everybody's, as the list to take
// along is: no sign-in, no cookie, nothing personal.
func (c *Centre) driver(w http.ResponseWriter, v *visitor) error {
	g, id := c.guide(), v.PathValue("id")
	if l := v.URL.Query().Get("l"); l == "zh" || l == "en" {
		v.language = l
	}
	p := driverPage{page: c.page(&visitor{Request: v.Request, language: v.language}, "centre.driver.title"), Install: g.Install, Support: g.Support}
	p.Public = true
	for i := range g.Drivers {
		if d := &g.Drivers[i]; d.ID == id {
			p.Driver = d
		} else {
			p.Others = append(p.Others, choice{Title: d.Name.In(v.language), Value: driverAddress(d.ID, v.language)})
		}
	}
	p.Other = driverAddress("", map[string]string{"zh": "en", "en": "zh"}[v.language])
	p.Address = g.Install.Centre
	status := http.StatusOK
	if p.Driver == nil {
		p.Unknown, status = true, http.StatusNotFound
		p.Name = p.T("driver.title")
	} else {
		p.Other = driverAddress(p.Driver.ID, map[string]string{"zh": "en", "en": "zh"}[v.language])
		p.fill()
	}
	p.Mail = p.mail()
	return c.render(w, status, "driver", p)
}

// driverAddress is the page's address at this host.
func driverAddress(id, language string) string {
	return checklist.DriverPath + url.PathEscape(cmp.Or(id, "-")) + "?l=" + language
}

func (p *driverPage) fill() {
	d := p.Driver
	p.Name, p.Look = d.Name.In(p.Language), d.Look.In(p.Language)
	if d.URL == "" {
		return
	}
	p.Address = d.URL
	if d.Version != "" {
		p.Checks = append(p.Checks, keyed{p.T("driver.version"), d.Version})
	}
	if d.Size > 0 {
		p.Checks = append(p.Checks, keyed{p.T("driver.size"), fmt.Sprintf("%.1f MB", float64(d.Size)/1e6)})
	}
	for rest := d.SHA256; rest != ""; rest = rest[min(8, len(rest)):] {
		p.Sum = append(p.Sum, rest[:min(8, len(rest))])
	}
}

// mail is a letter to oneself (RFC 6068): who gets it is for the phone to ask.
func (p *driverPage) mail() template.URL {
	var checks strings.Builder
	for _, k := range append(p.Checks, keyed{p.T("driver.sha256"), strings.Join(p.Sum, "")}) {
		if k.Value != "" {
			checks.WriteString(p.T("driver.mail-check", "label", k.Label, "value", k.Value))
		}
	}
	body := p.T("driver.mail-body", "name", p.Name, "address", p.Address, "checks", checks.String(), "hotline", p.Support.Hotline)
	escape := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
	return template.URL("mailto:?subject=" + escape(p.T("driver.mail-subject", "name", p.Name)) +
		"&body=" + escape(strings.ReplaceAll(body, "\n", "\r\n")))
}
