package screens

import (
	"slices"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// key asks how the U-KEY is, with the answers that the service can do with.
type key struct {
	watch keyWatch
	pager ui.Pager
}

func (s *key) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	s.watch.look(c, c.Visit.Organisation)
	for _, k := range s.answers(c) {
		if c.Tapped("key." + string(k)) {
			c.Visit.Key = k
			return Next
		}
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next") && s.answered(c):
		return Next
	}
	return Stay
}

// answers are those that the service offers.
func (s *key) answers(c *Context) []visit.KeyState {
	if service := c.service(); service != nil {
		return service.Keys
	}
	return nil
}

func (s *key) answered(c *Context) bool { return slices.Contains(s.answers(c), c.Visit.Key) }

func (s *key) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{Title: c.T("key.title"), Lead: c.T("key.lead"), Back: c.back(), Tools: ui.Tools{Exit: true}, Pager: &s.pager}
	if s.answered(c) {
		p.Next = c.next("action.next")
	}
	b := c.page(f, p)
	s.watch.notice(c, b)
	if s.watch.other() == nil && len(s.watch.found) == 1 {
		k := &s.watch.found[0]
		b.Notice(ui.Notice{Kind: toldFirst(k).kind, Title: c.T("keyother.same", "holder", holder(c, k)),
			Text: c.T("keyother.same-do", "condition", c.T(toldFirst(k).key+".title"))})
	}
	icons := map[visit.KeyState]ui.Icon{visit.KeyPresent: ui.IconKey, visit.KeyLost: ui.IconWarning, visit.KeyBroken: ui.IconError}
	var cards []ui.Choice
	for _, k := range s.answers(c) {
		cards = append(cards, ui.Choice{ID: "key." + string(k), Icon: icons[k], Title: c.T("key." + string(k)),
			Subtitle: c.T("key." + string(k) + "-explain"), Selected: c.Visit.Key == k})
	}
	b.Choices(1, cards...)
}
