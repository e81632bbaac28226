package keycheck_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, visit.Changde)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func checked(first17 string) string { return first17 + string(visit.USCCCheckCharacter(first17)) }

var (
	credit  = checked("91430700MA4L00001")
	another = checked("91430700MA4L00002")
)

// hall is what the tests' keys are made with.
type hall struct {
	t           testing.TB
	ca, foreign *certtest.Authority
	trust       *certificate.Trust
	since       time.Time
}

// newHall has an authority whose list says that the serial numbers 0A and 0B are
// revoked and frozen.
func newHall(t testing.TB) *hall {
	t.Helper()
	h := &hall{t: t, since: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}
	var err error
	h.ca, err = certtest.New(t.TempDir(), certtest.Options{})
	must(t, err)
	h.foreign, err = certtest.New(t.TempDir(), certtest.Options{Name: []certtest.Attribute{{Type: "CN", Value: "北京CA"}}})
	must(t, err)
	list, err := h.ca.CRL([]certtest.Revoked{{Serial: "0A", Reason: certtest.KeyCompromise, At: h.since}, {Serial: "0B", Reason: certtest.CertificateHold, At: h.since}})
	must(t, err)
	h.trust, err = certificate.NewTrust([][]byte{h.ca.DER}, [][]byte{list})
	must(t, err)
	return h
}

// certificate is a company's, with the credit code, changed by how.
func (h *hall) certificate(how ...func(*certtest.Request)) ukey.Certificate {
	h.t.Helper()
	ca, r := h.ca, certtest.Request{Subject: certtest.Company("XX开发有限公司", credit)}
	for _, f := range how {
		f(&r)
	}
	if r.Serial == "F0" {
		ca = h.foreign
	}
	issued, err := ca.Issue(r)
	must(h.t, err)
	return ukey.Certificate{DER: issued.DER, HasKey: true}
}

func serial(s string) func(*certtest.Request) { return func(r *certtest.Request) { r.Serial = s } }

func use(s string) func(*certtest.Request) { return func(r *certtest.Request) { r.Use = s } }

// lasting is from and to so many days from now on.
func lasting(from, to int) func(*certtest.Request) {
	return func(r *certtest.Request) { r.NotBefore, r.NotAfter = now.AddDate(0, 0, from), now.AddDate(0, 0, to) }
}

func of(name, uscc string) func(*certtest.Request) {
	return func(r *certtest.Request) { r.Subject = certtest.Company(name, uscc) }
}

func key(held ...ukey.Certificate) ukey.Key {
	return ukey.Key{ID: "k", Module: "m", Model: "XX3000", PIN: ukey.PINReady, Tries: 6, MinPIN: 6, MaxPIN: 16, Certificates: held}
}

func pin(k ukey.Key, s ukey.PINState, tries int) ukey.Key {
	k.PIN, k.Tries = s, tries
	return k
}

