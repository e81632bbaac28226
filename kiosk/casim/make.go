package casim

import (
	"crypto"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/smx509"

	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

// Made is a U-KEY that can be plugged in.
type Made struct {
	Stick keysim.Stick
	// Key is what the library sees; nil where no library knows the stick.
	Key *keysim.Key
}

// Make makes a key as described, with certificates that begin and end counted
// from now. It may be called by any goroutine.
func (a *Authorities) Make(s Spec, now time.Time) (Made, error) {
	s = s.withDefaults()
	id, err := s.id()
	if err != nil {
		return Made{}, err
	}
	if s.Serial == "" {
		s.Serial = fmt.Sprintf("KS26%08d", a.number())
	}
	m := Made{Stick: keysim.Stick{ID: id, Product: s.Model, Serial: s.Serial}}
	if s.State == "no-module" {
		return m, nil
	}
	m.Key = &keysim.Key{Label: "HNCA U-KEY", Manufacturer: "Simulated", Model: s.Model, Serial: s.Serial, Firmware: [2]byte{1, 4},
		PIN: s.PIN, Tries: s.Tries, Wrong: s.Wrong, Silent: s.Silent, FixedPIN: s.FixedPIN, Data: s.Objects, Mechanisms: s.mechanisms()}
	m.Key.Pairs, err = a.pairs(s, now)
	s.suffer(m.Key)
	return m, err
}

func (a *Authorities) number() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.issued++
	return a.issued
}

// suffer brings the key into its state, as far as that is not the certificate's.
func (s Spec) suffer(k *keysim.Key) {
	switch s.State {
	case "locked":
		k.Wrong = s.Tries
	case "last":
		k.Wrong = s.Tries - 1
	case "must-change":
		k.MustChange = true
	case "hang":
		k.Faults = []keysim.Fault{{On: keysim.GetTokenInfo, What: keysim.Hang}}
	case "crash":
		k.Faults = []keysim.Fault{{On: keysim.GetTokenInfo, What: keysim.Crash}}
	case "garbage":
		k.Faults = []keysim.Fault{{On: keysim.GetAttributeValue, What: keysim.Garbage}}
	}
}

func (s Spec) mechanisms() []keysim.Mechanism {
	if s.Algorithm != "sm2" {
		return keysim.Usual()
	}
	return map[string]func() []keysim.Mechanism{"cards": keysim.Cards, "westone": keysim.Westone, "bgi": keysim.BGI,
		"mssince": keysim.MsSince, "xipki": keysim.XiPKI}[s.Signs]()
}

// pairs are the certificates with their keys.
func (a *Authorities) pairs(s Spec, now time.Time) ([]keysim.Pair, error) {
	if s.State == "empty" {
		return nil, nil
	}
	sign, err := a.pair(s, now, certtest.Signing, 1)
	if err != nil || !s.Encryption {
		return []keysim.Pair{sign}, err
	}
	encrypt, err := a.pair(s, now, certtest.Encrypting, 2)
	return []keysim.Pair{encrypt, sign}, err // whoever takes the first takes the wrong one
}

func (a *Authorities) pair(s Spec, now time.Time, use string, number byte) (keysim.Pair, error) {
	request, err := s.request(now, use)
	if err != nil {
		return keysim.Pair{}, err
	}
	by := a.hunan
	if s.Issuer == "other" {
		by = a.other
	}
	issued, err := by.Issue(request)
	if err != nil {
		return keysim.Pair{}, err
	}
	private, err := smx509.ParsePKCS8PrivateKey(issued.Key.DER)
	if err != nil {
		return keysim.Pair{}, fmt.Errorf("casim: %w", err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return keysim.Pair{}, fmt.Errorf("casim: %T cannot sign", private)
	}
	return keysim.Pair{Label: use, ID: []byte{number}, Certificate: issued.DER, Private: signer}, nil
}

func (s Spec) request(now time.Time, use string) (r certtest.Request, err error) {
	r = certtest.Request{Algorithm: certtest.Algorithm(s.Algorithm), Subject: certtest.Company(s.Holder, ""), Use: use}
	if r.NotBefore, r.NotAfter, err = s.validity(now); err != nil {
		return r, err
	}
	// Where authorities write the credit code: in an extension of SM2 certificates,
	// in the subject of others.
	switch {
	case s.USCC == "-":
	case s.Algorithm == "sm2":
		r.Extensions = []string{certtest.CreditCode(s.USCC)}
	default:
		r.Subject = certtest.Company(s.Holder, s.USCC)
	}
	if use == certtest.Signing {
		r.Serial = map[string]string{"revoked": revokedSerial, "frozen": frozenSerial}[s.State]
	}
	return r, nil
}
