package protocol_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

const nonce = "ABCDEFGHIJKLMNOPQRSTUVWX23"

func keyQuery() *protocol.ChallengeQuery {
	return &protocol.ChallengeQuery{Protocol: protocol.Version, Kiosk: "K1", Purpose: protocol.PurposeBind, Account: "xx.kf@2026", Certificate: []byte{0x30, 0}}
}

func challenge() *protocol.Challenge {
	return &protocol.Challenge{Protocol: protocol.Version, ID: sample().Case, Purpose: protocol.PurposeBind, Account: "xx.kf@2026", Serial: "0A1B",
		Nonce: nonce, Issued: noon, Expires: noon.Add(protocol.ChallengeFor), Text: "事项：绑定账号\n账号：xx.kf@2026\n证书序列号：0A1B\n随机数：" + nonce}
}

func proof() *protocol.Proof {
	return &protocol.Proof{Protocol: protocol.Version, Kiosk: "K1", Challenge: sample().Case, Signature: []byte("signature"), Witness: make([]byte, 64)}
}

func keyReceipt() *protocol.KeyReceipt {
	return &protocol.KeyReceipt{Protocol: protocol.Version, Number: "BD20261123-0001", Purpose: protocol.PurposeBind, Account: "xx.kf@2026",
		Organisation: "XX开发有限公司", Serial: "0A1B", At: noon, Already: true}
}

func trust() *protocol.Trust {
	t := &protocol.Trust{Protocol: protocol.Version, Authorities: [][]byte{{1}, {2}}, Revocations: [][]byte{{3}}}
	t.Version = t.Sum()
	return t
}

func TestChallengeQuery(t *testing.T) {
	got, err := protocol.DecodeChallengeQuery(strings.NewReader(text(t, keyQuery())))
	if err != nil || !reflect.DeepEqual(got, keyQuery()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		field  string
		change func(*protocol.ChallengeQuery)
	}{
		"another version":        {"protocol", func(q *protocol.ChallengeQuery) { q.Protocol = 2 }},
		"a kiosk that is none":   {"kiosk", func(q *protocol.ChallengeQuery) { q.Kiosk = "K 1" }},
		"an odd purpose":         {"purpose", func(q *protocol.ChallengeQuery) { q.Purpose = "pay" }},
		"nothing to bind to":     {"account", func(q *protocol.ChallengeQuery) { q.Account = "" }},
		"an account to sign in":  {"account", func(q *protocol.ChallengeQuery) { q.Purpose = protocol.PurposeSignIn }},
		"an endless account":     {"account", func(q *protocol.ChallengeQuery) { q.Account = strings.Repeat("a", 501) }},
		"no certificate":         {"certificate", func(q *protocol.ChallengeQuery) { q.Certificate = nil }},
		"a certificate too long": {"certificate", func(q *protocol.ChallengeQuery) { q.Certificate = make([]byte, protocol.MaxCertificate+1) }},
	} {
		t.Run(name, func(t *testing.T) {
			q := keyQuery()
			c.change(q)
			_, err := protocol.DecodeChallengeQuery(strings.NewReader(text(t, q)))
			wantInvalid(t, err, c.field)
		})
	}
	largest := keyQuery()
	largest.Certificate = make([]byte, protocol.MaxCertificate)
	if _, err := protocol.DecodeChallengeQuery(strings.NewReader(text(t, largest))); err != nil {
		t.Error(err)
	}
	if _, err := protocol.DecodeChallengeQuery(strings.NewReader(strings.Repeat(" ", protocol.MaxKeyQuery+1))); !errors.Is(err, protocol.ErrTooLarge) {
		t.Error(err)
	}
	if _, err := protocol.DecodeChallengeQuery(strings.NewReader(`{"pin":"1",` + text(t, keyQuery())[1:])); err == nil {
		t.Error("a field that is not known was taken")
	}
}

