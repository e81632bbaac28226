package screens

import (
	"context"
	"image"
	"log/slog"
	"sync"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// Config is what an App is made of. All but Wake and Log must be set.
type Config struct {
	// Guides returns the guide to go by. A new one takes effect at home; a visit
	// keeps the one with which it began.
	Guides   func() *guide.Guide
	Words    *i18n.Words
	Fonts    *ui.Fonts
	Platform Platform
	Timing   Timing
	// NewID makes a visit's ID, a UUID of version 7.
	NewID func() string
	// Wake, where set, is called by any goroutine when a job has ended, so that
	// an event-driven window ticks.
	Wake func()
	Log  *slog.Logger
}

// TouchKind says what a finger did.
type TouchKind uint8

// The kinds of touches.
const (
	Press TouchKind = iota
	Move
	Release
)

// Touch is one thing that a finger did, at a pixel of the panel.
type Touch struct {
	Kind TouchKind
	At   image.Point
}

// Events is what happened since the last tick.
type Events struct {
	Now     time.Time
	Size    image.Point // of the panel in pixels
	Touches []Touch     // in their order
	Text    string      // from a keyboard of keys
	Erase   bool        // that keyboard's backspace
}

// App is the loop: it owns the visit, the screen and the time. It belongs to
// one goroutine.
type App struct {
	cfg     Config
	ctx     context.Context
	cancel  context.CancelFunc
	session *session
	pointer ui.Pointer
	echo    echo
	shown   *ui.Frame
	size    image.Point
	drawn   time.Time     // when the screen was last drawn
	drawnOf Screen        // and which screen it was
	ended   chan struct{} // some job has ended
	jobs    sync.WaitGroup
	boot    Job[[]visit.Unsettled]
	// cardLeft: a card of somebody who has gone may still lie on the reader.
	cardLeft bool
	keys     keyPort
}

// NewApp makes the loop; nothing is started before the first Tick. Jobs end
// with ctx, or with Close.
func NewApp(ctx context.Context, cfg Config) *App {
	a := &App{cfg: cfg, ended: make(chan struct{}, 1)}
	a.ctx, a.cancel = context.WithCancel(ctx)
	return a
}

// closing is how long Close waits for jobs that were cancelled. A device that
// does not let go must not keep the kiosk from ending.
const closing = 10 * time.Second

// Close cancels every job, drops the visit, and waits until the jobs have ended,
// since some still write down what they did. It reports whether all have.
func (a *App) Close() bool {
	a.cancel()
	if a.session != nil {
		a.session.drop()
	}
	a.session = nil
	a.shown = nil
	ended := make(chan struct{})
	go func() {
		a.jobs.Wait()
		close(ended)
	}()
	late := time.NewTimer(closing)
	defer late.Stop()
	select {
	case <-ended:
		return true
	case <-late.C:
		return false
	}
}

// Tick takes in what happened and returns what the screen shows now, and
// whether that differs from the last Tick's answer.
func (a *App) Tick(e Events) (frame *ui.Frame, changed bool) {
	before := a.shown
	ended := signalled(a.ended)
	news := ended || len(e.Touches) > 0 || e.Text != "" || e.Erase
	if e.Size != a.size {
		a.size, news = e.Size, true
	}
	if a.session == nil {
		a.begin(e.Now, ui.Look{Language: i18n.Languages()[0], Text: 1})
		news = true
	}
	news = a.takeGuide() || news
	if a.shown == nil {
		a.draw(e.Now)
	}
	news = a.mindKeys(e.Now) || news
	a.session.notice(e.Now, e.Text != "" || e.Erase)
	for _, t := range e.Touches {
		a.touch(e.Now, t)
	}
	a.step(e.Now, Input{Text: e.Text, Erase: e.Erase})
	a.mindIdle(e.Now)
	// Four times a second something may move by itself: a clock, a countdown.
	news = news || a.drawnOf != a.session.top()
	if news || a.drawn.Truncate(time.Second/4) != e.Now.Truncate(time.Second/4) {
		a.draw(e.Now)
	}
	return a.shown, !a.shown.Equal(before)
}

// touch follows one finger; a tap is acted on and drawn before the next touch.
func (a *App) touch(now time.Time, t Touch) {
	if a.session.notice(now, true) {
		a.pointer.Cancel() // the touch which ends the warning does nothing else
		a.draw(now)
		return
	}
	switch t.Kind {
	case Press:
		if !a.echo.of(now, t.At) {
			a.pointer.Press(a.shown, t.At)
		}
	case Move:
		a.pointer.Move(a.shown, t.At)
	case Release:
		if id := a.pointer.Release(a.shown, t.At); id != "" {
			top := a.session.top()
			a.step(now, Input{Tap: id})
			if a.session.top() != top {
				a.echo = echo{t.At, now}
			}
			a.draw(now)
		}
	}
}

// signalled reports whether a channel held a signal, and takes it.
func signalled(ch chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

// wake is called by jobs as they end.
func (a *App) wake() {
	select {
	case a.ended <- struct{}{}:
	default:
	}
	if a.cfg.Wake != nil {
		a.cfg.Wake()
	}
}

// context is what the screen may know in this tick.
func (a *App) context(now time.Time, in Input) *Context {
	s := a.session
	c := &Context{
		Now: now, Visit: s.visit, Outcome: s.outcome, Guide: s.guide, Platform: &a.cfg.Platform,
		Input: in, Look: s.look, Log: a.cfg.Log, words: a.cfg.Words, scope: s.scope, jobs: &a.jobs, wake: a.wake,
		here: func() { s.notice(now, true) }, left: &a.cardLeft, keys: &a.keys, again: s.flow.again,
	}
	c.step, c.steps = s.flow.progress(c)
	return c
}

// draw makes the frame. Where a screen's words depend on how many pages it has,
// it is drawn again once that is known.
func (a *App) draw(now time.Time) {
	a.drawn, a.drawnOf = now, a.session.top()
	a.shown = render(a.session.top(), a.context(now, Input{}), a.size, a.cfg.Fonts, a.pointer.Pressed())
}

// render draws one screen.
func render(s Screen, c *Context, size image.Point, fonts *ui.Fonts, pressed string) *ui.Frame {
	one := func() *ui.Frame {
		f := ui.New(size.X, size.Y, c.Look, controlWords(c), fonts)
		f.Mark(pressed, "")
		s.Draw(c, f)
		f.Ops() // lays the body out and counts its pages
		return f
	}
	p, ok := s.(interface{ Pager() *ui.Pager })
	if !ok {
		return one()
	}
	last := p.Pager().Last()
	f := one()
	if p.Pager().Last() != last {
		f = one()
	}
	return f
}

// controlWords are the words of the frame's own controls.
func controlWords(c *Context) ui.Words {
	return ui.Words{
		Language: c.T("ui.language"), Text: c.T("ui.text"), Contrast: c.T("ui.contrast"), Reach: c.T("ui.reach"), Exit: c.T("ui.exit"),
		Step: c.T("ui.step"), PageNext: c.T("ui.page-next"), PagePrev: c.T("ui.page-prev"),
		Done: c.T("ui.done"), Clear: c.T("ui.clear"), Space: c.T("ui.space"), Backspace: c.T("ui.backspace"),
		Shift: c.T("ui.shift"), Symbols: c.T("ui.symbols"), Letters: c.T("ui.letters"), Pinyin: c.T("ui.pinyin"), Latin: c.T("ui.latin"),
		Digits: c.T("ui.digits"),
	}
}
