package screens

import (
	"errors"
	"slices"
	"strings"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// word is a key of the words of binding, or of trying to sign in.
func (s *keyProof) word(key string) string {
	if s.purpose == PurposeBind {
		return "bind." + key
	}
	return "sign-in." + key
}

func (s *keyProof) page(c *Context, title, lead string) ui.Page {
	return ui.Page{Title: c.T(s.word(title)), Lead: lead, Back: c.back(), Pager: &s.pager}
}

func (s *keyProof) Draw(c *Context, f *ui.Frame) {
	switch s.mode {
	case proofAccount:
		s.drawAccount(c, f)
	case proofAsking:
		b := c.page(f, s.page(c, "title", c.T("keyproof.wait")))
		b.Progress(ui.Progress{Label: c.T("keyproof.asking"), Done: -1, Turn: turn(c.Now)})
	case proofText:
		s.drawText(c, f)
	case proofWarn:
		drawLastTry(c, f, &s.pager, s.pad.error, s.tries)
	case proofPIN:
		s.pad.page(c, f, ui.Page{Title: c.T("pin.title"), Lead: c.T("pin.lead"), Back: c.back(), Pager: &s.pager},
			c.T("pin.label", "tries", s.tries.words(c)))
	case proofSigning:
		s.drawSigning(c, f)
	case proofRefused:
		s.drawRefused(c, f)
	case proofDone:
		s.drawDone(c, f)
	}
}

func (s *keyProof) drawAccount(c *Context, f *ui.Frame) {
	lead := "account-lead-type"
	if c.Platform.status(PartScanner).Usable() {
		lead = "account-lead"
	}
	s.account.Label, s.account.Hint, s.account.DoneLabel = c.T("bind.account"), c.T("bind.account-hint"), c.T("action.next")
	s.account.Error = ""
	if s.doubt != "" {
		s.account.Error = c.T(s.doubt)
	}
	p := s.page(c, "title", c.T(s.word(lead)))
	p.Keyboard = s.account
	c.page(f, p)
}

// paragraphs are the lines of a text.
func paragraphs(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
}

// drawText shows what the key is going to sign, to the letter.
func (s *keyProof) drawText(c *Context, f *ui.Frame) {
	p := s.page(c, "text-title", c.T("keyproof.text-lead"))
	p.Next = c.onceRead(&s.pager, "action.more", c.next("keyproof.agree"))
	b := c.page(f, p)
	for _, line := range paragraphs(s.challenge.Text) {
		b.Text(ui.StyleStrong, line)
	}
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.T(s.word("means")), Text: c.T(s.word("means-do"))})
}

// drawLastTry asks before a try that may lock the key.
func drawLastTry(c *Context, f *ui.Frame, pager *ui.Pager, wrong string, tries keyTries) {
	try := c.action("next", "pin.last-try", ui.IconNext)
	try.Danger = true
	b := c.page(f, ui.Page{Title: c.T("pin.last"), Lead: wrong, Back: c.action("back", "pin.last-leave", ui.IconBack), Next: try, Pager: pager})
	text := c.T("pin.last-do", "windows", c.In(c.Guide.Place.Windows))
	if tries.unsure {
		text = lines(c.T("pin.unsure"), text)
	}
	b.Notice(ui.Notice{Kind: ui.Error, Title: c.T("pin.last-what"), Text: text})
}

func (s *keyProof) drawSigning(c *Context, f *ui.Frame) {
	p := s.page(c, "title", c.T("keyproof.wait"))
	p.Back = nil
	b := c.page(f, p)
	b.Picture(ui.Picture{Art: keyArt(c, &s.of), Label: c.T("keyproof.signing"), NoCaption: true})
	b.Progress(ui.Progress{Label: c.T("keyproof.signing"), Done: -1, Turn: turn(c.Now)})
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("keyproof.button"), Text: c.T("keyproof.button-do")})
}

