//go:build sim

// Package tray is the demo's stand-in for a person's hands: beside the screen,
// it lays cards on the reader, shows codes to the scanner, tears off tickets and
// makes trouble. It drives the same simulated devices that the tests use.
package tray

import (
	"errors"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	"hallkiosk/assets/i18n"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/casim"
	"hallkiosk/screens"
	"hallkiosk/screens/ui"
)

// Hall are the things that the tray works.
type Hall struct {
	Reader      *idcardsim.Reader
	ReaderCable *memory.Cable
	Scanner     *scannersim.Scanner
	Tickets     *ticketprintersim.Printer
	Forms       *pageprintersim.Printer
	// PlugKey plugs in a U-KEY of a kind; PullKey pulls it out.
	PlugKey func(casim.Spec) error
	PullKey func()
	// Network cuts the line to the centre, or mends it.
	Network func(down bool)
	// Staff, Username and Password are what the tray tells about the staff page.
	Staff, Username, Password string
	Folder                    string // where printed forms and tickets are kept
}

// inner is the loop of the kiosk's own screen.
type inner interface {
	Tick(screens.Events) (*ui.Frame, bool)
}

// Tray shows the kiosk's screen with the tray on its right.
type Tray struct {
	hall    Hall
	inner   inner
	words   *i18n.Words
	fonts   *ui.Fonts
	pointer ui.Pointer
	pager   ui.Pager

	paperOut, formsOut, unplugged, down bool
	problem                             string
	keys                                keyRack
	ticket                              *image.RGBA

	kiosk, own, both *ui.Frame
	inTray           bool // the finger went down in the tray
}

// width is how much of the window's width the tray takes.
const width = 3 // of 11 parts

// New puts a tray beside a screen.
func New(h Hall, of inner, words *i18n.Words, fonts *ui.Fonts) *Tray {
	return &Tray{hall: h, inner: of, words: words, fonts: fonts}
}

// Beside is how large a window must be for a screen of a size and the tray.
func Beside(screen image.Point) image.Point {
	return image.Pt(screen.X*11/(11-width), screen.Y)
}

// Tick parts the window's width and gives each side its touches.
func (t *Tray) Tick(e screens.Events) (*ui.Frame, bool) {
	left := e.Size.X * (11 - width) / 11
	size := image.Pt(e.Size.X-left, e.Size.Y)
	if t.own == nil || t.own.Bounds().Max != size {
		t.own = t.draw(size)
	}
	var touches []screens.Touch
	for _, touch := range e.Touches {
		if touch.Kind == screens.Press {
			t.inTray = touch.At.X >= left
		}
		if !t.inTray {
			touches = append(touches, touch)
			continue
		}
		touch.At.X -= left
		t.touch(touch)
	}
	e.Touches, e.Size.X = touches, left
	kiosk, changed := t.inner.Tick(e)
	own := t.draw(size)
	if !changed && t.both != nil && t.kiosk == kiosk && own.Equal(t.own) {
		return t.both, false
	}
	t.kiosk, t.own = kiosk, own
	t.both = ui.Beside(kiosk, own)
	return t.both, true
}

func (t *Tray) touch(touch screens.Touch) {
	switch touch.Kind {
	case screens.Press:
		t.pointer.Press(t.own, touch.At)
	case screens.Move:
		t.pointer.Move(t.own, touch.At)
	case screens.Release:
		if id := t.pointer.Release(t.own, touch.At); id != "" {
			t.problem = ""
			if err := t.do(id); err != nil {
				t.problem = err.Error()
			}
		}
	}
}

