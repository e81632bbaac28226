package screens

import (
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// TestBackFromTheFirstPageAsksBeforeItWipes goes back the whole way.
func TestBackFromTheFirstPageAsksBeforeItWipes(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		for !h.frame.Contains("您是哪一位？") {
			h.tap("back")
		}
		h.tap("back")
		h.see("要结束办理吗？")
		h.tap("继续办理")
		h.see("您是哪一位？")
		if h.app.session.visit.Organisation.Name != "XX开发有限公司" {
			t.Error("what was filled in is gone")
		}
		h.tap("back")
		h.tap("结束")
		h.see("已清除")
	})
}

func TestCorrectionWithoutAPlaceKeepsTheVisit(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		a := h.app
		id := a.session.visit.ID
		c := a.context(time.Now(), Input{})
		c.Correct(visit.Field("of no screen"))
		a.follow(time.Now(), Back, c)
		h.see("请再核对一遍", "XX开发有限公司")
		if a.session.visit.ID != id {
			t.Error("the visit was wiped")
		}
	})
}

func TestRefusedFieldOfNoScreenIsToldAtTheHandover(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.refuse = &visit.Doubt{Field: "of no screen", Code: visit.CodeMissing}
	}, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("没有取到号", "都还在")
		h.tap("back")
		h.see("请再核对一遍")
	})
}

// TestEveryFieldHasItsPlace goes by the real guide: whatever the review doubts
// can be put right.
func TestEveryFieldHasItsPlace(t *testing.T) {
	g := load(t)
	for _, service := range g.Guide.Services {
		for _, role := range []visit.Role{visit.RoleAgent, visit.RoleLegal} {
			v := visit.New("", time.Now())
			choose(g.Guide, v, service)
			v.Role, v.Organisation.Type = role, visit.OtherType
			c := &Context{Visit: v, Guide: g.Guide, Outcome: &Outcome{}}
			for _, field := range v.Fields() {
				f := flow{places: way(&service)}
				if !f.correct(field, c) {
					t.Errorf("%s, %s: no place asks for %s", service.ID, role, field)
				}
			}
		}
	}
}
