package shelf

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"hallkiosk/sync/protocol"
)

// builtinPattern is the name of a guide that came with a program, this one's or
// an earlier one's. It is kept so that what was begun with it can still be
// printed after the program was replaced, but it is never taken into use.
var builtinPattern = regexp.MustCompile(`^built-in-([0-9a-f]{64})\.json$`)

// keepBuiltin puts this program's own guide into the folder. Without it the
// kiosk works on: it is logged.
func (s *Shelf) keepBuiltin(b *protocol.GuideBundle) {
	name := "built-in-" + s.builtin.offer.SHA256 + ".json"
	_, err := os.Stat(filepath.Join(s.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		err = s.writeFile(b, name)
	}
	if err != nil {
		s.passOver(err)
	}
}

// readBuiltin reads the guides of earlier programs.
func (s *Shelf) readBuiltin() []volume {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil // readAll has logged it
	}
	var all []volume
	for _, e := range entries {
		m := builtinPattern.FindStringSubmatch(e.Name())
		if m == nil || m[1] == s.builtin.offer.SHA256 {
			continue
		}
		v, err := s.readFile(e, 0, m[1])
		if err != nil {
			s.passOver(err)
			continue
		}
		all = append(all, v)
	}
	return all
}
