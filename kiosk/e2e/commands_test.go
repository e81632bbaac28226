package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/hallsim"
	"hallkiosk/sync/outbox"
)

// verb does one command of a walk.
type verb struct {
	usage     string
	min, max  int // arguments
	negatable bool
	do        func(h *house, w *walk, c command) error
}

// verbs are the words that walks are written in; README.md explains them.
func verbs() map[string]verb {
	return map[string]verb{
		"lay": {"lay CARD.json", 1, 1, false, func(h *house, w *walk, c command) error {
			text, ok := w.files[c.args[0]]
			if !ok {
				return fmt.Errorf("no file %s in the walk", c.args[0])
			}
			card, err := idcardsim.ParseCard([]byte(text))
			if err != nil {
				return err
			}
			return h.reader.Lay(card)
		}},
		"do":      {"do STEPS", 1, 1, false, (*house).steps},
		"lift":    {"lift", 0, 0, false, func(h *house, _ *walk, _ command) error { h.reader.Lift(); return nil }},
		"scan":    {"scan TEXT|FILE|ticket|forged", 1, 1, false, (*house).scan},
		"plug":    {"plug reader|scanner|printer|KEY.json", 1, 1, false, (*house).plugIn},
		"unplug":  {"unplug reader|scanner|printer|KEY", 1, 1, false, (*house).pullOut},
		"key":     {keyWords, 1, 2, false, (*house).key},
		"pin":     {"pin DIGITS", 1, 1, false, (*house).enter},
		"slip":    {"slip TEXT", 1, 1, false, (*house).slip},
		"paper":   {"paper out|low|ok, paper forms out|fail [AFTER-SHEETS], paper forms ok", 1, 3, false, (*house).paper},
		"reader":  {"reader garble|cut|long|repeat|lift|silent|ok", 1, 1, false, (*house).spoil},
		"printer": {"printer hang|out AFTER-BYTES, printer mend", 1, 2, false, (*house).breakPrinter},
		"tap":     {"tap LABEL", 1, 1, false, func(h *house, _ *walk, c command) error { return h.screen.tap(c.args[0]) }},
		"type": {"type LABEL TEXT|FILE", 2, 2, false, func(h *house, w *walk, c command) error {
			if text, ok := w.files[c.args[1]]; ok {
				return h.screen.write(c.args[0], strings.TrimSuffix(text, "\n"))
			}
			return h.screen.write(c.args[0], c.args[1])
		}},
		"see":     {"[!] see TEXT", 1, 1, true, (*house).see},
		"wait":    {"wait TEXT", 1, 1, false, (*house).see},
		"printed": {"[!] printed [SHEETS] [FILE]", 0, 2, true, (*house).printed},
		"ticket":  {"[!] ticket [NUMBER]", 0, 1, true, (*house).ticket},
		"staff":   {"staff scan [TEXT], staff forge, [!] staff see TEXT, staff wait TEXT, staff press TEXT, staff choose TEXT, staff write TEXT, staff as window|approver", 1, 2, true, (*house).staff},
		"phone":   {"phone TEXT", 1, 1, false, (*house).phone},
		"qr":      {"qr TEXT", 1, 1, false, (*house).qr},
		"network": {"network down|up", 1, 1, false, func(h *house, _ *walk, c command) error { h.hall.Cut(c.args[0] == "down"); return nil }},
		"centre":  {"centre ok|400|409|429|500|503|nonsense|nothing", 1, 1, false, func(h *house, _ *walk, c command) error { return h.trouble.set(c.args[0]) }},
		"clock":   {"clock +DURATION", 1, 1, false, (*house).moveClock},
		"idle":    {"idle", 0, 0, false, func(h *house, w *walk, c command) error { return h.idle() }},
		"kill": {"kill", 0, 0, false, func(h *house, _ *walk, _ command) error {
			if h.screen == nil {
				return errors.New("it is dead already")
			}
			h.stop(syscall.SIGKILL)
			return nil
		}},
		"restart": {"restart", 0, 0, false, func(h *house, _ *walk, _ command) error {
			if h.screen != nil {
				h.stop(syscall.SIGTERM)
			}
			return h.start()
		}},
		"guide":  {"guide [broken] FILE…", 1, 20, false, (*house).guide},
		"owed":   {"owed waiting|refused|nothing", 1, 1, false, (*house).owed},
		"retry":  {"retry", 0, 0, false, (*house).retry},
		"erased": {"erased TEXT", 1, 1, false, (*house).erased},
	}
}

// steps does what stands in testdata/steps: what many visits share.
func (h *house) steps(_ *walk, c command) error {
	name := filepath.Join("testdata", "steps", c.args[0]+".txtar")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	w, err := parseWalk(filepath.Base(name), text)
	if err != nil {
		return err
	}
	return w.do(h)
}

