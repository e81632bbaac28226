package screens

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// toText goes as far as what will be signed to bind an account.
func (h *hall) toText() {
	h.t.Helper()
	h.tap("bind")
	h.see("请输入平台账号")
	h.tick(Events{Text: "zhangsan_01"})
	h.tap("key.done")
	h.see("要签名的内容", "账号：zhangsan_01")
}

func (h *hall) toPad() {
	h.t.Helper()
	h.toText()
	h.tap("看清了，输入PIN码")
	h.see("请输入U-KEY的PIN码")
}

func TestBind(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.toPad()
		h.see("还能试 6 次")
		h.dial("720451")
		h.see("绑定好了", "BD20261123-0001", "zhangsan_01", "回执已打印")
		p := h.keys
		if !slices.Equal(p.pins, []string{"720451"}) || len(p.slips) != 1 || p.challenges[0].Account != "zhangsan_01" || p.challenges[0].Purpose != PurposeBind {
			t.Error(p.pins, len(p.slips), p.challenges[0].Purpose)
		}
		wiped(t, p.given...)
		wiped(t, h.secret())
		h.tap("好了，结束")
		h.see("请拔下您的U-KEY")
	})
}

func TestBindByCode(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.tap("bind")
		h.scan("https://example.com/page?x=1")
		h.see("这个二维码里没有账号")
		h.scan("https://platform.example/bind?account=lisi%40qq.com&x=1")
		h.see("要签名的内容", "lisi@qq.com")
		h.tap("back") // to change it
		h.see("lisi@qq.com", "平台账号")
		h.tap("key.clear")
		h.tap("key.1")
		h.tap("key.done")
		h.see("账号是2到64个字母、数字")
		h.tap("back")
		h.see("证书正常，可以使用")
	})
}

func TestSignIn(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.tap("sign-in")
		h.see("要签名的内容", "只是试一试")
		h.tap("看清了，输入PIN码")
		h.dial("720451")
		h.see("U-KEY能正常登录")
		h.notSee("平台账号")
		if len(h.keys.slips) != 0 || h.keys.challenges[0].Account != "" {
			t.Error("paper or an account for a trial")
		}
		h.tap("print")
		h.see("回执已打印")
		h.tap("back")
		h.see("证书正常，可以使用")
	})
}

// TestTriesAreThePersonsOwn: a wrong PIN is told with what is left, is never tried
// again by itself, and the last try is asked about first.
func TestTriesAreThePersonsOwn(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.answers = []error{&ukey.PINError{State: ukey.PINLow, Tries: 2}, &ukey.PINError{State: ukey.PINLast, Tries: 1},
			&ukey.PINError{State: ukey.PINLocked, Tries: 0}}
		h.plug(visit.KeyGood)
		h.toPad()
		h.dial("111111")
		h.see("PIN码不对。还能试 2 次", "请输入U-KEY的PIN码")
		h.wait(5 * time.Second)
		h.dial("222222")
		h.see("这是最后一次机会", "还能试 1 次")
		h.wait(5 * time.Second)
		if _, ok := h.frame.Find("key.1"); ok {
			t.Error("a PIN can be typed before the warning was answered")
		}
		if len(h.keys.pins) != 2 {
			t.Errorf("%d PINs were tried", len(h.keys.pins))
		}
		h.tap("我记得，再试一次")
		h.dial("333333")
		h.see("PIN码锁住了")
		if _, ok := h.frame.Find("next"); ok {
			t.Error("a locked key is offered another try")
		}
		h.tap("返回检查结果")
		h.see("证书正常，可以使用") // until the port says otherwise
		wiped(t, h.keys.given...)
	})
}

func TestLastTryIsAskedAboutAtOnce(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyPINLast)
		h.toText()
		h.tap("看清了，输入PIN码")
		h.see("这是最后一次机会")
		h.tap("先不试了")
		h.see("PIN码只剩最后一次")
		if len(h.keys.pins) != 0 {
			t.Error("a try was spent")
		}
	})
}

