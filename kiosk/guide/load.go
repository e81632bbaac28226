package guide

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// The largest guide that is read: a notice is some tens of kilobytes. What fits
// here, travels: sync/protocol takes no less, even when every sign is escaped.
const (
	MaxFiles = 50
	MaxTotal = 500 << 10 // bytes of all files together, or of one
	MaxParts = 10_000    // keys and values of all files
)

// fileName is what a file of a guide may be called: it travels from the centre
// to the kiosks' disks.
var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,58}\.toml$`)

// Load reads every *.toml in the folder of fsys as parts of one guide and
// validates the whole; see ReadFiles and Parse.
func Load(fsys fs.FS, folder string) (*Guide, error) {
	files, err := ReadFiles(fsys, folder)
	if err != nil {
		return nil, err
	}
	return Parse(files)
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

// bad notes a mistake about a line of a file; pairs are the names and values of
// its code.
func (r *reading) bad(file string, line int, code string, pairs ...any) {
	r.found = append(r.found, Mistake{File: file, Line: line, Code: code, Values: values("", pairs...)})
}

// count notes that there are no files, or too many.
func (r *reading) count(files int) {
	switch {
	case files == 0:
		r.bad("", 0, "files-none")
	case files > MaxFiles:
		r.bad("", 0, "files-many", "have", files, "most", MaxFiles)
	}
}

// large notes that a file, or with "" all of them together, is too large.
func (r *reading) large(file string) {
	code := "file-large"
	if file == "" {
		code = "files-large"
	}
	r.bad(file, 0, code, "most", MaxTotal>>10) // KiB
}

// limits looks at what can be seen before anything is read.
func (r *reading) limits(files map[string][]byte) {
	total := 0
	for name, text := range files {
		total += len(text)
		switch {
		case !fileName.MatchString(name):
			r.bad(name, 0, "file-name", "name", name)
		case len(text) > MaxTotal:
			r.large(name)
		case !utf8.Valid(text):
			r.bad(name, badLine(text), "file-encoding")
		case bytes.IndexByte(text, 0) >= 0:
			r.bad(name, 1+bytes.Count(text[:bytes.IndexByte(text, 0)], []byte("\n")), "file-zero")
		}
	}
	r.count(len(files))
	if total > MaxTotal && len(r.found) == 0 {
		r.large("")
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
		r.bad(name, 0, "parts-many", "most", MaxParts)
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
			r.bad(name, root.sub[key].line, "table-in-two", "name", key, "file", other.file, "line", other.line)
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
	said := strings.TrimPrefix(err.Error(), "toml: ")
	r.bad(file, line, syntaxCode(said), "said", said)
}

// syntaxCode is the code of what the TOML parser says: it has no codes of its
// own, and what it says otherwise is "syntax".
func syntaxCode(said string) string {
	switch {
	case strings.Contains(said, " is already defined"), strings.Contains(said, " already exists"):
		return "syntax-twice"
	case strings.Contains(said, " number is too large"):
		return "syntax-number"
	}
	return "syntax"
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
