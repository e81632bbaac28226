package notebook_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hallkiosk/kiosk/notebook"
)

type tally struct {
	Count int `json:"count"`
}

func TestManyHands(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tally.json")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			f := notebook.At[tally](path) // each its own, as another program's
			for range 5 {
				if _, err := f.Change(func(v *tally) { v.Count++ }); err != nil {
					t.Error(err)
				}
				if _, err := f.Read(); err != nil {
					t.Error("read in the middle of changes:", err)
				}
			}
		})
	}
	all.Wait()
	v, err := notebook.At[tally](path).Read()
	if err != nil || v.Count != 40 {
		t.Errorf("%d, %v", v.Count, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	left, err := filepath.Glob(path + ".new-*")
	if err != nil || len(left) > 0 {
		t.Error("left lying about:", left, err)
	}
}

func TestNothingYet(t *testing.T) {
	v, err := notebook.At[tally](filepath.Join(t.TempDir(), "tally.json")).Read()
	if err != nil || v.Count != 0 {
		t.Error(v, err)
	}
}

func TestDamaged(t *testing.T) {
	for name, text := range map[string]string{
		"cut off": `{"count":`, "empty": "", "another kind": `{"count":"many"}`, "large": `{"count":1}` + strings.Repeat(" ", 1<<17),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tally.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			f := notebook.At[tally](path)
			if v, err := f.Read(); !errors.Is(err, notebook.ErrDamaged) || v.Count != 0 {
				t.Error(v, err)
			}
			if v, err := f.Change(func(v *tally) { v.Count += 3 }); err != nil || v.Count != 3 {
				t.Error("a damaged file does not begin again:", v, err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := f.Replace(tally{Count: 7}); err != nil {
				t.Error("a damaged file is not replaced:", err)
			}
			if v, err := f.Read(); err != nil || v.Count != 7 {
				t.Error(v, err)
			}
		})
	}
}

func TestNoFolder(t *testing.T) {
	f := notebook.At[tally](filepath.Join(t.TempDir(), "none", "tally.json"))
	if _, err := f.Change(func(v *tally) { v.Count++ }); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if err := f.Replace(tally{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
