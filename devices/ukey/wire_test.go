package ukey

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hallkiosk/devices"
)

// TestErrorsPassThePipe: what a screen acts on is the same on both sides.
func TestErrorsPassThePipe(t *testing.T) {
	for code, sentinel := range codes() {
		p := problemOf(fmt.Errorf("around: %w", sentinel))
		if p.Code != code || !errors.Is(p.err(), sentinel) || !strings.Contains(p.err().Error(), "around") {
			t.Errorf("%s became %+v", code, p)
		}
	}
	if problemOf(nil).err() != nil {
		t.Error("nothing became something")
	}
	if p := problemOf(errors.New("CKR_GENERAL_ERROR\x00\n" + strings.Repeat("x", 999))); !errors.Is(p.err(), ErrModule) || len(p.err().Error()) > 200 {
		t.Errorf("%v", p.err())
	}
	for _, want := range []PINError{{PINLow, -1}, {PINLast, 1}, {PINLocked, 0}, {PINMustChange, -1}, {PINUnset, -1}} {
		var got *PINError
		if !errors.As(problemOf(fmt.Errorf("x: %w", &want)).err(), &got) || *got != want {
			t.Errorf("%+v became %+v", want, got)
		}
	}
	if err := (&problem{Code: codePIN, State: "fine"}).err(); !errors.Is(err, devices.ErrGarbled) {
		t.Error(err)
	}
	if err := (&problem{Code: "new"}).err(); !errors.Is(err, ErrModule) {
		t.Error(err)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  a\x00b\n c ": "a b c", "常德\u202e市": "常德 市", "\xff\xfe": "", strings.Repeat("长", 99): strings.Repeat("长", 64), "": "",
	} {
		if got := Clean(in, 64); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}
