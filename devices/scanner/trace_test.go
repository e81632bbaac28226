package scanner_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/devices/scanner"
)

func TestTraces(t *testing.T) {
	files, err := filepath.Glob("testdata/*.trace")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d traces, %v", len(files), err)
	}
	modes := map[string]scanner.Mode{"keyboard": scanner.Keyboard, "pos": scanner.POS, "simple-com": scanner.SimpleCOM}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		mode, ok := modes[lines[0]]
		if !ok {
			t.Fatalf("%s: mode %q", f, lines[0])
		}
		onScanner(t, mode, func(b *bench) {
			b.want(func() error {
				for _, l := range lines[2:] {
					r, err := hex.DecodeString(l)
					if err != nil {
						return err
					}
					b.sim.Report(r)
				}
				return nil
			}, lines[1])
		})
	}
}
