package keydesk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
)

func TestLookFollowsWhatChanges(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	look := func(o visit.Organisation) visit.KeyCondition {
		t.Helper()
		if r.desk.Empty() {
			t.Fatal("empty")
		}
		return r.desk.Look(r.clock(), o)[0].Condition
	}
	ours := visit.Organisation{Name: "XX开发有限公司"}
	if c := look(ours); c != visit.KeyGood {
		t.Errorf("at first: %s", c)
	}
	if c := look(visit.Organisation{Name: "YY建设有限公司"}); c != visit.KeyWrongHolder {
		t.Errorf("for another: %s", c)
	}
	if c := look(ours); c != visit.KeyGood {
		t.Errorf("for ours again: %s", c)
	}
	r.desk.Look(r.clock(), ours)[0].Condition = "spoilt by the caller"
	if c := look(ours); c != visit.KeyGood {
		t.Errorf("spoilt: %s", c)
	}
	r.plug()
	if c := look(ours); c != visit.KeyEmpty {
		t.Errorf("without its certificate: %s", c)
	}
	r.plug(r.own.DER)
	r.pass(3 * 365 * 24 * time.Hour)
	if c := look(ours); c != visit.KeyExpired {
		t.Errorf("years later: %s", c)
	}
	r.trust = nil
	if f := r.desk.Look(r.clock(), ours)[0]; f.ChainKnown {
		t.Error("the chain is known with nobody trusted")
	}
	r.pull()
	if found := r.desk.Look(r.clock(), ours); !r.desk.Empty() || len(found) > 0 {
		t.Errorf("gone: %+v", found)
	}
}

// TestRunWakesAndNotes: whatever comes or goes wakes the screen and is noted
// without a word of whose it is.
func TestRunWakesAndNotes(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	r.mu.Lock()
	r.port.Keys[0].Model, r.port.Keys[0].Label = "", "XX开发" // a label may be its owner's name
	r.mu.Unlock()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); r.desk.Run(ctx) }()
	wake := func(what string) {
		t.Helper()
		select {
		case <-r.woken:
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: not woken\n%s", what, r.logged())
		}
	}
	wake("plugged in")
	r.pull()
	wake("pulled out")
	r.mu.Lock()
	r.port = ukey.Port{Strange: []devices.Info{{ID: devices.ID{Vendor: 0x096e, Product: 0x0309}, Bus: 1, Address: 7, Product: "XX3003"}}}
	r.mu.Unlock()
	wake("one that nobody reads")
	cancel()
	<-ended
	var events []string
	for line := range strings.Lines(r.logged()) {
		for _, word := range strings.Fields(line) {
			if strings.HasPrefix(word, "event=") || strings.HasPrefix(word, "state=") || strings.HasPrefix(word, "model=") {
				events = append(events, word)
			}
		}
	}
	want := []string{"event=ukey.plugged", `model=""`, "state=good", "event=ukey.pulled", "event=ukey.plugged", "model=XX3003", "state=no-module"}
	if !slices.Equal(events, want) {
		t.Errorf("noted %v, want %v", events, want)
	}
	silent(t, r, "XX开发")
}

// TestNothingStays: what nobody came back for is forgotten.
func TestNothingStays(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	c := r.challenge()
	if _, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); err != nil {
		t.Fatal(err)
	}
	r.pass(protocol.ChallengeFor + 2*time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); r.desk.Run(ctx) }()
	<-r.woken
	for begin := time.Now(); ; {
		_, err := r.desk.Deliver(t.Context(), c)
		if err != nil {
			break
		}
		if time.Since(begin) > 10*time.Second {
			t.Fatal("the signature is still there")
		}
	}
	cancel()
	<-ended
}

func TestLeftBehind(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	if r.desk.Forgotten() {
		t.Error("from the first")
	}
	for range 3 {
		r.desk.LeftBehind(true)
	}
	if !r.desk.Forgotten() || strings.Count(r.logged(), "ukey.left-behind") != 1 {
		t.Error(r.logged())
	}
	r.desk.LeftBehind(false)
	r.desk.Chime()
	if r.desk.Forgotten() || r.chimed != 1 {
		t.Error(r.desk.Forgotten(), r.chimed)
	}
	receipt := screens.Receipt{Number: "BD20261123-0001"}
	if err := r.desk.PrintReceipt(t.Context(), receipt); err != nil || !slices.Equal(r.printed, []screens.Receipt{receipt}) {
		t.Error(r.printed, err)
	}
}

func TestChangePIN(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	old, fresh := typed(rightPIN), typed("135791")
	if err := r.desk.ChangePIN(t.Context(), "k1", old, fresh); err != nil {
		t.Fatal(err)
	}
	wiped(t, old, fresh)
	if !strings.Contains(r.logged(), "ukey.pin-changed") {
		t.Error(r.logged())
	}
	silent(t, r, rightPIN, "135791")
}
