package keysim

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/binary"
	"fmt"

	"github.com/emmansun/gmsm/sm2"
)

// Classes and attributes of objects (PKCS#11 v2.40, 4).
const (
	classData, classCertificate, classPublic, classPrivate = 0, 1, 2, 3

	attrClass, attrToken, attrPrivate, attrLabel, attrValue = 0x0, 0x1, 0x2, 0x3, 0x11
	attrCertificateType, attrKeyType, attrID                = 0x80, 0x100, 0x102
	attrSensitive, attrSign, attrVerify, attrExtractable    = 0x103, 0x108, 0x10a, 0x162
	attrModulus, attrExponent, attrParams, attrPoint        = 0x120, 0x122, 0x180, 0x181
)

// object is one of a key's; its handle is its place, from 1 on.
type object struct {
	attributes map[uint64][]byte
	private    crypto.Signer // of a private key
	hidden     bool          // seen only after a login
}

// objects are those that the key holds.
func (k *Key) objects() []object {
	var l []object
	for _, p := range k.Pairs {
		if p.Certificate != nil {
			l = append(l, object{attributes: map[uint64][]byte{attrClass: u64(classCertificate), attrToken: yes, attrPrivate: no, attrLabel: []byte(p.Label),
				attrCertificateType: u64(0), attrID: p.ID, attrValue: p.Certificate}})
		}
		if p.Private != nil {
			l = append(l, k.keyObject(p, classPublic), k.keyObject(p, classPrivate))
		}
	}
	for i := range k.Data {
		l = append(l, object{attributes: map[uint64][]byte{attrClass: u64(classData), attrToken: yes, attrPrivate: no,
			attrLabel: fmt.Appendf(nil, "data %d", i), attrValue: bytes.Repeat([]byte{byte(i)}, 64)}})
	}
	return l
}

var yes, no = []byte{1}, []byte{0}

func (k *Key) keyObject(p Pair, class uint64) object {
	o := object{attributes: map[uint64][]byte{attrClass: u64(class), attrToken: yes, attrPrivate: no, attrLabel: []byte(p.Label), attrID: p.ID,
		attrKeyType: u64(k.keyType(p.Private))}}
	a := o.attributes
	if class == classPrivate {
		a[attrPrivate], a[attrSensitive], a[attrExtractable], a[attrSign] = yes, yes, no, yes
		o.private, o.hidden = p.Private, !k.ShowPrivate
	} else {
		a[attrVerify] = yes
	}
	switch public := p.Private.Public().(type) {
	case *rsa.PublicKey:
		a[attrModulus], a[attrExponent] = public.N.Bytes(), bytes.TrimLeft(binary.BigEndian.AppendUint32(nil, uint32(public.E)), "\x00")
	case *ecdsa.PublicKey:
		curve := asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7} // P-256
		if public.Curve == sm2.P256() {
			curve = asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301}
		}
		a[attrParams] = encoded(curve)
		if class == classPublic {
			point, err := public.Bytes()
			if err != nil {
				point = nil
			}
			a[attrPoint] = encoded(point)
		}
	}
	return o
}

// encoded is DER of what always has one.
func encoded(v any) []byte {
	b, err := asn1.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}

// visible is an object that this process sees.
func (c *conn) visible(k *Key, handle uint64) (object, bool) {
	l := k.objects()
	if handle < 1 || handle > uint64(len(l)) || l[handle-1].hidden && !c.loggedIn[k] {
		return object{}, false
	}
	return l[handle-1], true
}

func (c *conn) findInit(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	if r != ok {
		return r, nil
	}
	if s.found != nil {
		return operationActive, nil
	}
	wanted := map[uint64][]byte{}
	for range min(a.number(), 64) {
		t := a.number()
		wanted[t] = a.text()
	}
	s.found = []uint64{}
	for i, o := range s.key.objects() {
		fits := !o.hidden || c.loggedIn[s.key]
		for t, v := range wanted {
			has, there := o.attributes[t]
			fits = fits && there && bytes.Equal(has, v)
		}
		if fits {
			s.found = append(s.found, uint64(i+1))
		}
	}
	return ok, nil
}

func (c *conn) find(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	switch {
	case r != ok:
		return r, nil
	case s.found == nil:
		return operationMissing, nil
	}
	n := min(a.number(), uint64(len(s.found)))
	list := s.found[:n]
	s.found = s.found[n:]
	return ok, u64s(list...)
}

func (c *conn) findFinal(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	switch {
	case r != ok:
		return r, nil
	case s.found == nil:
		return operationMissing, nil
	}
	s.found = nil
	return ok, nil
}

// attributes gives for each attribute the length that it claims, and its bytes.
func (c *conn) attributes(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	if r != ok {
		return r, nil
	}
	o, there := c.visible(s.key, a.number())
	if !there {
		return objectHandleInvalid, nil
	}
	var b []byte
	for range min(a.number(), 64) {
		v, has := o.attributes[a.number()]
		claimed := uint64(len(v))
		if !has {
			claimed, r = ^uint64(0), attributeTypeInvalid
		}
		b = append(b, u64s(claimed, uint64(len(v)))...)
		b = append(b, v...)
	}
	return r, b
}
