package pkcs11

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
)

// Driver drives one module. It serves one goroutine on one thread.
type Driver struct {
	native  native
	module  *pkcs11.Ctx
	library ukey.Library
	stale   bool              // the module is to be started anew before it is asked
	tokens  map[string]*token // as scanned last, by name
}

var _ ukey.Driver = (*Driver)(nil)

// Open loads the module at path and starts it. Errors are ukey.ErrLoad,
// ukey.ErrKind or ukey.ErrModule.
func Open(path string) (*Driver, error) {
	if err := check(path); err != nil {
		return nil, err
	}
	d := &Driver{module: pkcs11.New(path), tokens: map[string]*token{}}
	if d.module == nil {
		return nil, fmt.Errorf("%w: a second time", ukey.ErrLoad)
	}
	d.native = nativeOf(d.module)
	if err := d.initialize(); err != nil {
		d.module.Destroy()
		return nil, err
	}
	info, err := d.module.GetInfo()
	if err != nil {
		return nil, errors.Join(fault("GetInfo", err), d.Close())
	}
	d.library = ukey.Library{
		Name:    strings.TrimSpace(text(info.ManufacturerID) + " " + text(info.LibraryDescription)),
		Version: version(info.LibraryVersion),
		API:     "PKCS#11 " + version(info.CryptokiVersion),
	}
	return d, nil
}

func version(v pkcs11.Version) string { return fmt.Sprintf("%d.%02d", v.Major, v.Minor) }

// initialize starts the module. One thread calls it, so one that knows no locks
// is started without.
func (d *Driver) initialize() error {
	err := d.module.Initialize()
	switch rv(err) {
	case pkcs11.CKR_CANT_LOCK, pkcs11.CKR_NEED_TO_CREATE_THREADS, pkcs11.CKR_ARGUMENTS_BAD:
		err = d.module.Initialize(pkcs11.InitializeWithFlags(0))
	}
	if err != nil && rv(err) != pkcs11.CKR_CRYPTOKI_ALREADY_INITIALIZED {
		return fault("Initialize", err)
	}
	return nil
}

// restart starts the module anew: some see a key only then.
func (d *Driver) restart() error {
	d.tokens = map[string]*token{}
	_ = d.module.Finalize() // one that fails may have been finalised by itself
	if err := d.initialize(); err != nil {
		d.stale = true
		return err
	}
	d.stale = false
	return nil
}

// Library says what the module calls itself.
func (d *Driver) Library() ukey.Library { return d.library }

// Close stops the module and puts it away.
func (d *Driver) Close() error {
	err := d.module.Finalize()
	d.module.Destroy()
	if err != nil && rv(err) != pkcs11.CKR_CRYPTOKI_NOT_INITIALIZED {
		return fault("Finalize", err)
	}
	return nil
}

// Scan says which tokens are there. It starts the module anew where it fails, or
// sees another number of keys than are plugged in.
func (d *Driver) Scan(h ukey.Hint) ([]ukey.Token, error) {
	if d.stale {
		if err := d.restart(); err != nil {
			return nil, err
		}
	}
	found, err := d.scan(h.Changed)
	wrong := h.Changed && (len(found) == 0 && h.Expected != 0 || len(found) > 0 && h.Expected == 0)
	if err != nil || wrong {
		if err := d.restart(); err != nil {
			return nil, err
		}
		found, err = d.scan(true)
	}
	if err != nil {
		d.stale = true
		return nil, err
	}
	return found, nil
}

// scan reads every slot with a token in it.
func (d *Driver) scan(changed bool) ([]ukey.Token, error) {
	slots, err := d.module.GetSlotList(true)
	if err != nil {
		return nil, fault("GetSlotList", err)
	}
	before := d.tokens
	if changed {
		before = nil
	}
	d.tokens = map[string]*token{}
	var found []ukey.Token
	for _, slot := range slots[:min(len(slots), maxSlots)] {
		t, err := d.readToken(slot)
		if errors.Is(err, devices.ErrGone) || errors.Is(err, errNoKey) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for n := 2; d.tokens[t.Name] != nil; n++ { // a serial number that several share
			t.Name = fmt.Sprintf("%s (%d)", t.serialName(), n)
		}
		d.tokens[t.Name] = t
		if old := before[t.Name]; old != nil && old.slot == slot && old.Label == t.Label && !old.Garbled && len(old.Certificates) > 0 {
			t.Certificates = old.Certificates
		} else {
			d.readContents(t)
		}
		found = append(found, t.Token)
	}
	return found, nil
}

// maxSlots is how many slots are looked at.
const maxSlots = 16
