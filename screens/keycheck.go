package screens

import (
	"slices"
	"strconv"
	"time"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// keyCheck is the check-up of a U-KEY: whose it is, how long it lasts, what is
// wrong with it and what it needs. What is done with it on the spot is an act.
type keyCheck struct {
	watch   keyWatch
	found   []keycheck.Finding
	chosen  string // of several keys; see findingID
	details bool
	act     keyAct
	gone    time.Time // since when the key of the act is out; zero: it is in
	pulled  bool      // a key was pulled out here
	pager   ui.Pager
}

// keyAct is something that is done with a key: a few pages of their own. Its
// Update answers Back when it is over.
type keyAct interface {
	Screen
	leaver
	busy
	Pager() *ui.Pager
	// Sees takes what is found of the key now; nil: it is pulled out. It reports
	// whether the act goes on.
	Sees(*keycheck.Finding) bool
}

// keyBorne is how long an act bears that its key cannot be seen: a module that
// was begun anew needs a moment.
const keyBorne = 700 * time.Millisecond

func (s *keyCheck) Pager() *ui.Pager {
	if s.act != nil {
		return s.act.Pager()
	}
	return &s.pager
}

func (s *keyCheck) Busy() bool { return s.act != nil && s.act.Busy() }

// Leave wipes what an act must not leave behind.
func (s *keyCheck) Leave() {
	if s.act != nil {
		s.act.Leave()
	}
}

func (s *keyCheck) Update(c *Context) Nav {
	before, was := len(s.found), s.finding()
	s.found = s.watch.look(c, visit.Organisation{})
	if s.act != nil {
		return s.updateAct(c)
	}
	if is := s.finding(); was != nil && is != nil && (was.Key != is.Key || was.Condition != is.Condition) {
		s.pager.Reset()
		return Stay // what was touched was meant for what the page said until now
	}
	if len(s.found) != before {
		s.pulled = len(s.found) < before
		s.details = s.details && s.finding() != nil
		s.pager.Reset()
	}
	s.pager.Tap(c.Input.Tap)
	switch f := s.finding(); {
	case c.Tapped("back"):
		return s.back(c)
	case f != nil:
		return s.updateOne(c, f)
	}
	for i := range s.found {
		if c.Tapped("plugged." + findingID(s.found, i)) {
			s.chosen = findingID(s.found, i)
			s.pager.Reset()
		}
	}
	return Stay
}

// findingID names a key among those plugged in; one that no module reads has only
// its place.
func findingID(found []keycheck.Finding, i int) string {
	if id := found[i].Key; id != "" {
		return id
	}
	return found[i].USB.String() + "." + strconv.Itoa(i)
}

// finding is the key that is looked at: the only one, or the one chosen; nil
// while there is none.
func (s *keyCheck) finding() *keycheck.Finding {
	for i := range s.found {
		if len(s.found) == 1 || findingID(s.found, i) == s.chosen {
			return &s.found[i]
		}
	}
	return nil
}

// back leads up, and from the top home: whoever has a key in the port is first
// asked to take it, and about what was filled in for a service.
func (s *keyCheck) back(c *Context) Nav {
	s.pager.Reset()
	o := c.Visit.Organisation
	switch {
	case s.details:
		s.details = false
		return Stay
	case len(s.found) > 1 && s.finding() != nil:
		s.chosen = ""
		return Stay
	case len(s.found) > 0 && o.Name+o.USCC == "":
		return Restart
	}
	return Back
}

func (s *keyCheck) updateOne(c *Context, f *keycheck.Finding) Nav {
	n := needOf(c, f)
	for _, service := range append(n.also, n.service) {
		if service != nil && (c.Tapped("service."+service.ID) || c.Tapped("next") && service == n.service) {
			return startService(c, f, service)
		}
	}
	switch {
	case c.Tapped("next") && n.what == needNothing:
		return Restart
	case c.Tapped("details"):
		s.details = true
		s.pager.Reset()
	case c.Tapped("bind") && f.CanBind:
		s.begin(newKeyProof(*f, PurposeBind))
	case c.Tapped("sign-in") && f.CanSign:
		s.begin(newKeyProof(*f, PurposeSignIn))
	case f.CanChangePIN && (c.Tapped("change") || c.Tapped("next") && n.what == needChange):
		s.begin(newKeyChange(*f))
	case c.Tapped("drivers") || c.Tapped("next") && n.what == needDriver:
		s.begin(newKeyDriver(c, f))
	}
	return Stay
}

func (s *keyCheck) begin(a keyAct) {
	s.act, s.gone = a, time.Time{}
	s.pager.Reset()
}

// updateAct hands the act what was touched and ends it when it is over or its key
// is out.
func (s *keyCheck) updateAct(c *Context) Nav {
	f := s.finding()
	switch {
	case f != nil:
		s.gone = time.Time{}
	case s.gone.IsZero() || c.Now.Before(s.gone):
		s.gone = c.Now
	}
	out := f == nil && c.Now.Sub(s.gone) >= keyBorne
	if (f != nil || out) && !s.act.Sees(f) {
		s.pulled = f == nil
		s.end()
		return Stay
	}
	nav := s.act.Update(c)
	if nav == Back {
		s.end()
		return Stay
	}
	return nav
}

func (s *keyCheck) end() {
	s.act.Leave()
	s.act, s.details = nil, false
	s.pager.Reset()
}

// keyNeed is what a key needs: the one thing that the page's main button leads to.
type keyNeed struct {
	what    keyNeedKind
	service *guide.Service   // with needService
	also    []*guide.Service // other services that put something right
}

type keyNeedKind int

const (
	needNothing keyNeedKind = iota
	needService
	needChange // of the PIN
	needDriver
)

// needOf says what a key needs, by the gravest of its conditions.
func needOf(c *Context, f *keycheck.Finding) keyNeed {
	var all []*guide.Service
	told := f.Conditions
	if stopsAll(f.Condition) {
		told = []visit.KeyCondition{f.Condition}
	}
	for _, k := range told {
		for _, service := range c.Guide.Remedies(k) {
			if !slices.Contains(all, service) {
				all = append(all, service)
			}
		}
	}
	first := c.Guide.Remedies(f.Condition)
	switch {
	case f.Condition == visit.KeyMustChange && f.CanChangePIN:
		return keyNeed{what: needChange, also: all}
	case len(first) > 0:
		return keyNeed{what: needService, service: first[0], also: slices.DeleteFunc(all, func(s *guide.Service) bool { return s == first[0] })}
	case f.Condition == visit.KeyNoModule:
		return keyNeed{what: needDriver, also: all}
	}
	return keyNeed{also: all}
}

// stopsAll reports whether nothing else that is wrong with a key can be put right
// before this is: what is revoked is not renewed.
func stopsAll(k visit.KeyCondition) bool {
	switch k {
	case visit.KeyUnreadable, visit.KeyNoModule, visit.KeyEmpty, visit.KeyForeign, visit.KeyRevoked, visit.KeyFrozen, visit.KeyWrongHolder:
		return true
	}
	return false
}

// startService begins a service for the key's holder, with what the certificate
// says filled in: the person confirms it on the page of the licence.
func startService(c *Context, f *keycheck.Finding, service *guide.Service) Nav {
	choose(c.Guide, c.Visit, *service)
	name, code := visit.NormalText(f.Organisation), visit.NormalUSCC(f.USCC)
	if name+code != "" {
		o := &c.Visit.Organisation
		o.Name, o.USCC, o.Registration, o.Source = name, code, "", visit.SourceKey
	}
	c.Visit.Key = ""
	if slices.Contains(service.Keys, visit.KeyPresent) {
		c.Visit.Key = visit.KeyPresent
	}
	c.Errand(errandService)
	return Next
}
