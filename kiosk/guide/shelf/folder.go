package shelf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

// A file's name says in which order the guides were taken and what its text
// must come to: 0000000012-<SHA-256 of the bundle>.json, a GuideBundle in JSON.
var namePattern = regexp.MustCompile(`^([0-9]{10})-([0-9a-f]{64})\.json$`)

// unfinished begins the name of a file that is still being written.
const unfinished = ".new-"

func fileName(serial int, sum string) string { return fmt.Sprintf("%010d-%s.json", serial, sum) }

func parseName(name string) (serial int, sum string, ok bool) {
	m := namePattern.FindStringSubmatch(name)
	if m == nil {
		return 0, "", false
	}
	serial, err := strconv.Atoi(m[1])
	return serial, m[2], err == nil && serial > 0
}

// readAll reads the folder and logs what it passes over.
func (s *Shelf) readAll() []volume {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		s.passOver(err)
	}
	var all []volume
	for _, e := range entries { // sorted by name, and so by serial
		if strings.HasPrefix(e.Name(), unfinished) || builtinPattern.MatchString(e.Name()) {
			continue // the kiosk died over it, and the next put removes it; or see readBuiltin
		}
		v, err := s.read(e)
		if err != nil {
			s.passOver(err)
			continue
		}
		all = slices.DeleteFunc(all, func(old volume) bool { return old.offer == v.offer })
		all = append(all, v)
	}
	return all
}

func (s *Shelf) passOver(err error) {
	audit.Log(s.log, audit.GuideSkipped, audit.Error(err))
}

var errForeign = errors.New("no file of the shelf's")

func (s *Shelf) read(e fs.DirEntry) (v volume, err error) {
	serial, sum, ok := parseName(e.Name())
	if !ok {
		return v, fmt.Errorf("shelf: %s: %w", e.Name(), errForeign)
	}
	return s.readFile(e, serial, sum)
}

// readFile reads a guide whose checksum must be sum.
func (s *Shelf) readFile(e fs.DirEntry, serial int, sum string) (v volume, err error) {
	if !e.Type().IsRegular() {
		return v, fmt.Errorf("shelf: %s: %w", e.Name(), errForeign)
	}
	f, err := os.Open(filepath.Join(s.dir, e.Name()))
	if err != nil {
		return v, fmt.Errorf("shelf: %w", err)
	}
	defer f.Close()
	b, err := protocol.DecodeGuide(f)
	if err != nil {
		return v, fmt.Errorf("shelf: %s: %w", e.Name(), err)
	}
	v.serial, v.offer = serial, guidefile.Offer(b)
	if v.offer.SHA256 != sum {
		return v, fmt.Errorf("shelf: %s: %w", e.Name(), guidefile.Refuse(protocol.GuideChecksum))
	}
	// Also one that was good under an older program may no longer be.
	if v.guide, err = guidefile.Parse(b); err != nil {
		return v, fmt.Errorf("shelf: %s: %w", e.Name(), err)
	}
	return v, nil
}

// write puts a bundle into the folder as the newest.
func (s *Shelf) write(b *protocol.GuideBundle, offer protocol.GuideOffer) (serial int, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return 0, err
	}
	if serial, err = s.nextSerial(); err != nil {
		return 0, err
	}
	return serial, s.writeFile(b, fileName(serial, offer.SHA256))
}

// writeFile writes a bundle under a name. It is there whole and for good when
// writeFile returns. After an error it is not there, unless only the folder could not be
// synced: then it is whole, and may be gone after a power cut.
func (s *Shelf) writeFile(b *protocol.GuideBundle, name string) error {
	text, err := guidefile.Encode(b)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, unfinished)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(text))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(s.dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(s.dir)
}

// nextSerial comes after everything in the folder, damaged files too.
func (s *Shelf) nextSerial() (int, error) {
	entries, err := os.ReadDir(s.dir)
	last := 0
	for _, e := range entries {
		if n, _, ok := parseName(e.Name()); ok {
			last = max(last, n)
		}
	}
	return last + 1, err
}

// sweep removes the shelf's own files but those to keep, now that a newer one is
// safe. Others' files are left alone. What cannot be removed does no harm.
func (s *Shelf) sweep(keep map[string]bool) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		s.passOver(err)
	}
	for _, e := range entries {
		_, _, ours := parseName(e.Name())
		if keep[e.Name()] || !ours && !strings.HasPrefix(e.Name(), unfinished) {
			continue
		}
		if err := os.Remove(filepath.Join(s.dir, e.Name())); err != nil {
			s.passOver(err)
		}
	}
}

// syncFolder makes a new name in a folder last through a power cut.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
