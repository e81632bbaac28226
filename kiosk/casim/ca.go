// Package casim are two certification authorities, one named as Hunan's and one
// of elsewhere, and the U-KEYs that they hand out: the demo's and the walks'.
// Certificates and the revocation list are made by the openssl command, keys are
// virtual. Authorities, companies and PINs belong to nobody.
package casim

import (
	"fmt"
	"sync"
	"time"

	"hallkiosk/kiosk/certificate/certtest"
)

// Authorities issue keys. A centre that trusts Hunan's knows nothing of the other.
type Authorities struct {
	hunan, other *certtest.Authority
	list         []byte

	mu     sync.Mutex
	issued int
}

// The serial numbers, in hexadecimal, of what Hunan's authority has revoked or
// frozen. Every key that is one or the other bears it.
const (
	revokedSerial = "5A00000000000000000000000000E001"
	frozenSerial  = "5A00000000000000000000000000F002"
)

// Found makes both authorities, and Hunan's revocation list as it stands at a
// time. They may put files into dir until the caller removes it.
func Found(dir string, now time.Time) (*Authorities, error) {
	hunan, err := certtest.New(dir, certtest.Options{})
	if err != nil {
		return nil, fmt.Errorf("casim: %w", err)
	}
	name := []certtest.Attribute{{Type: "C", Value: "CN"}, {Type: "O", Value: "XX电子认证有限公司"}, {Type: "CN", Value: "XX CA"}}
	other, err := certtest.New(dir, certtest.Options{Name: name})
	if err != nil {
		return nil, fmt.Errorf("casim: %w", err)
	}
	day := now.AddDate(0, 0, -20)
	list, err := hunan.CRL([]certtest.Revoked{
		{Serial: revokedSerial, Reason: certtest.KeyCompromise, At: day},
		{Serial: frozenSerial, Reason: certtest.CertificateHold, At: day},
	})
	if err != nil {
		return nil, fmt.Errorf("casim: %w", err)
	}
	return &Authorities{hunan: hunan, other: other, list: list}, nil
}

// Trust is what a centre is to know, in DER: Hunan's authority and its list.
func (a *Authorities) Trust() (authorities, revocations [][]byte) {
	return [][]byte{a.hunan.DER}, [][]byte{a.list}
}