func TestChallenge(t *testing.T) {
	newer := `{"later":1,` + text(t, challenge())[1:]
	got, err := protocol.DecodeChallenge(strings.NewReader(newer), keyQuery())
	if err != nil || text(t, got) != text(t, challenge()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		field  string
		change func(*protocol.Challenge)
	}{
		"another version":        {"protocol", func(c *protocol.Challenge) { c.Protocol = 2 }},
		"no ID":                  {"id", func(c *protocol.Challenge) { c.ID = "" }},
		"another purpose":        {"purpose", func(c *protocol.Challenge) { c.Purpose = protocol.PurposeSignIn }},
		"another account":        {"account", func(c *protocol.Challenge) { c.Account = "somebody" }},
		"a serial in small":      {"serial", func(c *protocol.Challenge) { c.Serial = "0a1b" }},
		"half a serial":          {"serial", func(c *protocol.Challenge) { c.Serial = "A1B" }},
		"a short nonce":          {"nonce", func(c *protocol.Challenge) { c.Nonce = "ABC" }},
		"no time":                {"issued", func(c *protocol.Challenge) { c.Issued = time.Time{} }},
		"over before it began":   {"expires", func(c *protocol.Challenge) { c.Expires = c.Issued }},
		"good for ever":          {"expires", func(c *protocol.Challenge) { c.Expires = c.Issued.AddDate(1, 0, 0) }},
		"no text":                {"text", func(c *protocol.Challenge) { c.Text = "" }},
		"text without account":   {"text", func(c *protocol.Challenge) { c.Text = strings.Replace(c.Text, "xx.kf@2026", "yy.kf@2026", 1) }},
		"account with a tail":    {"text", func(c *protocol.Challenge) { c.Text = strings.Replace(c.Text, "xx.kf@2026", "xx.kf@2026x", 1) }},
		"account as another's":   {"text", func(c *protocol.Challenge) { c.Text = strings.Replace(c.Text, "xx.kf@2026", "not-xx.kf@2026", 1) }},
		"text without serial":    {"text", func(c *protocol.Challenge) { c.Text = strings.Replace(c.Text, "0A1B", "", 1) }},
		"text without nonce":     {"text", func(c *protocol.Challenge) { c.Text = strings.Replace(c.Text, nonce, "", 1) }},
		"text with a hidden end": {"text", func(c *protocol.Challenge) { c.Text += "\n\x1b[8m转账" }},
		"text turned about":      {"text", func(c *protocol.Challenge) { c.Text += "\n\u202e" }},
		"text without end":       {"text", func(c *protocol.Challenge) { c.Text += strings.Repeat("长", 4<<10) }},
	} {
		t.Run(name, func(t *testing.T) {
			one := challenge()
			c.change(one)
			_, err := protocol.DecodeChallenge(strings.NewReader(text(t, one)), keyQuery())
			wantInvalid(t, err, c.field)
		})
	}
	q := keyQuery()
	q.Purpose, q.Account = protocol.PurposeSignIn, ""
	one := challenge()
	one.Purpose, one.Account, one.Text = q.Purpose, "", "事项：试登录\n证书序列号：0A1B\n随机数："+nonce
	if _, err := protocol.DecodeChallenge(strings.NewReader(text(t, one)), q); err != nil {
		t.Error(err)
	}
}

