package keysim_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
	"math/big"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey/keysim"
)

var message = []byte("请核对后签名")

// digestInfo is that of SHA-256 (RFC 8017, 9.2).
var digestInfo = []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}

// TestEachWayToSign signs as each vendor numbers it and verifies with the
// public key.
func TestEachWayToSign(t *testing.T) {
	families := map[string][]keysim.Mechanism{"usual": keysim.Usual(), "cards": keysim.Cards(), "westone": keysim.Westone(),
		"bgi": keysim.BGI(), "mssince": keysim.MsSince(), "xipki": keysim.XiPKI()}
	kinds := map[keysim.Algorithm]string{keysim.RSA: "rsa", keysim.ECDSA: "ecdsa", keysim.SM2: "sm2"}
	for family, mechanisms := range families {
		for _, m := range mechanisms {
			t.Run(fmt.Sprintf("%s %#x", family, m.Number), func(t *testing.T) {
				k := newKey(t, kinds[m.Key])
				k.Mechanisms = mechanisms
				signature := signOnce(t, k, m, toSign(t, k, m))
				if !verifies(t, k, m, signature) {
					t.Errorf("%s does not verify", kinds[m.Key])
				}
				if k.Signed() != 1 || k.Tried() != 1 {
					t.Errorf("%d signatures, %d PINs", k.Signed(), k.Tried())
				}
			})
		}
	}
}

func signOnce(t *testing.T, k *keysim.Key, m keysim.Mechanism, data []byte) []byte {
	t.Helper()
	start(t, keysim.Options{}).Plug(k)
	p := load(t)
	listed, err := p.GetMechanismList(onlySlot(t, p))
	must(t, err)
	if len(listed) != len(k.Mechanisms) {
		t.Errorf("%d mechanisms, want %d", len(listed), len(k.Mechanisms))
	}
	s := open(t, p)
	must(t, p.Login(s, pkcs11.CKU_USER, pin))
	private := find(t, p, s, pkcs11.CKO_PRIVATE_KEY)[0]
	must(t, p.SignInit(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(uint(m.Number), nil)}, private))
	signature, err := p.Sign(s, data)
	must(t, err)
	return signature
}

// toSign is what the mechanism takes of the message.
func toSign(t *testing.T, k *keysim.Key, m keysim.Mechanism) []byte {
	t.Helper()
	sum := sha256.Sum256(message)
	switch {
	case m.Hash:
		return message
	case m.Key == keysim.RSA:
		return append(bytes.Clone(digestInfo), sum[:]...)
	case m.Key == keysim.SM2:
		za, err := sm2.CalculateZA(k.Pairs[0].Private.Public().(*ecdsa.PublicKey), []byte("1234567812345678")) // GM/T 0009, 10
		must(t, err)
		e := sm3.Sum(append(za, message...))
		return e[:]
	}
	return sum[:]
}

func verifies(t *testing.T, k *keysim.Key, m keysim.Mechanism, signature []byte) bool {
	t.Helper()
	sum := sha256.Sum256(message)
	if public, is := k.Pairs[0].Private.Public().(*rsa.PublicKey); is {
		return rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], signature) == nil
	}
	if !m.DER {
		if len(signature) != 64 {
			t.Fatalf("%d bytes", len(signature))
		}
		der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])})
		must(t, err)
		signature = der
	}
	public := k.Pairs[0].Private.Public().(*ecdsa.PublicKey)
	if m.Key == keysim.SM2 {
		return sm2.VerifyASN1WithSM2(public, nil, message, signature)
	}
	return ecdsa.VerifyASN1(public, sum[:], signature)
}

func TestWhoMaySign(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "sm2")
	k.ShowPrivate = true
	sim.Plug(k)
	p := load(t)
	s := open(t, p)
	private := find(t, p, s, pkcs11.CKO_PRIVATE_KEY)[0]
	begin := func(mechanism uint, o pkcs11.ObjectHandle) error {
		return p.SignInit(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(mechanism, nil)}, o)
	}
	wants(t, "without a PIN", begin(0x80008100, private), pkcs11.CKR_USER_NOT_LOGGED_IN)
	must(t, p.Login(s, pkcs11.CKU_USER, pin))
	wants(t, "a mechanism that is not there", begin(0x4711, private), pkcs11.CKR_MECHANISM_INVALID)
	wants(t, "a mechanism for RSA", begin(pkcs11.CKM_SHA256_RSA_PKCS, private), pkcs11.CKR_KEY_TYPE_INCONSISTENT)
	wants(t, "no key", begin(0x80008100, 99), pkcs11.CKR_KEY_HANDLE_INVALID)
	_, err := p.Sign(s, message)
	wants(t, "nothing begun", err, pkcs11.CKR_OPERATION_NOT_INITIALIZED)
	must(t, begin(0x80008200, private))
	_, err = p.Sign(s, []byte("no digest"))
	wants(t, "no digest", err, pkcs11.CKR_DATA_LEN_RANGE)
	must(t, p.Logout(s))
	wants(t, "after the logout", begin(0x80008100, private), pkcs11.CKR_USER_NOT_LOGGED_IN)
	must(t, p.CloseSession(s))
	_, err = p.GenerateRandom(s, 8)
	wants(t, "what the library has not", err, pkcs11.CKR_FUNCTION_NOT_SUPPORTED)
}
