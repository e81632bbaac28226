package e2e

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"hallkiosk/kiosk/casim"
	"hallkiosk/screens/ime"
)

var (
	walks = flag.String("walks", "testdata/walks", "folder of the *.txtar to walk")
	share = flag.String("share", "1/1", "which share of the walks, of how many: two processes walk at once, since a process sees one USB bus")
)

// picked are the files of this process's share.
func picked(files []string) ([]string, error) {
	var one, of int
	if _, err := fmt.Sscanf(*share, "%d/%d", &one, &of); err != nil || one < 1 || one > of {
		return nil, fmt.Errorf("-share %s: want 1/2 or the like", *share)
	}
	var mine []string
	for i, f := range files {
		if i%of == one-1 {
			mine = append(mine, f)
		}
	}
	return mine, nil
}

// TestWalks runs every walk against the built program.
func TestWalks(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(*walks, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no *.txtar in %s", *walks)
	}
	sort.Strings(files)
	if files, err = picked(files); err != nil {
		t.Fatal(err)
	}
	display(t)
	program := built(t)
	dictionaries := compiled(t)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w, err := parseWalk(filepath.Base(file), text)
		if err != nil {
			t.Error(err)
			continue
		}
		t.Run(strings.TrimSuffix(w.name, ".txtar"), func(t *testing.T) { w.run(t, program, dictionaries) })
	}
}

func (w *walk) run(t *testing.T, program, dictionaries string) {
	if err := w.check(); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, program, dictionaries, w.usesKeys())
	if err := w.do(h); err != nil {
		t.Fatal(h.withLog(err))
	}
}

// check refuses a walk with words that do not exist, before anything runs.
func (w *walk) check() error {
	known := verbs()
	for i := range w.commands {
		c := &w.commands[i]
		v, ok := known[c.verb]
		if !ok {
			return fmt.Errorf("%s: %s: no such word", w.name, c)
		}
		// The last argument takes the rest of the line: texts need no quotes.
		if n := len(c.args); n > v.max && v.max > 0 {
			c.args = append(c.args[:v.max-1], strings.Join(c.args[v.max-1:], " "))
		}
		if len(c.args) < v.min || len(c.args) > v.max || c.negate && !v.negatable {
			return fmt.Errorf("%s: %s: want %s", w.name, c, v.usage)
		}
	}
	return nil
}

// do does one command after the other.
func (w *walk) do(h *house) error {
	if err := w.check(); err != nil {
		return err
	}
	known := verbs()
	for _, c := range w.commands {
		if h.screen == nil && c.verb != "restart" && c.verb != "staff" && c.verb != "printer" && c.verb != "paper" {
			return fmt.Errorf("%s: %s: the kiosk is dead", w.name, c)
		}
		begun := time.Now()
		if err := known[c.verb].do(h, w, c); err != nil {
			return fmt.Errorf("%s: %s: %w", w.name, c, err)
		}
		h.t.Logf("%6d ms  %s", time.Since(begun).Milliseconds(), c)
	}
	return nil
}

// display makes sure of an X server: a virtual one where there is none.
func display(t *testing.T) {
	if os.Getenv("DISPLAY") != "" {
		return
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1920x1920x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		r.Close() // not before: Xvfb would be ended by SIGPIPE
	})
	number := make([]byte, 16)
	n, err := r.Read(number)
	if err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(string(number[:n])))
	t.Setenv("LIBGL_ALWAYS_SOFTWARE", "1")
}

// TestMain makes what all tests of the package share and removes it afterwards.
func TestMain(m *testing.M) {
	flag.Parse()
	folder, err := os.MkdirTemp("", "e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	shared.folder = folder
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// shared is made by the first test that needs it: the program takes long to
// build, and librime can be opened once in a process.
var shared struct {
	folder              string
	program, dictionary sync.Once
	err                 error

	library, authorities   sync.Once
	founded                *casim.Authorities
	libraryErr, foundedErr error
}

// built is the program with the tag sim; beside it lies kioskctl, which helps it
// with U-KEYs.
func built(t *testing.T) string {
	program := filepath.Join(shared.folder, "kiosk-sim")
	shared.program.Do(func() {
		shared.err = errors.Join(build("-tags", "sim", "-o", program, "hallkiosk/kiosk"),
			build("-o", filepath.Join(shared.folder, "kioskctl"), "hallkiosk/kiosk/kioskctl"))
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return program
}

func build(args ...string) error {
	if out, err := exec.Command("go", append([]string{"build"}, args...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// compiled is the folder with the keyboard's dictionaries.
func compiled(t *testing.T) string {
	folder := filepath.Join(shared.folder, "ime")
	shared.dictionary.Do(func() {
		engine, err := ime.Open("/usr/share/rime-data", folder)
		if err != nil {
			shared.err = err
			return
		}
		engine.Close()
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return folder
}

// keepPicture keeps a picture where somebody asks for pictures.
func keepPicture(name string, png []byte) error {
	folder := os.Getenv("KIOSK_PICTURES")
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name), png, 0o644)
}
