package keysim_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey/keysim"
)

func TestBuildIsDoneOnce(t *testing.T) {
	dir := t.TempDir()
	one, err := keysim.Build(dir)
	must(t, err)
	two, err := keysim.Build(dir)
	must(t, err)
	if one != two {
		t.Errorf("%s, then %s", one, two)
	}
}

func TestWhatAKeyTells(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "rsa")
	k.Firmware = [2]byte{3, 7}
	sim.Plug(k)
	p := load(t)
	info, err := p.GetInfo()
	must(t, err)
	if info.ManufacturerID != "Hall kiosk" || info.LibraryDescription != "Virtual U-KEYs" || info.CryptokiVersion.Minor != 40 {
		t.Errorf("library %+v", info)
	}
	slot := onlySlot(t, p)
	about, err := p.GetSlotInfo(slot)
	must(t, err)
	if about.Flags&pkcs11.CKF_TOKEN_PRESENT == 0 || !strings.HasPrefix(about.SlotDescription, "Virtual slot") {
		t.Errorf("slot %+v", about)
	}
	token, err := p.GetTokenInfo(slot)
	must(t, err)
	if token.Label != "XX 开发" || token.SerialNumber != "0123456789" || token.MaxPinLen != 16 || token.MinPinLen != 4 ||
		token.FirmwareVersion.Major != 3 || token.FirmwareVersion.Minor != 7 {
		t.Errorf("token %+v", token)
	}
	s := open(t, p)
	certificates := find(t, p, s, pkcs11.CKO_CERTIFICATE)
	if len(certificates) != 1 {
		t.Fatalf("%d certificates", len(certificates))
	}
	values, err := p.GetAttributeValue(s, certificates[0], []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil), pkcs11.NewAttribute(pkcs11.CKA_ID, nil)})
	must(t, err)
	if string(values[0].Value) != "no certificate" || !bytes.Equal(values[1].Value, []byte{1}) {
		t.Errorf("certificate %q, ID %v", values[0].Value, values[1].Value)
	}
	if n := len(find(t, p, s, pkcs11.CKO_PRIVATE_KEY)); n != 0 {
		t.Errorf("%d private keys without a PIN", n)
	}
	must(t, p.Login(s, pkcs11.CKU_USER, pin))
	if n := len(find(t, p, s, pkcs11.CKO_PRIVATE_KEY)); n != 1 {
		t.Errorf("%d private keys with the PIN", n)
	}
}

func TestManyObjects(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "sm2")
	// Another certificate with the same key, and one with none.
	k.Pairs = append(k.Pairs, keysim.Pair{ID: []byte{1}, Certificate: []byte("two")}, keysim.Pair{ID: []byte{2}, Certificate: []byte("three")})
	k.Data, k.ShowPrivate = 200, true
	sim.Plug(k)
	p := load(t)
	s := open(t, p)
	for class, want := range map[uint]int{pkcs11.CKO_CERTIFICATE: 3, pkcs11.CKO_DATA: 200, pkcs11.CKO_PRIVATE_KEY: 1, pkcs11.CKO_PUBLIC_KEY: 1} {
		if n := len(find(t, p, s, class)); n != want {
			t.Errorf("class %d: %d objects, want %d", class, n, want)
		}
	}
}

func TestPINsAreCounted(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "ecdsa")
	k.Tries = 3
	sim.Plug(k)
	p := load(t)
	s := open(t, p)
	flags := func(want uint) {
		t.Helper()
		token, err := p.GetTokenInfo(onlySlot(t, p))
		must(t, err)
		const all = pkcs11.CKF_USER_PIN_COUNT_LOW | pkcs11.CKF_USER_PIN_FINAL_TRY | pkcs11.CKF_USER_PIN_LOCKED | pkcs11.CKF_USER_PIN_TO_BE_CHANGED
		if token.Flags&all != want {
			t.Fatalf("flags %#x, want %#x", token.Flags&all, want)
		}
	}
	wrong := func(rv uint) {
		t.Helper()
		wants(t, "a wrong PIN", p.Login(s, pkcs11.CKU_USER, "314159"), rv)
	}
	flags(0)
	wants(t, "a short PIN", p.Login(s, pkcs11.CKU_USER, "1"), pkcs11.CKR_PIN_LEN_RANGE)
	flags(0)
	wrong(pkcs11.CKR_PIN_INCORRECT)
	flags(pkcs11.CKF_USER_PIN_COUNT_LOW)
	must(t, p.Login(s, pkcs11.CKU_USER, pin))
	flags(0)
	wants(t, "another login", p.Login(s, pkcs11.CKU_USER, pin), pkcs11.CKR_USER_ALREADY_LOGGED_IN)
	must(t, p.Logout(s))
	wrong(pkcs11.CKR_PIN_INCORRECT)
	wrong(pkcs11.CKR_PIN_INCORRECT)
	flags(pkcs11.CKF_USER_PIN_COUNT_LOW | pkcs11.CKF_USER_PIN_FINAL_TRY)
	sim.Unplug(k)
	sim.Plug(k)
	wants(t, "the session of a key that was pulled out", p.Logout(s), pkcs11.CKR_DEVICE_REMOVED)
	s = open(t, p)
	flags(pkcs11.CKF_USER_PIN_COUNT_LOW | pkcs11.CKF_USER_PIN_FINAL_TRY)
	wrong(pkcs11.CKR_PIN_INCORRECT)
	flags(pkcs11.CKF_USER_PIN_COUNT_LOW | pkcs11.CKF_USER_PIN_LOCKED)
	wants(t, "the right PIN, too late", p.Login(s, pkcs11.CKU_USER, pin), pkcs11.CKR_PIN_LOCKED)
	if k.Tried() != 5 || k.Left() != 0 {
		t.Errorf("%d tried, %d left", k.Tried(), k.Left())
	}
}

