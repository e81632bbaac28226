package screens

import (
	"time"

	"hallkiosk/screens/ui"
)

// tool acts on the tools that stand on every page and reports whether the tap
// was one of them.
func (a *App) tool(now time.Time, id string) bool {
	s := a.session
	switch id {
	case ui.ToolLanguage:
		s.look.Language = map[string]string{"zh": "en", "en": "zh"}[s.look.Language]
	case ui.ToolText:
		s.look.Text = map[float64]float64{1: 1.5, 1.5: 2, 2: 1}[s.look.Text]
	case ui.ToolContrast:
		s.look.HighContrast = !s.look.HighContrast
	case ui.ToolReach:
		s.look.LowReach = !s.look.LowReach
	case ui.Exit:
		if s.visit.Role == "" {
			a.end(now, "left")
		} else if s.confirm == nil {
			s.confirm = &confirmEnd{}
		}
	default:
		return false
	}
	return true
}
