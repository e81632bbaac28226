package scanner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
)

// bench is an opened scanner in simulated time.
type bench struct {
	*testing.T
	sim     *scannersim.Scanner
	cable   *memory.Cable
	dev     *scanner.Dev
	dropped int
}

// show shows a code to the scanner.
func (b *bench) show(code string) func() error { return func() error { return b.sim.Show(code) } }

// raw has the scanner send these bytes, a report each, whatever they mean.
func (b *bench) raw(reports ...string) func() error {
	return func() error {
		for _, r := range reports {
			b.sim.Report([]byte(r))
		}
		return nil
	}
}

func onScanner(t *testing.T, mode scanner.Mode, f func(*bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{T: t, sim: scannersim.New(mode)}
		b.cable = memory.Plug(b.sim)
		tr, err := b.cable.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if b.dev, err = scanner.New(tr, &scanner.Opts{Dropped: func() { b.dropped++ }}); err != nil {
			t.Fatal(err)
		}
		defer b.dev.Close()
		if b.dev.Mode() != mode {
			t.Fatalf("mode %d, want %d", b.dev.Mode(), mode)
		}
		f(b)
	})
}

// scan waits for a code, and does show once somebody waits.
func (b *bench) scan(show func() error) (scanner.Scan, error) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Hour)
	defer cancel()
	type result struct {
		s   scanner.Scan
		err error
	}
	done := make(chan result)
	go func() {
		s, err := b.dev.Scan(ctx)
		done <- result{s, err}
	}()
	synctest.Wait()
	if err := show(); err != nil {
		b.Fatal(err)
	}
	r := <-done
	return r.s, r.err
}

func (b *bench) want(show func() error, text string) {
	b.Helper()
	if s, err := b.scan(show); err != nil || s.Text != text {
		b.Fatalf("got %q, %v, want %q", s.Text, err, text)
	}
}

func (b *bench) refuse(show func() error, want error, code string) {
	b.Helper()
	if _, err := b.scan(show); !errors.Is(err, want) || scanner.Code(err) != code {
		b.Fatalf("got %v (%s), want %v (%s)", err, scanner.Code(err), want, code)
	}
}

// Whatever went wrong, the next code is read well.
func TestBadCodes(t *testing.T) {
	for _, mode := range []scanner.Mode{scanner.Keyboard, scanner.POS, scanner.Serial, scanner.SimpleCOM} {
		onScanner(t, mode, func(b *bench) {
			show := func(s string) func() error { return func() error { return b.sim.Show(s) } }
			fine := func() {
				b.Helper()
				synctest.Wait()
				time.Sleep(time.Second) // simulated: the scanner rests
				b.want(show("HTTPS://C/T/AB12"), "HTTPS://C/T/AB12")
			}
			if mode == scanner.Serial { // no bytes are wrong for it, but they are no text
				b.refuse(func() error { b.sim.Garbage(3); return nil }, scanner.ErrEncoding, "scan-encoding")
			} else {
				b.refuse(func() error { b.sim.Garbage(3); return nil }, devices.ErrGarbled, "garbled")
			}
			fine()
			b.refuse(func() error { return b.sim.ShowEndless(20000) }, scanner.ErrTooLong, "scan-long")
			fine()
			b.refuse(show(strings.Repeat("7", 7<<10)), scanner.ErrTooLong, "scan-long")
			fine()
			b.want(show(strings.Repeat("7", 4000)), strings.Repeat("7", 4000))
		})
	}
}

