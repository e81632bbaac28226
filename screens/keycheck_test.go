package screens

import (
	"image"
	"slices"
	"testing"
	"time"

	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

func TestKeyPluggedInAtHomeIsLookedOver(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.see("XX开发有限公司", "证书正常，可以使用", "还有 312 天")
		h.pull()
		h.see("请插入U-KEY", "U-KEY已拔下")
		h.tap("back")
		h.see("请点您要办的事")
		h.tap("door.key")
		h.see("请插入U-KEY")
		h.notSee("U-KEY已拔下")
		h.plug(visit.KeyExpired)
		h.see("证书过期了", "过期 3 天了")
	})
}

// TestKeyOffersWhatCanSucceed: every condition is told, and leads to what the guide
// says of it or to nothing; what cannot succeed is not there to touch.
func TestKeyOffersWhatCanSucceed(t *testing.T) {
	for _, condition := range visit.KeyConditions() {
		t.Run(string(condition), func(t *testing.T) {
			inHall(t, nil, func(h *hall) {
				h.plug(condition)
				words := h.app.cfg.Words
				h.see(words.Text("zh", conditionKey(condition)+".title"))
				f := h.keys.found[0]
				for id, can := range map[string]bool{"bind": f.CanBind, "sign-in": f.CanSign,
					"change": f.CanChangePIN && condition != visit.KeyMustChange, "drivers": condition != visit.KeyNoModule || len(h.app.session.guide.Remedies(condition)) > 0} {
					if _, offered := h.frame.Find(id); offered != can {
						t.Errorf("%s offered: %v, can succeed: %v", id, offered, can)
					}
				}
				next, _ := h.frame.Find("next")
				if remedies := h.app.session.guide.Remedies(condition); len(remedies) > 0 && condition != visit.KeyMustChange {
					if want := remedies[0].Title.Zh; next.Label != want {
						t.Errorf("the button says %q, not %q", next.Label, want)
					}
					return
				}
				if condition == visit.KeyGood && next.Label != words.Text("zh", "keycheck.finish") {
					t.Errorf("the button says %q", next.Label)
				}
			})
		})
	}
}

// TestKeyThatTheCentreWouldRefuse: what is sure to be refused is not offered, and
// the page says why.
func TestKeyThatTheCentreWouldRefuse(t *testing.T) {
	unknown := func(f *keycheck.Finding) {
		f.ChainKnown, f.IssuerUnknown, f.CanSign, f.CanBind = false, true, false, false
	}
	for name, c := range map[string]struct {
		condition visit.KeyCondition
		change    func(*keycheck.Finding)
		says      []string
		not       string
		signIn    bool
	}{
		"issuer unknown":           {visit.KeyGood, unknown, []string{"查不到发证机构", "请先到"}, "证书正常", false},
		"issuer unknown, expiring": {visit.KeyExpiring, unknown, []string{"证书快到期了", "查不到发证机构"}, "", false},
		"issuer unknown, revoked":  {visit.KeyRevoked, unknown, []string{"证书已经吊销"}, "查不到发证机构", false},
		"nobody's":                 {visit.KeyGood, func(f *keycheck.Finding) { f.Organisation, f.USCC, f.CanBind = "", "", false }, []string{"证书正常", "不能绑定账号"}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, nil, func(h *hall) {
				h.plug(c.condition, c.change)
				h.see(c.says...)
				if c.not != "" {
					h.notSee(c.not)
				}
				_, bind := h.frame.Find("bind")
				_, signIn := h.frame.Find("sign-in")
				if bind || signIn != c.signIn {
					t.Errorf("binding is offered: %v, signing in: %v", bind, signIn)
				}
			})
		})
	}
}

