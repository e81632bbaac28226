package outbox

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"

	"hallkiosk/kiosk/visit"
)

// keys are derived from the kiosk key, one for each use.
type keys struct {
	wrap, person, check []byte
}

const keySize = 32

func deriveKeys(kioskKey [keySize]byte) (*keys, error) {
	if kioskKey == [keySize]byte{} {
		return nil, errors.New("outbox: the kiosk key is all zero")
	}
	var k keys
	for info, into := range map[string]*[]byte{
		"hallkiosk outbox wrap v1":   &k.wrap,
		"hallkiosk outbox person v1": &k.person,
		"hallkiosk outbox check v1":  &k.check,
	} {
		b, err := hkdf.Key(sha256.New, kioskKey[:], nil, info, keySize)
		if err != nil {
			return nil, fmt.Errorf("outbox: derive key: %w", err)
		}
		*into = b
	}
	return &k, nil
}

// personHash says, to this kiosk alone, that it is the same person for the
// same service on the same day.
func (k *keys) personHash(idNumber, service, day string) []byte {
	mac := hmac.New(sha256.New, k.person)
	for _, s := range []string{visit.NormalIDNumber(idNumber), service, day} {
		fmt.Fprintf(mac, "%d:%s", len(s), s)
	}
	return mac.Sum(nil)
}

// seal encrypts the payload under a fresh key and that key under the kiosk's.
// Both are tied to the case, so that rows cannot be exchanged.
func (k *keys) seal(caseID string, plain []byte) (wrapped, payload []byte, err error) {
	own := make([]byte, keySize)
	rand.Read(own) // never fails (crypto/rand)
	defer clear(own)
	if payload, err = encrypt(own, caseID, plain); err != nil {
		return nil, nil, err
	}
	if wrapped, err = encrypt(k.wrap, caseID, own); err != nil {
		return nil, nil, err
	}
	return wrapped, payload, nil
}

// unseal undoes seal.
func (k *keys) unseal(caseID string, wrapped, payload []byte) ([]byte, error) {
	own, err := decrypt(k.wrap, caseID, wrapped)
	if err != nil {
		return nil, err
	}
	defer clear(own)
	return decrypt(own, caseID, payload)
}

func encrypt(key []byte, caseID string, plain []byte) ([]byte, error) {
	a, err := aead(key)
	if err != nil {
		return nil, err
	}
	return a.Seal(nil, nil, plain, []byte(caseID)), nil
}

func decrypt(key []byte, caseID string, sealed []byte) ([]byte, error) {
	a, err := aead(key)
	if err != nil {
		return nil, err
	}
	plain, err := a.Open(nil, nil, sealed, []byte(caseID))
	if err != nil {
		return nil, fmt.Errorf("outbox: unseal: %w", err)
	}
	return plain, nil
}

// aead is AES-256-GCM with a random nonce in front.
func aead(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("outbox: cipher: %w", err)
	}
	a, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("outbox: cipher: %w", err)
	}
	return a, nil
}
