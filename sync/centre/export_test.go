package centre

import (
	"time"

	"hallkiosk/kiosk/guide"
)

// CleanScan is cleanScan, for the tests outside.
func CleanScan(text string) string { return cleanScan(text) }

// ForgetGuide lets guideAge pass, so that what another program published is seen.
func (c *Centre) ForgetGuide() {
	c.guides.mu.Lock()
	defer c.guides.mu.Unlock()
	c.guides.asked = time.Time{}
}

// GuideOf is guideOf, for the tests outside.
func (c *Centre) GuideOf(version string) (*guide.Guide, bool) { return c.guideOf(version) }