// TestKeyTurnsUnderTheFinger: a touch is for what the page said when it was
// touched. A module that hung just then must not end the visit.
func TestKeyTurnsUnderTheFinger(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyExpiring)
		next, ok := h.frame.Find("next")
		if !ok {
			t.Fatal("no button")
		}
		at := image.Pt((next.Box.Min.X+next.Box.Max.X)/2, (next.Box.Min.Y+next.Box.Max.Y)/2)
		good := sampleFinding(&Context{Now: time.Now()}, visit.KeyGood)
		h.keys.found = []keycheck.Finding{good}
		time.Sleep(lookAtKeys)
		h.tick(Events{Touches: []Touch{{Press, at}, {Release, at}}})
		h.see("证书正常，可以使用")
		h.tap("next")
		h.see("请拔下您的U-KEY")
	})
}

// TestKeyOfSeveralConditions: what a graver one stands in the way of is not offered.
func TestKeyOfSeveralConditions(t *testing.T) {
	for gravest, renews := range map[visit.KeyCondition]bool{visit.KeyRevoked: false, visit.KeyFrozen: false, visit.KeyPINLocked: true, visit.KeyPINLast: true} {
		t.Run(string(gravest), func(t *testing.T) {
			inHall(t, nil, func(h *hall) {
				h.plug(gravest, func(f *keycheck.Finding) { f.Conditions = append(f.Conditions, visit.KeyExpiring) })
				if _, offered := h.frame.Find("service.renew"); offered != renews || h.frame.Contains("证书快到期了") != renews {
					t.Errorf("renewal is offered: %v", offered)
				}
				if !renews {
					return
				}
				h.tap("service.renew")
				if h.app.session.visit.Service != "renew" {
					t.Error("it leads elsewhere")
				}
			})
		})
	}
}

// TestKeyLeadsToTheService: the certificate fills the form in, the person
// confirms it, and Back leads to the check-up.
func TestKeyLeadsToTheService(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyExpiring)
		h.see("证书快到期了")
		h.tap("证书延期")
		v := h.app.session.visit
		if v.Service != "renew" || v.Organisation.Name != "XX开发有限公司" || v.Organisation.USCC != sampleUSCC() || v.Organisation.Source != visit.SourceKey {
			t.Fatalf("service %q, organisation from %q", v.Service, v.Organisation.Source)
		}
		if s, _ := h.app.session.guide.Service("renew"); slices.Contains(s.Keys, visit.KeyPresent) && v.Key != visit.KeyPresent {
			t.Error("the key is not taken for present")
		}
		h.see("您是哪一位？", "第 1 步")
		h.tap("back")
		h.see("证书快到期了")
		h.tap("证书延期")
		h.tap("我是经办人")
		h.tap("企业")
		for range 12 {
			if h.frame.Contains("请把身份证放在读卡区") {
				break
			}
			if _, ok := h.frame.Find("key.present"); ok {
				h.tap("key.present")
				continue
			}
			if _, ok := h.frame.Find("all"); ok && !h.frame.Contains("全部取消") {
				h.tap("all")
			}
			h.tap("next")
		}
		h.lay(card(li))
		h.tap("正确，下一步")
		h.see("XX开发有限公司", sampleUSCC(), "这是从U-KEY的证书里读到的")
		if n := len(h.app.session.begun); n != 1 {
			t.Errorf("the visit began %d times", n)
		}
	})
}

func TestKeyOfAnotherInAVisitIsSaid(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.lay(card(li))
		h.tap("正确，下一步")
		h.scan(licenceText())
		h.plug(visit.KeyGood)
		h.notSee("别的单位")
		h.plug(visit.KeyGood, func(f *keycheck.Finding) {
			f.Organisation, f.USCC = "YY建设有限公司", "9143070000000000XX"
		})
		h.see("插着的是别的单位的U-KEY", "它是YY建设有限公司的，您正在办的是XX开发有限公司", "换成本单位的U-KEY", "单位改过名称的，要办的是“证书更新”")
		h.plug(visit.KeyGood, func(f *keycheck.Finding) { f.Organisation, f.USCC = "", "9143070000000000XX" })
		h.see("它是9143070000000000XX的") // a certificate may name no more than the code
		h.app.session.visit.Service = "update"
		h.wait(time.Second)
		h.see("不用换，接着办")
		h.notSee("要办的是“证书更新”")
		h.pull()
		h.notSee("别的单位")
	})
}