func (h *house) see(_ *walk, c command) error {
	if !c.negate {
		return h.screen.until(c.args[0], func() bool { return h.screen.sees(c.args[0]) })
	}
	if err := h.screen.look(false); err != nil {
		return err
	}
	if h.screen.sees(c.args[0]) {
		return fmt.Errorf("%q is on the screen:\n%s", c.args[0], h.screen)
	}
	return nil
}

func (h *house) paper(_ *walk, c command) error {
	state := c.args[len(c.args)-1]
	if c.args[0] == "forms" && len(c.args) > 1 {
		return h.tray(c.args[1:])
	}
	papers := map[string]ticketprintersim.Paper{"out": ticketprintersim.PaperOut, "low": ticketprintersim.PaperLow, "ok": ticketprintersim.PaperOK}
	paper, ok := papers[state]
	if !ok || len(c.args) != 1 {
		return fmt.Errorf("paper cannot be %q", c.args)
	}
	h.tickets.SetPaper(paper)
	return nil
}

// spoil makes the reader's next reply with a card's text a bad one.
func (h *house) spoil(_ *walk, c command) error {
	const read = 0x3001
	faults := map[string]idcardsim.Fault{
		"garble": {On: read, What: idcardsim.Garble, N: 40}, "cut": {On: read, What: idcardsim.Cut, N: 300},
		"long": {On: read, What: idcardsim.Long, N: 80}, "repeat": {On: read, What: idcardsim.Repeat},
		"lift": {On: read, What: idcardsim.LiftAt, N: 200},
	}
	switch kind := c.args[0]; kind {
	case "silent", "ok":
		h.reader.Silence(kind == "silent")
	default:
		f, ok := faults[kind]
		if !ok {
			return fmt.Errorf("the reader cannot %s", kind)
		}
		h.reader.Inject(f)
	}
	return nil
}

func (h *house) breakPrinter(_ *walk, c command) error {
	if c.args[0] == "mend" {
		h.tickets.Mend()
		h.tickets.SetPaper(ticketprintersim.PaperOK)
		return nil
	}
	kinds := map[string]ticketprintersim.Breakdown{"hang": ticketprintersim.Hang, "out": ticketprintersim.RunOut}
	kind, ok := kinds[c.args[0]]
	var after int
	if !ok || len(c.args) != 2 {
		return errors.New("printer hang|out AFTER-BYTES")
	}
	if _, err := fmt.Sscan(c.args[1], &after); err != nil {
		return err
	}
	h.tickets.BreakAfter(after, kind)
	return nil
}

// moveClock moves the clocks of kiosk and centre.
func (h *house) moveClock(_ *walk, c command) error {
	by, err := time.ParseDuration(strings.TrimPrefix(c.args[0], "+"))
	if err != nil || by < 0 {
		return fmt.Errorf("clock goes forward, by a duration such as +2h: %v", err)
	}
	h.ahead.move(by)
	_, _, err = h.screen.ask(map[string]any{"do": "clock", "by": by.String()})
	return err
}

// idle lets time pass in which nobody touches anything, until the kiosk is back
// at home by itself.
func (h *house) idle() error {
	atHome := func() bool {
		for _, e := range h.screen.shown {
			if strings.HasPrefix(e.ID, "service.") {
				return true
			}
		}
		return false
	}
	for range 20 {
		if err := h.screen.look(true); err != nil || atHome() {
			return err
		}
		if err := h.moveClock(nil, command{args: []string{"+16s"}}); err != nil {
			return err
		}
	}
	return fmt.Errorf("the kiosk does not go home by itself; the screen shows:\n%s", h.screen)
}

// scan holds a code before the scanner until the screen changes, as a person
// does, and three times at the most.
func (h *house) scan(w *walk, c command) error {
	text, ok := w.files[c.args[0]]
	if text = strings.TrimSuffix(text, "\n"); !ok {
		text = c.args[0]
	}
	switch {
	case ok:
	case text == "ticket":
		text = h.handle
	case text == "forged" && h.handle != "":
		text = changed(h.handle)
	}
	if err := h.screen.look(false); err != nil {
		return err
	}
	for range 3 {
		before := h.screen.says()
		if err := h.scans.Show(text); err != nil {
			return err
		}
		for range 2 {
			if err := h.screen.look(true); err != nil || h.screen.says() != before {
				return err
			}
		}
	}
	return nil
}

