package ticketprinter_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a printer on some kind of cable.
type bench struct {
	sim    *ticketprintersim.Printer
	dev    *ticketprinter.Dev
	unplug func()
}

// cable plugs a Peripheral in, opens it, and says how to unplug it.
type cable func(t *testing.T, p devices.Peripheral) (tr devices.Transport, unplug func())

func inMemory(t *testing.T, p devices.Peripheral) (devices.Transport, func()) {
	c := memory.Plug(p)
	tr, err := c.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Unplug)
	return tr, c.Unplug
}

func TestContractInMemory(t *testing.T) { contract(t, inMemory) }

func fonts(t *testing.T) *glyph.Fonts {
	f, err := glyph.Open(glyph.System())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func lay(t *testing.T, plug cable, change func(*ticketprinter.Opts)) bench {
	f := fonts(t)
	o := ticketprinter.DefaultOpts()
	o.Rasteriser = ticketprinter.Glyphs(f)
	o.ReplyTimeout, o.SendTimeout, o.ConfirmTimeout, o.Settle = 100*time.Millisecond, 600*time.Millisecond, 500*time.Millisecond, time.Millisecond
	if change != nil {
		change(&o)
	}
	b := bench{sim: ticketprintersim.New(f, int(o.Paper))}
	tr, unplug := plug(t, b.sim)
	b.unplug = unplug
	dev, err := ticketprinter.New(tr, &o)
	if err != nil {
		t.Fatal(err)
	}
	b.dev = dev
	t.Cleanup(func() {
		if err := dev.Close(); err != nil {
			t.Error(err)
		}
		for _, err := range b.sim.Errors() {
			t.Error("printer:", err)
		}
	})
	return b
}

const handle = "HTTPS://CENTRE.EXAMPLE/T/AEAACIAAAAAQAZZ7XJ5Q4ZLZKQ2T3F6VJ7YQW5MB2VYQ3T7SLRW4OXNGPYHC"

func ticket() ticketprinter.Slip {
	return ticketprinter.Slip{
		ticketprinter.Line{Text: "常德市市民之家", Style: ticketprinter.Style{Size: 1, Align: ticketprinter.Centre}},
		ticketprinter.Line{Text: "A1023", Style: ticketprinter.Style{Size: 4, Bold: true, Align: ticketprinter.Centre}},
		ticketprinter.Rule{},
		ticketprinter.Line{Text: "业务：开通（新办）  窗口：7、8"},
		ticketprinter.Line{Text: "请带好：已盖章的申请表三份、授权委托书、经办人身份证原件和复印件"},
		ticketprinter.QR{Data: handle, Level: ticketprinter.Medium},
		ticketprinter.Cut{},
	}
}

// contract is what every printer has to do on every cable.
func contract(t *testing.T, plug cable) {
	t.Run("prints a whole ticket", func(t *testing.T) { printsWhole(t, plug) })
	t.Run("fit for the code", func(t *testing.T) { printsReadableCodes(t, plug) })
	t.Run("rare characters", func(t *testing.T) { printsRareCharacters(t, plug) })
	t.Run("before", func(t *testing.T) { refusesBefore(t, plug) })
	t.Run("in the middle", func(t *testing.T) { breaksDown(t, plug) })
	t.Run("near end", func(t *testing.T) { printsNearEnd(t, plug) })
	t.Run("knife", func(t *testing.T) { jamsAtCut(t, plug) })
	t.Run("clones", func(t *testing.T) { clones(t, plug) })
	t.Run("says what it is", func(t *testing.T) { identifies(t, plug) })
	t.Run("unplugged", func(t *testing.T) { unplugged(t, plug) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, plug) })
}

func printsWhole(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	if err := b.dev.Print(t.Context(), ticket()); err != nil {
		t.Fatal(err)
	}
	got := b.sim.Tickets()
	if len(got) != 1 {
		t.Fatalf("%d tickets", len(got))
	}
	want := "常德市市民之家\nA1023\n" + strings.Repeat("-", 48) +
		"\n业务：开通（新办）  窗口：7、8\n请带好：已盖章的申请表三份、授权委托书、经办人身\n份证原件和复印件"
	if got[0].Text != want {
		t.Errorf("text %q\nwant %q", got[0].Text, want)
	}
	if torn, ok := b.sim.TearOff(); !ok || torn.Text != want {
		t.Error("the ticket cannot be torn off")
	}
	if _, ok := b.sim.TearOff(); ok {
		t.Error("there was paper left to tear off")
	}
}

