package screens

import "time"

const (
	keyBlink  = time.Second      // a port empty for less may only have blinked
	chimeEach = 20 * time.Second // between two calls for somebody's key
)

// keyPort is what the loop knows of the port for U-KEYs, whoever stands there.
type keyPort struct {
	plugged bool      // a key is there
	empty   time.Time // since when it no longer seems to be; zero: it does
	fresh   bool      // nobody was shown yet that it is there
	left    bool      // it belongs to somebody who has gone
	told    bool      // staff know that it was left
	chimed  time.Time
}

// mindKeys looks at the port and reports whether that changed anything. A key
// plugged in while nobody uses the kiosk is looked over at once.
func (a *App) mindKeys(now time.Time) bool {
	keys := a.cfg.Platform.Keys
	if keys == nil {
		return false
	}
	if keys.Empty() {
		return a.mindPulled(now)
	}
	a.keys.empty = time.Time{}
	came := !a.keys.plugged
	if came {
		a.keys.plugged, a.keys.fresh = true, true
		a.session.notice(now, true)
	}
	s := a.session
	if !a.keys.fresh || a.keys.left || !s.nobodys() || s.special != nil {
		return came
	}
	a.keys.fresh = false
	a.depart(now, errandKey)
	s.flow.next(a.context(now, Input{}))
	a.enter()
	return true
}

// mindPulled forgets a key that was pulled out.
func (a *App) mindPulled(now time.Time) bool {
	p := &a.keys
	if !p.plugged {
		return false
	}
	if p.empty.IsZero() || now.Before(p.empty) {
		p.empty = now
	}
	if now.Sub(p.empty) < keyBlink {
		return false
	}
	if p.told {
		a.cfg.Platform.Keys.LeftBehind(false)
	}
	*p = keyPort{}
	return true
}

// remind calls back whoever left a key, or tells staff where that was in vain.
func (p *keyPort) remind(c *Context, late bool) {
	switch {
	case p.told:
	case late:
		p.told = true
		c.Platform.Keys.LeftBehind(true)
	case c.Now.Sub(p.chimed).Abs() >= chimeEach:
		p.chimed = c.Now
		c.Platform.Keys.Chime()
	}
}
