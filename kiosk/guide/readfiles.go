package guide

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// ReadFiles reads every *.toml in the folder of fsys, by name. A file that is too
// large is not read. Errors: Mistakes, or of reading.
func ReadFiles(fsys fs.FS, folder string) (map[string][]byte, error) {
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
	r := &reading{}
	if r.count(len(names)); len(r.found) > 0 {
		return nil, r.found
	}
	files := map[string][]byte{}
	total := 0
	for _, name := range names {
		text, err := readFile(fsys, path.Join(folder, name))
		switch {
		case errors.Is(err, errKind):
			r.bad(name, 0, "file-kind")
		case errors.Is(err, errLarge):
			r.large(name)
		case err != nil:
			return nil, fmt.Errorf("guide: load: %w", err)
		}
		if total += len(text); total > MaxTotal {
			r.large("")
			break
		}
		files[name] = text
	}
	if err := r.found.err(); err != nil {
		return nil, err
	}
	return files, nil
}

var (
	errKind  = errors.New("no file with text")
	errLarge = errors.New("too large")
)

// readFile reads one file. Errors: errKind, errLarge, or of reading.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errKind
	case info.Size() > MaxTotal:
		return nil, errLarge
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// It may have grown since.
	text, err := io.ReadAll(io.LimitReader(f, MaxTotal+1))
	if len(text) > MaxTotal {
		return nil, errLarge
	}
	return text, err
}
