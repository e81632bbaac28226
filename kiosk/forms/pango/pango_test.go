package pango_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/forms/pango"
)

const family = "Noto Serif CJK SC"

func document(t testing.TB) *pango.Document {
	t.Helper()
	d, err := pango.New(pango.A4, pango.Info{Title: "测试", Created: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func text(s string) pango.Text {
	return pango.Text{Runs: []pango.Run{{Text: s}}, Family: family, Size: 12, Leading: 1}
}

// copied returns what pdftotext copies out of the document.
func copied(t testing.TB, d *pango.Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	var b bytes.Buffer
	if _, err := d.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestCopiesOutWhole(t *testing.T) {
	const want = "单位数字证书☑企业☐机关□工会䶮㛃𬭊𰻝龘喆堃祎𠮷祥𪚥·ABC123@x.cn"
	d := document(t)
	e, err := d.Measure(text(want), 400)
	if err != nil || e.Unknown != 0 {
		t.Fatalf("%d characters without a font, %v: are the fonts of kiosk/setup installed?", e.Unknown, err)
	}
	if err := d.Draw(text(want), 50, 50, 400); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(strings.Fields(copied(t, d)), ""); got != want {
		t.Errorf("got %q", got)
	}
}

func TestMeasure(t *testing.T) {
	d := document(t)
	measure := func(s string, width float64) pango.Extent {
		e, err := d.Measure(text(s), width)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	one, ten := measure("单", 500), measure(strings.Repeat("单", 10), 500)
	if math.Abs(one.Width-12) > 0.5 || math.Abs(ten.Width-120) > 1 {
		t.Errorf("an em of 12 points measures %g, ten %g", one.Width, ten.Width)
	}
	wrapped := measure(strings.Repeat("单", 10), 61)
	if wrapped.Width > 61 || math.Abs(wrapped.Height-2*one.Height) > 1 {
		t.Errorf("two lines of five: %+v", wrapped)
	}
	if long := measure(strings.Repeat("w", 100), 50); long.Width > 50 {
		t.Errorf("a word of 100 letters stands out: %g", long.Width)
	}
	if wide := measure("单", 5); wide.Width < 10 {
		t.Errorf("a character wider than its box went unnoticed: %g", wide.Width)
	}
	if u := measure("\U00105678", 500); u.Unknown != 1 {
		t.Errorf("a character of no font: %d unknown", u.Unknown)
	}
}

func TestHostileText(t *testing.T) {
	for _, s := range []string{"", "\x00", "\xff\xfe", "a\x00b\xc0", "\u202e", "\ufffe\U0010ffff\ufdd0", "\xed\xa0\x80", "\n\n\n"} {
		d := document(t)
		tx := text(s)
		tx.Runs = append(tx.Runs, pango.Run{Text: "后", Bold: true, Underline: true})
		tx.Family = "no\x00such font"
		if _, err := d.Measure(tx, 100); err != nil {
			t.Errorf("%q: %v", s, err)
		}
		if err := d.Draw(tx, 10, 10, 100); err != nil {
			t.Errorf("%q: %v", s, err)
		}
		if !strings.Contains(copied(t, d), "后") {
			t.Errorf("%q swallowed what follows", s)
		}
	}
}

func TestClosed(t *testing.T) {
	d := document(t)
	if err := d.EndPage(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if n, err := d.WriteTo(&b); err != nil || n != int64(b.Len()) || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
		t.Fatalf("%d bytes, %v", n, err)
	}
	check := func() {
		t.Helper()
		_, measure := d.Measure(text("a"), 1)
		_, write := d.WriteTo(&b)
		for i, err := range []error{
			measure, write, d.Draw(text("a"), 1, 1, 1), d.Line(1, 1, 2, 2, 1), d.Frame(pango.Rect{}, 1), d.Fill(pango.Rect{}), d.EndPage(),
		} {
			if !errors.Is(err, pango.ErrClosed) {
				t.Errorf("call %d: %v", i, err)
			}
		}
	}
	check() // written
	d.Close()
	d.Close()
	check() // closed
}

func FuzzDraw(f *testing.F) {
	f.Add("单位☑", 12.0, 100.0)
	f.Add("\x00\xff", 1.0, 1.0)
	f.Add("a\u202eb\n\n", 100.0, 3.0)
	f.Fuzz(func(t *testing.T, s string, size, width float64) {
		if !(size > 0 && size < 1000 && width > 0 && width < 10000) || len(s) > 2000 {
			return
		}
		d := document(t)
		tx := text(s)
		tx.Size = size
		if _, err := d.Measure(tx, width); err != nil {
			t.Fatal(err)
		}
		if err := d.Draw(tx, 0, 0, width); err != nil {
			t.Fatal(err)
		}
	})
}
