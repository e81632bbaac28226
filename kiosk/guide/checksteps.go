package guide

import (
	"fmt"
	"slices"
)

// stepOrder are pairs of steps, the second of which builds on the first, where
// a service has both.
func stepOrder() [][2]string {
	return [][2]string{
		{"role", "card"}, {"card", "legal"}, // whose card it is; then the other person's
		{"role", "materials"}, {"organisation", "materials"}, {"key", "materials"}, // who needs what
		{"risk", "materials"},
	}
}

// steps checks the screens of a service and their order.
func (c *checker) steps(path string, s *Service) {
	path += ".steps"
	each(c, path, "unknown-step", s.Steps, Steps())
	for _, step := range requiredSteps() {
		if !slices.Contains(s.Steps, step) {
			c.bad(path, "step-missing", "name", step)
		}
	}
	for _, pair := range stepOrder() {
		first, second := slices.Index(s.Steps, pair[0]), slices.Index(s.Steps, pair[1])
		if first >= 0 && second >= 0 && second < first {
			c.bad(fmt.Sprintf("%s[%d]", path, second), "step-order", "first", pair[0], "second", pair[1])
		}
	}
	if i := slices.Index(s.Steps, "review"); i >= 0 && i < len(s.Steps)-1 {
		c.bad(fmt.Sprintf("%s[%d]", path, i), "step-last", "name", "review")
	}
}
