package pkcs11

import (
	"bytes"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/miekg/pkcs11"
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
	"pgregory.net/rapid"

	"hallkiosk/devices/ukey"
)

// TestShapeOfContext: nativeOf reads it.
func TestShapeOfContext(t *testing.T) {
	outer := reflect.TypeFor[pkcs11.Ctx]()
	if outer.NumField() != 1 || outer.Field(0).Type.Kind() != reflect.Pointer {
		t.Fatal(outer)
	}
	inner := outer.Field(0).Type.Elem()
	if inner.NumField() != 2 || inner.Field(0).Type.Kind() != reflect.UnsafePointer || inner.Field(1).Type.Kind() != reflect.Pointer ||
		inner.Field(1).Offset != unsafe.Sizeof(uintptr(0)) {
		t.Fatal(inner)
	}
}

// sequence is r and s in ASN.1.
func sequence(t *rapid.T, r, s *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1BigInt(r); b.AddASN1BigInt(s) })
	return b.BytesOrPanic()
}

// TestTwoNumbers: side by side, in a vendor's wider fields, or as a SEQUENCE, with
// any number of leading zeros, becomes the same.
func TestTwoNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{32, 48, 66}).Draw(t, "size")
		number := rapid.Custom(func(t *rapid.T) *big.Int {
			return new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 1, size).Draw(t, "bytes"))
		})
		r, s := number.Draw(t, "r"), number.Draw(t, "s")
		want := sequence(t, r, s)
		wide := func(n int) []byte { return append(r.FillBytes(make([]byte, n)), s.FillBytes(make([]byte, n))...) }
		forms := [][]byte{wide(size)}
		if size < 64 {
			forms = append(forms, wide(64))
		}
		if len(want) != 2*size && len(want) != 128 {
			forms = append(forms, want)
		}
		for _, form := range forms {
			if got, ok := twoNumbers(form, size); !ok || !bytes.Equal(got, want) {
				t.Fatalf("%x became %x, want %x", form, got, want)
			}
		}
	})
	for _, bad := range [][]byte{nil, {0x30}, {0x30, 0}, make([]byte, 63), append(make([]byte, 64), 1)} {
		if got, ok := twoNumbers(bad, 32); ok {
			t.Errorf("%x became %x", bad, got)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"ePass3000GM\x00\x00     ":      "ePass3000GM",
		"常德市住房   ":                      "常德市住房",
		strings.Repeat("长", 11)[:32]:    strings.Repeat("长", 10),
		"\xba\xfe\xc4\xcfCA           ": "湖南CA",
		"\xff\xff\xff":                  "",
		"a\x1b[31mb":                    "a [31mb",
		"":                              "",
	} {
		if got := text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("\xba\xfe\xc4\xcfCA           ")
	f.Add(strings.Repeat("长", 11)[:32])
	f.Fuzz(func(t *testing.T, in string) {
		if got := text(in); got != ukey.Clean(got, 64) {
			t.Errorf("%q became %q", in, got)
		}
	})
}

func TestPINStateOfFlags(t *testing.T) {
	const there = pkcs11.CKF_USER_PIN_INITIALIZED
	for flags, want := range map[uint]ukey.PINState{
		0: ukey.PINUnset, pkcs11.CKF_USER_PIN_LOCKED: ukey.PINUnset, there: ukey.PINReady,
		there | pkcs11.CKF_USER_PIN_COUNT_LOW:                                 ukey.PINLow,
		there | pkcs11.CKF_USER_PIN_COUNT_LOW | pkcs11.CKF_USER_PIN_FINAL_TRY: ukey.PINLast,
		there | pkcs11.CKF_USER_PIN_FINAL_TRY | pkcs11.CKF_USER_PIN_LOCKED:    ukey.PINLocked,
		there | pkcs11.CKF_USER_PIN_TO_BE_CHANGED:                             ukey.PINMustChange,
	} {
		if got, _ := pinState(flags); got != want {
			t.Errorf("%#x: %s, want %s", flags, got, want)
		}
	}
}

func TestTruth(t *testing.T) {
	for _, c := range []struct {
		v               []byte
		otherwise, want bool
	}{
		{nil, true, true}, {nil, false, false}, {[]byte{0}, true, false}, {[]byte{1}, false, true},
		{[]byte{1, 0, 0, 0}, false, true}, {make([]byte, 8), true, false}, {[]byte{1, 2}, false, false},
	} {
		if got := truth(c.v, c.otherwise); got != c.want {
			t.Errorf("%x: %v", c.v, got)
		}
	}
}

// TestFitting: what is seen of a key says more than its ID, and its ID more than
// nothing.
func TestFitting(t *testing.T) {
	id := []byte{7}
	bare := privateKey{handle: 1, id: id, signs: true}
	encrypting := privateKey{handle: 2, id: id}
	other := privateKey{handle: 3, id: []byte{8}, signs: true}
	l := fitting([]privateKey{encrypting, other, bare}, id, nil)
	if len(l) != 2 || l[0].handle != 1 || l[1].handle != 2 {
		t.Errorf("%+v", l)
	}
	if l := fitting([]privateKey{bare, other}, nil, nil); len(l) != 0 {
		t.Errorf("%+v", l)
	}
}

// TestFinal: a PIN is not offered once more, whyever it was not taken; a way to
// sign that fails is no reason to give up the others.
func TestFinal(t *testing.T) {
	const failed = pkcs11.Error(pkcs11.CKR_FUNCTION_FAILED)
	for _, c := range []struct {
		err  error
		want bool
	}{
		{pkcs11.Error(pkcs11.CKR_PIN_INCORRECT), true}, {pkcs11.Error(pkcs11.CKR_DEVICE_REMOVED), true}, {refusedAgain{failed}, true},
		{failed, false}, {pkcs11.Error(pkcs11.CKR_MECHANISM_INVALID), false},
	} {
		if final(c.err) != c.want {
			t.Errorf("%v: not %t", c.err, c.want)
		}
	}
	if rv(refusedAgain{failed}) != pkcs11.CKR_FUNCTION_FAILED {
		t.Error("it no longer says why")
	}
}
