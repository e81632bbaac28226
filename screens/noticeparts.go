package screens

import "hallkiosk/screens/ui"

// drawWay tells the whole errand, from paper to a key that works.
func drawWay(c *Context, b *ui.Body) {
	g := c.Guide
	values := []any{"windows", c.In(g.Place.Windows), "address", c.In(g.Place.Address)}
	b.Steps(c.T("way.bring", values...), c.T("way.here", values...), c.T("way.seal", values...), c.T("way.window", values...),
		c.T("way.approve", values...), c.T("way.take", values...), c.T("way.install", values...))
	b.Heading(c.T("way.binding"))
	b.Text(ui.StyleBody, c.In(g.Binding))
}

// drawPlace tells where to go and whom to ask there.
func drawPlace(c *Context, b *ui.Body) {
	p := c.Guide.Place
	b.Facts("",
		ui.Fact{Label: c.T("place.address"), Value: c.In(p.Address)},
		ui.Fact{Label: c.T("place.hall"), Value: c.In(p.Hall)},
		ui.Fact{Label: c.T("place.windows"), Value: c.In(p.Windows)},
		ui.Fact{Label: c.T("place.contact"), Value: p.Contact},
		ui.Fact{Label: c.T("place.phone"), Value: p.Phone},
	)
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("place.photo")})
}

// drawHelp shows the two doors of help: the certificate authority, and whoever
// knows the drivers.
func drawHelp(c *Context, b *ui.Body) {
	s := c.Guide.Support
	b.Facts(c.In(s.Company),
		ui.Fact{Label: c.T("help.hotline"), Value: s.Hotline},
		ui.Fact{Label: c.T("help.qq"), Value: s.QQ},
		ui.Fact{Label: c.T("help.website"), Value: plainAddress(s.Website)},
	)
	b.Facts(c.T("help.driver"),
		ui.Fact{Label: c.T("place.contact"), Value: s.Driver.Contact},
		ui.Fact{Label: c.T("place.phone"), Value: s.Driver.Phone},
	)
	b.QR(ui.QR{Data: s.Website, Label: c.T("help.website"), Caption: c.T("help.qr"), Size: 300})
}

// drawStatement shows the clauses of 附件2, to read.
func drawStatement(c *Context, b *ui.Body) {
	t := c.Guide.Statement
	b.Text(ui.StyleStrong, c.In(t.Title))
	b.Text(ui.StyleBody, c.In(t.Preface))
	for n := range t.Clauses {
		clause(c, b, n+1)
	}
	b.Text(ui.StyleStrong, c.In(t.Closing))
}
