package trace_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/trace"
	"hallkiosk/devices/transporttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shout masks by making everything upper case, and notes in what bursts it saw IN
// transfers.
type shout struct{ bursts *[]int }

func (shout) Control(devices.Request, []byte) {}
func (shout) Out(p []byte)                    { copy(p, bytes.ToUpper(p)) }
func (s shout) In(burst [][]byte) {
	*s.bursts = append(*s.bursts, len(burst))
	for _, p := range burst {
		copy(p, bytes.ToUpper(p))
	}
}

func opts(bursts *[]int) trace.Opts {
	return trace.Opts{Device: "echo", Session: "test", Masker: func() trace.Masker { return shout{bursts} },
		Protocol: func(id devices.ID, c devices.Class) string { return fmt.Sprint(id, " ", c) }}
}

// talk is a driver: it says words, hears them again, and then nothing.
func talk(ctx context.Context, tr devices.Transport, words ...string) (heard string, err error) {
	buf := make([]byte, 64)
	for _, w := range words {
		if err := tr.Send(ctx, []byte(w)); err != nil {
			return heard, err
		}
		n, err := tr.Receive(ctx, buf)
		if err != nil {
			return heard, err
		}
		heard += string(buf[:n])
		short, cancel := context.WithTimeout(ctx, time.Millisecond)
		_, err = tr.Receive(short, buf)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			return heard, fmt.Errorf("silence: %w", err)
		}
	}
	_, err = tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x99}, buf)
	if !errors.Is(err, devices.ErrStall) {
		return heard, fmt.Errorf("a request that it does not know: %w", err)
	}
	_, err = tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x51}, buf)
	return heard, err
}

func recordTalk(t *testing.T) (file []byte, bursts []int) {
	t.Helper()
	var w bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		bus := memory.NewBus()
		defer bus.Plug(transporttest.NewEcho()).Unplug()
		r := trace.NewRecorder(&w, opts(&bursts))
		tr, err := r.Bus(bus).Open(t.Context(), transporttest.Match())
		if err != nil {
			t.Fatal(err)
		}
		if heard, err := talk(t.Context(), tr, "hush", "again"); err != nil || heard != "hushagain" {
			t.Fatalf("%q %v", heard, err)
		}
		if err := errors.Join(tr.Close(), r.Close()); err != nil {
			t.Fatal(err)
		}
		if r.Written() != w.Len() {
			t.Error("written", r.Written(), "of", w.Len())
		}
	})
	return w.Bytes(), bursts
}

func replaying(t *testing.T, file []byte) *trace.Replay {
	t.Helper()
	read, err := trace.Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return trace.NewReplay(read, func() trace.Masker { return shout{new([]int)} }, 0)
}

func TestRecordAndReplay(t *testing.T) {
	file, bursts := recordTalk(t)
	if fmt.Sprint(bursts) != "[1 1]" {
		t.Error("bursts", bursts)
	}
	if strings.Contains(string(file), fmt.Sprintf("%x", "hush")) || !strings.Contains(string(file), fmt.Sprintf("%x", "HUSH")) {
		t.Errorf("not masked:\n%s", file)
	}
	r := replaying(t, file)
	if l, err := r.List(t.Context()); err != nil || len(l) != 1 || l[0].Vendor != transporttest.Vendor {
		t.Error(l, err)
	}
	if _, err := r.Open(t.Context(), devices.Match{IDs: []devices.ID{{Vendor: 1}}}); !errors.Is(err, devices.ErrNotFound) {
		t.Error("another device:", err)
	}
	tr, err := r.Open(t.Context(), transporttest.Match())
	if err != nil {
		t.Fatal(err)
	}
	if heard, err := talk(t.Context(), tr, "hush", "again"); err != nil || heard != "HUSHAGAIN" || !r.Ended() || r.Err() != nil {
		t.Fatalf("%q %v %v", heard, err, r.Err())
	}
	if _, err := tr.Receive(t.Context(), make([]byte, 9)); !errors.Is(err, devices.ErrGone) {
		t.Error("after the end:", err)
	}
	if _, err := r.Open(t.Context(), transporttest.Match()); !errors.Is(err, devices.ErrNotFound) {
		t.Error("opened twice:", err)
	}
}