func TestSeveralKeysAreChosenFrom(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		one := sampleFinding(&Context{Now: time.Now()}, visit.KeyGood)
		two := sampleFinding(&Context{Now: time.Now()}, visit.KeyPINLocked)
		two.Key, two.Organisation = "other", "YY建设有限公司"
		h.keys.found = []keycheck.Finding{one, two, sampleFinding(&Context{Now: time.Now()}, visit.KeyNoModule)}
		h.wait(time.Second)
		h.see("查哪一个U-KEY？", "XX开发有限公司", "YY建设有限公司", "本机读不了这一种U-KEY")
		h.tap("plugged.other")
		h.see("PIN码锁住了")
		h.notSee("XX开发有限公司")
		h.tap("details")
		h.see("序列号（十进制）")
		h.tap("back")
		h.tap("back")
		h.see("查哪一个U-KEY？")
		h.tap("plugged.096e:0309.2")
		h.see("本机读不了这一种U-KEY")
		h.keys.found = []keycheck.Finding{one}
		h.wait(time.Second)
		h.see("证书正常，可以使用")
	})
}

func TestKeyDriverIsKnownByItsNumber(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.app.cfg.Platform.DriverPage = func(id string) string { return "https://hall.example/D/" + id }
		h.plug(visit.KeyNoModule)
		h.tap("驱动下载")
		h.see("飞天诚信", "发邮件给自己")
		h.tap("back")
		h.see("您插的是这一种")
		h.tap("back")
		h.see("本机读不了这一种U-KEY")
	})
}

// TestKeyLeftBehind: a visit does not end with a key in the port, and nobody who
// comes after is taken for its owner.
func TestKeyLeftBehind(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		h.tap("好了，结束")
		h.see("请拔下您的U-KEY")
		h.notSee("XX开发有限公司")
		h.wait(time.Minute)
		if h.keys.chimes != 4 {
			t.Errorf("called %d times in a minute", h.keys.chimes)
		}
		if _, ok := h.frame.Find("next"); ok {
			t.Error("the way home is open while the owner may be near")
		}
		h.wait(2*time.Minute + 5*time.Second)
		if !slices.Equal(h.keys.left, []bool{true}) {
			t.Errorf("staff were told %v", h.keys.left)
		}
		chimes := h.keys.chimes
		h.wait(time.Minute)
		if h.keys.chimes != chimes {
			t.Error("it goes on calling after staff were told")
		}
		h.tap("回到首页")
		h.see("请点您要办的事", "插口里有别人忘记的U-KEY")
		h.tap("door.key")
		h.see("请先拔下这个U-KEY")
		h.notSee("XX开发有限公司")
		h.tap("back")
		h.tap("door.notice")
		h.tap("back")
		h.pull()
		if !slices.Equal(h.keys.left, []bool{true, false}) {
			t.Errorf("staff were told %v", h.keys.left)
		}
		h.see("请点您要办的事")
		h.notSee("别人忘记的U-KEY")
		h.plug(visit.KeyGood)
		h.see("XX开发有限公司")
	})
}

func TestKeyLeftByWhoWalksAway(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.plug(visit.KeyGood)
		d := DefaultTiming()
		h.wait(d.Warn + d.Count + time.Second)
		h.see("请拔下您的U-KEY")
		h.keys.found = nil // the port blinks
		h.wait(500 * time.Millisecond)
		h.plug(visit.KeyGood)
		h.see("请拔下您的U-KEY")
		h.pull()
		h.wait(goodbyeFor)
		h.see("请点您要办的事")
		if len(h.keys.left) != 0 {
			t.Error("staff were told of a key that was taken in time")
		}
	})
}

func TestKeyAndCardLeftBehind(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		h.plug(visit.KeyGood)
		h.reader.present = true
		h.tap("exit")
		h.tap("结束")
		h.see("请拿走身份证和U-KEY")
		h.reader.present = false
		h.wait(2 * time.Second)
		h.see("请拔下您的U-KEY")
		h.pull()
		h.wait(goodbyeFor)
		h.see("请点您要办的事")
	})
}