func (s *keyProof) drawRefused(c *Context, f *ui.Frame) {
	p := s.page(c, "refused", "")
	p.Back, p.Next = refusalActions(c, s.refusal.step)
	b := c.page(f, p)
	drawKeyRefusal(c, b, s.refusal)
	if s.refusal.step == stepPIN {
		b.Text(ui.StyleBody, s.tries.words(c))
	}
}

// refusalActions are the buttons below a refusal. Where nothing can be done about
// it, the way back is the one large button.
func refusalActions(c *Context, step keyStep) (back, next *ui.Action) {
	if next = stepAction(c, step); next == nil {
		return nil, c.action("back", "keyproof.leave", ui.IconBack)
	}
	return c.action("back", "keyproof.leave", ui.IconBack), next
}

// stepAction is the button for what can be done about a refusal; nil where nothing can.
func stepAction(c *Context, step keyStep) *ui.Action {
	switch step {
	case stepAsk, stepDeliver:
		return c.action("next", "action.again", ui.IconRefresh)
	case stepAccount:
		return c.next("keyproof.other-account")
	case stepPIN:
		return c.next("keyproof.again-pin")
	}
	return nil
}

func drawKeyRefusal(c *Context, b *ui.Body, r keyRefusal) {
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(r.words), Text: c.T(r.words+"-do", "windows", c.In(c.Guide.Place.Windows),
		"phone", c.Guide.Place.Phone, "hotline", c.Guide.Support.Hotline)})
}

func (s *keyProof) drawDone(c *Context, f *ui.Frame) {
	r := s.receipt
	title := "done"
	if r.Already {
		title = "already"
	}
	p := s.page(c, title, c.T(s.word("done-lead")))
	if !s.slip.Running() {
		p.Back = c.action("back", "keyproof.leave", ui.IconBack)
		p.Next = c.action("next", "keycheck.finish", ui.IconCheck)
	} else {
		p.Back = nil
	}
	b := c.page(f, p)
	b.Notice(ui.Notice{Kind: ui.Success, Title: c.T(s.word("good")), Text: c.T(s.word("good-do"))})
	fact := func(key, value string) ui.Fact { return ui.Fact{Label: c.T(key), Value: value} }
	b.Facts(c.T("keyproof.receipt"), known(
		fact("keyproof.number", r.Number),
		fact("bind.account", r.Account),
		fact("field.organisation", r.Organisation),
		fact("keycheck.serial", grouped(r.Serial, 4)),
		fact("keyproof.time", r.At.In(visit.Changde).Format("2006-01-02 15:04:05")),
	)...)
	s.drawSlip(c, b)
}

// drawSlip says how the receipt's paper stands.
func (s *keyProof) drawSlip(c *Context, b *ui.Body) {
	_, ended, err := s.slip.Poll()
	again := c.action("print", "keyproof.print", ui.IconPrinter)
	var doubt *NotPrintedError
	switch {
	case s.slip.Running():
		b.Progress(ui.Progress{Label: c.T("keyproof.printing"), Done: -1, Turn: turn(c.Now)})
	case !ended:
		b.Button(*again)
	case err == nil:
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("keyproof.printed")})
	case errors.As(err, &doubt) && doubt.InDoubt:
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("keyproof.print-doubt"), Text: c.T("keyproof.print-doubt-do"), Action: again})
	default:
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("keyproof.print-failed"), Text: c.T("keyproof.print-failed-do"), Action: again})
	}
}

// keyRefusalWords are the keys of all words that something with a key may be
// refused with.
func keyRefusalWords() []string {
	all := []string{"keyrefused.locked", "keyrefused.must-change", "keyrefused.unset", "keyrefused.failed",
		"keyrefused.away-signed", "keyrefused.busy-signed"}
	for _, r := range keyRefusals() {
		if !slices.Contains(all, r.words) {
			all = append(all, r.words)
		}
	}
	return all
}
