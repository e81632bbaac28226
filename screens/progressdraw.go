package screens

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

func (s *progress) Draw(c *Context, f *ui.Frame) {
	switch s.mode {
	case progressWait:
		s.drawWait(c, f)
	case progressShown:
		s.drawShown(c, f)
	default:
		s.drawAsk(c, f)
	}
}

// drawAsk offers both ways, or the one that works.
func (s *progress) drawAsk(c *Context, f *ui.Frame) {
	card, code := !s.down(c, PartReader), !s.down(c, PartScanner)
	lead := map[[2]bool]string{{true, true}: "progress.lead", {true, false}: "progress.lead-card", {false, true}: "progress.lead-ticket",
		{false, false}: "progress.lead-none"}[[2]bool{card, code}]
	b := c.page(f, ui.Page{Title: c.T("progress.title"), Lead: c.T(lead), Back: c.back(), Tools: ui.Tools{Exit: s.laid}, Pager: &s.pager})
	s.drawTrouble(c, b, card, code)
	if card {
		b.Heading(c.T("progress.by-card"))
		b.Picture(ui.Picture{Art: ui.ArtCard, Label: c.T("person.picture"), Height: 300, NoCaption: true})
		b.Text(ui.StyleBody, c.T("progress.by-card-do"))
	}
	if code {
		b.Heading(c.T("progress.by-ticket"))
		b.Picture(ui.Picture{Art: ui.ArtTicketScan, Label: c.T("progress.picture"), Height: 300, NoCaption: true})
		b.Text(ui.StyleBody, c.T("progress.by-ticket-do"))
	}
	if card {
		b.Text(ui.StyleSmall, c.T("progress.privacy"))
	}
}

// down reports whether a part does not work, and not just for a blink.
func (s *progress) down(c *Context, part Part) bool {
	st := c.Platform.status(part)
	f := faultOf(part, st)
	return f != nil && c.Now.Sub(st.Since) >= f.after
}

// drawTrouble says what stands in the way, if anything does.
func (s *progress) drawTrouble(c *Context, b *ui.Body, card, code bool) {
	windows := c.In(c.Guide.Place.Windows)
	warn := func(key string) {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(key), Text: c.T(key+"-do", "windows", windows, "phone", c.Guide.Place.Phone)})
	}
	switch {
	case s.refusal != "":
		warn(progressWords(s.refusal))
	case s.lift.forgotten():
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("card.forgotten"), Text: c.T("card.forgotten-do")})
	case s.lift.waiting:
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("progress.lift")})
	case s.lift.lifted:
		b.Notice(ui.Notice{Kind: ui.Info, Text: c.T("card.next")})
	}
	switch {
	case !card && !code:
		warn("progress.none")
	case !card:
		warn("progress.no-reader")
	case !code:
		warn("progress.no-scanner")
	}
}

// progressWords are the words for a refusal: those of the card speak of typing,
// which is no way here.
func progressWords(refusal string) string {
	switch refusal {
	case "card.unreadable", "card.failed":
		return "progress." + refusal[len("card."):]
	}
	return refusal
}

func (s *progress) drawWait(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("progress.asking"), Lead: c.T("progress.asking-lead"), Back: c.back(), Tools: ui.Tools{Exit: s.laid}, Pager: &s.pager})
	art := ui.ArtTicketScan
	if s.byCard {
		art = ui.ArtCard
	}
	b.Picture(ui.Picture{Art: art, Label: c.T("progress.asking"), NoCaption: true})
	b.Progress(ui.Progress{Label: c.T("progress.asking-centre"), Done: -1, Turn: turn(c.Now)})
}

