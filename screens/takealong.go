package screens

import (
	"maps"

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
	return TakeAlong{Guide: c.Guide, Visit: copied(c.Visit), Missing: c.Guide.Missing(c.Visit), Language: c.Look.Language}
}

// copied is a copy of a visit for a job that runs beside the loop.
func copied(v *visit.Visit) *visit.Visit {
	c := *v
	c.Brought, c.Exempt = maps.Clone(v.Brought), maps.Clone(v.Exempt)
	return &c
}
