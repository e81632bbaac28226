package screens

import (
	"maps"
	"slices"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// TakeAlong is a list of what to bring that a person takes with them: on a
// telephone or on paper. Nothing personal of the visit may stand in it.
type TakeAlong struct {
	Guide    *guide.Guide
	Visit    *visit.Visit
	Missing  []guide.Material
	Language string // "zh" or "en"
}

// takeAlong is the list for the visit, which may outlive the tick.
func (c *Context) takeAlong() TakeAlong {
	v := copied(c.Visit)
	listed := c.Guide.Listed(v)
	maps.DeleteFunc(v.Exempt, func(id string, _ bool) bool { // of a case that was changed since
		return !slices.ContainsFunc(listed, func(m guide.Material) bool { return m.ID == id })
	})
	return TakeAlong{Guide: c.Guide, Visit: v, Missing: c.Guide.Missing(c.Visit), Language: c.Look.Language}
}

// copied is a copy of a visit for a job that runs beside the loop.
func copied(v *visit.Visit) *visit.Visit {
	c := *v
	c.Brought, c.Exempt = maps.Clone(v.Brought), maps.Clone(v.Exempt)
	return &c
}
