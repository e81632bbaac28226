package pkcs11

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>

// A module's table of functions (PKCS#11 v2.40, 3.6), in its fixed order.
struct functions {
	unsigned char major, minor;
	void *f[68];
};

struct value {
	unsigned long type;
	void *to;
	unsigned long length;
};

enum { AT_SET_PIN = 11, AT_LOGIN = 18, AT_ATTRIBUTE = 24 };

static struct functions *functions(void *library)
{
	struct functions *list = NULL;
	unsigned long (*get)(struct functions **) = (unsigned long (*)(struct functions **))dlsym(library, "C_GetFunctionList");
	if (get == NULL || get(&list) != 0)
		return NULL;
	return list;
}

static int has(struct functions *l, int at) { return l->f[at] != NULL; }

static unsigned long login(struct functions *l, unsigned long session, unsigned long user, unsigned char *pin, unsigned long n)
{
	unsigned long (*f)(unsigned long, unsigned long, unsigned char *, unsigned long) = l->f[AT_LOGIN];
	return f(session, user, pin, n);
}

static unsigned long set_pin(struct functions *l, unsigned long session, unsigned char *old, unsigned long m, unsigned char *fresh, unsigned long n)
{
	unsigned long (*f)(unsigned long, unsigned char *, unsigned long, unsigned char *, unsigned long) = l->f[AT_SET_PIN];
	return f(session, old, m, fresh, n);
}

// attribute reads one attribute into to, of *length bytes; without to it tells
// the length.
static unsigned long attribute(struct functions *l, unsigned long session, unsigned long object, unsigned long type, unsigned char *to, unsigned long *length)
{
	unsigned long (*f)(unsigned long, unsigned long, struct value *, unsigned long) = l->f[AT_ATTRIBUTE];
	struct value v = { type, to, *length };
	unsigned long rv = f(session, object, &v, 1);
	*length = v.length;
	return rv;
}
*/
import "C"

import (
	"fmt"
	"unsafe"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey"
)

// native are the calls of a module that this package makes by itself: those that
// take a PIN, since miekg/pkcs11 would leave copies of it in memory, and the
// reading of an attribute, since that believes whatever length it is told.
type native struct{ list *C.struct_functions }

// nativeOf takes the table that the module gave to miekg/pkcs11. Another one will not
// do: p11-kit's modules give a new one, with sessions of its own, to each who asks. A
// test holds the shape of pkcs11.Ctx, a pointer to {library, table}, to this.
func nativeOf(m *pkcs11.Ctx) native {
	inner := *(*unsafe.Pointer)(unsafe.Pointer(m))
	return native{*(**C.struct_functions)(unsafe.Add(inner, unsafe.Sizeof(inner)))}
}

// check loads a library and says plainly why it cannot be used. One that can stays
// loaded until the process ends: some leave threads running that must not lose their
// code.
func check(path string) error {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	library := C.dlopen(name, C.RTLD_LAZY)
	if library == nil {
		return fmt.Errorf("%w: %s", ukey.ErrLoad, C.GoString(C.dlerror()))
	}
	list := C.functions(library)
	if list == nil {
		return fmt.Errorf("%w: no C_GetFunctionList in it", ukey.ErrKind)
	}
	const lastUsed = 43 // C_Sign
	for at := range lastUsed + 1 {
		if used(at) && C.has(list, C.int(at)) == 0 {
			return fmt.Errorf("%w: function %d of PKCS#11's table is missing", ukey.ErrKind, at)
		}
	}
	return nil
}

// used are the functions that are called, by their place in the table.
func used(at int) bool {
	switch at {
	case 0, 1, 2, // Initialize, Finalize, GetInfo
		4, 5, 6, 7, 8, // GetSlotList, GetSlotInfo, GetTokenInfo, GetMechanismList, GetMechanismInfo
		11, 12, 13, // SetPIN, OpenSession, CloseSession
		18, 19, // Login, Logout
		24, 26, 27, 28, // GetAttributeValue, FindObjects…
		42, 43: // SignInit, Sign
		return true
	}
	return false
}

// login gives the module the PIN itself, not a copy.
func (n native) login(session pkcs11.SessionHandle, user uint, pin []byte) error {
	return result(C.login(n.list, C.ulong(session), C.ulong(user), at(pin), C.ulong(len(pin))))
}

// setPIN is like login.
func (n native) setPIN(session pkcs11.SessionHandle, old, fresh []byte) error {
	return result(C.set_pin(n.list, C.ulong(session), at(old), C.ulong(len(old)), at(fresh), C.ulong(len(fresh))))
}

// errLong says that an attribute is longer than it may be.
var errLong = fmt.Errorf("pkcs11: attribute is too long")

// attribute reads one attribute of an object, of at most limit bytes.
func (n native) attribute(session pkcs11.SessionHandle, object pkcs11.ObjectHandle, kind uint, limit int) ([]byte, error) {
	var length C.ulong
	if err := result(C.attribute(n.list, C.ulong(session), C.ulong(object), C.ulong(kind), nil, &length)); err != nil {
		return nil, err
	}
	if length == ^C.ulong(0) || length == 0 { // there is none
		return nil, nil
	}
	if uint64(length) > uint64(limit) {
		return nil, errLong
	}
	value := make([]byte, length)
	if err := result(C.attribute(n.list, C.ulong(session), C.ulong(object), C.ulong(kind), at(value), &length)); err != nil {
		return nil, err
	}
	if uint64(length) > uint64(len(value)) {
		return nil, errLong
	}
	return value[:length], nil
}

// at is where b begins. It has a type, so that cgo need not look for pointers around
// b, in what it is part of.
func at(b []byte) *C.uchar {
	if len(b) == 0 {
		return nil
	}
	return (*C.uchar)(unsafe.Pointer(&b[0]))
}

func result(rv C.ulong) error {
	if rv == pkcs11.CKR_OK {
		return nil
	}
	return pkcs11.Error(rv)
}