func TestConditions(t *testing.T) {
	h := newHall(t)
	good, company := h.certificate(), visit.Organisation{Name: "XX开发有限公司", USCC: credit}
	broken := key(good)
	broken.Err = devices.ErrGarbled
	dead := ukey.Key{ID: "k", Err: ukey.ErrCrashed}
	for name, tt := range map[string]struct {
		key  ukey.Key
		o    visit.Organisation
		want []visit.KeyCondition
		sign bool
		pin  bool
	}{
		"good":                  {key(good), company, []visit.KeyCondition{visit.KeyGood}, true, true},
		"nobody's visit":        {key(good), visit.Organisation{}, []visit.KeyCondition{visit.KeyGood}, true, true},
		"dead":                  {dead, company, []visit.KeyCondition{visit.KeyUnreadable}, false, false},
		"half read":             {broken, company, []visit.KeyCondition{visit.KeyUnreadable}, false, false},
		"spoilt":                {key(ukey.Certificate{DER: good.DER[:99]}), company, []visit.KeyCondition{visit.KeyUnreadable}, false, false},
		"spoilt beside a good":  {key(ukey.Certificate{DER: good.DER[:99]}, good), company, []visit.KeyCondition{visit.KeyGood}, true, true},
		"empty":                 {key(), company, []visit.KeyCondition{visit.KeyEmpty}, false, false},
		"an authority's only":   {key(ukey.Certificate{DER: h.ca.DER}), company, []visit.KeyCondition{visit.KeyEmpty}, false, false},
		"encryption only":       {key(h.certificate(use(certtest.Encrypting))), company, []visit.KeyCondition{visit.KeyEmpty}, false, false},
		"foreign":               {key(h.certificate(serial("F0"))), company, []visit.KeyCondition{visit.KeyForeign}, false, false},
		"revoked":               {key(h.certificate(serial("0A"))), company, []visit.KeyCondition{visit.KeyRevoked}, false, true},
		"frozen":                {key(h.certificate(serial("0B"))), company, []visit.KeyCondition{visit.KeyFrozen}, false, true},
		"another's":             {key(good), visit.Organisation{Name: "XX开发有限公司", USCC: another}, []visit.KeyCondition{visit.KeyWrongHolder}, false, true},
		"another's by name":     {key(good), visit.Organisation{Name: "XX建设有限公司"}, []visit.KeyCondition{visit.KeyWrongHolder}, false, true},
		"renamed":               {key(good), visit.Organisation{Name: "XX建设有限公司", USCC: credit}, []visit.KeyCondition{visit.KeyGood}, true, true},
		"written otherwise":     {key(h.certificate(of("XX（常德）有限公司", ""))), visit.Organisation{Name: "xx(常德) 有限公司", USCC: another}, []visit.KeyCondition{visit.KeyGood}, true, true},
		"expired":               {key(h.certificate(lasting(-300, -1))), company, []visit.KeyCondition{visit.KeyExpired}, false, true},
		"not yet":               {key(h.certificate(lasting(1, 300))), company, []visit.KeyCondition{visit.KeyNotYet}, false, true},
		"locked":                {pin(key(good), ukey.PINLocked, 0), company, []visit.KeyCondition{visit.KeyPINLocked}, false, false},
		"no tries left":         {pin(key(good), ukey.PINLow, 0), company, []visit.KeyCondition{visit.KeyPINLocked}, false, false},
		"no PIN":                {pin(key(good), ukey.PINUnset, -1), company, []visit.KeyCondition{visit.KeyPINLocked}, false, false},
		"must change":           {pin(key(good), ukey.PINMustChange, 6), company, []visit.KeyCondition{visit.KeyMustChange}, false, true},
		"must change, last try": {pin(key(good), ukey.PINMustChange, 1), company, []visit.KeyCondition{visit.KeyMustChange, visit.KeyPINLast}, false, true},
		"last":                  {pin(key(good), ukey.PINLast, -1), company, []visit.KeyCondition{visit.KeyPINLast}, true, true},
		"last by count":         {pin(key(good), ukey.PINLow, 1), company, []visit.KeyCondition{visit.KeyPINLast}, true, true},
		"low":                   {pin(key(good), ukey.PINLow, 3), company, []visit.KeyCondition{visit.KeyGood}, true, true},
		"105 days":              {key(h.certificate(lasting(-9, 105))), company, []visit.KeyCondition{visit.KeyExpiring}, true, true},
		"106 days":              {key(h.certificate(lasting(-9, 106))), company, []visit.KeyCondition{visit.KeyGood}, true, true},
		"much at once": {pin(key(h.certificate(serial("0A"), lasting(-300, -1))), ukey.PINLocked, 0), visit.Organisation{USCC: another},
			[]visit.KeyCondition{visit.KeyRevoked, visit.KeyWrongHolder, visit.KeyExpired, visit.KeyPINLocked}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			found := keycheck.Look(ukey.Port{Keys: []ukey.Key{tt.key}}, h.trust, tt.o, now)
			if len(found) != 1 {
				t.Fatalf("%d findings", len(found))
			}
			f := found[0]
			if !slices.Equal(f.Conditions, tt.want) || f.Condition != tt.want[0] || f.CanSign != tt.sign || f.CanChangePIN != tt.pin {
				t.Errorf("%v (%s), sign %v, PIN %v; want %v, %v, %v", f.Conditions, f.Condition, f.CanSign, f.CanChangePIN, tt.want, tt.sign, tt.pin)
			}
		})
	}
}

