package screens

import (
	"fmt"
	"image"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/visit"
)

// TestMonkey touches, lays, scans, types, unplugs and waits without sense. The
// kiosk must not panic, must always offer something to touch or end by itself,
// and home must never show anything personal.
func TestMonkey(t *testing.T) {
	const acts = 20000
	g := load(t)
	rare := idcard.Card{Name: "王小明", Number: samplePerson("", "43070119920101001").IDNumber, ValidTo: idcard.Date{Year: 2030, Month: 1, Day: 1}}
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, g)
		defer synctest.Wait()
		defer h.app.Close()
		m := rand.New(rand.NewPCG(1, 2))
		states := []devices.State{devices.Ready, devices.Ready, devices.Ready, devices.Absent, devices.Failed}
		texts := []string{licenceText(), sampleUSCC(), "https://example.com", "1", "长", "\x00\u202e", strings.Repeat("9", 600), "李四"}
		homes := 0
		h.tick(Events{})
		for range acts {
			switch m.IntN(13) {
			case 0:
				for range m.IntN(20) {
					time.Sleep(5 * time.Second)
					synctest.Wait()
					h.tick(Events{})
				}
			case 1:
				offer(h.reader.laid, answer[idcard.Card]{value: []idcard.Card{card(li), card(zhang), rare, {}}[m.IntN(4)]})
			case 2:
				offer(h.reader.laid, answer[idcard.Card]{err: []error{idcard.ErrRemoved, idcard.ErrUnreadable, devices.ErrGone}[m.IntN(3)]})
			case 3:
				offer(h.scanner.shown, answer[scanner.Scan]{value: scanner.Scan{Text: texts[m.IntN(len(texts))]}})
			case 4:
				h.tick(Events{Text: texts[m.IntN(len(texts))], Erase: m.IntN(2) == 0})
			case 5:
				h.reader.status = devices.Status{State: states[m.IntN(len(states))], Since: time.Now()}
				h.scanner.status = devices.Status{State: states[m.IntN(len(states))], Since: time.Now()}
			case 6:
				h.reader.present = m.IntN(2) == 0
				h.desk.ready, h.desk.refuse = nil, nil
				if m.IntN(4) == 0 {
					h.desk.ready = &NotReadyError{Part: PartTicketPrinter, Reason: devices.ReasonPaperOut}
				}
			case 8:
				h.meddle(m)
			case 7:
				at := image.Pt(m.IntN(panel.X), m.IntN(panel.Y))
				h.tick(Events{Touches: []Touch{{TouchKind(m.IntN(3)), at}, {Release, at}}})
			default:
				touchSomething(h, m)
			}
			h.tick(Events{})
			if !h.frame.Contains("请点您要办的事") && !h.frame.Contains("Touch what you came for") {
				continue
			}
			if h.app.session.flow.again {
				continue // the same person chooses a next service
			}
			homes++
			for _, name := range []string{"李四", "张三", "王小明", "XX开发", sampleUSCC()} {
				if h.frame.Contains(name) {
					t.Fatalf("home shows something of a visit: %q", h.frame.Texts())
				}
			}
		}
		if homes < 50 {
			t.Errorf("home was seen %d times in %d acts: the kiosk got stuck", homes, acts)
		}
		h.reader.present, h.keys.found = false, nil
		h.wait(10 * time.Minute)
		if !h.frame.Contains("请点您要办的事") {
			t.Errorf("left alone, the kiosk shows %q", h.frame.Texts())
		}
	})
}

// meddle plugs keys in and out, and has them and the centre answer anyhow.
func (h *hall) meddle(m *rand.Rand) {
	p := h.keys
	p.found = nil
	conditions := visit.KeyConditions()
	for i := range m.IntN(3) {
		f := sampleFinding(&Context{Now: time.Now()}, conditions[m.IntN(len(conditions))])
		if m.IntN(2) == 0 {
			f.Key = fmt.Sprint("key-", i)
		}
		p.found = append(p.found, f)
	}
	errs := []error{nil, &ukey.PINError{State: ukey.PINLast, Tries: 1}, &ukey.PINError{State: ukey.PINLocked}, ErrCentreAway, devices.ErrGone, ukey.ErrHung, ErrAccount}
	p.refuses = errs[max(0, m.IntN(2*len(errs))-len(errs))]
	p.mu.Lock()
	p.answers = []error{errs[m.IntN(len(errs))], errs[m.IntN(len(errs))]}
	p.mu.Unlock()
}

func offer[T any](ch chan T, v T) {
	select {
	case ch <- v:
	default:
	}
}

// touchSomething touches an element, more often one that leads on.
func touchSomething(h *hall, m *rand.Rand) {
	var live []image.Rectangle
	for _, e := range h.frame.Elements() {
		if !e.Live() || (e.ID == "exit" || strings.HasPrefix(e.ID, "tool.")) && m.IntN(8) > 0 {
			continue
		}
		live = append(live, e.Box)
		if e.ID == "next" || e.ID == "all" {
			live = append(live, e.Box, e.Box)
		}
	}
	if len(live) == 0 {
		return
	}
	b := live[m.IntN(len(live))]
	at := image.Pt(b.Min.X+b.Dx()/2, b.Min.Y+b.Dy()/2)
	h.tick(Events{Touches: []Touch{{Press, at}, {Release, at}}})
}