// ticket takes the next ticket from the printer and has zbar read its code.
func (h *house) ticket(_ *walk, c command) error {
	if c.negate {
		if n := len(h.tickets.Tickets()); n > h.ticketNo {
			return fmt.Errorf("%d tickets were printed, %d were expected", n, h.ticketNo)
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ticket, err := h.tickets.Await(ctx, h.ticketNo+1)
	if err != nil {
		return fmt.Errorf("no ticket came: %w; the screen shows:\n%s", err, h.screen)
	}
	h.ticketNo++
	if errs := h.tickets.Errors(); len(errs) > 0 {
		return fmt.Errorf("the printer was sent what is no ESC/POS: %w", errors.Join(errs...))
	}
	if len(c.args) == 1 && !strings.Contains(ticket.Text, c.args[0]) {
		return fmt.Errorf("the ticket does not bear %s:\n%s", c.args[0], ticket.Text)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, ticket.Image); err != nil {
		return err
	}
	if err := os.WriteFile(h.path("ticket.png"), picture.Bytes(), 0o600); err != nil {
		return err
	}
	code, err := exec.Command("zbarimg", "--raw", "-q", "-Sdisable", "-Sqrcode.enable", h.path("ticket.png")).Output()
	if err != nil {
		return fmt.Errorf("zbar reads no code on the ticket: %w", err)
	}
	h.handle, h.shown = strings.TrimSpace(string(code)), ""
	return keepPicture("ticket.png", picture.Bytes())
}

func (h *house) staff(_ *walk, c command) error {
	if h.clerk == nil {
		h.clerk = newStaff(h.t, h.hall.Staff)
	}
	if c.args[0] == "as" {
		return h.staffAs(c)
	}
	if h.clerk.who == "" {
		if err := h.clerk.signIn(hallsim.Username, h.hall.Password); err != nil {
			return err
		}
	}
	text := h.handle
	if len(c.args) == 2 {
		text = c.args[1]
	}
	if text == "" {
		return errors.New("staff has nothing to scan or to look for")
	}
	switch does := c.args[0]; {
	case does == "scan" && !c.negate:
		return h.clerk.scan(text)
	case does == "forge" && !c.negate && len(c.args) == 1:
		return h.clerk.scan(changed(text))
	case does == "see" && c.negate && len(c.args) == 2:
		return h.clerk.do(holds(`!document.body.innerText.includes("` + text + `")`))
	case does == "see" && len(c.args) == 2:
		return h.clerk.do(shows(text))
	case does == "wait" && !c.negate && len(c.args) == 2:
		return h.clerk.scanUntil(h.handle, text)
	case does == "press" && !c.negate && len(c.args) == 2:
		return h.clerk.press(text)
	case does == "choose" && !c.negate && len(c.args) == 2:
		return h.clerk.choose(text)
	case does == "write" && !c.negate && len(c.args) == 2:
		return h.clerk.write(text)
	}
	return errors.New(verbs()["staff"].usage)
}

// staffAs lets somebody else sit down at the clerk's screen.
func (h *house) staffAs(c command) error {
	if len(c.args) == 2 && !c.negate {
		switch c.args[1] {
		case "window":
			return h.clerk.signIn(hallsim.Username, h.hall.Password)
		case "approver":
			return h.clerk.signIn(hallsim.Approver, h.hall.Approval)
		}
	}
	return errors.New(verbs()["staff"].usage)
}

// changed changes one character in the middle of a handle's signature.
func changed(handle string) string {
	i := len(handle) - 40
	other := byte('A')
	if handle[i] == other {
		other = 'B'
	}
	return handle[:i] + string(other) + handle[i+1:]
}

// owed waits until the kiosk owes the centre a case that is so, or nothing.
func (h *house) owed(_ *walk, c command) error {
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		l, err := outbox.OpenLedger(context.Background(), h.hall.Config.StorePath(), h.hall.Config.Name)
		if err != nil {
			return err
		}
		debts, err := l.Debts(context.Background())
		if err = errors.Join(err, l.Close()); err != nil {
			return err
		}
		is := "nothing"
		for _, d := range debts {
			is = map[bool]string{false: "waiting", true: "refused"}[d.Refused]
		}
		if is == c.args[0] {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("what the kiosk owes: %s", is)
		}
	}
}

// retry is the technician who has the refused cases delivered again.
func (h *house) retry(*walk, command) error {
	n, err := outbox.Retry(context.Background(), h.hall.Config.StorePath(), h.hall.Config.Name, time.Now())
	if err == nil && n == 0 {
		err = errors.New("nothing was refused")
	}
	return err
}

// erased wants that nothing in the kiosk's store holds the text in clear, at any
// time.
func (h *house) erased(_ *walk, c command) error {
	for _, name := range []string{"kiosk.db", "kiosk.db-wal"} {
		raw, err := os.ReadFile(h.hall.Config.Path(name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if bytes.Contains(raw, []byte(c.args[0])) {
			return fmt.Errorf("%s holds %q in clear", name, c.args[0])
		}
	}
	return nil
}
