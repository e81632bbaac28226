package screens

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// Context is what a screen may know and use during one tick.
type Context struct {
	// Now is the time; screens ask no clock.
	Now time.Time
	// Visit is the only home of what the person said and chose.
	Visit *visit.Visit
	// Outcome is what became of the visit once it was submitted.
	Outcome *Outcome
	Guide   *guide.Guide
	// Platform reaches the devices and the desk.
	Platform *Platform
	// Input is what the person did since the last tick.
	Input Input
	// Look is how this person wants the screen.
	Look ui.Look
	Log  *slog.Logger

	words *i18n.Words
	// scope ends when the screen is left: jobs are bound to it.
	scope context.Context
	// jobs counts the jobs under way.
	jobs *sync.WaitGroup
	// wake tells the loop that a job has ended.
	wake func()
	// here tells the loop that somebody did something which is no touch: laid a
	// card that was taken, showed a code that was understood.
	here func()
	// left says that a card of somebody who has gone may still lie on the reader.
	left *bool
	// keys is what the loop knows of the port for U-KEYs.
	keys *keyPort
	// step of steps the screen is; 0 where it is none.
	step, steps int
	// correct is the field that the review sends the person back to.
	correct visit.Field
	// errand is what home was asked for.
	errand errand
	// again: a service is done, and another is to be done with the same data.
	again bool
}

// Input is what a person did, as a screen sees it.
type Input struct {
	// Tap is the ID of the element that was touched, or "".
	Tap string
	// Text was typed on a keyboard of keys, or pasted.
	Text string
	// Erase says that such a keyboard's backspace was pressed.
	Erase bool
}

// Outcome is what the desk answered to a submitted visit.
type Outcome struct {
	// Ticket is the number given; Number is "" before.
	Ticket visit.Ticket
	// Waiting is the number that the person has already, or nil.
	Waiting *visit.Ticket
	// Without are the parts that the person chose to do without.
	Without map[Part]bool
	// slip and forms are how the papers stood when the ticket page last looked.
	slip, forms paperState
}

// T is the word for a key in the person's language.
func (c *Context) T(key string, values ...any) string {
	return c.words.Text(c.Look.Language, key, values...)
}

// Count is the word for a key that says {count}; for one, the key may have "-one" beside it.
func (c *Context) Count(key string, n int, values ...any) string {
	if one := key + "-one"; n == 1 && c.words.Has(one) {
		key = one
	}
	return c.T(key, append(values, "count", n)...)
}

// In is a text of the guide in the person's language.
func (c *Context) In(t guide.Text) string { return t.In(c.Look.Language) }

// detail says in which form a material is wanted.
func (c *Context) detail(m guide.Material) string {
	return checklist.Detail(c.words, c.Look.Language, m)
}

// Tapped reports whether the element was touched.
func (c *Context) Tapped(id string) bool { return c.Input.Tap == id }

// Correct sends the person to the screen which asks for a field; its Next leads
// back to the review. The caller answers Back.
func (c *Context) Correct(f visit.Field) { c.correct = f }

// Errand tells what the person came for; the caller answers Next.
func (c *Context) Errand(e errand) { c.errand = e }

// service is the visit's service in the guide; nil before one is chosen.
func (c *Context) service() *guide.Service {
	s, ok := c.Guide.Service(c.Visit.Service)
	if !ok {
		return nil
	}
	return s
}

// urgent reports whether the visit's service is one that nobody is held up with.
func (c *Context) urgent() bool {
	s := c.service()
	return s != nil && s.Urgent
}

// page lays out the fixed parts of a screen and fills in what is the same on all.
func (c *Context) page(f *ui.Frame, p ui.Page) *ui.Body {
	if c.steps > 1 { // what is one page has no steps
		p.Step, p.Steps = c.step, c.steps
	}
	p.Tools.Place = c.In(c.Guide.Place.Hall)
	p.Tools.Clock = c.Now.In(visit.Changde).Format("15:04")
	return f.Page(p)
}

// action is a button whose words stand under a key.
func (c *Context) action(id, key string, icon ui.Icon) *ui.Action {
	return &ui.Action{ID: id, Label: c.T(key), Icon: icon}
}

// next, back and their IDs stand in the same place on every screen.
func (c *Context) next(key string) *ui.Action { return c.action("next", key, ui.IconNext) }
func (c *Context) back() *ui.Action           { return c.action("back", "action.back", ui.IconBack) }
