package guide

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// The largest guide that is read: a notice is some tens of kilobytes.
const (
	MaxFiles = 100
	MaxFile  = 1 << 20 // bytes of one file
	MaxTotal = 4 << 20 // bytes of all files
	MaxParts = 10_000  // keys and values of all files
)

// fileName is what a file of a guide may be called: it travels from the centre
// to the kiosks' disks.
var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,58}\.toml$`)

// Load reads every *.toml in the folder of fsys as parts of one guide and
// validates the whole; see Parse. A file that is too large is not read.
func Load(fsys fs.FS, folder string) (*Guide, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, fmt.Errorf("guide: load: %w", err)
	}
	var names []string
	for _, e := range entries {
		// Editors keep files of their own beside the clerk's, with a dot before.
		if strings.HasSuffix(e.Name(), ".toml") && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	if len(names) > MaxFiles {
		return nil, Mistakes{{What: fmt.Sprintf("%d files; a guide has %d at most", len(names), MaxFiles)}}
	}
	files := map[string][]byte{}
	var found Mistakes
	total := 0
	for _, name := range names {
		text, mistake, err := readFile(fsys, path.Join(folder, name))
		if err != nil {
			return nil, fmt.Errorf("guide: load: %w", err)
		}
		if mistake != "" {
			found = append(found, Mistake{File: name, What: mistake})
			continue
		}
		if total += len(text); total > MaxTotal {
			return nil, Mistakes{{What: tooMuch}}
		}
		files[name] = text
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return Parse(files)
}

var (
	tooLarge = fmt.Sprintf("is larger than %d KiB", MaxFile>>10)
	tooMuch  = fmt.Sprintf("all files together are larger than %d KiB", MaxTotal>>10)
)

// readFile reads one file, if it is one and not too large: mistake says why not.
func readFile(fsys fs.FS, name string) (text []byte, mistake string, err error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, "", err
	case !info.Mode().IsRegular():
		return nil, "is no file with text", nil
	case info.Size() > MaxFile:
		return nil, tooLarge, nil
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	// It may have grown since.
	if text, err = io.ReadAll(io.LimitReader(f, MaxFile+1)); len(text) > MaxFile {
		return nil, tooLarge, nil
	}
	return text, "", err
}

// Parse reads files, by name, as parts of one guide and validates the whole.
// Its error is Mistakes: everything that was found.
func Parse(files map[string][]byte) (*Guide, error) {
	r := &reading{places: places{}}
	if r.limits(files); len(r.found) > 0 {
		return nil, r.found.err()
	}
	good := true
	var g Guide
	for _, name := range slices.Sorted(maps.Keys(files)) {
		good = r.file(name, files[name], &g) && good
	}
	// What is missing may only be unread; then it would be named in vain.
	if good {
		r.places[""] = r.main()
		c := checker{Guide: &g, places: r.places}
		c.check()
		r.found = append(r.found, c.found...)
	}
	if err := r.found.err(); err != nil {
		return nil, err
	}
	return &g, nil
}

// reading is what is known while files are read.
type reading struct {
	places places
	found  Mistakes
	parts  int // keys and values so far
}

func (r *reading) bad(file string, line int, format string, args ...any) {
	r.found = append(r.found, Mistake{File: file, Line: line, What: fmt.Sprintf(format, args...)})
}

// limits looks at what can be seen before anything is read.
func (r *reading) limits(files map[string][]byte) {
	total := 0
	for name, text := range files {
		total += len(text)
		switch {
		case !fileName.MatchString(name):
			r.bad(name, 0, "a file's name is of letters a to z, digits, - and _, and ends with .toml")
		case len(text) > MaxFile:
			r.bad(name, 0, "%s", tooLarge)
		case !utf8.Valid(text):
			r.bad(name, badLine(text), "is not written in UTF-8 here")
		case bytes.IndexByte(text, 0) >= 0:
			r.bad(name, 1+bytes.Count(text[:bytes.IndexByte(text, 0)], []byte("\n")), "holds a zero byte: this is no text")
		}
	}
	switch {
	case len(files) == 0:
		r.bad("", 0, "there is no file *.toml")
	case len(files) > MaxFiles:
		r.bad("", 0, "%d files; a guide has %d at most", len(files), MaxFiles)
	case total > MaxTotal:
		r.bad("", 0, "%s", tooMuch)
	}
}

// badLine is the line of the first byte that is no UTF-8.
func badLine(text []byte) int {
	line := 1
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		if c == utf8.RuneError && size == 1 {
			break
		}
		if c == '\n' {
			line++
		}
		text = text[size:]
	}
	return line
}

// file reads one file into g, and reports whether it did.
func (r *reading) file(name string, text []byte, g *Guide) bool {
	root, count := grow(text, MaxParts-r.parts)
	if r.parts += count; root == nil {
		r.bad(name, 0, "a guide has %d keys and values at most; they end here", MaxParts)
		return false
	}
	// Into anything first, so that what is no TOML and what is no guide are told apart.
	var anything map[string]any
	if err := toml.Unmarshal(text, &anything); err != nil {
		r.syntax(name, err)
		return false
	}
	good := true
	for _, key := range root.keys {
		if other, ok := r.places[key]; ok {
			r.bad(name, root.sub[key].line, "%q stands in %s:%d, too; it belongs into one file", key, other.file, other.line)
			good = false
		}
	}
	if good = good && r.match(root, reflect.TypeFor[Guide](), name, ""); !good {
		return false
	}
	if err := toml.Unmarshal(text, g); err != nil {
		r.syntax(name, err)
		return false
	}
	return true
}

// syntax notes an error of the TOML parser.
func (r *reading) syntax(file string, err error) {
	var at *toml.DecodeError
	line := 0
	if errors.As(err, &at) {
		line, _ = at.Position()
	}
	r.bad(file, line, "%s", strings.TrimPrefix(err.Error(), "toml: "))
}

// main is the file that a missing top-level key is missing from: the one with
// the first of those that there are.
func (r *reading) main() place {
	t := reflect.TypeFor[Guide]()
	for i := range t.NumField() {
		if at, ok := r.places[t.Field(i).Tag.Get("toml")]; ok {
			return place{at.file, 1}
		}
	}
	return r.places[""]
}