// TestLastTryLearnedLate: that a key takes only one more wrong PIN may be seen
// only when the pad is open, as when its library was begun anew. It is asked about
// then, and what was typed is gone.
func TestLastTryLearnedLate(t *testing.T) {
	last := func(f *keycheck.Finding) { f.Tries = 1 }
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood, func(f *keycheck.Finding) { f.Tries = -1 })
		h.toPad()
		h.tap("key.1")
		pin := h.secret()
		h.plug(visit.KeyPINLast, last)
		h.see("这是最后一次机会")
		wiped(t, pin)
		h.tap("我记得，再试一次")
		h.dial("333333")
		h.see("绑定好了")
		if len(h.keys.pins) != 1 {
			t.Errorf("%d PINs were tried", len(h.keys.pins))
		}
	})
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood, func(f *keycheck.Finding) { f.Tries = -1 })
		h.tap("change")
		h.dial("000000")
		h.tap("key.7")
		act := h.app.session.screen.(*keyCheck).act.(*keyChange)
		h.plug(visit.KeyPINLast, last)
		h.see("这是最后一次机会")
		wiped(t, &act.old.pin, &act.fresh.pin)
		if len(h.keys.pins) != 0 {
			t.Error("a PIN was tried")
		}
	})
}

// TestAnotherKeyOfThatName: a key with the same serial number, but another
// certificate, gets no PIN that was typed for the first.
func TestAnotherKeyOfThatName(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.toPad()
		h.tap("key.1")
		pin := h.secret()
		h.plug(visit.KeyGood, func(f *keycheck.Finding) { f.Certificate = []byte("another") })
		wiped(t, pin)
		if h.app.session.screen.(*keyCheck).act != nil {
			t.Error("the binding goes on with another key")
		}
	})
}

func TestTriesUnknown(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.answers = []error{&ukey.PINError{State: ukey.PINReady, Tries: -1}, ukey.ErrPINForm, ukey.ErrCrashed}
		h.plug(visit.KeyGood, func(f *keycheck.Finding) { f.Tries, f.MinPIN = -1, 0 })
		h.toPad()
		h.see("剩余次数未知")
		h.dial("111111")
		h.see("PIN码不对。剩余次数未知")
		h.dial("11")
		h.see("没有用掉次数")
		h.dial("222222")
		h.see("读U-KEY的程序出了问题", "是否用掉一次PIN码，不清楚")
		h.wait(5 * time.Second)
		if len(h.keys.pins) != 3 {
			t.Errorf("%d PINs were tried", len(h.keys.pins))
		}
		h.tap("再输一次PIN码")
		h.dial("333333")
		h.see("绑定好了")
	})
}

func TestShortPINSpendsNothing(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.toPad()
		h.tap("key.done")
		h.dial("12345")
		h.see("太短了，至少要 6 位")
		if len(h.keys.pins) != 0 {
			t.Error("a try was spent on a PIN that cannot be right")
		}
	})
}

// TestSignedIsDeliveredWithoutPIN: when the centre is away after the signature, it
// is asked again and nobody is asked for the PIN.
func TestSignedIsDeliveredWithoutPIN(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.answers, h.keys.undone = []error{ErrCentreAway}, []error{ErrCentreAway, ErrCentreBusy}
		h.plug(visit.KeyGood)
		h.toPad()
		h.dial("720451")
		h.see("签名做好了，但联系不上信息中心")
		h.pull() // it is not needed any more
		h.see("签名做好了，但联系不上信息中心")
		h.tap("再试一次")
		h.see("签名做好了，但联系不上信息中心")
		h.tap("再试一次")
		h.see("信息中心正忙")
		h.tap("再试一次")
		h.see("绑定好了")
		if h.keys.delivered != 3 || len(h.keys.pins) != 1 {
			t.Error(h.keys.delivered, len(h.keys.pins))
		}
	})
}

// TestEveryRefusalIsTold: in words of its own, with a way on that fits.
func TestEveryRefusalIsTold(t *testing.T) {
	words := load(t).Words
	for _, r := range keyRefusals() {
		t.Run(r.words, func(t *testing.T) {
			if !words.Has(r.words) || !words.Has(r.words+"-do") {
				t.Fatal("no words")
			}
			if errors.Is(r.err, ukey.ErrPINForm) || errors.Is(r.err, ErrCentreAway) || errors.Is(r.err, ErrCentreBusy) {
				return // tests of their own
			}
			inHall(t, nil, func(h *hall) {
				h.keys.answers = []error{r.err}
				h.plug(visit.KeyGood)
				h.toPad()
				h.dial("720451")
				h.see(words.Text("zh", r.words))
				next, ok := h.frame.Find("next")
				if ok != (r.step != stepLeave) {
					t.Errorf("a way on: %v", ok)
				}
				if ok {
					h.tap(next.ID)
					h.see(map[keyStep]string{stepAsk: "要签名的内容", stepAccount: "平台账号", stepPIN: "请输入U-KEY的PIN码"}[r.step])
				}
				wiped(t, h.keys.given...)
			})
		})
	}
}