// unknown is a certificate by a Hunan CA that the centre did not name.
func (h *hall) unknown() ukey.Certificate {
	h.t.Helper()
	ca, err := certtest.New(h.t.TempDir(), certtest.Options{Name: []certtest.Attribute{{Type: "O", Value: "湖南省数字认证服务中心有限公司"}, {Type: "CN", Value: "湖南CA 2"}}})
	must(h.t, err)
	issued, err := ca.Issue(certtest.Request{Subject: certtest.Company("XX开发有限公司", credit)})
	must(h.t, err)
	return ukey.Certificate{DER: issued.DER, HasKey: true}
}

// nameless is a certificate that does not say whose it is, but for what is added.
func (h *hall) nameless(added ...certtest.Attribute) ukey.Certificate {
	return h.certificate(func(r *certtest.Request) {
		r.Subject = append([]certtest.Attribute{{Type: "C", Value: "CN"}}, added...)
	})
}

// TestWhatTheCentreRefusesIsNotOffered: whose issuer the centre does not know, and
// binding what names nobody. A kiosk that never heard the centre does not know.
func TestWhatTheCentreRefusesIsNotOffered(t *testing.T) {
	h := newHall(t)
	nobody, err := certificate.NewTrust(nil, nil)
	must(t, err)
	for name, tt := range map[string]struct {
		held                      ukey.Certificate
		trust                     *certificate.Trust
		issuerUnknown, sign, bind bool
	}{
		"good":                         {h.certificate(), h.trust, false, true, true},
		"of an issuer unknown":         {h.unknown(), h.trust, true, false, false},
		"the centre never heard":       {h.unknown(), nil, false, true, true},
		"the centre named nobody":      {h.unknown(), nobody, false, true, true},
		"nobody's":                     {h.nameless(), h.trust, false, true, false},
		"nobody's, centre never heard": {h.nameless(), nil, false, true, false},
		"code, no name":                {h.nameless(certtest.Attribute{Type: "2.5.4.1", Value: credit}), h.trust, false, true, true},
		"name, no code":                {h.certificate(of("XX开发有限公司", "")), h.trust, false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := keycheck.Look(ukey.Port{Keys: []ukey.Key{key(tt.held)}}, tt.trust, visit.Organisation{}, now)[0]
			if f.Condition != visit.KeyGood || f.IssuerUnknown != tt.issuerUnknown || f.CanSign != tt.sign || f.CanBind != tt.bind || !f.CanChangePIN {
				t.Errorf("%s of %q %q by %s: issuer unknown %v, sign %v, bind %v, PIN %v", f.Condition, f.Organisation, f.USCC, f.Issuer,
					f.IssuerUnknown, f.CanSign, f.CanBind, f.CanChangePIN)
			}
		})
	}
}

func TestFinding(t *testing.T) {
	h := newHall(t)
	held := h.certificate(serial("00AB01"), lasting(-100, 300))
	f := keycheck.Look(ukey.Port{Keys: []ukey.Key{key(h.certificate(use(certtest.Encrypting)), held)}}, h.trust, visit.Organisation{}, now)[0]
	if f.Key != "k" || f.Organisation != "XX开发有限公司" || f.USCC != credit || f.Issuer != "湖南CA" || f.Serial != "AB01" ||
		f.SerialDecimal != "43777" || f.Algorithm != "sm2" || f.Model != "XX3000" || f.Tries != 6 || f.MinPIN != 6 || f.MaxPIN != 16 {
		t.Errorf("found %+v", f)
	}
	if f.Days != 300 || f.Left != 0.75 || !f.ChainKnown || !f.RevocationKnown || !f.Since.IsZero() || !slices.Equal(f.Certificate, held.DER) || !f.Encryption {
		t.Errorf("%d days, %v left, chain %v, revocation %v, since %v, encryption %v", f.Days, f.Left, f.ChainKnown, f.RevocationKnown, f.Since, f.Encryption)
	}
	f = keycheck.Look(ukey.Port{Keys: []ukey.Key{key(held)}}, nil, visit.Organisation{}, now)[0]
	if f.ChainKnown || f.RevocationKnown || !f.CanSign || f.Encryption {
		t.Errorf("without a trust: chain %v, revocation %v, sign %v, encryption %v", f.ChainKnown, f.RevocationKnown, f.CanSign, f.Encryption)
	}
	f = keycheck.Look(ukey.Port{Keys: []ukey.Key{key(h.certificate(serial("0B")))}}, h.trust, visit.Organisation{}, now)[0]
	if !f.Since.Equal(h.since) || !f.RevocationKnown {
		t.Errorf("frozen since %v", f.Since)
	}
}

