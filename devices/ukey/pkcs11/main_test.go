package pkcs11_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/pkcs11"
)

// helperOf names, in the environment, the library that this binary is to serve as
// a helper instead of running tests.
const helperOf = "HALLKIOSK_TEST_UKEY_MODULE"

func TestMain(m *testing.M) {
	if path := os.Getenv(helperOf); path != "" {
		os.Exit(help(path))
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if dir, err := temporary(); err == nil {
			_ = os.RemoveAll(dir) // it lies where such things are removed anyway
		}
		os.Exit(code)
	}))
}

// help is what kioskctl ukey-module does.
func help(path string) int {
	in, out, err := ukey.Standard()
	if err != nil {
		return 2
	}
	err = ukey.Serve(context.Background(), in, out, func() (ukey.Driver, error) {
		d, err := pkcs11.Open(path)
		if err != nil {
			return nil, err
		}
		return d, nil
	})
	if err != nil {
		return 1
	}
	return 0
}

// command runs this binary as a helper.
func command(env ...string) func(ukey.Module) *exec.Cmd {
	return func(m ukey.Module) *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(append(os.Environ(), env...), helperOf+"="+m.Path)
		return cmd
	}
}

// open starts a ring that ends with the test.
func open(t testing.TB, o ukey.Options) *ukey.Ring {
	t.Helper()
	if o.Every == 0 {
		o.Every = 20 * time.Millisecond
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := ukey.Open(ctx, o)
	t.Cleanup(func() { cancel(); r.Wait() })
	<-r.Looked()
	return r
}

// until waits for what the test means to see.
func until(t testing.TB, what string, r *ukey.Ring, seen func(ukey.Port) bool) ukey.Port {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if p := r.Port(); seen(p) {
			return p
		}
	}
	t.Fatalf("never %s: %+v, modules %+v", what, r.Port(), r.Modules())
	return ukey.Port{}
}

func pin(s string) *ukey.PIN {
	var p ukey.PIN
	for _, c := range []byte(s) {
		p.Add(c)
	}
	return &p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks that an error is about the PIN, says so much and nothing of the PIN.
func refused(t testing.TB, err error, pin string, want ukey.PINError) {
	t.Helper()
	var got *ukey.PINError
	if !errors.As(err, &got) || *got != want || strings.Contains(err.Error(), pin) {
		t.Errorf("%v %+v, want %+v", err, got, want)
	}
}
