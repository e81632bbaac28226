package keysim_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey/keysim"
)

// built is the library, compiled once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ks")
	if err != nil {
		return "", err
	}
	return keysim.Build(dir)
})

// makers make keys to sign with, the slow one once.
var makers = map[string]func() (crypto.Signer, error){
	"rsa":   sync.OnceValues(func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) }),
	"ecdsa": func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
	"sm2":   func() (crypto.Signer, error) { return sm2.GenerateKey(rand.Reader) },
}

const pin = "271828"

// newKey is a key with one pair.
func newKey(t *testing.T, kind string) *keysim.Key {
	t.Helper()
	private, err := makers[kind]()
	must(t, err)
	return &keysim.Key{Label: "XX 开发", Manufacturer: "Simulated", Serial: "0123456789", PIN: pin,
		Pairs: []keysim.Pair{{Label: "sign", ID: []byte{1}, Certificate: []byte("no certificate"), Private: private}}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start starts a Sim where the library of this process and its children finds it.
func start(t *testing.T, o keysim.Options) *keysim.Sim {
	t.Helper()
	dir, err := os.MkdirTemp("", "ks") // a short path: it names a socket
	must(t, err)
	socket := filepath.Join(dir, "s")
	sim, err := keysim.Start(socket, o)
	must(t, err)
	t.Setenv(keysim.Socket, socket)
	t.Cleanup(func() {
		if err := errors.Join(sim.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	return sim
}

// load loads and initialises the library.
func load(t *testing.T) *pkcs11.Ctx {
	t.Helper()
	path, err := built()
	must(t, err)
	p := pkcs11.New(path)
	if p == nil {
		t.Fatal("the library cannot be loaded")
	}
	must(t, p.Initialize())
	t.Cleanup(func() {
		if err := p.Finalize(); err != nil && !is(err, pkcs11.CKR_DEVICE_ERROR) {
			t.Error(err)
		}
		p.Destroy()
	})
	return p
}

func is(err error, rv uint) bool {
	var e pkcs11.Error
	return errors.As(err, &e) && uint(e) == rv
}

// wants fails the test where a call returned something else.
func wants(t *testing.T, what string, err error, rv uint) {
	t.Helper()
	if rv == pkcs11.CKR_OK && err != nil || rv != pkcs11.CKR_OK && !is(err, rv) {
		t.Fatalf("%s: %v, want %#x", what, err, rv)
	}
}

// onlySlot is the slot of the one key.
func onlySlot(t *testing.T, p *pkcs11.Ctx) uint {
	t.Helper()
	slots, err := p.GetSlotList(true)
	must(t, err)
	if len(slots) != 1 {
		t.Fatalf("slots %v, want one", slots)
	}
	return slots[0]
}

// open opens a session with the one key.
func open(t *testing.T, p *pkcs11.Ctx) pkcs11.SessionHandle {
	t.Helper()
	s, err := p.OpenSession(onlySlot(t, p), pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	must(t, err)
	return s
}

// find finds the objects of a class.
func find(t *testing.T, p *pkcs11.Ctx, s pkcs11.SessionHandle, class uint) []pkcs11.ObjectHandle {
	t.Helper()
	must(t, p.FindObjectsInit(s, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class)}))
	var all []pkcs11.ObjectHandle
	for {
		some, _, err := p.FindObjects(s, 7)
		must(t, err)
		if len(some) == 0 {
			break
		}
		all = append(all, some...)
	}
	must(t, p.FindObjectsFinal(s))
	return all
}
