package shelf_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"hallkiosk/assets"
	"hallkiosk/kiosk/guide/shelf"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

func TestMain(m *testing.M) {
	// Each step of the property test reads whole guides from the disk.
	if err := errors.Join(flag.Set("rapid.steps", "8"), flag.Set("rapid.checks", "30")); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

var (
	versionLine = regexp.MustCompile(`(?m)^version = ".*"`)
	phoneLine   = regexp.MustCompile(`(?m)^phone = ".*"`)
)

// bundle is the built-in guide under another version and with another phone.
func bundle(t fataler, version, phone string) *protocol.GuideBundle {
	t.Helper()
	b, _, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	text := b.Files["guide.toml"]
	text = replaceFirst(versionLine, text, fmt.Sprintf("version = %q", version))
	text = replaceFirst(phoneLine, text, fmt.Sprintf("phone = %q", phone))
	b.Version, b.Files["guide.toml"] = version, text
	return b
}

type fataler interface {
	Helper()
	Fatal(...any)
}

func replaceFirst(r *regexp.Regexp, text, by string) string {
	at := r.FindStringIndex(text)
	return text[:at[0]] + by + text[at[1]:]
}

func builtin(t testing.TB) string {
	t.Helper()
	_, g, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	return g.Version
}

// opened is a shelf and what it logs.
func opened(t testing.TB, dir string) (*shelf.Shelf, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	s, err := shelf.Open("guide", assets.FS, dir, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s, &log
}

func put(t testing.TB, s *shelf.Shelf, b *protocol.GuideBundle) {
	t.Helper()
	if err := s.Put(b); err != nil {
		t.Fatal(err)
	}
}

// files are the names in the folder, but for that of the built-in guide.
func files(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "built-in-") {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestTakesRollsBackAndRemembers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "guides")
	s, _ := opened(t, dir)
	if s.Current().Version != builtin(t) {
		t.Fatalf("begins with %s", s.Current().Version)
	}
	one, two := bundle(t, "1", "0736-7000001"), bundle(t, "2", "0736-7000002")
	for _, b := range []*protocol.GuideBundle{one, two, one} {
		put(t, s, b)
		if !s.Has(guidefile.Offer(b)) || s.Current().Place.Phone != "0736-700000"+b.Version {
			t.Fatalf("put %s: uses %s", b.Version, s.Current().Version)
		}
	}
	again, _ := opened(t, dir)
	if again.Current().Version != "1" || !slices.Equal(again.Versions(), s.Versions()) {
		t.Errorf("after a restart: %s of %v", again.Current().Version, again.Versions())
	}
	for _, version := range []string{"1", "2", builtin(t)} {
		if g, ok := again.Version(version); !ok || g.Version != version {
			t.Errorf("version %s: %v", version, ok)
		}
	}
	if _, ok := again.Version("3"); ok {
		t.Error("a version that nobody put")
	}
	if n := len(files(t, dir)); n != 2 {
		t.Errorf("%d files for two guides", n)
	}
	original, _, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	put(t, again, original)
	if again.Current().Version != builtin(t) {
		t.Error("no way back to the built-in guide")
	}
}

func TestRefusesWhole(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir)
	put(t, s, bundle(t, "1", "0736-7000001"))
	spoilt := func(change func(b *protocol.GuideBundle)) *protocol.GuideBundle {
		b := bundle(t, "2", "0736-7000002")
		change(b)
		return b
	}
	whole := bundle(t, "2", "0736-7000002").Files["guide.toml"]
	for name, b := range map[string]*protocol.GuideBundle{
		"same version, other content":  bundle(t, "1", "0736-7000003"),
		"the built-in one's version":   bundle(t, builtin(t), "0736-7000003"),
		"another version than it says": spoilt(func(b *protocol.GuideBundle) { b.Version = "3" }),
		"garbage":                      spoilt(func(b *protocol.GuideBundle) { b.Files["guide.toml"] = "]][[" }),
		"cut off":                      spoilt(func(b *protocol.GuideBundle) { b.Files["guide.toml"] = whole[:len(whole)/2] }),
		"a file too few":               spoilt(func(b *protocol.GuideBundle) { delete(b.Files, "materials.toml") }),
		"unknown material": spoilt(func(b *protocol.GuideBundle) {
			b.Files["services.toml"] = strings.ReplaceAll(b.Files["services.toml"], "legal-id", "horoscope")
		}),
		"a path":    spoilt(func(b *protocol.GuideBundle) { b.Files["../x.toml"] = "" }),
		"empty":     {},
		"too large": spoilt(func(b *protocol.GuideBundle) { b.Files["z.toml"] = strings.Repeat("# \"\n", 1<<18) }),
	} {
		t.Run(name, func(t *testing.T) {
			err := s.Put(b)
			var refused *guidefile.Refused
			if !errors.As(err, &refused) || len(refused.Mistakes) == 0 || refused.Mistakes[0].Code == "" {
				t.Fatalf("error %v", err)
			}
			if s.Current().Version != "1" || s.Current().Place.Phone != "0736-7000001" {
				t.Errorf("uses %s", s.Current().Version)
			}
		})
	}
	if names := files(t, dir); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}

