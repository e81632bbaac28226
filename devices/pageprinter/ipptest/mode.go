package ipptest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Mode is how the printer behaves from the next look at it on, also in the
// middle of a job.
type Mode string

// The modes.
const (
	OK         Mode = "ok"
	MediaEmpty Mode = "media-empty" // waits for paper
	MediaJam   Mode = "media-jam"   // waits for a hand
	CoverOpen  Mode = "cover-open"  // waits for a hand
	Fail       Mode = "fail"        // aborts jobs
	Hold       Mode = "hold"        // takes jobs and neither ends them nor says why
)

// printCommand is what ippeveprinter runs for each job: $1 is the file. It says
// on its standard error what stops it.
const printCommand = `#!/bin/sh
dir='%s'
mode() { cat "$dir/mode" 2>/dev/null || echo gone; }
while :; do
  now=$(mode)
  if [ "$now" != "$said" ]; then
    [ -n "$said" ] && echo "STATE: -$said-error" >&2
    said=
    case $now in
      media-empty|media-jam|cover-open) said=$now; echo "STATE: +$now-error" >&2;;
    esac
  fi
  case $now in
    ok)
      [ -f "$dir/after" ] || break
      read -r left later <"$dir/after"
      if [ "$left" -gt 0 ]; then
        echo "$((left - 1)) $later" >"$dir/after.part" && mv "$dir/after.part" "$dir/after"
        break
      fi
      rm "$dir/after"
      printf %%s "$later" >"$dir/mode.part" && mv "$dir/mode.part" "$dir/mode";;
    fail|gone) echo "ERROR: marking engine failed" >&2; exit 1;;
  esac
  sleep 0.05
done
n=$(ls "$dir/out" | grep -c 'pdf$')
cp "$1" "$dir/out/part" && mv "$dir/out/part" "$dir/out/$(printf %%06d "$n").pdf"
`

// writeCommand writes the command and gives its path.
func (p *Printer) writeCommand() (string, error) {
	path := filepath.Join(p.dir, "command")
	if err := os.WriteFile(path, fmt.Appendf(nil, printCommand, p.dir), 0o700); err != nil {
		return "", err
	}
	return path, p.SetMode(OK)
}

// After lets n jobs print before the printer behaves as m, unless SetMode comes first.
func (p *Printer) After(n int, m Mode) error {
	if err := p.SetMode(OK); err != nil {
		return err
	}
	part := filepath.Join(p.dir, "after.part")
	if err := os.WriteFile(part, fmt.Appendf(nil, "%d %s\n", n, m), 0o600); err != nil {
		return fmt.Errorf("ipptest: after: %w", err)
	}
	return os.Rename(part, filepath.Join(p.dir, "after"))
}

// SetMode sets how the printer behaves.
func (p *Printer) SetMode(m Mode) error {
	if err := os.Remove(filepath.Join(p.dir, "after")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("ipptest: mode: %w", err)
	}
	part := filepath.Join(p.dir, "mode.part")
	if err := os.WriteFile(part, []byte(m), 0o600); err != nil {
		return fmt.Errorf("ipptest: mode: %w", err)
	}
	return os.Rename(part, filepath.Join(p.dir, "mode"))
}

// Printed gives the files printed so far, in order.
func (p *Printer) Printed() ([][]byte, error) {
	entries, err := os.ReadDir(filepath.Join(p.dir, "out"))
	if err != nil {
		return nil, fmt.Errorf("ipptest: printed: %w", err)
	}
	var out [][]byte
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".pdf") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(p.dir, "out", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("ipptest: printed: %w", err)
		}
		out = append(out, b)
	}
	return out, nil
}

// Await waits until n files are printed and gives the n-th, from 1.
func (p *Printer) Await(ctx context.Context, n int) ([]byte, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := p.Printed()
		if err != nil {
			return nil, err
		}
		if n >= 1 && n <= len(done) {
			return done[n-1], nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("ipptest: %d of %d printed: %w", len(done), n, ctx.Err())
		}
	}
}
