package forms_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/forms"
)

func TestTestPage(t *testing.T) {
	var pdf bytes.Buffer
	if err := forms.TestPage(&pdf, "K1", time.Date(2026, 11, 23, 0, 5, 9, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	pages := pagesOf(t, pdf.Bytes())
	if len(pages) != 1 || !strings.Contains(pages[0], "测试页") || !strings.Contains(pages[0], "K1") || !strings.Contains(pages[0], "2026年11月23日08:05:09") {
		t.Errorf("%q", pages)
	}
	prefix := filepath.Join(t.TempDir(), "page")
	run(t, "pdftoppm", "-r", "150", "-png", save(t, pdf.Bytes()), prefix)
	if got := run(t, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", prefix+"-1.png"); got != "TEST\n" {
		t.Errorf("code %q", got)
	}
}