func TestDiskThatWillNot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "guides")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, log := opened(t, filepath.Join(file, "below"))
	if s.Current().Version != builtin(t) || !strings.Contains(log.String(), "guide.skipped") {
		t.Errorf("uses %s, logged %s", s.Current().Version, log)
	}
	err := s.Put(bundle(t, "1", "0736-7000001"))
	var refused *guidefile.Refused
	if err == nil || errors.As(err, &refused) || s.Current().Version != builtin(t) {
		t.Errorf("put: %v; uses %s", err, s.Current().Version)
	}
}

func TestPassesOverWhatIsNotGood(t *testing.T) {
	good := func(t *testing.T) (dir string, names []string) {
		dir = t.TempDir()
		s, _ := opened(t, dir)
		put(t, s, bundle(t, "1", "0736-7000001"))
		put(t, s, bundle(t, "2", "0736-7000002"))
		return dir, files(t, dir)
	}
	cut := func(n int64) func(string) error { return func(p string) error { return os.Truncate(p, n) } }
	for name, spoil := range map[string]func(path string) error{
		"empty":   cut(0),
		"cut off": cut(1000),
		"changed": func(p string) error {
			text, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			return os.WriteFile(p, bytes.Replace(text, []byte("0736-7000002"), []byte("0736-7000009"), 1), 0o600)
		},
		"garbage":     func(p string) error { return os.WriteFile(p, []byte("\x00\xff"), 0o600) },
		"50 MB":       cut(50 << 20),
		"gone":        os.Remove,
		"a folder":    func(p string) error { return errors.Join(os.Remove(p), os.Mkdir(p, 0o700)) },
		"a loop":      func(p string) error { return errors.Join(os.Remove(p), os.Symlink(p, p)) },
		"unreachable": func(p string) error { return errors.Join(os.Remove(p), os.Symlink("/nowhere", p)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, names := good(t)
			if err := spoil(filepath.Join(dir, names[1])); err != nil {
				t.Fatal(err)
			}
			s, log := opened(t, dir)
			if s.Current().Version != "1" {
				t.Errorf("uses %s", s.Current().Version)
			}
			if name != "gone" && !strings.Contains(log.String(), "guide.skipped") {
				t.Errorf("logged %q", log)
			}
			put(t, s, bundle(t, "2", "0736-7000002"))
			if again, _ := opened(t, dir); again.Current().Version != "2" {
				t.Errorf("put again: uses %s", again.Current().Version)
			}
		})
	}
	t.Run("somebody else's files", func(t *testing.T) {
		dir, _ := good(t)
		for _, name := range []string{"notes.txt", "9999999999-short.json", ".new-1", "0000000000-" + strings.Repeat("0", 64) + ".json"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, _ := opened(t, dir)
		put(t, s, bundle(t, "3", "0736-7000003"))
		if left := files(t, dir); !slices.Contains(left, "notes.txt") || slices.Contains(left, ".new-1") {
			t.Errorf("left: %v", left)
		}
	})
}

func TestKeepsSoMany(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir)
	for i := range shelf.Most + 3 {
		put(t, s, bundle(t, fmt.Sprint(i), "0736-7000001"))
	}
	if n := len(files(t, dir)); n != shelf.Most {
		t.Errorf("%d files", n)
	}
	if _, ok := s.Version("2"); ok {
		t.Error("the oldest is kept")
	}
	if again, _ := opened(t, dir); again.Current().Version != fmt.Sprint(shelf.Most+2) || len(again.Versions()) != shelf.Most+1 {
		t.Errorf("after a restart: %s of %v", again.Current().Version, again.Versions())
	}
}

func TestManyAtOnce(t *testing.T) {
	s, _ := opened(t, t.TempDir())
	bundles := []*protocol.GuideBundle{bundle(t, "1", "0736-7000001"), bundle(t, "2", "0736-7000002"), bundle(t, "3", "0736-7000003")}
	var group sync.WaitGroup
	for _, b := range bundles {
		group.Add(2)
		go func() {
			defer group.Done()
			if err := s.Put(b); err != nil {
				t.Error(err)
			}
		}()
		go func() {
			defer group.Done()
			s.Version(s.Current().Version)
			s.Versions()
		}()
	}
	group.Wait()
	if v := s.Versions(); len(v) != 4 {
		t.Errorf("has %v", v)
	}
}

// TestProgramIsReplaced: a program with another built-in guide knows the one of
// before, for what was begun with it, and does not take it into use.
func TestProgramIsReplaced(t *testing.T) {
	dir := t.TempDir()
	old := bundle(t, "v-old", "0736-7000001")
	files := fstest.MapFS{}
	for name, text := range old.Files {
		files["guide/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	if _, err := shelf.Open("guide", files, dir, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	s, log := opened(t, dir)
	if s.InUse() != builtin(t) {
		t.Errorf("in use is %s", s.InUse())
	}
	if g, ok := s.Version("v-old"); !ok || g.Place.Phone != "0736-7000001" {
		t.Error("the guide of the program before is gone")
	}
	put(t, s, bundle(t, "v1", "0736-7000002"))
	s, _ = opened(t, dir)
	if _, ok := s.Version("v-old"); !ok || s.InUse() != "v1" {
		t.Errorf("in use is %s, the earlier one is known: %v", s.InUse(), ok)
	}
	if strings.Contains(log.String(), "guide.skipped") {
		t.Errorf("logged: %s", log)
	}
}

func TestOpenNeedsABuiltInGuide(t *testing.T) {
	empty := os.DirFS(t.TempDir())
	if _, err := shelf.Open("guide", empty, t.TempDir(), nil); err == nil {
		t.Error("opened without a guide")
	}
}
