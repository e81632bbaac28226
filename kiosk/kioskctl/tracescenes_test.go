package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/config"
)

// scene is something that happens to a device while it is recorded, in simulated
// time: say is what a replay has to tell.
type scene struct {
	device, name string
	plug         func(*testing.T) devices.Peripheral
	happens      func(*testing.T, devices.Peripheral, *memory.Cable)
	print        bool
}

// secrets are what no trace may hold, in any encoding that passes a cable.
func secrets(t *testing.T) [][]byte {
	t.Helper()
	var l [][]byte
	for _, s := range []string{"李四", "朗州路77号", "790101", "XY单位", "MA4L7"} {
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		must(t, err)
		var wide []byte
		for _, r := range s {
			wide = append(wide, byte(r), byte(r>>8))
		}
		l = append(l, []byte(s), gb, wide)
	}
	return l
}

func secretCard(kind string, version int) idcardsim.CardData {
	c := idcardsim.CardData{Kind: kind, Version: version, Name: "李四", LatinName: "LI SI XYZ", Sex: "女", Ethnicity: "苗",
		Birth: "1979-01-01", Address: "湖南省常德市武陵区朗州路77号", Number: idNumber("430703" + "19" + "790101" + "604"),
		Issuer: "常德市公安局武陵分局", ValidFrom: "2011-05-05", ValidTo: "2031-05-05", Nationality: "FRA", PassNumber: "H99001016", IssueCount: 2}
	if kind == "foreigner" && version == 2017 {
		c.Number, c.Issuer = "FRA430079010199", "4300"
	}
	return c
}

func lays(c idcardsim.CardData) func(*testing.T, devices.Peripheral, *memory.Cable) {
	return func(t *testing.T, p devices.Peripheral, _ *memory.Cable) {
		reader := p.(*idcardsim.Reader)
		must(t, reader.Lay(c))
		time.Sleep(3 * time.Second)
		reader.Lift()
		time.Sleep(2 * time.Second)
	}
}

func reader(f idcard.Framing) func(*testing.T) devices.Peripheral {
	return func(*testing.T) devices.Peripheral { return idcardsim.New(f) }
}

func scannerIn(m scanner.Mode) func(*testing.T) devices.Peripheral {
	return func(*testing.T) devices.Peripheral { return scannersim.New(m) }
}

func shows(texts ...string) func(*testing.T, devices.Peripheral, *memory.Cable) {
	return func(t *testing.T, p devices.Peripheral, _ *memory.Cable) {
		for _, s := range texts {
			must(t, p.(*scannersim.Scanner).Show(s))
			time.Sleep(3 * time.Second)
		}
	}
}

const secretLicence = "统一社会信用代码：91430100MA4L7JQ92F\n名称：XY单位有限公司\n法定代表人：李四"

func scenes() []scene {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String(secretLicence)
	return []scene{
		{"idcard", "resident", reader(idcard.Bulk), lays(secretCard("resident", 0)), false},
		{"idcard", "hid-hkmt", reader(idcard.HID64), lays(secretCard("hkmt", 0)), false},
		{"idcard", "hid-counted", reader(idcard.HIDCounted), lays(secretCard("resident", 0)), false},
		{"idcard", "foreigner-2017", reader(idcard.Bulk), lays(secretCard("foreigner", 2017)), false},
		{"idcard", "foreigner-2023", reader(idcard.Bulk), lays(secretCard("foreigner", 2023)), false},
		{"idcard", "trouble", reader(idcard.Bulk), func(t *testing.T, p devices.Peripheral, c *memory.Cable) {
			r := p.(*idcardsim.Reader)
			private := secretCard("resident", 0)
			private.Name, private.ValidTo = "李\ue863\ue001𠮷", "long-term"
			r.Inject(idcardsim.Fault{On: 0x3001, What: idcardsim.Garble, N: 700}, idcardsim.Fault{On: 0x3001, What: idcardsim.Garble, N: 700})
			must(t, r.Lay(private)) // garbled twice, then read
			time.Sleep(8 * time.Second)
			r.Lift()
			time.Sleep(time.Second)
			r.Inject(idcardsim.Fault{On: 0x3001, What: idcardsim.LiftAt, N: 200})
			must(t, r.Lay(secretCard("resident", 0)))
			time.Sleep(8 * time.Second)
			c.Unplug()
		}, false},
		{"scanner", "pos", scannerIn(scanner.POS), shows(secretLicence, gb, "李四", "HTTPS://C/T/MA4L7"), false},
		{"scanner", "keyboard", scannerIn(scanner.Keyboard), shows("HTTPS://A/T/790101", "aabb1122"), false},
		{"scanner", "serial", scannerIn(scanner.Serial), func(t *testing.T, p devices.Peripheral, c *memory.Cable) {
			p.(*scannersim.Scanner).SendAIM(true)
			p.(*scannersim.Scanner).CutAfter(7)
			shows(secretLicence, gb, "李四")(t, p, c)
			must(t, p.(*scannersim.Scanner).ShowBytes([]byte{0xB0, 0xFF, 'M', 'A', '4', 'L', '7'}))
			time.Sleep(time.Second)
		}, false},
		{"scanner", "simple-com", scannerIn(scanner.SimpleCOM), func(t *testing.T, p devices.Peripheral, c *memory.Cable) {
			shows(secretLicence, gb, "李四")(t, p, c)
			p.(*scannersim.Scanner).CutAfter(7)
			shows("HTTPS://C/T/790101", gb)(t, p, c)
			p.(*scannersim.Scanner).Report([]byte("MA4L7李四"))
			time.Sleep(time.Second)
		}, false},
		{"ticketprinter", "print", ticketPrinter, func(t *testing.T, p devices.Peripheral, _ *memory.Cable) {
			time.Sleep(3 * time.Second)
		}, true},
		{"ticketprinter", "paper-out", ticketPrinter, func(t *testing.T, p devices.Peripheral, c *memory.Cable) {
			time.Sleep(2 * time.Second)
			p.(*ticketprintersim.Printer).SetPaper(ticketprintersim.PaperOut)
			time.Sleep(2 * time.Second)
			c.Unplug()
		}, false},
	}
}

func ticketPrinter(t *testing.T) devices.Peripheral {
	fonts, err := glyph.Open(glyph.System())
	must(t, err)
	t.Cleanup(func() { must(t, fonts.Close()) })
	return ticketprintersim.New(fonts, 576)
}

// play records the scene in simulated time.
func (s scene) play(t *testing.T) (file, said []byte) {
	t.Helper()
	sim := s.plug(t)
	var trace, out bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		bus := memory.NewBus()
		cable := bus.Plug(sim)
		cfg := config.Default()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			_, err := record(ctx, recording{tracings()[s.device], bus, &cfg, s.print, &out}, &trace)
			ended <- err
		}()
		time.Sleep(time.Second)
		go func() {
			s.happens(t, sim, cable)
			time.Sleep(time.Second)
			cancel()
		}()
		if err := <-ended; err != nil && !strings.Contains(err.Error(), "gone") {
			t.Errorf("record: %v", err)
		}
		<-ctx.Done()
		cable.Unplug()
	})
	return trace.Bytes(), out.Bytes()
}
