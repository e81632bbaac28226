package pkcs11_test

import (
	"crypto"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/emmansun/gmsm/smx509"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

// temporary is a folder for what all tests share; TestMain removes it.
var temporary = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "ukey") })

// library is the virtual U-KEYs', compiled once.
var library = sync.OnceValues(func() (string, error) {
	dir, err := temporary()
	if err != nil {
		return "", err
	}
	return keysim.Build(dir)
})

// pair is a certificate with its key.
type pair struct {
	der []byte
	key crypto.Signer
}

// pairs are made by OpenSSL, once for each algorithm and use.
var pairs = struct {
	sync.Mutex
	authority *certtest.Authority
	made      map[[2]string]pair
}{made: map[[2]string]pair{}}

func newPair(t testing.TB, a certtest.Algorithm, use string) pair {
	t.Helper()
	pairs.Lock()
	defer pairs.Unlock()
	if p, ok := pairs.made[[2]string{string(a), use}]; ok {
		return p
	}
	dir, err := temporary()
	must(t, err)
	if pairs.authority == nil {
		pairs.authority, err = certtest.New(dir, certtest.Options{Algorithm: certtest.ECDSA})
		must(t, err)
	}
	issued, err := pairs.authority.Issue(certtest.Request{Algorithm: a, Use: use})
	must(t, err)
	block, _ := pem.Decode(issued.Key.PEM)
	key, err := smx509.ParsePKCS8PrivateKey(block.Bytes)
	must(t, err)
	p := pair{issued.DER, key.(crypto.Signer)}
	pairs.made[[2]string{string(a), use}] = p
	return p
}

var feitian = devices.ID{Vendor: 0x096e, Product: 0x0309}

// rig is a ring over one module of virtual keys and a virtual USB.
type rig struct {
	sim  *keysim.Sim
	bus  *memory.Bus
	opts ukey.Options
}

func newRig(t testing.TB, o keysim.Options) *rig {
	t.Helper()
	path, err := library()
	must(t, err)
	dir, err := os.MkdirTemp("", "ks") // a short path: it names a socket
	must(t, err)
	socket := filepath.Join(dir, "s")
	sim, err := keysim.Start(socket, o)
	must(t, err)
	t.Cleanup(func() {
		if err := errors.Join(sim.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	bus := memory.NewBus()
	return &rig{sim, bus, ukey.Options{Bus: bus, Modules: []ukey.Module{{Name: "sim", Path: path}}, Command: command(keysim.Socket + "=" + socket)}}
}

// newKey is a key with a pair.
func newKey(p pair) *keysim.Key {
	return &keysim.Key{Label: "U-KEY", Manufacturer: "Simulated", Model: "3000", Serial: "K000001", PIN: right,
		Pairs: []keysim.Pair{{Label: "sign", ID: []byte{1}, Certificate: p.der, Private: p.key}}}
}

// one is a port with one key that can be read.
func one(p ukey.Port) bool { return len(p.Keys) == 1 && p.Keys[0].Err == nil }

func none(p ukey.Port) bool { return p.Empty() }