func TestKeyboard(t *testing.T) {
	onScanner(t, scanner.Keyboard, func(b *bench) {
		show := func(s string) func() error { return func() error { return b.sim.Show(s) } }
		all := "aA zZ 0123456789 !@#$%^&*() -_=+[{]}\\|;:'\"`~,<.>/?"
		if !b.sim.Boot() {
			b.Error("boot protocol was not asked for")
		}
		b.want(show(all), all)
		b.want(show("aabb11"), "aabb11")
		b.sim.SetTerminator(0x2B)
		b.want(show("tab"), "tab")
		b.sim.SetTerminator(0)
		b.want(show("nothing"), "nothing")
		b.want(func() error { return b.sim.ShowHalf("ABCDEF") }, "ABC")
		b.sim.SetTerminator(0x28)
		b.want(func() error { b.sim.Show(""); return b.sim.Show("after an empty one") }, "after an empty one")
		keys := func(r ...byte) func() error { return func() error { b.sim.Report(r); return b.sim.Show("x") } }
		b.want(keys(0, 0, 4, 5, 6, 0, 0, 0), "abcx")                             // three keys at once
		b.want(keys(0x20, 0, 0x59, 0, 0, 0, 0, 0), "1x")                         // the keypad
		b.want(keys(0, 0, 1, 1, 1, 1, 1, 1), "x")                                // too many keys
		b.refuse(keys(4, 0, 4, 0, 0, 0, 0, 0), scanner.ErrGarbled, "garbled")    // with Alt
		b.refuse(keys(0, 0, 0x3A, 0, 0, 0, 0, 0), scanner.ErrGarbled, "garbled") // F1
		b.refuse(keys(0, 9, 4, 0, 0, 0, 0, 0), scanner.ErrGarbled, "garbled")
		if err := b.sim.Show("张三"); !errors.Is(err, scannersim.ErrUntypeable) {
			b.Errorf("typed Chinese: %v", err)
		}
	})
}

func TestPOS(t *testing.T) {
	onScanner(t, scanner.POS, func(b *bench) {
		show := func(s string) func() error { return func() error { return b.sim.Show(s) } }
		raw := func(p []byte) func() error { return func() error { return b.sim.ShowBytes(p) } }
		long := strings.Repeat("名称：XX开发有限公司\n", 50)
		b.want(show(long), strings.TrimRight(long, "\n"))
		gb, err := simplifiedchinese.GB18030.NewEncoder().String("名称：XX开发有限公司𠮷")
		if err != nil {
			b.Fatal(err)
		}
		b.want(raw([]byte(gb)), "名称：XX开发有限公司𠮷")
		b.want(raw([]byte("\xfe\x59\xa8\xbc\xa6\xd9\xfe\x51")), "龴ḿ︐𠂇")
		b.want(raw([]byte("\xef\xbb\xbf张三")), "张三")
		b.refuse(raw([]byte{0xB0}), scanner.ErrEncoding, "scan-encoding")
		b.refuse(raw([]byte{0xB0, 0xFF, 'a'}), scanner.ErrEncoding, "scan-encoding")
		b.refuse(show("a\x00b"), scanner.ErrControl, "scan-control")
		b.refuse(show("a\x1b[31mb"), scanner.ErrControl, "scan-control")
		b.refuse(show("a\u202eb"), scanner.ErrControl, "scan-control")
		b.refuse(func() error { return b.sim.ShowHalf(strings.Repeat("x", 200)) }, scanner.ErrIncomplete, "scan-incomplete")
		b.sim.ShiftAIM(true)
		b.want(show(long), strings.TrimRight(long, "\n"))
		b.sim.ShiftAIM(false)
		s, err := b.scan(show("x"))
		if err != nil || s.Symbology != "QR Code" || !bytes.Equal(s.Raw, []byte("x\r")) {
			b.Errorf("%q %q %v", s.Symbology, s.Raw, err)
		}
		two := func(aim string, more byte) []byte {
			r := make([]byte, 64)
			copy(r, "\x02\x01"+aim+"x")
			r[63] = more
			return r
		}
		b.refuse(func() error { b.sim.Report(two("]Q1", 1)); b.sim.Report(two("]C0", 0)); return nil }, scanner.ErrGarbled, "garbled")
		b.want(func() error { b.sim.Report(two("\x00\x00\x00", 0)); return nil }, "x")
		bad := two("]Q1", 0)
		bad[1] = 57
		b.refuse(func() error { b.sim.Report(bad); return nil }, scanner.ErrGarbled, "garbled")
	})
}

