package pkcs11_test

import (
	"errors"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

// TestEveryWayToSign: each mechanism alone, as each vendor numbers it, gives a
// signature that fits, for one PIN.
func TestEveryWayToSign(t *testing.T) {
	r := newRig(t, keysim.Options{})
	ring := open(t, r.opts)
	for name, family := range map[string][]keysim.Mechanism{
		"usual": keysim.Usual(), "westone": keysim.Westone(), "bgi": keysim.BGI(), "mssince": keysim.MsSince(), "xipki": keysim.XiPKI(),
	} {
		for _, m := range family {
			kind := map[keysim.Algorithm]certtest.Algorithm{keysim.RSA: certtest.RSA, keysim.ECDSA: certtest.ECDSA, keysim.SM2: certtest.SM2}[m.Key]
			p := newPair(t, kind, "")
			k := newKey(p)
			k.Mechanisms = []keysim.Mechanism{m}
			r.sim.Plug(k)
			id := until(t, "plugged in", ring, one).Keys[0].ID
			signs(t, ring, id, p.der, right)
			if k.Tried() != 1 || k.Signed() != 1 {
				t.Errorf("%s %#x: %d PINs, %d signatures", name, m.Number, k.Tried(), k.Signed())
			}
			r.sim.Unplug(k)
			until(t, "pulled out", ring, none)
		}
	}
}

// TestMechanismOfAnother: a number that means something else at this vendor gives
// no signature that fits, and another way is tried; where none is left, nothing is
// passed on.
func TestMechanismOfAnother(t *testing.T) {
	r := newRig(t, keysim.Options{})
	ring := open(t, r.opts)
	p := newPair(t, certtest.SM2, "")
	raw := keysim.Cards()[0]
	hashing := raw
	hashing.Number = 0x80000004 // said to take a digest, and takes a message
	k := newKey(p)
	k.Mechanisms = []keysim.Mechanism{hashing}
	r.sim.Plug(k)
	id := until(t, "plugged in", ring, one).Keys[0].ID
	hashing.Hash = true
	k.Mechanisms[0].Hash = true
	if s, err := ring.Sign(t.Context(), id, p.der, pin(right), []byte("text")); !errors.Is(err, devices.ErrGarbled) || s != nil {
		t.Errorf("%v %x", err, s)
	}
	r.sim.Unplug(k)
	until(t, "pulled out", ring, none)

	k2 := newKey(p)
	k2.Mechanisms = []keysim.Mechanism{hashing, {Number: 0x00010004, Key: keysim.SM2}, {Number: 0x80008000, Key: keysim.SM2}}
	r.sim.Plug(k2)
	id = until(t, "plugged in", ring, one).Keys[0].ID
	signs(t, ring, id, p.der, right)
	if k2.Tried() != 1 {
		t.Errorf("%d PINs", k2.Tried())
	}
	r.sim.Unplug(k2)
	until(t, "pulled out", ring, none)

	k3 := newKey(p)
	k3.Mechanisms = []keysim.Mechanism{{Number: 0x40, Key: keysim.RSA, Hash: true}}
	r.sim.Plug(k3)
	id = until(t, "plugged in", ring, one).Keys[0].ID
	if _, err := ring.Sign(t.Context(), id, p.der, pin(right), []byte("text")); !errors.Is(err, ukey.ErrMechanism) || k3.Tried() != 0 {
		t.Errorf("%v, %d PINs", err, k3.Tried())
	}
}

// TestPairsOfAContainer: the signing and the encryption certificate of one
// container share their CKA_ID; each signs with its own key. Two certificates of
// one key both do.
func TestPairsOfAContainer(t *testing.T) {
	for _, shown := range []bool{true, false} {
		for _, a := range []certtest.Algorithm{certtest.RSA, certtest.SM2} {
			r := newRig(t, keysim.Options{})
			signing, other := newPair(t, a, ""), newPair(t, a, certtest.Encrypting)
			k := newKey(signing)
			k.ShowPrivate = shown
			k.Pairs = []keysim.Pair{
				{ID: []byte{7}, Certificate: other.der, Private: other.key}, {ID: []byte{7}, Certificate: signing.der, Private: signing.key},
			}
			r.sim.Plug(k)
			ring := open(t, r.opts)
			key := ring.Port().Keys[0]
			if len(key.Certificates) != 2 || key.Certificates[0].HasKey != shown || key.Certificates[1].HasKey != shown {
				t.Errorf("%s, shown %v: %d certificates", a, shown, len(key.Certificates))
			}
			signs(t, ring, key.ID, signing.der, right)
			signs(t, ring, key.ID, other.der, right)
			if k.Tried() != 2 {
				t.Errorf("%d PINs for two signatures", k.Tried())
			}
		}
	}
}

// TestHostileContents: whatever a key holds, its own certificate is found and the
// kiosk is told the rest as it is.
func TestHostileContents(t *testing.T) {
	p := newPair(t, certtest.SM2, "")
	r := newRig(t, keysim.Options{})
	k := newKey(p)
	k.Label, k.Manufacturer, k.Serial = "\xb3\xa3\xb5\xc2 \x07key", "\xe5\xb8\xb8\xe5\xbe", ""
	k.Data = 200
	k.Pairs = nil
	for i := range 99 {
		k.Pairs = append(k.Pairs, keysim.Pair{ID: []byte{1}, Certificate: []byte{0x30, byte(i)}})
	}
	k.Pairs = append(k.Pairs, keysim.Pair{ID: []byte{1}, Certificate: p.der, Private: p.key},
		keysim.Pair{Certificate: make([]byte, 2<<20)}, keysim.Pair{ID: []byte{2}, Certificate: p.der[:100]})
	r.sim.Plug(k)
	ring := open(t, r.opts)
	key := ring.Port().Keys[0]
	if key.Err != nil || len(key.Certificates) != 102 || key.Certificates[100].DER != nil || len(key.Certificates[101].DER) != 100 {
		t.Errorf("%d certificates, %v", len(key.Certificates), key.Err)
	}
	if key.Label != "常德 key" || key.Manufacturer != "常" || key.Serial != "" {
		t.Errorf("%q %q", key.Label, key.Manufacturer)
	}
	signs(t, ring, key.ID, p.der, right)
}

// TestNothingOnIt: an empty key is a key.
func TestNothingOnIt(t *testing.T) {
	r := newRig(t, keysim.Options{})
	k := newKey(pair{})
	k.Pairs = nil
	r.sim.Plug(k)
	ring := open(t, r.opts)
	if key := ring.Port().Keys[0]; key.Err != nil || len(key.Certificates) != 0 {
		t.Errorf("%+v", key)
	}
	p := newPair(t, certtest.RSA, "")
	if _, err := ring.Sign(t.Context(), ring.Port().Keys[0].ID, p.der, pin(right), nil); !errors.Is(err, ukey.ErrNoPrivateKey) {
		t.Error(err)
	}
	if k.Tried() != 0 {
		t.Error("a PIN was offered to a key without the certificate")
	}
}
