//go:build sim

package tray

import (
	"image"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/casim"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/screens/ui"
)

// blank is a screen that notes its touches.
type blank struct {
	fonts   *ui.Fonts
	touches []screens.Touch
}

func (b *blank) Tick(e screens.Events) (*ui.Frame, bool) {
	b.touches = append(b.touches, e.Touches...)
	return ui.New(e.Size.X, e.Size.Y, ui.Look{Language: "zh", Text: 1}, ui.Words{}, b.fonts), false
}

// port notes what is in the port for U-KEYs.
type port struct{ in []casim.Spec }

func newTray(t *testing.T) (*Tray, *blank, *bool, *port) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	words, err := i18n.Load(assets.FS, "i18n")
	must(err)
	fonts, err := ui.OpenFonts()
	must(err)
	glyphs, err := glyph.Open(glyph.System())
	must(err)
	forms, err := pageprintersim.Start(t.TempDir())
	must(err)
	t.Cleanup(func() { forms.Close() })
	reader := idcardsim.New(idcard.Bulk)
	down, keys := false, &port{}
	screen := &blank{fonts: fonts}
	return New(Hall{
		Reader: reader, ReaderCable: memory.NewBus().Plug(reader), Scanner: scannersim.New(scanner.POS),
		Tickets: ticketprintersim.New(glyphs, int(ticketprinter.Paper80)), Forms: forms,
		PlugKey: func(s casim.Spec) error { keys.in = append(keys.in, s); return nil }, PullKey: func() { keys.in = nil },
		Network: func(d bool) { down = d }, Staff: "http://127.0.0.1:8470", Username: "window7", Folder: t.TempDir(),
	}, screen, words, fonts), screen, &down, keys
}

func tick(tray *Tray, at image.Point, kinds ...screens.TouchKind) *ui.Frame {
	e := screens.Events{Now: time.Unix(0, 0), Size: Beside(image.Pt(1080, 1920))}
	for _, k := range kinds {
		e.Touches = append(e.Touches, screens.Touch{Kind: k, At: at})
	}
	f, _ := tray.Tick(e)
	return f
}

func press(t *testing.T, tray *Tray, id string) {
	t.Helper()
	e, ok := tick(tray, image.Point{}).Find(id)
	if !ok {
		t.Fatalf("no %s on the tray", id)
	}
	tick(tray, e.Box.Min.Add(e.Box.Max).Div(2), screens.Press, screens.Release)
	if tray.problem != "" {
		t.Fatalf("%s: %s", id, tray.problem)
	}
}

func TestEachSideGetsItsOwnTouches(t *testing.T) {
	tray, screen, down, _ := newTray(t)
	tick(tray, image.Pt(100, 100), screens.Press, screens.Release)
	if len(screen.touches) != 2 {
		t.Fatalf("the screen got %d touches", len(screen.touches))
	}
	for _, id := range []string{"tray.agent", "tray.legal", "tray.expired", "tray.lift", "tray.tear"} {
		press(t, tray, id)
	}
	press(t, tray, "tray.network")
	if !*down {
		t.Error("the network was not cut")
	}
	press(t, tray, "tray.network")
	if *down {
		t.Error("the network was not mended")
	}
	for range 2 {
		press(t, tray, "tray.paper")
		press(t, tray, "tray.forms")
		press(t, tray, "tray.reader")
	}
	if len(screen.touches) != 2 {
		t.Error("the screen got the tray's touches")
	}
	if over := tray.own.Overflows(); len(over) > 0 {
		t.Errorf("does not fit: %q", over)
	}
}

func TestEachKeyIsPluggedInAndPulledOut(t *testing.T) {
	tray, _, _, keys := newTray(t)
	for _, s := range keySamples() {
		press(t, tray, "tray.keys")
		if over := tray.own.Overflows(); len(over) > 0 {
			t.Errorf("does not fit: %q", over)
		}
		press(t, tray, "tray.key."+s.name)
		if len(keys.in) != 1 || keys.in[0] != s.Spec {
			t.Fatalf("%s: in the port: %v", s.name, keys.in)
		}
		press(t, tray, "tray.pull")
		if len(keys.in) != 0 {
			t.Fatalf("%s: still in the port", s.name)
		}
	}
	press(t, tray, "tray.keys")
	press(t, tray, "tray.back")
	press(t, tray, "tray.agent")
}

func TestSamplesAreValid(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, card := range []idcardsim.CardData{agentCard(), legalCard(), expiredCard()} {
		if d := visit.CheckIDNumber(card.Number, now); d != nil {
			t.Error(d)
		}
	}
	licence, err := scanner.ReadLicence(LicenceText(), func(s string) bool { return visit.CheckUSCC(s) == nil })
	if err != nil || visit.USCCOrganisationDoubt(licence.USCC) != nil {
		t.Errorf("the sample licence: %v", err)
	}
}