// A code shown while nobody waits, and one under way when somebody begins to
// wait, are dropped whole.
func TestStaleCodes(t *testing.T) {
	for _, mode := range []scanner.Mode{scanner.Keyboard, scanner.POS, scanner.Serial, scanner.SimpleCOM} {
		onScanner(t, mode, func(b *bench) {
			pause := func() { time.Sleep(200 * time.Millisecond) } // simulated: between two codes a serial port rests
			b.sim.Show("stale")
			pause()
			b.sim.Show("stale too")
			pause()
			synctest.Wait()
			b.want(func() error { return b.sim.Show("fresh") }, "fresh")
			if b.dropped != 2 {
				b.Errorf("%d dropped", b.dropped)
			}
			b.sim.ShowHalf(strings.Repeat("A", 200))
			synctest.Wait()
			b.want(func() error {
				b.sim.Show("the rest")
				pause()
				return b.sim.Show("fresh again")
			}, "fresh again")

			ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
			defer cancel()
			if _, err := b.dev.Scan(ctx); !errors.Is(err, context.DeadlineExceeded) || scanner.Code(err) != "cancelled" {
				b.Errorf("timeout: %v", err)
			}
			b.sim.Show("after giving up")
			pause()
			synctest.Wait()
			if b.dropped != 4 {
				b.Errorf("%d dropped", b.dropped)
			}
		})
	}
}

func TestScanIsRedacted(t *testing.T) {
	s := scanner.Scan{Text: "张三", Raw: []byte("张三")}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, s); got != "[redacted]" {
			t.Errorf("%s: %s", verb, got)
		}
	}
}

func TestModeOf(t *testing.T) {
	for _, mode := range []scanner.Mode{scanner.Keyboard, scanner.POS} {
		d := scannersim.New(mode).Descriptor().HIDReportDescriptor
		if got, err := scanner.ModeOf(d); err != nil || got != mode {
			t.Errorf("%d: %d %v", mode, got, err)
		}
		for n := range d {
			if got, err := scanner.ModeOf(d[:n]); err == nil && got != mode {
				t.Errorf("cut at %d: %d", n, got)
			}
		}
	}
	both := append(scannersim.New(scanner.Keyboard).Descriptor().HIDReportDescriptor, scannersim.New(scanner.POS).Descriptor().HIDReportDescriptor...)
	if got, err := scanner.ModeOf(both); err != nil || got != scanner.POS {
		t.Errorf("both: %d %v", got, err)
	}
	mouse := []byte{0x05, 0x01, 0x09, 0x02, 0xA1, 0x01, 0xC0}
	for _, d := range [][]byte{nil, mouse, {0xFE}, {0xFE, 0xFF}, {0xFF}} {
		if _, err := scanner.ModeOf(d); !errors.Is(err, scanner.ErrUnsupported) {
			t.Errorf("% x: %v", d, err)
		}
	}
}

// What is shown is what is read, in every mode.
func TestRoundTrip(t *testing.T) {
	for mode, text := range map[scanner.Mode]*rapid.Generator[string]{
		scanner.Keyboard:  rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 :/-{}%~\"'")), 1, 300, -1),
		scanner.POS:       rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 :/]张三䶮𠮷\t；")), 1, 300, -1),
		scanner.Serial:    rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 :/张三䶮𠮷\t；")), 1, 300, -1),
		scanner.SimpleCOM: rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 :/张三䶮𠮷\t；")), 1, 300, -1),
	} {
		rapid.Check(t, func(rt *rapid.T) {
			s := text.Draw(rt, "text")
			onScanner(t, mode, func(b *bench) { b.want(func() error { return b.sim.Show(s) }, s) })
		})
	}
}
