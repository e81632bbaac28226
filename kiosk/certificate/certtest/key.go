package certtest

import (
	"fmt"
	"os"
	"path/filepath"
)

// Key is a private key.
type Key struct {
	Algorithm Algorithm
	PEM       []byte // PKCS #8
	DER       []byte // PKCS #8
}

// NewKey makes a key. One by RSA takes a tenth of a second or longer.
func NewKey(a Algorithm) (*Key, error) {
	args := []string{"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_param_enc:named_curve", "-pkeyopt"}
	switch a {
	case RSA:
		args = []string{"genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"}
	case ECDSA:
		args = append(args, "ec_paramgen_curve:P-256")
	case SM2:
		args = append(args, "ec_paramgen_curve:SM2")
	default:
		return nil, fmt.Errorf("certtest: no algorithm %q", a)
	}
	text, err := openssl(os.TempDir(), args...)
	if err != nil {
		return nil, err
	}
	key, err := der(text)
	return &Key{Algorithm: a, PEM: text, DER: key}, err
}

// Sign signs the message as a U-KEY with that key does.
func (k *Key) Sign(message []byte) (signature []byte, err error) {
	err = inTemp("", func(dir string) error {
		if err := write(dir, "key.pem", k.PEM); err != nil {
			return err
		}
		if err := write(dir, "message", message); err != nil {
			return err
		}
		args := []string{"pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "message", "-out", "signature"}
		if k.Algorithm == SM2 {
			args = append(args, "-digest", "sm3", "-pkeyopt", "distid:"+identity)
		} else {
			args = append(args, "-digest", "sha256")
		}
		if _, err := openssl(dir, args...); err != nil {
			return err
		}
		signature, err = os.ReadFile(filepath.Join(dir, "signature"))
		return err
	})
	return signature, err
}

// identity is the one that SM2 signs for where nobody says another (GM/T 0009).
const identity = "1234567812345678"

// signing are the arguments by which openssl's ca and req sign with the key.
func (k *Key) signing() []string {
	if k.Algorithm == SM2 {
		return []string{"-sm3", "-sigopt", "distid:" + identity}
	}
	return []string{"-sha256"}
}

// issuing is signing for the command ca, which names the digest otherwise.
func (k *Key) issuing() []string {
	if k.Algorithm == SM2 {
		return []string{"-md", "sm3", "-sigopt", "distid:" + identity}
	}
	return []string{"-md", "sha256"}
}
