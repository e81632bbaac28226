package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/pageprinter/ipptest"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/devices/usb/usbtest"
	"hallkiosk/kiosk/hallsim"
	"hallkiosk/sync/centre/password"
)

// house is one kiosk in its hall: the program, what is plugged into it, the
// centre, and the people.
type house struct {
	t       testing.TB
	folder  string
	hall    *hallsim.Hall
	trouble *trouble
	bus     *usbtest.Bus
	plugged map[string]*usbtest.Device
	reader  *idcardsim.Reader
	scans   *scannersim.Scanner
	tickets *ticketprintersim.Printer
	forms   *ipptest.Printer
	keys    keyring
	clerk   *staff

	program *exec.Cmd
	output  *os.File
	screen  *screen

	ahead    clock           // how far the walk moved the clocks
	ticketNo int             // tickets taken so far
	formsNo  int             // sheets of forms taken so far
	sheets   map[string]bool // what their feet say
	handle   string
	shown    string // what the last code that qr saw on the screen says
	guideNo  int    // guides published so far
}

// peripherals are what can be plugged in, by the names that walks use.
func (h *house) peripheral(name string) (devices.Peripheral, error) {
	switch name {
	case "reader":
		return h.reader, nil
	case "scanner":
		return h.scans, nil
	case "printer":
		return h.tickets, nil
	}
	return nil, fmt.Errorf("no device %q: reader, scanner or printer", name)
}

// newHouse sets everything up and starts the kiosk. program is the built one;
// dictionaries a folder that keeps the keyboard's between walks; keys says whether
// there will be U-KEYs.
func newHouse(t testing.TB, program, dictionaries string, keys bool) *house {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	h := &house{t: t, folder: shortFolder(t), trouble: &trouble{}, sheets: map[string]bool{}, plugged: map[string]*usbtest.Device{}}
	var err error
	h.hall, err = hallsim.Start(context.Background(), hallsim.Options{
		Folder: h.folder, Now: h.ahead.now, Wrap: h.trouble.wrap, Cost: password.Cost{Memory: 1024, Time: 1, Threads: 1},
	})
	must(err)
	t.Cleanup(func() {
		if err := h.hall.Close(); err != nil {
			t.Error(err)
		}
	})
	fonts, err := glyph.Open(glyph.System())
	must(err)
	h.reader, h.scans = idcardsim.New(idcard.Bulk), scannersim.New(scanner.POS)
	h.reader.SetPace(idcardsim.Pace{Find: idcardsim.RealPace().Find}) // a reader that found nothing at once would be asked without end
	h.tickets = ticketprintersim.New(fonts, int(ticketprinter.Paper80))
	h.bus, err = usbtest.NewBus()
	must(err)
	t.Cleanup(h.bus.Close)
	for _, name := range []string{"reader", "scanner", "printer"} {
		must(h.plug(name))
	}
	h.forms = ipptest.Run(t)
	must(h.openKeyring(keys))
	must(os.Symlink(dictionaries, filepath.Join(h.hall.Config.State, "ime")))
	must(h.configure())
	h.program = exec.Command(program)
	must(h.start())
	t.Cleanup(func() { h.stop(syscall.SIGTERM) })
	return h
}

// shortFolder is a folder whose path is short enough for Unix sockets.
func shortFolder(t testing.TB) string {
	folder, err := os.MkdirTemp("", "w")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

func (h *house) configure() error {
	c := h.hall.Config
	text := fmt.Sprintf("name = %q\ndigit = %d\nstate = %q\n[centre]\nurl = %q\nhost = %q\nheartbeat = %d\n[forms]\nprinter = %q\n",
		c.Name, c.Digit, c.State, c.Centre.URL, c.Centre.Host, c.Centre.Heartbeat, h.forms.URL)
	text += ukeyConfig(h.t)
	return os.WriteFile(h.path("kiosk.toml"), []byte(text), 0o600)
}

func (h *house) path(name string) string { return filepath.Join(h.folder, name) }

func (h *house) plug(name string) error {
	p, err := h.peripheral(name)
	if err != nil {
		return err
	}
	if h.plugged[name] != nil {
		return fmt.Errorf("the %s is plugged in already", name)
	}
	d, err := h.bus.Plug(p)
	h.plugged[name] = d
	return err
}

func (h *house) unplug(name string) error {
	d := h.plugged[name]
	if d == nil {
		return fmt.Errorf("no %s is plugged in", name)
	}
	d.Unplug()
	delete(h.plugged, name)
	return nil
}

// start starts the program on the virtual bus and looks at its screen.
func (h *house) start() (err error) {
	h.program = exec.Command(h.program.Path, "-config", h.path("kiosk.toml"), "-control", h.path("s"), "-window", "1080x1920")
	h.program.Env = append(append(os.Environ(), h.bus.ChildEnv()...), keysim.Socket+"="+h.path("k"))
	if h.output, err = os.OpenFile(h.path("log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	h.program.Stdout, h.program.Stderr = h.output, h.output
	if err := os.Remove(h.path("s")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := h.program.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	if h.screen, err = lookAt(ctx, h.path("s")); err != nil {
		return h.withLog(err)
	}
	if by := h.ahead.by(); by > 0 {
		if _, _, err := h.screen.ask(map[string]any{"do": "clock", "by": by.String()}); err != nil {
			return err
		}
	}
	return h.screen.until("a first screen", func() bool { return len(h.screen.shown) > 0 })
}

// stop ends the program by a signal and waits for its end.
func (h *house) stop(signal syscall.Signal) {
	if h.screen == nil {
		return
	}
	h.screen.close()
	h.screen = nil
	if err := h.program.Process.Signal(signal); err != nil {
		h.t.Error(err)
	}
	if err := h.program.Wait(); err != nil && signal == syscall.SIGTERM {
		h.t.Error(h.withLog(err))
	}
	h.output.Close()
}

// withLog adds what the program last wrote to an error.
func (h *house) withLog(err error) error {
	text, _ := os.ReadFile(h.path("log"))
	if len(text) > 4000 {
		text = text[len(text)-4000:]
	}
	return fmt.Errorf("%w\nthe kiosk wrote:\n%s", err, text)
}

// clock is the system's, moved by the walk; the centre's goes by it.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time { return time.Now().Add(c.by()) }

func (c *clock) by() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ahead
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += by
}

// trouble makes the centre answer as a bad one would.
type trouble struct {
	mu   sync.Mutex
	kind string
}

func (x *trouble) set(kind string) error {
	switch kind {
	case "ok", "400", "409", "429", "500", "503", "nonsense", "nothing":
		x.mu.Lock()
		defer x.mu.Unlock()
		x.kind = kind
		return nil
	}
	return fmt.Errorf("no trouble %q", kind)
}

func (x *trouble) wrap(good http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x.mu.Lock()
		kind := x.kind
		x.mu.Unlock()
		switch kind {
		case "", "ok":
			good.ServeHTTP(w, r)
		case "nonsense":
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>Welcome to nginx!</html>")
		case "nothing":
			io.Copy(io.Discard, r.Body)
			panic(http.ErrAbortHandler)
		default:
			if kind == "429" || kind == "503" {
				w.Header().Set("Retry-After", "1")
			}
			w.Header().Set("Content-Type", "application/problem+json")
			var status int
			fmt.Sscan(kind, &status)
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"type":"about:blank","title":"trouble","status":%d,"code":"trouble"}`, status)
		}
	})
}
