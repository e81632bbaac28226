// Package casim are two certification authorities, one named as Hunan's and one
// of elsewhere, and the U-KEYs that they hand out: the demo's and the walks'.
// Certificates and the revocation list are made by the openssl command, keys are
// virtual. Authorities, companies and PINs belong to nobody.
package casim

import (
	"fmt"
	"os"
	"time"

	"hallkiosk/kiosk/certificate/certtest"
)

// Authorities issue keys. A centre that trusts Hunan's knows nothing of Other.
type Authorities struct {
	hunan, other *certtest.Authority
	list         []byte
	dir          string
	now          func() time.Time
	issued       int
}

// The serial numbers, in hexadecimal, of what Hunan's authority has revoked or
// frozen. Every key that is one or the other bears it.
const (
	revokedSerial = "5A00000000000000000000000000E001"
	frozenSerial  = "5A00000000000000000000000000F002"
)

// Found makes both authorities and Hunan's revocation list. now is what counts
// as the present when keys are made; Close removes what they keep on the disk.
func Found(now func() time.Time) (*Authorities, error) {
	dir, err := os.MkdirTemp("", "casim")
	if err != nil {
		return nil, fmt.Errorf("casim: %w", err)
	}
	a := &Authorities{dir: dir, now: now}
	if err := a.found(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return a, nil
}

func (a *Authorities) found() (err error) {
	if a.hunan, err = certtest.New(a.dir, certtest.Options{}); err != nil {
		return err
	}
	name := []certtest.Attribute{{Type: "C", Value: "CN"}, {Type: "O", Value: "XX电子认证有限公司"}, {Type: "CN", Value: "XX CA"}}
	if a.other, err = certtest.New(a.dir, certtest.Options{Name: name}); err != nil {
		return err
	}
	day := a.now().AddDate(0, 0, -20)
	a.list, err = a.hunan.CRL([]certtest.Revoked{
		{Serial: revokedSerial, Reason: certtest.KeyCompromise, At: day},
		{Serial: frozenSerial, Reason: certtest.CertificateHold, At: day},
	})
	return err
}

// Trust is what a centre is to know, in DER: Hunan's authority and its list.
func (a *Authorities) Trust() (authorities, revocations [][]byte) {
	return [][]byte{a.hunan.DER}, [][]byte{a.list}
}

// Close removes what is on the disk.
func (a *Authorities) Close() error { return os.RemoveAll(a.dir) }