func TestProof(t *testing.T) {
	got, err := protocol.DecodeProof(strings.NewReader(text(t, proof())))
	if err != nil || !reflect.DeepEqual(got, proof()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for field, change := range map[string]func(*protocol.Proof){
		"protocol":  func(p *protocol.Proof) { p.Protocol = 0 },
		"kiosk":     func(p *protocol.Proof) { p.Kiosk = "" },
		"challenge": func(p *protocol.Proof) { p.Challenge = strings.ToUpper(p.Challenge) },
		"signature": func(p *protocol.Proof) { p.Signature = make([]byte, protocol.MaxKeySignature+1) },
		"witness":   func(p *protocol.Proof) { p.Witness = p.Witness[1:] },
	} {
		p := proof()
		change(p)
		_, err := protocol.DecodeProof(strings.NewReader(text(t, p)))
		wantInvalid(t, err, field)
	}
	empty := proof()
	empty.Signature = nil
	_, err = protocol.DecodeProof(strings.NewReader(text(t, empty)))
	wantInvalid(t, err, "signature")
	if _, err := protocol.DecodeProof(strings.NewReader(strings.Repeat(" ", protocol.MaxProof+1))); !errors.Is(err, protocol.ErrTooLarge) {
		t.Error(err)
	}
	if got := protocol.Witnessed("text", []byte("signature")); string(got) != "textsignature" {
		t.Errorf("witnessed %q", got)
	}
}

func TestKeyReceipt(t *testing.T) {
	got, err := protocol.DecodeKeyReceipt(strings.NewReader(text(t, keyReceipt())))
	if err != nil || text(t, got) != text(t, keyReceipt()) || !got.Fits(challenge()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for field, change := range map[string]func(*protocol.KeyReceipt){
		"protocol":     func(r *protocol.KeyReceipt) { r.Protocol = 0 },
		"number":       func(r *protocol.KeyReceipt) { r.Number = "BD2026-1" },
		"purpose":      func(r *protocol.KeyReceipt) { r.Purpose = "" },
		"account":      func(r *protocol.KeyReceipt) { r.Account = "" },
		"organisation": func(r *protocol.KeyReceipt) { r.Organisation = "XX\n公司" },
		"serial":       func(r *protocol.KeyReceipt) { r.Serial = "" },
		"at":           func(r *protocol.KeyReceipt) { r.At = time.Time{} },
		"already":      func(r *protocol.KeyReceipt) { r.Purpose, r.Account = protocol.PurposeSignIn, "" },
	} {
		r := keyReceipt()
		change(r)
		_, err := protocol.DecodeKeyReceipt(strings.NewReader(text(t, r)))
		wantInvalid(t, err, field)
	}
	for _, change := range []func(*protocol.Challenge){
		func(c *protocol.Challenge) { c.Account = "another" }, func(c *protocol.Challenge) { c.Serial = "0A1C" },
		func(c *protocol.Challenge) { c.Purpose = protocol.PurposeSignIn },
	} {
		c := challenge()
		change(c)
		if keyReceipt().Fits(c) {
			t.Error("fits another challenge")
		}
	}
}

func TestTrust(t *testing.T) {
	got, err := protocol.DecodeTrust(strings.NewReader(text(t, trust())))
	if err != nil || !reflect.DeepEqual(got, trust()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		field  string
		change func(*protocol.Trust)
	}{
		"another version":     {"protocol", func(t *protocol.Trust) { t.Protocol = 2 }},
		"other contents":      {"version", func(t *protocol.Trust) { t.Authorities[0] = []byte{9} }},
		"another order":       {"version", func(t *protocol.Trust) { t.Authorities[0], t.Authorities[1] = t.Authorities[1], t.Authorities[0] }},
		"an authority a list": {"version", func(t *protocol.Trust) { t.Authorities, t.Revocations = t.Authorities[:1], [][]byte{{2}, {3}} }},
		"no authorities":      {"authorities", func(t *protocol.Trust) { t.Authorities = nil }},
		"an empty authority":  {"authorities", func(t *protocol.Trust) { t.Authorities[1] = nil }},
		"many authorities":    {"authorities", func(t *protocol.Trust) { t.Authorities = make([][]byte, protocol.MaxAuthorities+1) }},
		"no lists":            {"revocations", func(t *protocol.Trust) { t.Revocations = nil }},
		"too much": {"revocations", func(t *protocol.Trust) {
			t.Revocations = [][]byte{make([]byte, protocol.MaxTrustContents)}
			t.Version = t.Sum()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			one := trust()
			c.change(one)
			_, err := protocol.DecodeTrust(strings.NewReader(text(t, one)))
			wantInvalid(t, err, c.field)
		})
	}
	largest := &protocol.Trust{Protocol: protocol.Version, Authorities: make([][]byte, 0), Revocations: [][]byte{make([]byte, protocol.MaxTrustContents)}}
	largest.Version = largest.Sum()
	if _, err := protocol.DecodeTrust(strings.NewReader(text(t, largest))); err != nil {
		t.Errorf("the largest does not fit: %v", err)
	}
	none := &protocol.Trust{Protocol: protocol.Version, Authorities: [][]byte{}, Revocations: [][]byte{}}
	none.Version = none.Sum()
	if _, err := protocol.DecodeTrust(strings.NewReader(text(t, none))); err != nil {
		t.Errorf("nothing is trusted: %v", err)
	}
}

// TestOldAndNewUnderstandEachOther: what neither side has to say of U-KEYs is
// not mentioned, so that a program of before understands it.
func TestOldAndNewUnderstandEachOther(t *testing.T) {
	for _, said := range []string{text(t, heartbeat()), text(t, protocol.News{Protocol: protocol.Version, Now: noon, Queue: map[string]int{}, Finished: []string{}})} {
		if strings.Contains(said, "trust") || strings.Contains(said, "keyLeft") {
			t.Errorf("mentions what an old program does not know: %s", said)
		}
	}
	h := heartbeat()
	h.KeyLeft, h.Trust = true, trust().Version
	got, err := protocol.DecodeHeartbeat(strings.NewReader(text(t, h)))
	if err != nil || !got.KeyLeft || got.Trust != h.Trust {
		t.Errorf("got %+v, %v", got, err)
	}
}

// FuzzKeys: whatever is read of U-KEYs reads the same again.
func FuzzKeys(f *testing.F) {
	for _, seed := range []any{keyQuery(), challenge(), proof(), keyReceipt(), trust()} {
		f.Add(text(f, seed))
	}
	f.Add(`{"authorities":[null]}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, read := range []func(string) (any, error){
			func(s string) (any, error) { return protocol.DecodeChallengeQuery(strings.NewReader(s)) },
			func(s string) (any, error) { return protocol.DecodeChallenge(strings.NewReader(s), keyQuery()) },
			func(s string) (any, error) { return protocol.DecodeProof(strings.NewReader(s)) },
			func(s string) (any, error) { return protocol.DecodeKeyReceipt(strings.NewReader(s)) },
			func(s string) (any, error) { return protocol.DecodeTrust(strings.NewReader(s)) },
		} {
			v, err := read(body)
			if err != nil {
				continue
			}
			if again, err := read(text(t, v)); err != nil || text(t, again) != text(t, v) {
				t.Errorf("not stable: %v", err)
			}
		}
	})
}