func (s *progress) drawShown(c *Context, f *ui.Frame) {
	title, lead := c.Count("progress.found", len(s.answer.Cases)), c.T("progress.found-lead")
	switch {
	case len(s.answer.Cases) == 0:
		title, lead = c.T("progress.nothing"), c.T("progress.nothing-lead")
	case !s.byCard:
		title, lead = c.T("progress.found-ticket"), c.T("progress.found-ticket-lead")
	}
	b := c.page(f, ui.Page{Title: title, Lead: lead, Tools: ui.Tools{Exit: s.laid}, Pager: &s.pager,
		Back: c.action("back", "progress.again", ui.IconRefresh),
		Next: c.onceRead(&s.pager, "action.more", c.action("next", "progress.finish", ui.IconCheck))})
	if s.answer.Alone {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("progress.alone"), Text: c.T("progress.alone-do")})
	}
	if s.byCard {
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("person.lift"), Text: c.T("progress.lift-do")})
	}
	draw := drawCase
	if len(s.answer.Cases) == 1 {
		draw = drawOnly
	}
	for _, one := range s.answer.Cases {
		draw(c, b, one)
	}
	if len(s.answer.Cases) == 0 {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("progress.nothing-why"), Text: c.T("progress.nothing-do", "windows", c.In(c.Guide.Place.Windows))})
	}
}

// stateKind is the tone of a state: what a person must act on stands out.
func stateKind(s CaseState) ui.Kind {
	switch s {
	case CaseApproved, CaseReady:
		return ui.Success
	case CaseSentBack, CaseNotArrived:
		return ui.Warning
	}
	return ui.Info
}

// drawCase tells of one application among several: which it is, where it stands, what to do.
func drawCase(c *Context, b *ui.Body, p CaseProgress) {
	b.Heading(joinedBy("  ", p.Number, caseTitle(c, p)))
	drawState(c, b, p)
	b.Text(ui.StyleSmall, caseLine(c, p))
}

// drawOnly tells of the only application: its number large.
func drawOnly(c *Context, b *ui.Body, p CaseProgress) {
	b.Number(ui.Number{Label: caseTitle(c, p), Number: p.Number, Caption: p.Organisation})
	drawState(c, b, p)
	p.Organisation = ""
	b.Text(ui.StyleSmall, caseLine(c, p))
}

// drawState tells where an application stands and what to do.
func drawState(c *Context, b *ui.Body, p CaseProgress) {
	key := "state." + string(p.State)
	values := []any{"windows", c.In(c.Guide.Place.Windows), "phone", c.Guide.Place.Phone, "ahead", p.Ahead}
	switch {
	case p.State == CaseWaiting && p.Ahead == 0:
		key += "-first"
	case p.State == CaseWaiting && p.Ahead > 0:
		key += "-ahead"
	}
	do := c.T(key+"-do", values...)
	if p.State == CaseSentBack {
		do = lines(c.T("state.why", "why", reasonWords(c, p.Reason)), noteWords(c, p.Note), do)
	}
	b.Notice(ui.Notice{Kind: stateKind(p.State), Title: c.T(key, values...), Text: do})
}

// caseLine is what else is known: whose it is, of which day, how fresh the news is.
func caseLine(c *Context, p CaseProgress) string {
	updated := ""
	if !p.Updated.IsZero() {
		updated = c.T("progress.updated", "time", p.Updated.In(visit.Changde).Format("2006-01-02 15:04"))
	}
	return joinedBy(" · ", p.Organisation, c.T("progress.day", "day", p.Day), updated)
}

// caseTitle is the service's title; "" where nobody knows the service.
func caseTitle(c *Context, p CaseProgress) string {
	if s, ok := c.Guide.Service(p.Service); ok {
		return c.In(s.Title)
	}
	return ""
}

// reasonWords are the words for why something was sent back; a code of a newer
// centre, which this kiosk does not know, is another reason.
func reasonWords(c *Context, code string) string {
	if key := "reason." + code; code != "" && c.words.Has(key) {
		return c.T(key)
	}
	return c.T("reason.other")
}

func noteWords(c *Context, note string) string {
	if note == "" {
		return ""
	}
	return c.T("state.note", "note", note)
}