func printsReadableCodes(t *testing.T, plug cable) {
	for name, change := range map[string]func(*ticketprinter.Opts){
		"by command, 80 mm": nil,
		"by command, 58 mm": func(o *ticketprinter.Opts) { o.Paper = ticketprinter.Paper58 },
		"as picture, 80 mm": func(o *ticketprinter.Opts) { o.QRCommand = false },
		"as picture, 58 mm": func(o *ticketprinter.Opts) { o.QRCommand, o.Paper = false, ticketprinter.Paper58 },
	} {
		t.Run(name, func(t *testing.T) {
			b := lay(t, plug, change)
			if err := b.dev.Print(t.Context(), ticket()); err != nil {
				t.Fatal(err)
			}
			if got := zbar(t, b.sim.Tickets()[0]); got != handle {
				t.Errorf("zbar reads %q", got)
			}
		})
	}
}

// zbar reads the QR code on a ticket.
func zbar(t *testing.T, tk ticketprintersim.Ticket) string {
	var buf bytes.Buffer
	if err := png.Encode(&buf, tk.Image); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ticket.png")
	if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func printsRareCharacters(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	slip := ticketprinter.Slip{ticketprinter.Line{Text: "䶮𠮷𪚥"}, ticketprinter.Line{Text: "常见"}, ticketprinter.Cut{}}
	if err := b.dev.Print(t.Context(), slip); err != nil {
		t.Fatal(err)
	}
	got := b.sim.Tickets()[0]
	if got.Text != "常见" {
		t.Errorf("sent as text: %q", got.Text)
	}
	want, err := fonts(t).Line("䶮𠮷𪚥", 1, false)
	if err != nil {
		t.Fatal(err)
	}
	for y := range want.Rect.Dy() {
		for x := range want.Rect.Dx() {
			if (got.Image.GrayAt(x, y).Y <= glyph.Dark) != (want.GrayAt(x, y).Y <= glyph.Dark) {
				t.Fatalf("dot %d,%d differs", x, y)
			}
		}
	}
}

func refusesBefore(t *testing.T, plug cable) {
	for _, tt := range []struct {
		name   string
		spoil  func(*ticketprintersim.Printer)
		mend   func(*ticketprintersim.Printer)
		want   error
		reason devices.Reason
	}{
		{"paper out", func(p *ticketprintersim.Printer) { p.SetPaper(ticketprintersim.PaperOut) },
			func(p *ticketprintersim.Printer) { p.SetPaper(ticketprintersim.PaperOK) }, ticketprinter.ErrPaperOut, devices.ReasonPaperOut},
		{"cover open", func(p *ticketprintersim.Printer) { p.SetCover(true) },
			func(p *ticketprintersim.Printer) { p.SetCover(false) }, ticketprinter.ErrCoverOpen, devices.ReasonCoverOpen},
		{"paper out, answers nothing", func(p *ticketprintersim.Printer) { p.SetDeaf(true); p.SetPaper(ticketprintersim.PaperOut) },
			func(p *ticketprintersim.Printer) { p.Mend(); p.SetPaper(ticketprintersim.PaperOK) }, ticketprinter.ErrPaperOut, devices.ReasonPaperOut},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := lay(t, plug, nil)
			tt.spoil(b.sim)
			wantNotPrinted(t, b.dev.Print(t.Context(), ticket()), tt.want, false)
			s, err := b.dev.Probe(t.Context())
			if err != nil || s.State != devices.NeedsAttention || s.Reason != tt.reason {
				t.Errorf("probe: %+v, %v", s, err)
			}
			tt.mend(b.sim)
			if _, ok := b.sim.TearOff(); ok {
				t.Error("paper has moved")
			}
			if err := b.dev.Print(t.Context(), ticket()); err != nil {
				t.Errorf("after mending: %v", err)
			}
		})
	}
}

func wantNotPrinted(t *testing.T, err, reason error, may bool) {
	t.Helper()
	var e *devices.NotPrintedError
	if !errors.As(err, &e) || !errors.Is(err, reason) || e.MayHavePrinted != may {
		t.Errorf("%v; want %v, may have printed: %v", err, reason, may)
	}
}

