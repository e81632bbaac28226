package screens

import (
	"fmt"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// sampleKeys is a port for U-KEYs, for stories.
type sampleKeys struct{ Keys }

func (sampleKeys) Empty() bool { return false }

// sampleFinding is what is found of a key in a condition.
func sampleFinding(c *Context, condition visit.KeyCondition) keycheck.Finding {
	day := func(days int) time.Time { return c.Now.AddDate(0, 0, days) }
	f := keycheck.Finding{
		Key: "sample", USB: devices.ID{Vendor: 0x096e, Product: 0x0309}, Condition: condition, Conditions: []visit.KeyCondition{condition},
		Organisation: "XX开发有限公司", USCC: sampleUSCC(), Issuer: "湖南CA SM2", Serial: "4F2A90C377B1D05E", SerialDecimal: "5704381917203583070",
		Algorithm: "sm2", Model: "ePass3000GM", NotBefore: day(-418), NotAfter: day(312), Days: 312, Left: 312.0 / 730,
		ChainKnown: true, RevocationKnown: true, Certificate: []byte{0x30, 0x00}, Encryption: true, Tries: 6, MinPIN: 6, MaxPIN: 16,
		CanSign: true, CanChangePIN: true,
	}
	lasts := func(days int) {
		f.NotBefore, f.NotAfter, f.Days, f.Left = day(days-730), day(days), days, max(0, float64(days)/730)
	}
	switch condition {
	case visit.KeyUnreadable, visit.KeyNoModule:
		f = keycheck.Finding{USB: f.USB, Condition: condition, Conditions: f.Conditions, Tries: -1}
	case visit.KeyEmpty:
		f = keycheck.Finding{Key: f.Key, USB: f.USB, Model: f.Model, Condition: condition, Conditions: f.Conditions, Tries: 6, CanChangePIN: true}
	case visit.KeyForeign:
		f.Issuer, f.ChainKnown, f.IssuerUnknown, f.RevocationKnown, f.CanSign = "Other CA", false, true, false, false
	case visit.KeyRevoked, visit.KeyFrozen:
		f.Since, f.CanSign = day(-20), false
	case visit.KeyExpired:
		lasts(-3)
		f.CanSign = false
	case visit.KeyNotYet:
		f.NotBefore, f.NotAfter, f.Days, f.Left, f.CanSign = day(4), day(734), 734, 1, false
	case visit.KeyPINLocked:
		f.Tries, f.CanSign, f.CanChangePIN = 0, false, false
	case visit.KeyMustChange:
		f.CanSign = false
	case visit.KeyPINLast:
		f.Tries = 1
	case visit.KeyExpiring:
		lasts(41)
	}
	f.CanBind = f.CanSign
	return f
}

// ofUnknownIssuer makes the first key one of an issuer that the centre does not know.
func ofUnknownIssuer(_ *Context, s *keyCheck) {
	f := &s.found[0]
	f.Issuer, f.ChainKnown, f.IssuerUnknown, f.RevocationKnown, f.CanSign, f.CanBind = "湖南CA 2", false, true, false, false, false
}

// checkStory is the check-up of keys.
func checkStory(change func(*Context, *keyCheck), conditions ...visit.KeyCondition) func(*Context) Screen {
	return func(c *Context) Screen {
		c.Platform.Keys, c.Platform.Scans = sampleKeys{}, sampleScans{}
		s := &keyCheck{}
		for i, condition := range conditions {
			f := sampleFinding(c, condition)
			f.Key = fmt.Sprintf("%s-%d", f.Key, i)
			s.found = append(s.found, f)
		}
		if change != nil {
			change(c, s)
		}
		return s
	}
}

// keyStories are the pages of the U-KEY.
func keyStories() []Story {
	all := []Story{
		{"key-plug-in", checkStory(nil)},
		{"key-pulled", checkStory(func(_ *Context, s *keyCheck) { s.pulled = true })},
		{"key-forgotten", checkStory(func(c *Context, _ *keyCheck) { c.keys.left = true })},
		{"key-several", checkStory(nil, visit.KeyGood, visit.KeyExpiring, visit.KeyNoModule)},
		{"key-details", checkStory(func(_ *Context, s *keyCheck) { s.details = true }, visit.KeyGood)},
		{"key-details-unknown", checkStory(func(_ *Context, s *keyCheck) {
			s.details = true
			s.found[0].ChainKnown, s.found[0].RevocationKnown, s.found[0].Tries = false, false, -1
		}, visit.KeyGood)},
		{"key-details-revoked", checkStory(func(_ *Context, s *keyCheck) { s.details = true }, visit.KeyRevoked)},
		{"key-details-frozen", checkStory(func(_ *Context, s *keyCheck) { s.details = true }, visit.KeyFrozen)},
		{"key-details-empty", checkStory(func(_ *Context, s *keyCheck) { s.details = true }, visit.KeyEmpty)},
		{"key-not-revoked-unknown", checkStory(func(_ *Context, s *keyCheck) { s.found[0].RevocationKnown = false }, visit.KeyGood)},
		{"key-issuer-unknown", checkStory(ofUnknownIssuer, visit.KeyGood)},
		{"key-issuer-unknown-expiring", checkStory(ofUnknownIssuer, visit.KeyExpiring)},
		{"key-issuer-unknown-several", checkStory(ofUnknownIssuer, visit.KeyGood, visit.KeyExpiring)},
		{"key-details-issuer-unknown", checkStory(func(c *Context, s *keyCheck) { ofUnknownIssuer(c, s); s.details = true }, visit.KeyGood)},
		{"key-of-nobody", checkStory(func(_ *Context, s *keyCheck) {
			s.found[0].Organisation, s.found[0].USCC, s.found[0].CanBind = "", "", false
		}, visit.KeyGood)},
		{"key-two-conditions", checkStory(func(_ *Context, s *keyCheck) {
			s.found[0].Conditions = []visit.KeyCondition{visit.KeyPINLast, visit.KeyExpiring}
			s.found[0].Condition, s.found[0].Tries = visit.KeyPINLast, 1
		}, visit.KeyExpiring)},
		{"key-long", checkStory(func(_ *Context, s *keyCheck) {
			s.found[0].Organisation, s.found[0].Issuer, s.found[0].Model = long(120), long(80), long(40)
			s.found[0].Serial, s.found[0].SerialDecimal = sampleSHA256, "1234567890123456789012345678901234567890123456789"
		}, visit.KeyGood)},
		{"key-long-details", checkStory(func(_ *Context, s *keyCheck) {
			s.details = true
			s.found[0].Organisation, s.found[0].Issuer, s.found[0].Model = long(120), long(80), long(40)
			s.found[0].Serial, s.found[0].SerialDecimal = sampleSHA256, "1234567890123456789012345678901234567890123456789"
		}, visit.KeyGood)},
		{"goodbye-key", func(*Context) Screen { return &goodbye{key: true} }},
		{"goodbye-key-left", func(*Context) Screen { return &goodbye{key: true, told: true} }},
		{"goodbye-both", func(*Context) Screen { return &goodbye{key: true, card: true} }},
		{"home-key-left", func(c *Context) Screen { c.keys.left = true; return &home{} }},
		{"home-without-keys", func(c *Context) Screen { c.Platform.Keys = nil; return &home{} }},
		{"drivers-plugged", func(c *Context) Screen {
			return &drivers{watch: keyWatch{found: []keycheck.Finding{sampleFinding(c, visit.KeyGood)}}}
		}},
		{"drivers-page", func(c *Context) Screen {
			c.Platform.DriverPage = func(id string) string { return "https://zj.changde.gov.cn/D/" + id }
			return &drivers{chosen: c.Guide.Drivers[0].ID}
		}},
		{"key-question-plugged", func(c *Context) Screen {
			return &key{watch: keyWatch{found: []keycheck.Finding{sampleFinding(c, visit.KeyExpiring)}}}
		}},
		{"review-other-key", func(c *Context) Screen {
			agent(c)
			other := sampleFinding(c, visit.KeyWrongHolder)
			other.Organisation = "YY建设有限公司"
			return &review{watch: keyWatch{found: []keycheck.Finding{other}}}
		}},
		{"review-other-key-update", func(c *Context) Screen {
			agent(c).Service = "update"
			other := sampleFinding(c, visit.KeyWrongHolder)
			other.Organisation = "YY建设有限公司"
			return &review{watch: keyWatch{found: []keycheck.Finding{other}}}
		}},
		{"licence-other-key-long", func(c *Context) Screen {
			agent(c).Organisation.Name = long(100)
			other := sampleFinding(c, visit.KeyWrongHolder)
			other.Organisation = long(120)
			return &licence{mode: licenceRead, watch: keyWatch{found: []keycheck.Finding{other}}}
		}},
		{"licence-from-key", func(c *Context) Screen {
			agent(c).Organisation.Source = visit.SourceKey
			return &licence{mode: licenceRead}
		}},
		{"key-driver", checkStory(func(c *Context, s *keyCheck) { s.act = newKeyDriver(c, &s.found[0]) }, visit.KeyNoModule)},
	}
	for _, condition := range visit.KeyConditions() {
		set := checkStory(func(c *Context, s *keyCheck) {
			if condition == visit.KeyWrongHolder {
				c.Visit.Organisation.Name = "YY建设有限公司"
			}
		}, condition)
		all = append(all, Story{"key-is-" + string(condition), set})
	}
	all = append(all, proofStories()...)
	return append(all, changeStories()...)
}

const sampleText = "常德市公共资源交易平台\n事项：绑定账号\n账号：zhangsan_01\n单位：XX开发有限公司\n证书序列号：4F2A90C377B1D05E\n时间：2026-11-23 09:41:07\n随机数：MZXW6YTBOI4DKNRX"

// sampleOrder is an order of the pad's digits that stays.
func sampleOrder() []int { return []int{3, 8, 0, 5, 1, 9, 2, 7, 4, 6} }

// proofStories are binding and trying to sign in.
func proofStories() []Story {
	proof := func(purpose Purpose, set func(*Context, *keyProof)) func(*Context) Screen {
		return checkStory(func(c *Context, s *keyCheck) {
			p := newKeyProof(s.found[0], purpose)
			p.challenge = Challenge{Purpose: purpose, Account: "zhangsan_01", Text: sampleText}
			p.receipt = Receipt{Number: "BD20261123-0001", Purpose: purpose, Organisation: "XX开发有限公司", Serial: p.of.Serial, At: c.Now}
			if purpose == PurposeBind {
				p.receipt.Account = "zhangsan_01"
			}
			set(c, p)
			s.act = p
		}, visit.KeyGood)
	}
	mode := func(m proofMode) func(*Context, *keyProof) { return func(_ *Context, p *keyProof) { p.mode = m } }
	pad := func(tries int, dots int, wrong bool) func(*Context, *keyProof) {
		return func(c *Context, p *keyProof) {
			p.mode, p.tries.left = proofPIN, tries
			p.pad.openAs(p.of.MaxPIN, sampleOrder())
			for range dots {
				p.pad.pin.Add('x') // a story holds no PIN
			}
			if wrong {
				p.pad.error = c.T("pin.wrong", "tries", triesWords(c, tries))
			}
		}
	}
	slip := func(err error) func(*Context, *keyProof) {
		return func(_ *Context, p *keyProof) {
			p.mode = proofDone
			p.slip.done, p.slip.result = make(chan result[struct{}]), &result[struct{}]{err: err}
		}
	}
	all := []Story{
		{"bind-account", proof(PurposeBind, func(*Context, *keyProof) {})},
		{"bind-account-typed", proof(PurposeBind, func(_ *Context, p *keyProof) { p.account.SetText("zhangsan_01") })},
		{"bind-account-doubt", proof(PurposeBind, func(_ *Context, p *keyProof) { p.doubt = "bind.account-doubt" })},
		{"bind-code-doubt", proof(PurposeBind, func(_ *Context, p *keyProof) { p.doubt = "bind.code-doubt" })},
		{"bind-no-scanner", proof(PurposeBind, func(c *Context, _ *keyProof) { c.Platform.Scans = nil })},
		{"bind-asking", proof(PurposeBind, mode(proofAsking))},
		{"bind-text", proof(PurposeBind, mode(proofText))},
		{"bind-text-long", proof(PurposeBind, func(_ *Context, p *keyProof) { p.mode, p.challenge.Text = proofText, long(900) })},
		{"bind-pin", proof(PurposeBind, pad(6, 0, false))},
		{"bind-pin-typed", proof(PurposeBind, pad(6, 5, false))},
		{"bind-pin-wrong", proof(PurposeBind, pad(5, 0, true))},
		{"bind-pin-wrong-unknown", proof(PurposeBind, pad(-1, 0, true))},
		{"bind-pin-letters", proof(PurposeBind, func(c *Context, p *keyProof) { pad(-1, 0, false)(c, p); p.pad.keys.Tap("key.mode") })},
		{"bind-pin-signs", proof(PurposeBind, func(c *Context, p *keyProof) {
			pad(-1, 0, false)(c, p)
			p.pad.keys.Tap("key.mode")
			p.pad.keys.Tap("key.signs")
		})},
		{"bind-last-try", proof(PurposeBind, func(c *Context, p *keyProof) {
			p.mode, p.tries.left, p.pad.error = proofWarn, 1, c.T("pin.wrong", "tries", triesWords(c, 1))
		})},
		{"bind-last-try-unsure", proof(PurposeBind, func(_ *Context, p *keyProof) { p.mode, p.tries = proofWarn, keyTries{left: 2, unsure: true} })},
		{"bind-signing", proof(PurposeBind, mode(proofSigning))},
		{"bind-done", proof(PurposeBind, slip(nil))},
		{"bind-already", proof(PurposeBind, func(c *Context, p *keyProof) { slip(nil)(c, p); p.receipt.Already = true })},
		{"bind-printing", proof(PurposeBind, func(_ *Context, p *keyProof) { p.mode, p.slip.done = proofDone, make(chan result[struct{}]) })},
		{"bind-slip-failed", proof(PurposeBind, slip(&NotPrintedError{Part: PartTicketPrinter}))},
		{"bind-slip-doubted", proof(PurposeBind, slip(&NotPrintedError{Part: PartTicketPrinter, InDoubt: true}))},
		{"sign-in-asking", proof(PurposeSignIn, mode(proofAsking))},
		{"sign-in-text", proof(PurposeSignIn, mode(proofText))},
		{"sign-in-done", proof(PurposeSignIn, mode(proofDone))},
		{"sign-in-refused", proof(PurposeSignIn, func(_ *Context, p *keyProof) { p.refuse(ErrUntrusted, true) })},
	}
	for _, words := range keyRefusalWords() {
		for _, step := range refusalSteps(words) {
			all = append(all, Story{fmt.Sprintf("bind-refused-%s-%d", words[len("keyrefused."):], step), proof(PurposeBind, func(_ *Context, p *keyProof) {
				p.mode, p.refusal, p.tries.unsure = proofRefused, keyRefusal{words, step}, true
			})})
		}
	}
	return all
}

// refusalSteps are the ways on from a refusal, each once.
func refusalSteps(words string) []keyStep {
	for _, r := range keyRefusals() {
		switch {
		case r.words == words:
			return []keyStep{r.step}
		case r.words+"-signed" == words:
			return []keyStep{stepDeliver}
		}
	}
	return []keyStep{stepLeave}
}

// changeStories are the change of a PIN.
func changeStories() []Story {
	change := func(set func(*Context, *keyChange)) func(*Context) Screen {
		return checkStory(func(c *Context, s *keyCheck) {
			k := newKeyChange(s.found[0])
			set(c, k)
			s.act = k
		}, visit.KeyMustChange)
	}
	pad := func(m changeMode, of func(*keyChange) *pinPad, why string) func(*Context, *keyChange) {
		return func(c *Context, s *keyChange) {
			s.mode = m
			p := of(s)
			p.openAs(16, sampleOrder())
			if why != "" {
				p.error = c.T(why, "least", 6, "tries", triesWords(c, 5))
			}
		}
	}
	old := func(s *keyChange) *pinPad { return &s.old }
	fresh := func(s *keyChange) *pinPad { return &s.fresh }
	again := func(s *keyChange) *pinPad { return &s.again }
	weak := func(weakness string) func(*Context, *keyChange) {
		return func(_ *Context, s *keyChange) {
			s.mode = changeWeak
			for range map[string]int{"short": 3, "same": 6}[weakness] {
				s.fresh.pin.Add('x')
			}
			if weakness == "row" {
				for c := byte('p'); c < 'v'; c++ {
					s.fresh.pin.Add(c)
				}
			}
		}
	}
	return []Story{
		{"change-old", change(pad(changeOld, old, ""))},
		{"change-old-wrong", change(pad(changeOld, old, "pin.wrong"))},
		{"change-old-form", change(pad(changeOld, old, "change.form"))},
		{"change-fresh", change(pad(changeFresh, fresh, ""))},
		{"change-fresh-short", change(pad(changeFresh, fresh, "pin.too-short"))},
		{"change-fresh-same", change(pad(changeFresh, fresh, "change.same"))},
		{"change-fresh-differ", change(pad(changeFresh, fresh, "change.differ"))},
		{"change-again", change(pad(changeAgain, again, ""))},
		{"change-weak-short", change(weak("short"))},
		{"change-weak-same", change(weak("same"))},
		{"change-weak-row", change(weak("row"))},
		{"change-working", change(func(_ *Context, s *keyChange) { s.mode = changeWorking })},
		{"change-done", change(func(_ *Context, s *keyChange) { s.mode = changeDone })},
		{"change-last-try", change(func(_ *Context, s *keyChange) { s.mode, s.tries.left = changeWarn, 1 })},
		{"change-refused", change(func(_ *Context, s *keyChange) {
			s.mode, s.refusal = changeRefused, refusedKey(ukey.ErrNotOffered, true)
		})},
		{"change-crashed", change(func(_ *Context, s *keyChange) {
			s.mode, s.tries.unsure, s.refusal = changeRefused, true, refusedKey(ukey.ErrCrashed, true)
		})},
	}
}
