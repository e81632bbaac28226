package keysim

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"math/big"

	"github.com/emmansun/gmsm/sm2"
)

// signing is a signature that was begun.
type signing struct {
	key       crypto.Signer
	mechanism Mechanism
}

var errSize = errors.New("keysim: data of a wrong length")

func (c *conn) signInit(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	if r != ok {
		return r, nil
	}
	number, handle := a.number(), a.number()
	o, there := c.visible(s.key, handle)
	s.key.mu.Lock()
	defer s.key.mu.Unlock()
	switch {
	case !c.loggedIn[s.key]:
		return notLoggedIn, nil
	case s.key.MustChange:
		return pinExpired, nil
	case !there || o.private == nil:
		return keyHandleInvalid, nil
	case s.sign != nil:
		return operationActive, nil
	}
	for _, m := range s.key.ways() {
		if m.Number == number {
			if !m.fits(o.private) {
				return keyTypeInconsistent, nil
			}
			s.sign = &signing{key: o.private, mechanism: m}
			return ok, nil
		}
	}
	return mechanismInvalid, nil
}

// size is how long a signature can be.
func (c *conn) size(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	switch {
	case r != ok:
		return r, nil
	case s.sign == nil:
		return operationMissing, nil
	}
	return ok, u64(s.sign.size())
}

func (g *signing) size() uint64 {
	if public, is := g.key.Public().(*rsa.PublicKey); is {
		return uint64(public.Size())
	}
	if g.mechanism.DER {
		return 72
	}
	return 64
}

func (c *conn) sign(a *args) (rv, []byte) {
	id, has, data := a.number(), a.number(), a.text()
	s, r := c.session(id)
	switch {
	case r != ok:
		return r, nil
	case s.sign == nil:
		return operationMissing, nil
	case has < s.sign.size():
		return bufferTooSmall, u64(s.sign.size())
	}
	signature, err := s.sign.make(data)
	s.sign = nil
	if err != nil {
		return dataLenRange, nil
	}
	s.key.mu.Lock()
	s.key.signed++
	s.key.mu.Unlock()
	return ok, append(u64(uint64(len(signature))), signature...)
}

// make signs data as the mechanism says.
func (g *signing) make(data []byte) ([]byte, error) {
	switch k := g.key.(type) {
	case *rsa.PrivateKey:
		if g.mechanism.Hash {
			sum := sha256.Sum256(data)
			return rsa.SignPKCS1v15(rand.Reader, k, crypto.SHA256, sum[:])
		}
		return rsa.SignPKCS1v15(rand.Reader, k, 0, data) // a DigestInfo as it stands
	case *sm2.PrivateKey:
		if g.mechanism.Hash {
			return g.encode(k.SignWithSM2(rand.Reader, nil, data))
		}
		if len(data) != 32 {
			return nil, errSize
		}
		return g.encode(k.Sign(rand.Reader, data, nil))
	case *ecdsa.PrivateKey:
		if g.mechanism.Hash {
			sum := sha256.Sum256(data)
			data = sum[:]
		}
		return g.encode(ecdsa.SignASN1(rand.Reader, k, data))
	}
	return nil, errors.New("keysim: no such key")
}

// encode leaves a signature in DER, or makes it the two numbers of 32 bytes.
func (g *signing) encode(der []byte, err error) ([]byte, error) {
	if err != nil || g.mechanism.DER {
		return der, err
	}
	var two struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &two); err != nil {
		return nil, err
	}
	b := make([]byte, 64)
	two.R.FillBytes(b[:32])
	two.S.FillBytes(b[32:])
	return b, nil
}
