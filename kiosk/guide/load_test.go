package guide_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"hallkiosk/assets"
	"hallkiosk/kiosk/guide"
)

// shipped returns the shipped files, by name.
func shipped(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(assets.FS, "guide/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal("no guide", err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		text, err := fs.ReadFile(assets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		files[path.Base(name)] = text
	}
	return files
}

// folder writes files into a folder of their own.
func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadFromAFolderOnDisk(t *testing.T) {
	dir := folder(t, shipped(t))
	// What an editor leaves behind is no part of the guide.
	for _, name := range []string{".guide.toml", "guide.toml~", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("]]"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, ".#guide.toml")); err != nil {
		t.Fatal(err)
	}
	if g, err := guide.Load(os.DirFS(dir), "."); err != nil || g.Version != load(t).Version {
		t.Errorf("%v, %v", g, err)
	}
}

func TestLoadRefusesWhatIsNoFolderOfTexts(t *testing.T) {
	for name, c := range map[string]struct {
		make func(dir string) error
		want string
	}{
		"empty":       {func(string) error { return nil }, "files-none"},
		"folder":      {func(dir string) error { return os.Mkdir(filepath.Join(dir, "a.toml"), 0o700) }, "a.toml: file-kind"},
		"pipe":        {func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "a.toml"), 0o600) }, "a.toml: file-kind"},
		"50 MB":       {func(dir string) error { return sparse(filepath.Join(dir, "a.toml"), 50_000_000) }, `a.toml: file-large most="500"`},
		"500 KiB + 1": {func(dir string) error { return sparse(filepath.Join(dir, "a.toml"), guide.MaxTotal+1) }, `a.toml: file-large most="500"`},
		"five times 500 KiB": {func(dir string) error {
			var err error
			for i := range 5 {
				err = errors.Join(err, sparse(filepath.Join(dir, fmt.Sprintf("a%d.toml", i)), guide.MaxTotal))
			}
			return err
		}, `files-large most="500"`},
		"51 files": {func(dir string) error {
			var err error
			for i := range guide.MaxFiles + 1 {
				err = errors.Join(err, sparse(filepath.Join(dir, fmt.Sprintf("a%d.toml", i)), 1))
			}
			return err
		}, `files-many have="51" most="50"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := c.make(dir); err != nil {
				t.Fatal(err)
			}
			var found guide.Mistakes
			if _, err := guide.Load(os.DirFS(dir), "."); !errors.As(err, &found) || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	var found guide.Mistakes
	if _, err := guide.Load(os.DirFS(filepath.Join(t.TempDir(), "none")), "."); !errors.Is(err, fs.ErrNotExist) || errors.As(err, &found) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// sparse makes a file of so many zero bytes, which takes no room on the disk.
func sparse(name string, size int64) error {
	return errors.Join(os.WriteFile(name, nil, 0o600), os.Truncate(name, size))
}

// grown is a file that is longer than it said.
type grown struct{ fs.FS }

func (g grown) Open(name string) (fs.File, error) {
	f, err := g.FS.Open(name)
	if name == "guide/a.toml" && err == nil {
		return endless{f}, nil
	}
	return f, err
}

// endless gives blanks for ever.
type endless struct{ fs.File }

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }

func TestLoadDoesNotReadWhatGrows(t *testing.T) {
	fsys := grown{fstest.MapFS{"guide/a.toml": {Data: []byte(" ")}}}
	if _, err := guide.Load(fsys, "guide"); err == nil || err.Error() != `a.toml: file-large most="500"` {
		t.Errorf("got %v", err)
	}
}

func TestParseTakesNoNameThatLeadsElsewhere(t *testing.T) {
	for _, name := range []string{"../guide.toml", "/etc/guide.toml", "a/b.toml", `a\b.toml`, ".toml", ".a.toml", "a.toml\n", "a.TOML", "guide", "",
		strings.Repeat("a", 60) + ".toml", "办事.toml", "a\x00.toml"} {
		files := shipped(t)
		files[name] = nil
		if _, err := guide.Parse(files); err == nil || !strings.Contains(err.Error(), "file-name name=") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestAllMistakesAtOnceInOrder(t *testing.T) {
	files := shipped(t)
	for name, change := range map[string][2]string{
		"guide.toml": {`qq = "4`, `qq = "x`}, "drivers.toml": {`"cap"`, `"hat"`}, "services.toml": {`"bank-permit"`, `"horoscope"`},
	} {
		files[name] = bytes.Replace(files[name], []byte(change[0]), []byte(change[1]), 1)
	}
	files["services.toml"] = append(files["services.toml"], "\ncolour = \"red\"\n"...)
	_, err := guide.Parse(files)
	var found guide.Mistakes
	if !errors.As(err, &found) || len(found) != 4 {
		t.Fatalf("got %v", err)
	}
	for i, want := range []string{"drivers.toml:", "guide.toml:", "services.toml:", "services.toml:"} {
		if lines := strings.Split(err.Error(), "\n"); !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d is %q, want %s", i, lines[i], want)
		}
	}
	if found[2].Line >= found[3].Line {
		t.Errorf("lines %d and %d", found[2].Line, found[3].Line)
	}
}

func TestManyMistakesAreCounted(t *testing.T) {
	files := shipped(t)
	var b strings.Builder
	for i := range 250 {
		fmt.Fprintf(&b, "nonsense%d = 1\n", i)
	}
	files["z.toml"] = []byte(b.String())
	_, err := guide.Parse(files)
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 101 || lines[100] != "and 150 more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

// TestHostileFilesEnd gives the parser what grows fastest: it must answer, with
// a mistake, however deep or many things are.
func TestHostileFilesEnd(t *testing.T) {
	fill := func(text string) []byte { return []byte(strings.Repeat(text, guide.MaxTotal/len(text))) }
	many := func(format string) []byte {
		var b bytes.Buffer
		for i := 0; b.Len() < guide.MaxTotal-100; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.Bytes()
	}
	list := func(start, each, end string) []byte {
		return []byte(start + strings.Repeat(each, (guide.MaxTotal-100-len(start))/len(each)) + end)
	}
	seen := codes{}
	for name, text := range map[string][]byte{
		"deep lists":         append([]byte("version = "), fill("[")[:guide.MaxTotal-10]...),
		"deep tables":        append([]byte("version = "), fill("{a=")[:guide.MaxTotal-10]...),
		"deep key":           append(fill("a.")[:guide.MaxTotal-4], "a=1"...),
		"deep header":        append([]byte("["), append(fill("a.")[:guide.MaxTotal-4], "a]"...)...),
		"unknown keys":       many("k%d=1\n"),
		"keys nearly known":  many("versio%d=1\n"),
		"unknown tables":     many("[t%d]\n"),
		"many services":      fill("[[services]]\n"),
		"many materials":     fill("[[materials]]\n"),
		"many drivers":       fill("[[drivers]]\n"),
		"many clauses":       fill("[[statement.clauses]]\n"),
		"many needs":         list("[[services]]\nmaterials = [", `{id="a"},`, "]"),
		"many steps":         list("[[services]]\nsteps = [", `"card",`, "]"),
		"many clauses' text": list("[[services]]\nclauses = [", `1,`, "]"),
		"many USB IDs":       list("[[drivers]]\nusb = [", `"0000:0000",`, "]"),
		"one long text":      list(`version = "`, "长", `"`),
		"one long step":      list("[[services]]\nsteps = [\"", "长", "\"]"),
		"blank":              fill(" "),
		"new lines":          fill("\n"),
		// Just as many as are let in.
		"unknown keys that count": many("k%d=1\n")[:40_000],
	} {
		t.Run(name, func(t *testing.T) {
			g, err := guide.Parse(map[string][]byte{"a.toml": text})
			var found guide.Mistakes
			if g != nil || !errors.As(err, &found) || len(err.Error()) > 200_000 {
				t.Errorf("guide %v, %d bytes of mistakes", g != nil, len(fmt.Sprint(err)))
			}
			for _, m := range found {
				seen.add(t, m)
			}
		})
	}
	if !seen["parts-many"] {
		t.Error("nothing hostile has too many parts")
	}
}

// TestCutOffAnywhere cuts every file at every byte: the rest is a mistake, or a
// guide that is whole. Where lines end, where alone a rest can be good TOML, the
// other files are there, too.
func TestCutOffAnywhere(t *testing.T) {
	files := shipped(t)
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for cut := range text {
				part := map[string][]byte{name: text[:cut]}
				if cut > 0 && text[cut-1] == '\n' {
					part = maps.Clone(files)
					part[name] = text[:cut]
				}
				g, err := guide.Parse(part)
				var found guide.Mistakes
				if (g == nil) != errors.As(err, &found) {
					t.Fatalf("cut at %d: guide %v, %v", cut, g != nil, err)
				}
				for _, m := range found {
					codes{}.add(t, m)
					if m.Line < 1 || m.File == "" {
						t.Fatalf("cut at %d: %+v", cut, m)
					}
				}
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range shipped(f) {
		f.Add(text)
	}
	f.Add([]byte("version = \"1\""))
	f.Add([]byte("[[services]]\nid = \"open\"\n[[services]]\n"))
	f.Add([]byte("[statement]\nclauses = [{}]"))
	f.Add([]byte("[a]\nb.c = 1\n[a.b]\n"))
	f.Add([]byte("[[a]]\n[a.b]\n[[a.b.c]]\n"))
	f.Add([]byte("\x00\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		files := shipped(t)
		files["services.toml"] = text
		for _, given := range []map[string][]byte{{"a.toml": text}, files} {
			g, err := guide.Parse(given)
			var found guide.Mistakes
			if (g == nil) != errors.As(err, &found) {
				t.Fatalf("guide %v with error %v", g != nil, err)
			}
			for _, m := range found {
				codes{}.add(t, m)
				if m.Line < 0 || m.Line > 1+bytes.Count(given[m.File], []byte("\n")) {
					t.Fatalf("%+v", m)
				}
			}
		}
	})
}