func TestChallengeRefused(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.refuses = ErrCentreAway
		h.plug(visit.KeyGood)
		h.tap("sign-in")
		h.see("现在联系不上信息中心")
		h.keys.refuses = ErrAccountOfAnother // of no account: nothing to change
		h.tap("再试一次")
		h.see("这个账号是别的单位的")
		h.tap("返回检查结果")
		h.see("证书正常")
	})
}

// TestPINIsWiped: however the pad is left, nothing of the PIN stays in memory.
func TestPINIsWiped(t *testing.T) {
	d := DefaultTiming()
	for name, leave := range map[string]func(*hall){
		"back":   func(h *hall) { h.tap("back") },
		"idle":   func(h *hall) { h.wait(d.Warn + d.Count + time.Second) },
		"pulled": func(h *hall) { h.pull() },
		"close":  func(h *hall) { h.app.Close() },
		"replaced": func(h *hall) {
			h.plug(visit.KeyGood, func(f *keycheck.Finding) { f.Key = "another" })
			h.wait(time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, nil, func(h *hall) {
				h.plug(visit.KeyGood)
				h.toPad()
				for _, digit := range strings.Split("720451", "") {
					h.tap("key." + digit)
				}
				pin := h.secret()
				if string(pin.Bytes()) != "720451" {
					t.Fatal("the pad keeps something else")
				}
				leave(h)
				wiped(t, pin)
				if len(h.keys.pins) != 0 {
					t.Error("a try was spent")
				}
			})
		})
	}
}

// TestPINIsWipedWhileSigning: a visit that ends while the key signs leaves the PIN
// with nobody.
func TestPINIsWipedWhileSigning(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.gate = make(chan bool)
		h.plug(visit.KeyGood)
		h.toPad()
		pin := h.secret()
		h.dial("720451")
		h.see("正在签名")
		wiped(t, pin)
		h.wait(DefaultTiming().Warn + time.Second)
		h.notSee("您还在吗？") // the key is at work
		close(h.keys.gate)
		h.see("绑定好了")
	})
}

func TestPadIsShuffled(t *testing.T) {
	orders := map[string]bool{}
	for range 20 {
		var p pinPad
		p.open(0)
		orders[p.keys.Order] = true
	}
	if len(orders) < 10 {
		t.Errorf("%d orders of keys in 20", len(orders))
	}
}

func TestPulledOutWhileSigning(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.answers = []error{devices.ErrGone}
		h.keys.gate = make(chan bool)
		h.plug(visit.KeyGood)
		h.toPad()
		h.dial("720451")
		h.pull()
		h.see("正在签名")
		close(h.keys.gate)
		h.see("U-KEY被拔下来了")
		h.tap("返回检查结果")
		h.see("请插入U-KEY")
	})
}

func TestReceiptDoesNotComeOut(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keys.slipFails = &NotPrintedError{Part: PartTicketPrinter, Reason: devices.ReasonPaperOut}
		h.plug(visit.KeyGood)
		h.toPad()
		h.dial("720451")
		h.see("绑定好了", "回执没有打印出来")
		h.keys.slipFails = nil
		h.tap("print")
		h.see("回执已打印")
		if len(h.keys.slips) != 2 || len(h.keys.pins) != 1 {
			t.Error(len(h.keys.slips), len(h.keys.pins))
		}
	})
}

func TestAccountOf(t *testing.T) {
	for text, want := range map[string]string{
		"zhangsan_01": "zhangsan_01", " 15345678901\r\n": "15345678901", "ｌｉ＠ｑｑ．ｃｏｍ": "li@qq.com",
		"https://a.example/x?account=li": "li", "https://a.example/#/bind?zh=li-4": "li-4", "http://a.example/#account=li": "li",
		"account=li": "li", "zh=91430700MA4L2B3C1X&x=2": "91430700MA4L2B3C1X",
		"": "", "x": "", "张三": "", "https://a.example/x?user=li": "", "https://a.example/?account=%E5%BC%A0": "",
		"https://a.example/?account=" + strings.Repeat("9", 65): "", strings.Repeat("9", 600): "", "account=%zz": "", "\x00\x01": "",
	} {
		if got, ok := accountOf(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
}

func FuzzAccountOf(f *testing.F) {
	for _, s := range []string{"li", "https://a.example/#/b?zh=li", "account=li", "%", "张"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if account, ok := accountOf(text); ok != validAccount(account) {
			t.Errorf("%q is an account", account)
		}
	})
}
