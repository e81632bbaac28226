package screens

import (
	"slices"
	"testing"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/visit"
)

func TestChangePIN(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyMustChange)
		h.see("要先修改PIN码")
		h.tap("修改PIN码")
		h.see("请输入现在的PIN码")
		h.dial("000000")
		h.see("请输入新的PIN码", "6 到 16 位")
		h.dial("12345")
		h.see("太短了")
		h.tap("key.clear")
		h.dial("000000")
		h.see("和现在的一样")
		h.dial("123456")
		h.see("这个PIN码容易被猜到", "是连着的数字或字母")
		h.tap("换一个")
		h.dial("720451")
		h.see("请再输一次新的PIN码")
		h.dial("720452")
		h.see("两次不一样")
		h.dial("111111")
		h.see("老是重复一样的")
		h.tap("还是用它") // advised, not forbidden
		h.dial("111111")
		h.see("PIN码改好了")
		if !slices.Equal(h.keys.pins, []string{"000000/111111"}) {
			t.Error("tried", len(h.keys.pins))
		}
		act := h.app.session.screen.(*keyCheck).act.(*keyChange)
		wiped(t, &act.old.pin, &act.fresh.pin, &act.again.pin)
		wiped(t, h.keys.given...)
		h.tap("返回检查结果")
		h.see("要先修改PIN码")
	})
}

func TestChangePINRefused(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.answers = []error{&ukey.PINError{State: ukey.PINLow, Tries: 1}, ukey.ErrPINForm, ukey.ErrHung, ukey.ErrNotOffered}
		change := func(old string) {
			h.dial(old)
			h.dial("720451")
			h.dial("720451")
		}
		h.plug(visit.KeyGood)
		h.tap("change")
		change("111111")
		h.see("这是最后一次机会", "PIN码不对。还能试 1 次")
		h.tap("我记得，再试一次")
		change("222222")
		h.see("这是最后一次机会", "U-KEY不收这样的新PIN码")
		h.tap("我记得，再试一次")
		change("222222")
		h.see("U-KEY没有回应", "不清楚")
		h.tap("再输一次PIN码")
		h.tap("我记得，再试一次")
		change("222222")
		h.see("在本机改不了PIN码")
		if _, ok := h.frame.Find("next"); ok {
			t.Error("what is not offered is tried again")
		}
	})
}

// TestChangeIsWiped: leaving half-way leaves none of the PINs.
func TestChangeIsWiped(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.tap("change")
		h.dial("000000")
		h.dial("720451")
		h.tap("key.7")
		act := h.app.session.screen.(*keyCheck).act.(*keyChange)
		if act.old.pin.Len() != 6 || act.fresh.pin.Len() != 6 || act.again.pin.Len() != 1 {
			t.Fatal("the pads keep something else")
		}
		h.pull()
		wiped(t, &act.old.pin, &act.fresh.pin, &act.again.pin)
		h.see("请插入U-KEY")
	})
}

func TestWeakPINs(t *testing.T) {
	for pin, want := range map[string]string{
		"": "short", "12345": "short", "111111": "same", "121212": "same", "123123": "same", "123456": "row", "987654": "row", "abcdef": "row",
		"720451": "", "112233": "", "1234567890": "", "a1b2c3": "", "0123456789": "row",
	} {
		if got := pinWeakness([]byte(pin)); got != want {
			t.Errorf("%q: %q, want %q", pin, got, want)
		}
	}
}
