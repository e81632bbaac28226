package screens

import (
	"strings"
	"testing"

	"hallkiosk/kiosk/guide"
)

// A new guide takes effect at home; whoever has begun keeps the one with which
// they began.
func TestNewGuideTakesEffectAtHome(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		newest := h.app.cfg.Guides()
		h.app.cfg.Guides = func() *guide.Guide { return newest }
		publish := func(version string) {
			next := *newest
			next.Version, next.Bureau = version, guide.Text{Zh: "局" + version, En: version}
			newest = &next
			h.tick(Events{})
		}
		uses := func(version string) {
			t.Helper()
			if got := h.app.session.guide.Version; got != version {
				t.Errorf("uses %s, want %s", got, version)
			}
		}
		h.tick(Events{})
		publish("2")
		uses("2")
		if !strings.Contains(h.everything(), "局2") {
			t.Errorf("home shows\n%s", h.everything())
		}
		h.tap("新办证书（开通）")
		if v := h.app.session.visit; h.app.session.atHome() || v.GuideVersion != "2" {
			t.Fatalf("the visit began with %q", v.GuideVersion)
		}
		publish("3")
		uses("2")
		h.tap("返回")
		h.tick(Events{})
		uses("3")
		h.tap("新办证书（开通）")
		if v := h.app.session.visit; v.GuideVersion != "3" {
			t.Errorf("the next visit began with %q", v.GuideVersion)
		}
	})
}