// A driver that says something else is told so, at once and from then on.
func TestReplayRefusesAnotherCourse(t *testing.T) {
	file, _ := recordTalk(t)
	for name, does := range map[string]func(context.Context, devices.Transport) error{
		"another word":  func(ctx context.Context, tr devices.Transport) error { return tr.Send(ctx, []byte("loud")) },
		"listens first": func(ctx context.Context, tr devices.Transport) error { _, err := tr.Receive(ctx, nil); return err },
		"asks first": func(ctx context.Context, tr devices.Transport) error {
			_, err := tr.Control(ctx, devices.Request{}, nil)
			return err
		},
		"does not listen": func(ctx context.Context, tr devices.Transport) error {
			_ = tr.Send(ctx, []byte("hush"))
			return tr.Send(ctx, []byte("hush"))
		},
	} {
		r := replaying(t, file)
		tr, err := r.Open(t.Context(), transporttest.Match())
		if err != nil {
			t.Fatal(err)
		}
		if err := does(t.Context(), tr); !errors.Is(err, trace.ErrOrder) || !errors.Is(r.Err(), trace.ErrOrder) {
			t.Errorf("%s: %v, %v", name, err, r.Err())
		}
		if err := tr.Send(t.Context(), []byte("hush")); !errors.Is(err, trace.ErrOrder) {
			t.Errorf("%s, and then: %v", name, err)
		}
	}
}

// disk is full after n writes.
type disk struct {
	n    int
	full error
}

func (d *disk) Write(p []byte) (int, error) {
	if d.n--; d.n < 0 {
		return 0, d.full
	}
	return len(p), nil
}

// What cannot be written stops the driver: nobody wants to record in vain.
func TestFullDisk(t *testing.T) {
	full := errors.New("disk is full")
	for n := range 12 {
		bus := memory.NewBus()
		cable := bus.Plug(transporttest.NewEcho())
		r := trace.NewRecorder(&disk{n, full}, opts(new([]int)))
		tr, err := r.Bus(bus).Open(t.Context(), transporttest.Match())
		if err == nil {
			_, err = talk(t.Context(), tr, "hush", "again")
			err = errors.Join(err, tr.Close(), r.Close())
		}
		if wrote := errors.Is(err, full); wrote != (n < 10) { // header, open, twice out, in, quiet, two requests
			t.Errorf("%d writes: %v", n, err)
		}
		cable.Unplug()
	}
}

// IN transfers are held until the device has been quiet for two seconds or the
// driver speaks; a flood is not held for ever.
func TestBursts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bus, sim := memory.NewBus(), transporttest.NewInOnly()
		defer bus.Plug(sim).Unplug()
		var bursts []int
		var w bytes.Buffer
		r := trace.NewRecorder(&w, opts(&bursts))
		tr, err := r.Bus(bus).Open(t.Context(), devices.Match{Classes: []devices.Class{{Class: 3, Subclass: devices.Any, Protocol: devices.Any}}})
		if err != nil {
			t.Fatal(err)
		}
		take := func(n int) {
			for range n {
				sim.Say(bytes.Repeat([]byte("x"), 64))
				if _, err := tr.Receive(t.Context(), make([]byte, 64)); err != nil {
					t.Fatal(err)
				}
			}
		}
		take(3)
		time.Sleep(time.Second)
		take(2)
		time.Sleep(3 * time.Second)
		take(2000)
		if err := errors.Join(tr.Close(), r.Close()); err != nil {
			t.Fatal(err)
		}
		if len(bursts) < 3 || bursts[0] != 5 || bursts[1] < 1024 || bursts[1] > 1026 {
			t.Error("bursts", bursts)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"trace":1,"device":"echo","masked":true}` + "\n" + `{"t":0,"ep":"open","id":"1209:0001","class":"ff/00/00"}` + "\n" + `{"t":1,"ep":"in","b":"00ff","z":3}`))
	f.Add([]byte(`{"trace":1,"device":"echo","masked":true}` + "\n" + `{"t":0,"ep":"control","r":[1,2,3,4],"e":"stall"}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		read, err := trace.Read(bytes.NewReader(b))
		if err != nil {
			if !errors.Is(err, trace.ErrFormat) && !errors.Is(err, trace.ErrUnmasked) {
				t.Fatal(err)
			}
			return
		}
		r := trace.NewReplay(read, func() trace.Masker { return shout{new([]int)} }, 0)
		ctx, all := t.Context(), devices.Match{Classes: []devices.Class{{Class: devices.Any, Subclass: devices.Any, Protocol: devices.Any}}}
		tr, err := r.Open(ctx, all)
		if err != nil {
			return
		}
		for range 2 * read.Events() {
			_, _ = tr.Receive(ctx, make([]byte, 3))
			_ = tr.Send(ctx, []byte{1})
		}
	})
}
