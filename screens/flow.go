package screens

import (
	"slices"
	"time"

	"hallkiosk/kiosk/visit"
)

// flow is where a visit stands on its way. at is -1 at home.
type flow struct {
	places []place
	at     int
	// returning: a correction is being made and ends at the review, unless it
	// changed the case.
	returning bool
	before    situation
	// passing: places whose questions are answered are passed over, as far as
	// the review; always so where a next service is done with the same data.
	passing, again bool
}

// situation is what decides which papers are needed and who is asked for.
type situation struct {
	role visit.Role
	kind visit.OrganisationType
	key  visit.KeyState
}

func situationOf(v *visit.Visit) situation {
	return situation{role: v.Role, kind: v.Organisation.Type, key: v.Key}
}

func (f *flow) place() place {
	if f.at < 0 || f.at >= len(f.places) {
		return place{name: "home", make: func() Screen { return &home{} }}
	}
	return f.places[f.at]
}

// open reports whether the visit stops at a place at all.
func open(p place, c *Context) bool { return p.when == nil || p.when(c) }

// onTheWay reports whether the way leads to a place, rather than only a correction.
func onTheWay(p place, c *Context) bool { return !p.aside && open(p, c) }

// settled reports whether all that a place asks is answered without doubt. What
// was brought never is: it is shown again wherever it may have changed.
func settled(p place, v *visit.Visit, now time.Time) bool {
	for _, field := range p.asks {
		if field == visit.FieldMaterials || slices.Contains(v.Fields(), field) && v.Check(field, now) != nil {
			return false
		}
	}
	return len(p.asks) > 0
}

// next moves on and reports whether there was anywhere to go.
func (f *flow) next(c *Context) bool {
	if f.returning {
		f.returning = false
		if f.before == situationOf(c.Visit) && f.to("review", c) {
			return true
		}
		f.passing = true // who is asked for, or what is needed, is another: only that is asked
	}
	for i := f.at + 1; i < len(f.places); i++ {
		p := f.places[i]
		if !onTheWay(p, c) || f.passing && settled(p, c.Visit, c.Now) {
			continue
		}
		f.at = i
		if p.name == "review" {
			f.passing = f.again
		}
		return true
	}
	return false
}

// back moves to the place before, or to the one that asks for the field to correct.
func (f *flow) back(c *Context) bool {
	if c.correct != "" {
		field := c.correct
		c.correct = ""
		return f.correct(field, c)
	}
	if f.returning && f.before == situationOf(c.Visit) {
		f.returning = false
		return f.to("review", c)
	}
	for i := f.at - 1; i >= 0; i-- {
		p := f.places[i]
		if onTheWay(p, c) && !(f.again && settled(p, c.Visit, c.Now)) {
			f.at = i
			return true
		}
	}
	return false
}

func (f *flow) to(name string, c *Context) bool {
	for i, p := range f.places {
		if p.name == name && open(p, c) {
			f.at = i
			return true
		}
	}
	return false
}

func (f *flow) correct(field visit.Field, c *Context) bool {
	for i, p := range f.places {
		if open(p, c) && slices.Contains(p.asks, field) {
			f.at, f.returning, f.before = i, true, situationOf(c.Visit)
			return true
		}
	}
	return false
}

// progress counts the steps that a person sees: places of one name are one step.
func (f *flow) progress(c *Context) (step, steps int) {
	last := ""
	for i, p := range f.places {
		if p.name == "handover" {
			break
		}
		if !onTheWay(p, c) || p.name == last || p.uncounted {
			if i == f.at {
				step = steps
			}
			continue
		}
		steps++
		last = p.name
		if i == f.at {
			step = steps
		}
	}
	return step, steps
}
