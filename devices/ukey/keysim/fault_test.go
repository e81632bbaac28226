package keysim_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey/keysim"
)

const patience = 20 * time.Second

func TestFaultsOfAnswers(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "sm2")
	sim.Plug(k)
	p := load(t)
	slot, s := onlySlot(t, p), open(t, p)
	sim.Inject(keysim.Fault{On: keysim.GetTokenInfo, What: keysim.Fail, RV: pkcs11.CKR_DEVICE_ERROR})
	_, err := p.GetTokenInfo(slot)
	wants(t, "a failure", err, pkcs11.CKR_DEVICE_ERROR)
	good, err := p.GetTokenInfo(slot)
	must(t, err)

	sim.Inject(keysim.Fault{On: keysim.GetTokenInfo, What: keysim.Garbage})
	if noise, err := p.GetTokenInfo(slot); err != nil || noise.Label == good.Label {
		t.Errorf("%+v, %v", noise, err)
	}
	certificate := find(t, p, s, pkcs11.CKO_CERTIFICATE)[0]
	value := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil)}
	sim.Inject(keysim.Fault{On: keysim.GetAttributeValue, What: keysim.Fail, RV: 0x12}, keysim.Fault{On: keysim.GetAttributeValue, What: keysim.Huge})
	_, err = p.GetAttributeValue(s, certificate, value)
	wants(t, "a failure", err, pkcs11.CKR_ATTRIBUTE_TYPE_INVALID)
	got, err := p.GetAttributeValue(s, certificate, value)
	if err != nil || string(got[0].Value) != "no certificate" { // it was huge only when it was asked for its length
		t.Errorf("%v, %v", got, err)
	}
	must(t, p.Login(s, pkcs11.CKU_USER, pin))
	must(t, p.SignInit(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(0x80008100, nil)}, find(t, p, s, pkcs11.CKO_PRIVATE_KEY)[0]))
	sim.Inject(keysim.Fault{On: keysim.Sign, What: keysim.Garbage})
	signature, err := p.Sign(s, message)
	if err != nil || len(signature) != 64 || bytes.Equal(signature, make([]byte, 64)) || verifies(t, k, keysim.Cards()[1], signature) {
		t.Errorf("%x, %v", signature, err)
	}
}

func TestAKeyHeldIsReleasedOrPulledOut(t *testing.T) {
	sim := start(t, keysim.Options{})
	k := newKey(t, "ecdsa")
	k.Faults = []keysim.Fault{{On: keysim.GetTokenInfo, What: keysim.Hold}}
	sim.Plug(k)
	p := load(t)
	slot := onlySlot(t, p)
	for rv, end := range map[uint]func(){pkcs11.CKR_OK: sim.Release, pkcs11.CKR_DEVICE_REMOVED: func() { sim.Unplug(k) }} {
		sim.Plug(k)
		slot = onlySlot(t, p)
		ended := make(chan error)
		go func() {
			_, err := p.GetTokenInfo(slot)
			ended <- err
		}()
		untilStuck(t, sim)
		end()
		wants(t, "held", <-ended, rv)
		if sim.Stuck() != 0 {
			t.Error("still held")
		}
	}
}

// untilStuck waits until a call hangs or is held.
func untilStuck(t *testing.T, sim *keysim.Sim) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); sim.Stuck() == 0; <-tick.C {
		if time.Now().After(end) {
			t.Fatal("no call is stuck")
		}
	}
}

// callerOf names, in a child's environment, the library that it is to call.
const callerOf = "KEYSIM_TEST_LIBRARY"

// caller is a child: it asks for the token's label until it dies.
func caller(library string) {
	p := pkcs11.New(library)
	if err := p.Initialize(); err != nil {
		fmt.Println(err)
		return
	}
	slots, err := p.GetSlotList(true)
	if err != nil || len(slots) != 1 {
		fmt.Println(slots, err)
		return
	}
	fmt.Println("ready")
	for {
		info, err := p.GetTokenInfo(slots[0])
		fmt.Println(info.Label, err)
	}
}

// TestFaultsThatEndAProcess has another process call the library and suffer.
func TestFaultsThatEndAProcess(t *testing.T) {
	for name, what := range map[string]keysim.Trouble{"crash": keysim.Crash, "kill": keysim.Kill, "hang": keysim.Hang} {
		t.Run(name, func(t *testing.T) {
			library, err := built()
			must(t, err)
			sim := start(t, keysim.Options{})
			k := newKey(t, "ecdsa")
			k.Faults = []keysim.Fault{{On: keysim.GetTokenInfo, What: what}}
			sim.Plug(k)
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), callerOf+"="+library)
			out, err := child.StdoutPipe()
			must(t, err)
			must(t, child.Start())
			late := time.AfterFunc(patience, func() { child.Process.Kill() })
			defer late.Stop()
			lines := bufio.NewScanner(out)
			if !lines.Scan() || lines.Text() != "ready" {
				t.Errorf("the child says %q", lines.Text())
			}
			if what == keysim.Hang {
				untilStuck(t, sim)
				if l := sim.Processes(); len(l) != 1 || l[0] != child.Process.Pid {
					t.Errorf("processes %v, the child is %d", l, child.Process.Pid)
				}
				must(t, child.Process.Kill())
			}
			if lines.Scan() {
				t.Errorf("the child lived on: %q", lines.Text())
			}
			err = child.Wait()
			status := child.ProcessState.Sys().(syscall.WaitStatus)
			if killed := status.Signaled() && status.Signal() == syscall.SIGKILL; killed == (what == keysim.Crash) || err == nil {
				t.Errorf("the child ended so: %v", err)
			}
			if !late.Stop() {
				t.Error("it did not end by itself")
			}
		})
	}
}
