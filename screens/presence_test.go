package screens

import (
	"testing"
	"testing/synctest"
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/visit"
)

// expired is a card that is read well and cannot be used.
func expired(p visit.Person) *idcard.Card {
	c := card(p)
	c.ValidTo = idcard.Date{Year: 1999, Month: 5, Day: 1}
	return &c
}

func TestRefusedCardIsReadOnceAndKeepsNobodyHere(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.reader.lying = expired(li)
		h.give(answer[idcard.Card]{value: *h.reader.lying})
		h.see("这张身份证过期了")
		h.wait(30 * time.Second)
		if h.reader.reads != 0 {
			t.Errorf("the card lying there was read %d times more", h.reader.reads)
		}
		d := DefaultTiming()
		h.wait(d.Warn + d.Count)
		h.see("请拿走您的身份证") // the visit is wiped, the card is still told of
		if !h.app.session.atHome() {
			t.Error("a card that lies there keeps the visit open")
		}
	})
}

func TestRefusedCardLiftedMakesRoomForAnother(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.reader.lying = expired(li)
		h.give(answer[idcard.Card]{value: *h.reader.lying})
		h.wait(2 * time.Second)
		h.notSee("现在可以放另一张身份证了")
		h.reader.lying = nil
		h.wait(time.Second)
		h.see("现在可以放另一张身份证了")
		h.lay(card(li))
		h.see("李四")
	})
}

func TestAgentsOwnCardOnTheLegalPage(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.lay(card(li))
		mine := card(li)
		h.reader.lying = &mine
		h.tap("正确，下一步")
		h.scan(licenceText())
		h.tap("正确，下一步")
		h.see("这是经办人自己的身份证")
		h.wait(10 * time.Second)
		if h.reader.reads != 1 {
			t.Errorf("the agent's card was read %d times", h.reader.reads)
		}
		h.wait(55 * time.Second)
		h.see("您还在吗？")
	})
}

func TestWhatIsTakenEndsTheWarning(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.wait(DefaultTiming().Warn + time.Second)
		h.see("您还在吗？")
		h.lay(card(li))
		h.notSee("您还在吗？")
		h.see("李四")
		h.tap("正确，下一步")
		h.wait(DefaultTiming().Warn + time.Second)
		h.see("您还在吗？")
		h.scan("hello") // not a licence: a code that lies before the scanner says it again and again
		h.see("您还在吗？")
		h.scan(licenceText())
		h.see("XX开发有限公司")
	})
}

func TestTypingIsActivity(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.tap("手工填写")
		h.tap(fieldID(visit.FieldAgentName))
		for _, e := range []Events{{Text: "李"}, {Text: "四"}, {Text: "王"}, {Erase: true}} {
			h.wait(DefaultTiming().Warn - 5*time.Second)
			h.tick(e)
			h.notSee("您还在吗？")
		}
		h.see("李四")
	})
}

// A second code may be shown as soon as the first was refused.
func TestRefusedCodeLeavesRoomForTheNext(t *testing.T) {
	t.Run("licence", func(t *testing.T) {
		inHall(t, nil, func(h *hall) {
			h.toCard()
			h.lay(card(li))
			h.tap("正确，下一步")
			h.wait(time.Second)
			h.showTwo("hello", licenceText())
			h.see("XX开发有限公司")
		})
	})
	t.Run("account", func(t *testing.T) {
		inHall(t, nil, func(h *hall) {
			h.plug(visit.KeyGood)
			h.tap("bind")
			h.wait(time.Second)
			h.showTwo("https://example.com/page?x=1", "lisi@qq.com")
			h.wait(time.Second)
			h.see("要签名的内容", "lisi@qq.com")
		})
	})
}

// showTwo shows a second code in the moment in which the first was taken in.
func (h *hall) showTwo(first, second string) {
	h.t.Helper()
	for _, text := range []string{first, second} {
		select {
		case h.scanner.shown <- answer[scanner.Scan]{value: scanner.Scan{Text: text}}:
		default:
			h.t.Fatal("nobody waits for a code")
		}
		synctest.Wait()
		h.tick(Events{}) // one tick takes the answer and waits for the next
	}
}