// do does what one button says.
func (t *Tray) do(id string) error {
	h := &t.hall
	if done, err := t.keys.press(h, id); done {
		return err
	}
	switch id {
	case "tray.agent":
		return h.Reader.Lay(agentCard())
	case "tray.legal":
		return h.Reader.Lay(legalCard())
	case "tray.expired":
		return h.Reader.Lay(expiredCard())
	case "tray.lift":
		h.Reader.Lift()
	case "tray.licence":
		return h.Scanner.Show(LicenceText())
	case "tray.payment":
		return h.Scanner.Show("HTTPS://QR.ALIPAY.COM/FKX00000DEMO")
	case "tray.tear":
		return t.tear()
	case "tray.paper":
		t.paperOut = !t.paperOut
		h.Tickets.SetPaper(map[bool]ticketprintersim.Paper{true: ticketprintersim.PaperOut, false: ticketprintersim.PaperOK}[t.paperOut])
	case "tray.forms":
		t.formsOut = !t.formsOut
		return h.Forms.SetMode(map[bool]pageprintersim.Mode{true: pageprintersim.MediaEmpty, false: pageprintersim.OK}[t.formsOut])
	case "tray.reader":
		if t.unplugged = !t.unplugged; t.unplugged {
			h.ReaderCable.Unplug()
		} else {
			h.ReaderCable.Replug()
		}
	case "tray.network":
		t.down = !t.down
		h.Network(t.down)
	}
	return nil
}

// tear takes the ticket from the printer, shows it and keeps its picture.
func (t *Tray) tear() error {
	ticket, ok := t.hall.Tickets.TearOff()
	if !ok {
		return nil
	}
	bounds := ticket.Image.Bounds()
	t.ticket = image.NewRGBA(image.Rectangle{Max: bounds.Size()})
	draw.Draw(t.ticket, t.ticket.Bounds(), ticket.Image, bounds.Min, draw.Src)
	f, err := os.Create(filepath.Join(t.hall.Folder, "ticket.png"))
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, t.ticket), f.Close())
}

func (t *Tray) draw(size image.Point) *ui.Frame {
	word := func(key string, values ...any) string { return t.words.Text("zh", "tray."+key, values...) }
	either := func(on bool, yes, no string) string {
		if on {
			return word(yes)
		}
		return word(no)
	}
	f := ui.New(size.X, size.Y, ui.Look{Language: "zh", Text: 1}, ui.Words{}, t.fonts)
	f.Mark(t.pointer.Pressed(), "")
	if t.keys.choosing {
		t.keys.draw(f, word)
		return f
	}
	b := f.Bare(&t.pager)
	b.Heading(word("title"))
	b.Text(ui.StyleSmall, word("lead"))
	card := func(id string, icon ui.Icon, title string) ui.Choice {
		return ui.Choice{ID: "tray." + id, Icon: icon, Title: title}
	}
	b.Choices(1,
		card("agent", ui.IconCard, word("agent")), card("legal", ui.IconCard, word("legal")), card("expired", ui.IconCard, word("expired")),
		card("lift", ui.IconCard, word("lift")),
		card("licence", ui.IconScan, word("licence")), card("payment", ui.IconScan, word("payment")),
		t.keys.button(word),
		card("tear", ui.IconTicket, word("tear")),
		card("paper", ui.IconPrinter, either(t.paperOut, "paper-in", "paper-out")),
		card("forms", ui.IconPrinter, either(t.formsOut, "forms-in", "forms-out")),
		card("reader", ui.IconCard, either(t.unplugged, "plug", "unplug")),
		card("network", ui.IconGlobe, either(t.down, "mend", "cut")))
	if t.keys.in != "" {
		b.Text(ui.StyleSmall, word("keys-pin", "pin", casim.PIN))
	}
	if t.problem != "" {
		b.Notice(ui.Notice{Kind: ui.Error, Text: t.problem})
	}
	if t.ticket != nil {
		b.Photo(ui.Photo{Image: t.ticket, Label: word("ticket")})
	}
	b.Text(ui.StyleSmall, word("window", "url", t.hall.Staff, "username", t.hall.Username, "password", t.hall.Password))
	b.Text(ui.StyleSmall, word("forms", "count", len(t.hall.Forms.Printed()), "folder", filepath.Join(t.hall.Folder, "forms")))
	return f
}