func breaksDown(t *testing.T, plug cable) {
	asPicture := func(o *ticketprinter.Opts) { o.QRCommand = false } // more than the printer's buffer
	withASB := func(o *ticketprinter.Opts) { o.QRCommand, o.ASB = false, true }
	for _, tt := range []struct {
		name   string
		change func(*ticketprinter.Opts)
		after  int
		as     ticketprintersim.Breakdown
		want   error
	}{
		{"paper ends, rest fits the buffer", nil, 100, ticketprintersim.RunOut, ticketprinter.ErrPaperOut},
		{"paper ends, printer refuses the rest", asPicture, 900, ticketprintersim.RunOut, ticketprinter.ErrPaperOut},
		{"paper ends inside the picture", asPicture, 5000, ticketprintersim.RunOut, ticketprinter.ErrPaperOut},
		{"cover is opened", asPicture, 900, ticketprintersim.OpenCover, ticketprinter.ErrCoverOpen},
		{"cover is opened, reported unasked", withASB, 900, ticketprintersim.OpenCover, ticketprinter.ErrCoverOpen},
		{"takes no more", asPicture, 900, ticketprintersim.Hang, ticketprinter.ErrStuck},
		{"answers no more", nil, 100, ticketprintersim.Deaf, ticketprinter.ErrSilent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := lay(t, plug, tt.change)
			b.sim.BreakAfter(tt.after, tt.as)
			wantNotPrinted(t, b.dev.Print(t.Context(), ticket()), tt.want, true)
			printsOnceAfterMending(t, b)
		})
	}
}

// printsOnceAfterMending: the rest of the broken ticket must not come out.
func printsOnceAfterMending(t *testing.T, b bench) {
	t.Helper()
	b.sim.TearOff()
	before := len(b.sim.Tickets())
	b.sim.Mend()
	b.sim.SetPaper(ticketprintersim.PaperOK)
	b.sim.SetCover(false)
	if n := len(b.sim.Tickets()); n != before {
		t.Errorf("%d tickets came out by themselves", n-before)
	}
	if err := b.dev.Print(t.Context(), ticket()); err != nil {
		t.Fatalf("after mending: %v", err)
	}
	got := b.sim.Tickets()
	if len(got) != before+1 || !strings.HasPrefix(got[before].Text, "常德市市民之家\nA1023\n") {
		t.Errorf("after mending: %d tickets more", len(got)-before)
	}
}

func printsNearEnd(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	b.sim.SetPaper(ticketprintersim.PaperLow)
	if err := b.dev.Print(t.Context(), ticket()); err != nil {
		t.Fatal(err)
	}
	s, err := b.dev.Probe(t.Context())
	if err != nil || !s.Usable() || s.Reason != devices.ReasonPaperLow {
		t.Errorf("probe: %+v, %v", s, err)
	}
}

func jamsAtCut(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	b.sim.JamCutter()
	wantNotPrinted(t, b.dev.Print(t.Context(), ticket()), ticketprinter.ErrCutter, true)
	b.sim.FreeCutter()
	printsOnceAfterMending(t, b)
}

func clones(t *testing.T, plug cable) {
	t.Run("silent, unknown to us", func(t *testing.T) {
		b := lay(t, plug, nil)
		b.sim.SetDeaf(true)
		b.sim.ForgetPortStatus()
		s, err := b.dev.Probe(t.Context())
		if err != nil || s.State != devices.Ready || s.Reason != devices.ReasonSilent {
			t.Errorf("silence is no fault: %+v, %v", s, err)
		}
		wantNotPrinted(t, b.dev.Print(t.Context(), ticket()), ticketprinter.ErrSilent, true)
	})
	t.Run("silent, known to be", func(t *testing.T) {
		b := lay(t, plug, func(o *ticketprinter.Opts) { o.Mute = true })
		b.sim.SetDeaf(true)
		if err := b.dev.Print(t.Context(), ticket()); err != nil {
			t.Error(err)
		}
		if n := len(b.sim.Tickets()); n != 1 {
			t.Errorf("%d tickets", n)
		}
	})
	t.Run("does not know GS r", func(t *testing.T) {
		b := lay(t, plug, func(o *ticketprinter.Opts) { o.NoEcho = true })
		if err := b.dev.Print(t.Context(), ticket()); err != nil {
			t.Error(err)
		}
	})
	t.Run("reports unasked", func(t *testing.T) {
		b := lay(t, plug, func(o *ticketprinter.Opts) { o.ASB = true })
		for range 3 {
			if err := b.dev.Print(t.Context(), ticket()); err != nil {
				t.Error(err)
			}
			b.sim.SetPaper(ticketprintersim.PaperLow)
			b.sim.SetPaper(ticketprintersim.PaperOK)
			if s, err := b.dev.Status(t.Context()); err != nil || s != (ticketprinter.Status{Known: true}) {
				t.Errorf("status: %+v, %v", s, err)
			}
		}
	})
}

func unplugged(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	b.unplug()
	wantNotPrinted(t, b.dev.Print(t.Context(), ticket()), devices.ErrGone, false)
	if _, err := b.dev.Probe(t.Context()); !errors.Is(err, devices.ErrGone) {
		t.Errorf("probe: %v", err)
	}
}

func cancelled(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantNotPrinted(t, b.dev.Print(ctx, ticket()), context.Canceled, false)
	if err := b.dev.Print(t.Context(), ticket()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