// TestDays counts by the hall's calendar, whatever the hour.
func TestDays(t *testing.T) {
	h := newHall(t)
	end := time.Date(2026, 11, 24, 0, 30, 0, 0, visit.Changde) // the day before, in UTC
	held := h.certificate(func(r *certtest.Request) { r.NotAfter = end })
	for at, want := range map[time.Time]int{
		end.Add(-time.Hour): 1, end: 0, end.Add(time.Hour): 0, end.Add(24 * time.Hour): -1, end.AddDate(0, 0, -105): 105,
		time.Date(2026, 11, 22, 23, 59, 0, 0, visit.Changde): 2,
	} {
		f := keycheck.Look(ukey.Port{Keys: []ukey.Key{key(held)}}, nil, visit.Organisation{}, at)[0]
		if f.Days != want || (f.Condition == visit.KeyExpired) != at.After(end) {
			t.Errorf("at %v: %d days, %s; want %d", at, f.Days, f.Condition, want)
		}
	}
}

// TestRenewed: on a key with several certificates the one is told that is meant.
func TestRenewed(t *testing.T) {
	h := newHall(t)
	old, current, next := h.certificate(serial("01"), lasting(-700, -5)), h.certificate(serial("02"), lasting(-40, 300)), h.certificate(serial("03"), lasting(1, 700))
	renewed, revoked := h.certificate(serial("04"), lasting(-10, 700)), h.certificate(serial("0A"), lasting(-5, 800))
	foreign := h.certificate(serial("F0"), lasting(-1, 900))
	without := renewed
	without.HasKey = false
	for name, tt := range map[string]struct {
		held []ukey.Certificate
		want string
	}{
		"the newest":             {[]ukey.Certificate{old, current, renewed, next}, "04"},
		"not one to come":        {[]ukey.Certificate{next, current}, "02"},
		"one to come":            {[]ukey.Certificate{old, next}, "03"},
		"not a revoked one":      {[]ukey.Certificate{revoked, current}, "02"},
		"revoked before expired": {[]ukey.Certificate{old, revoked}, "0A"},
		"Hunan's":                {[]ukey.Certificate{foreign, old}, "01"},
		"with its key":           {[]ukey.Certificate{without, current}, "02"},
		"twice":                  {[]ukey.Certificate{current, current}, "02"},
	} {
		for range 2 {
			f := keycheck.Look(ukey.Port{Keys: []ukey.Key{key(tt.held...)}}, h.trust, visit.Organisation{}, now)[0]
			if f.Serial != tt.want {
				t.Errorf("%s: %s, want %s", name, f.Serial, tt.want)
			}
			slices.Reverse(tt.held)
		}
	}
}

func TestEncryptionOfAnotherHolder(t *testing.T) {
	h := newHall(t)
	f := keycheck.Look(ukey.Port{Keys: []ukey.Key{key(h.certificate(), h.certificate(use(certtest.Encrypting), of("YY有限公司", another)))}}, h.trust, visit.Organisation{}, now)[0]
	if f.Encryption || f.USCC != credit {
		t.Errorf("encryption %v, of %s", f.Encryption, f.USCC)
	}
}

func TestSeveralDevices(t *testing.T) {
	h := newHall(t)
	info := devices.Info{ID: devices.ID{Vendor: 0x5448, Product: 4}, Product: "HaiKey"}
	second := ukey.Key{ID: "k2", Err: errors.Join(ukey.ErrHung)}
	found := keycheck.Look(ukey.Port{Keys: []ukey.Key{key(h.certificate()), second}, Strange: []devices.Info{info}}, h.trust, visit.Organisation{}, now)
	if len(found) != 3 || found[0].Key != "k" || found[1].Key != "k2" || found[1].Condition != visit.KeyUnreadable {
		t.Fatalf("found %v", found)
	}
	f := found[2]
	if f.Key != "" || f.USB != info.ID || f.Condition != visit.KeyNoModule || f.CanSign || f.CanChangePIN || f.Tries != -1 || f.Model != "HaiKey" {
		t.Errorf("strange: %+v", f)
	}
	if n := len(keycheck.Look(ukey.Port{}, nil, visit.Organisation{}, now)); n != 0 {
		t.Errorf("%d findings of nothing", n)
	}
}
