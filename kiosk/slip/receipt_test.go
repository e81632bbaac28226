package slip_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/slip"
)

// TestReceipts: what a person takes home is as in testdata, line by line; with
// UPDATE=1 the files are written anew.
func TestReceipts(t *testing.T) {
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	bound := slip.Receipt{
		Number: "BD20261123-0001", Bound: true, Account: "xxkf_2026", Organisation: "XX开发有限公司",
		Serial: "0A1B2C3D4E5F60718293", At: time.Date(2026, 11, 22, 18, 5, 9, 0, time.UTC),
	}
	before := bound
	before.Already = true
	tried := bound
	tried.Bound, tried.Account, tried.Number = false, "", "DL20261123-0002"
	signsIn := tried
	signsIn.Account = bound.Account
	for name, r := range map[string]slip.Receipt{"bound": bound, "bound-before": before, "tried": tried, "signs-in": signsIn} {
		t.Run(name, func(t *testing.T) {
			s := slip.Layout{Guide: g, Words: words}.Receipt(r)
			if _, cut := s[len(s)-1].(ticketprinter.Cut); !cut {
				t.Error("it is not cut")
			}
			have := lines(s)
			if strings.ContainsAny(have, "⟦{") {
				t.Errorf("a word is missing in\n%s", have)
			}
			file := filepath.Join("testdata", "receipt-"+name+".txt")
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, []byte(have), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if have != string(want) {
				t.Errorf("got\n%s\nwant\n%s", have, want)
			}
		})
	}
}

// lines writes a slip as text: rules as dashes.
func lines(s ticketprinter.Slip) string {
	var b strings.Builder
	for _, item := range s {
		switch i := item.(type) {
		case ticketprinter.Line:
			b.WriteString(i.Text + "\n")
		case ticketprinter.Rule:
			b.WriteString("----\n")
		case ticketprinter.QR:
			b.WriteString("QR " + i.Data + "\n")
		}
	}
	return b.String()
}
