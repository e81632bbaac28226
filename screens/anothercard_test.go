package screens

import (
	"testing"
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/kiosk/visit"
)

var wang = samplePerson("王小明", "43070119881105217")

// another lays a card that nobody asked for.
func (h *hall) another(c idcard.Card) {
	h.t.Helper()
	h.reader.fresh = true
	h.lay(c)
	h.reader.fresh = false
	h.settle()
}

func TestSecondCardIsAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		answer        string
		agent, legal  visit.Person
		afterwardsSee string
	}{
		"neither": {"不用这张卡", li, visit.Person{}, "李四"},
		"agent":   {"这是经办人的卡", wang, visit.Person{}, "王小明"},
		"legal":   {"这是法定代表人的卡", li, wang, "李四"},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, nil, func(h *hall) {
				h.toCard()
				h.lay(card(li))
				h.another(card(wang))
				h.see("又放了一张身份证", "王小明")
				if v := h.app.session.visit; v.Agent.Name != li.Name || !v.Legal.Empty() {
					t.Fatal("taken before anybody said for whom")
				}
				h.tap(c.answer)
				h.see(c.afterwardsSee)
				v := h.app.session.visit
				if v.Agent.IDNumber != c.agent.IDNumber || v.Legal.IDNumber != c.legal.IDNumber {
					t.Error("another person than was said")
				}
			})
		})
	}
}

func TestSameCardAgainIsNothing(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.lay(card(li))
		h.tap("正确，下一步")
		h.another(card(li))
		h.see("请扫营业执照上的二维码")
		h.notSee("又放了一张身份证")
	})
}

func TestSecondCardThatExpired(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.lay(card(li))
		h.tap("正确，下一步")
		h.another(*expired(wang))
		h.see("又放了一张身份证", "这张身份证过期了")
		h.notSee("这是经办人的卡")
		h.tap("不用这张卡")
		h.see("请扫营业执照上的二维码")
	})
}

// Before anybody's card was read there is no second one, and after the number
// nothing of the case may change any more.
func TestNobodyLooksOutForASecondCard(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.reader.fresh = true
		h.toMaterials("我是经办人")
		h.nobodyReads()
	})
	inHall(t, nil, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("A1001")
		h.reader.fresh = true
		h.nobodyReads()
	})
}

func (h *hall) nobodyReads() {
	h.t.Helper()
	h.wait(3 * time.Second)
	select {
	case h.reader.laid <- answer[idcard.Card]{value: card(wang)}:
		h.t.Error("the reader was asked for a card")
	default:
	}
}
