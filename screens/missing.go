package screens

import (
	"context"
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/screens/ui"
)

// missing says plainly what the window would send the person home for, and lets
// them take the list along, come another day, or ask at the window.
type missing struct {
	print Job[struct{}]
	told  listState
	pager ui.Pager
}

// listState is how the printed list stands.
type listState int

const (
	listNone listState = iota
	listPrinting
	listOut
	listFailed
)

func (s *missing) Pager() *ui.Pager { return &s.pager }
func (s *missing) Busy() bool       { return s.told == listPrinting }

func (s *missing) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if _, ended, err := s.print.Poll(); ended {
		s.print.Reset()
		s.told = listOut
		if err != nil {
			s.told = listFailed
		}
	}
	switch {
	case c.Tapped("print") && s.printable(c):
		s.start(c)
	case c.Tapped("later") && s.told != listPrinting:
		return Restart
	case c.Tapped("back"):
		return Back
	case c.turned(&s.pager):
	case c.Tapped("next"):
		return Next
	}
	return Stay
}

// printable reports whether the list can be printed now.
func (s *missing) printable(c *Context) bool {
	return c.Platform.PrintList != nil && c.Platform.status(PartTicketPrinter).Usable() && s.told != listPrinting
}

func (s *missing) start(c *Context) {
	list, print := c.takeAlong(), c.Platform.PrintList
	s.told = listPrinting
	s.print.Start(c, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, print(context.WithoutCancel(ctx), list) // whole, also for who goes on meanwhile
	})
}

func (s *missing) Draw(c *Context, f *ui.Frame) {
	lack := c.Guide.Missing(c.Visit)
	later := c.action("later", "missing.later", ui.IconHome)
	later.Disabled = s.told == listPrinting
	p := ui.Page{
		Title: c.Count("missing.title", len(lack)), Lead: c.T("missing.lead"), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
		Back: c.action("back", "missing.back", ui.IconBack), Other: later,
		Next: c.onceRead(&s.pager, "action.more", c.next("missing.next")),
	}
	if c.Look.Text > 1 {
		p.Lead = "" // larger words need the room
	}
	b := c.page(f, p)
	for _, m := range lack {
		s.lacks(c, b, m)
	}
	s.takeAlong(c, b)
}

// lacks says in which form a paper is wanted, what happens without it, and where
// it is got. Larger words are no card, which would have to stand on one page.
func (s *missing) lacks(c *Context, b *ui.Body, m guide.Material) {
	var told []string
	if form := c.detail(m); form != "" {
		told = append(told, c.T("missing.form", "form", form))
	}
	told = append(told, c.In(m.Why), c.T("missing.where", "where", c.In(m.Where)))
	if c.Look.Text <= 1 {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.In(m.Title), Text: strings.Join(told, "\n")})
		return
	}
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.In(m.Title)})
	for _, text := range told {
		b.Text(ui.StyleBody, text)
	}
}

// takeAlong offers the list for a telephone and on paper.
func (s *missing) takeAlong(c *Context, b *ui.Body) {
	url := ""
	if c.Platform.List != nil {
		url = c.Platform.List(c.takeAlong())
	}
	if url != "" || c.Platform.PrintList != nil {
		b.Heading(c.T("missing.take"))
	}
	if url != "" {
		b.QR(ui.QR{Data: url, Label: c.T("missing.qr"), Caption: c.T("missing.qr-do"), Size: 300})
	}
	switch s.told {
	case listPrinting:
		b.Progress(ui.Progress{Label: c.T("missing.printing"), Done: -1, Turn: turn(c.Now)})
	case listOut:
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("missing.printed")})
	case listFailed:
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("missing.failed"), Text: c.T("missing.failed-do")})
	}
	if s.printable(c) && s.told != listOut {
		b.Button(*c.action("print", "missing.print", ui.IconPrinter))
	}
}