func TestASilentKeyTellsNothingBeforeItIsLocked(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "ecdsa")
	k.Silent, k.Tries, k.Wrong = true, 6, 5
	sim.Plug(k)
	p := load(t)
	token, err := p.GetTokenInfo(onlySlot(t, p))
	must(t, err)
	if token.Flags&(pkcs11.CKF_USER_PIN_COUNT_LOW|pkcs11.CKF_USER_PIN_FINAL_TRY) != 0 {
		t.Errorf("flags %#x", token.Flags)
	}
}

func TestFirstPINMustBeChanged(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "sm2")
	k.MustChange = true
	sim.Plug(k)
	p := load(t)
	s := open(t, p)
	must(t, p.Login(s, pkcs11.CKU_USER, pin))
	key := find(t, p, s, pkcs11.CKO_PRIVATE_KEY)[0]
	mechanism := []*pkcs11.Mechanism{pkcs11.NewMechanism(0x80008100, nil)}
	wants(t, "signing before", p.SignInit(s, mechanism, key), pkcs11.CKR_PIN_EXPIRED)
	wants(t, "from a wrong PIN", p.SetPIN(s, "314159", "161803"), pkcs11.CKR_PIN_INCORRECT)
	wants(t, "to a short PIN", p.SetPIN(s, pin, "1"), pkcs11.CKR_PIN_LEN_RANGE)
	must(t, p.SetPIN(s, pin, "161803"))
	if k.CurrentPIN() != "161803" {
		t.Error("the PIN is still the old one")
	}
	must(t, p.SignInit(s, mechanism, key))
	reading, err := p.OpenSession(onlySlot(t, p), pkcs11.CKF_SERIAL_SESSION)
	must(t, err)
	wants(t, "in a session to read", p.SetPIN(reading, "161803", pin), pkcs11.CKR_SESSION_READ_ONLY)
}

func TestAModuleMayNotChangePINs(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "ecdsa")
	k.FixedPIN = true
	sim.Plug(k)
	p := load(t)
	wants(t, "a change", p.SetPIN(open(t, p), pin, "161803"), pkcs11.CKR_FUNCTION_NOT_SUPPORTED)
	if k.Tried() != 0 {
		t.Error("a try was spent")
	}
}

func TestSlots(t *testing.T) {
	for _, c := range []struct {
		opts                        keysim.Options
		empty, plugged, initialised int // slots seen before, after plugging in, after initialising anew
		all                         int // slots without and with keys
	}{
		{keysim.Options{}, 0, 1, 1, 1},
		{keysim.Options{Slots: 4}, 0, 1, 1, 4},
		{keysim.Options{Stale: true}, 0, 0, 1, 1},
	} {
		t.Run(fmt.Sprintf("%+v", c.opts), func(t *testing.T) {
			sim := start(t, c.opts)
			p := load(t)
			count := func(present bool, want int) {
				t.Helper()
				slots, err := p.GetSlotList(present)
				must(t, err)
				if len(slots) != want {
					t.Fatalf("%d slots, want %d", len(slots), want)
				}
			}
			count(true, c.empty)
			k := newKey(t, "ecdsa")
			sim.Plug(k)
			sim.Plug(k) // it is in already
			count(true, c.plugged)
			must(t, p.Finalize())
			must(t, p.Initialize())
			count(true, c.initialised)
			count(false, c.all)
			s := open(t, p)
			slot := onlySlot(t, p)
			sim.Unplug(k)
			sim.Unplug(k)
			count(true, 0)
			want := uint(pkcs11.CKR_SLOT_ID_INVALID)
			if c.opts.Slots > 0 {
				want = pkcs11.CKR_TOKEN_NOT_PRESENT
			}
			_, err := p.GetTokenInfo(slot)
			wants(t, "an empty slot", err, want)
			_, err = p.GetSessionInfo(s)
			wants(t, "an orphaned session", err, pkcs11.CKR_DEVICE_REMOVED)
		})
	}
}
