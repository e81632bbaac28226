package pkcs11

import (
	"encoding/binary"
	"errors"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey"
)

// The longest attributes that are believed, in bytes.
const (
	maxID      = 1024
	maxModulus = 2048
	maxPoint   = 1024
)

// maxObjects is how many objects of a class are looked at.
const maxObjects = 1024

// readContents reads a token's certificates, and what is seen of their keys
// without a PIN.
func (d *Driver) readContents(t *token) {
	t.Certificates, t.Garbled = nil, false
	s, end, err := d.session(t.slot, false)
	if err != nil {
		t.Garbled = true
		return
	}
	defer end()
	certificates, err := d.objects(s, pkcs11.CKO_CERTIFICATE)
	if err != nil {
		t.Garbled = true
		return
	}
	room := ukey.MaxContents
	for _, o := range certificates[:min(len(certificates), ukey.MaxCertificates)] {
		c, ok := d.readCertificate(s, o, min(room, ukey.MaxCertificate))
		if !ok {
			t.Garbled = true
			continue
		}
		room -= len(c.DER)
		t.Certificates = append(t.Certificates, c)
	}
	keys := d.privateKeys(s)
	for i := range t.Certificates {
		c := &t.Certificates[i]
		c.HasKey = len(c.ID) > 0 && len(fitting(keys, c.ID, publicKey(c.DER))) > 0
	}
}

// readCertificate reads one certificate. One that is too long has no DER.
func (d *Driver) readCertificate(s pkcs11.SessionHandle, o pkcs11.ObjectHandle, limit int) (c ukey.Certificate, ok bool) {
	value, err := d.native.attribute(s, o, pkcs11.CKA_VALUE, limit)
	if err != nil && !errors.Is(err, errLong) {
		return c, false
	}
	id, err := d.native.attribute(s, o, pkcs11.CKA_ID, maxID)
	if err != nil {
		id = nil // it is found by its public key
	}
	return ukey.Certificate{ID: id, DER: value}, true
}

// objects finds a token's objects of one class.
func (d *Driver) objects(s pkcs11.SessionHandle, class uint) ([]pkcs11.ObjectHandle, error) {
	template := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class)}
	if err := d.module.FindObjectsInit(s, template); err != nil {
		return nil, fault("FindObjectsInit", err)
	}
	var found []pkcs11.ObjectHandle
	for len(found) < maxObjects {
		some, _, err := d.module.FindObjects(s, 64)
		if err != nil {
			_ = d.module.FindObjectsFinal(s) // the search's error says more
			return nil, fault("FindObjects", err)
		}
		if len(some) == 0 {
			break
		}
		found = append(found, some...)
	}
	if err := d.module.FindObjectsFinal(s); err != nil {
		return nil, fault("FindObjectsFinal", err)
	}
	return found, nil
}

// privateKey is what is seen of a private key.
type privateKey struct {
	handle  pkcs11.ObjectHandle
	id      []byte
	rsa     bool   // it is one of RSA
	modulus []byte // of RSA; nil where it is not told
	point   []byte // of a curve; nil where it is not told, which it seldom is
	signs   bool   // it may be used to sign; true where that is not told
	always  bool   // it wants the PIN for each signature
}

// privateKeys finds those that can be seen now; a token may show none before the
// PIN was given.
func (d *Driver) privateKeys(s pkcs11.SessionHandle) []privateKey {
	handles, err := d.objects(s, pkcs11.CKO_PRIVATE_KEY)
	if err != nil {
		return nil
	}
	var l []privateKey
	for _, o := range handles[:min(len(handles), ukey.MaxCertificates)] {
		read := func(kind uint, limit int) []byte {
			v, err := d.native.attribute(s, o, kind, limit)
			if err != nil {
				return nil // it does not have it, or does not tell
			}
			return v
		}
		l = append(l, privateKey{handle: o, id: read(pkcs11.CKA_ID, maxID), rsa: isRSA(read(pkcs11.CKA_KEY_TYPE, 8)), modulus: read(pkcs11.CKA_MODULUS, maxModulus),
			point: read(pkcs11.CKA_EC_POINT, maxPoint), signs: truth(read(pkcs11.CKA_SIGN, 8), true), always: truth(read(pkcs11.CKA_ALWAYS_AUTHENTICATE, 8), false)})
	}
	return l
}

// isRSA reads a CK_KEY_TYPE; those of SM2 are as many as there are vendors.
func isRSA(v []byte) bool {
	return len(v) == 8 && binary.NativeEndian.Uint64(v) == pkcs11.CKK_RSA
}

// truth is a CK_BBOOL; otherwise where it is none. Some modules make it as long as
// a number.
func truth(v []byte, otherwise bool) bool {
	switch len(v) {
	case 1:
		return v[0] != 0
	case 4:
		return binary.NativeEndian.Uint32(v) != 0
	case 8:
		return binary.NativeEndian.Uint64(v) != 0
	}
	return otherwise
}
