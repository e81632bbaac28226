package ticketprinter_test

import (
	"errors"
	"testing"

	"hallkiosk/devices/ticketprinter"
)

// TestLengthAgainstPaper compares what is foretold with the paper that comes
// out: never less, and at most the line spacing's seventh more.
func TestLengthAgainstPaper(t *testing.T) {
	long := ticketprinter.Slip{}
	for range 30 {
		long = append(long, ticketprinter.Line{Text: "请到七、八号窗口办理，带齐全部资料；复印件加盖公章，一式一份（正反面）"})
	}
	for name, slip := range map[string]ticketprinter.Slip{
		"a line":    {ticketprinter.Line{Text: "A1001"}, ticketprinter.Cut{}},
		"sizes":     {ticketprinter.Line{Text: "A1001", Style: ticketprinter.Style{Size: 4}}, ticketprinter.Line{Text: "开通", Style: ticketprinter.Style{Size: 2}}, ticketprinter.Cut{}},
		"a picture": {ticketprinter.Line{Text: "𠮷", Style: ticketprinter.Style{Size: 2}}, ticketprinter.Cut{}},
		"a code":    {ticketprinter.QR{Data: "HTTPS://A/T/B"}, ticketprinter.Cut{}},
		"feeds":     {ticketprinter.Feed{Rows: 5}, ticketprinter.Rule{}, ticketprinter.Cut{}},
		"long":      append(long, ticketprinter.Cut{}),
	} {
		for _, knife := range []ticketprinter.Knife{ticketprinter.FeedAndCut, ticketprinter.CutOnly} {
			for _, command := range []bool{true, false} {
				b := lay(t, inMemory, func(o *ticketprinter.Opts) { o.Knife, o.QRCommand = knife, command })
				told, err := b.dev.Length(slip)
				if err != nil {
					t.Fatal(err)
				}
				if err := b.dev.Print(t.Context(), slip); err != nil {
					t.Fatal(err)
				}
				tickets := b.sim.Tickets()
				came := tickets[len(tickets)-1].Image.Rect.Dy()
				if told*8 < came || told*8 > came*8/7+8 {
					t.Errorf("%s: %d mm foretold, %d dots came out", name, told, came)
				}
			}
		}
	}
}

func TestLengthOfWhatCannotBePrinted(t *testing.T) {
	b := lay(t, inMemory, nil)
	if _, err := b.dev.Length(ticketprinter.Slip{ticketprinter.Line{Text: "\x1b"}}); !errors.Is(err, ticketprinter.ErrCharacter) {
		t.Error(err)
	}
}
