package chime

import (
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPlaysTheWholeSound(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	heard := filepath.Join(t.TempDir(), "heard.wav")
	p := New(ctx, []string{"sh", "-c", "cat > " + heard + ".part && mv " + heard + ".part " + heard}, func(err error) { t.Error(err) })
	p.Play()
	p.playing.Wait()
	got, err := os.ReadFile(heard)
	if err != nil || string(got) != string(wave()) {
		t.Errorf("%d bytes of %d, %v", len(got), len(wave()), err)
	}
	cancel()
	p.Wait()
	p.Play() // nobody is there any more
	p.playing.Wait()
}

// TestNoSpeaker: without the program, or where it fails, somebody is told once
// and the next call is as harmless.
func TestNoSpeaker(t *testing.T) {
	for name, command := range map[string][]string{"no program": {filepath.Join(t.TempDir(), "aplay")}, "no sound card": {"false"}} {
		ctx, cancel := context.WithCancel(t.Context())
		var told atomic.Int32
		p := New(ctx, command, func(error) { told.Add(1) })
		for range 3 {
			p.Play()
			p.playing.Wait()
		}
		if told.Load() != 1 {
			t.Errorf("%s: told %d times", name, told.Load())
		}
		cancel()
		p.Wait()
	}
}

// TestOneAtATime: who calls while it plays does not wait, and does not start another.
func TestOneAtATime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	folder := t.TempDir()
	p := New(ctx, []string{"sh", "-c", "mktemp " + folder + "/XXXXXX; exec sleep 100"}, func(err error) { t.Error(err) })
	for range 10 {
		p.Play()
	}
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		if n := count(t, folder); n == 1 || time.Since(begin) > 10*time.Second {
			break
		}
	}
	cancel() // the kiosk ends: so does what plays
	p.Wait()
	if n := count(t, folder); n != 1 {
		t.Errorf("%d players ran", n)
	}
}

func count(t *testing.T, folder string) int {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// TestWave: the file is what its head says, and neither silent nor cut off.
func TestWave(t *testing.T) {
	w := wave()
	le := binary.LittleEndian
	if string(w[:4]) != "RIFF" || int(le.Uint32(w[4:]))+8 != len(w) || int(le.Uint32(w[40:]))+44 != len(w) {
		t.Fatal("the head does not fit the length")
	}
	loudest := 0
	for i := 44; i < len(w); i += 2 {
		loudest = max(loudest, int(int16(le.Uint16(w[i:]))), -int(int16(le.Uint16(w[i:]))))
	}
	if last := int16(le.Uint16(w[len(w)-2:])); loudest < 1<<13 || loudest >= 1<<15-1 || last > 500 || last < -500 {
		t.Errorf("loudest %d, ends with %d", loudest, last)
	}
}
