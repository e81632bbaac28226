// Package guidefile says a guide in the protocol's words and back, for both
// ends of the line and for what either keeps on disk.
package guidefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/sync/protocol"
)

// Refused says why a guide is not taken: every mistake in it, at least one.
type Refused struct{ Mistakes []protocol.GuideMistake }

func (e *Refused) Error() string {
	lines := []string{"the guide is refused"}
	for _, m := range e.Mistakes {
		line := m.What
		if m.File != "" && m.Line > 0 {
			line = fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.What)
		} else if m.File != "" {
			line = m.File + ": " + m.What
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Refuse makes the refusal of a single reason.
func Refuse(what string) *Refused {
	return &Refused{Mistakes: []protocol.GuideMistake{{What: what}}}
}

// Read takes every *.toml of a folder as one guide. Errors: *Refused, or of reading.
func Read(fsys fs.FS, folder string) (*protocol.GuideBundle, *guide.Guide, error) {
	names, err := fs.Glob(fsys, path.Join(folder, "*.toml"))
	if err != nil {
		return nil, nil, fmt.Errorf("guidefile: %w", err)
	}
	// Editors keep files of their own beside the clerk's, with a dot before.
	names = slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(path.Base(name), ".") })
	if len(names) == 0 {
		return nil, nil, fmt.Errorf("guidefile: no *.toml in %q", folder)
	}
	b := &protocol.GuideBundle{Protocol: protocol.Version, Files: map[string]string{}}
	size := 0
	for _, name := range names {
		info, err := fs.Stat(fsys, name)
		if err != nil {
			return nil, nil, fmt.Errorf("guidefile: %w", err)
		}
		if size += int(min(info.Size(), protocol.MaxGuide+1)); size > protocol.MaxGuide {
			return nil, nil, Refuse(protocol.GuideTooLarge)
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, nil, fmt.Errorf("guidefile: %w", err)
		}
		b.Files[path.Base(name)] = string(text)
	}
	g, err := parse(b.Files)
	if err != nil {
		return nil, nil, err
	}
	b.Version = g.Version
	if g, err = Parse(b); err != nil {
		return nil, nil, err
	}
	return b, g, nil
}

// Parse reads what a bundle says and validates the whole. Errors are *Refused.
func Parse(b *protocol.GuideBundle) (*guide.Guide, error) {
	if err := b.Validate(); err != nil {
		var invalid *protocol.Invalid
		if errors.As(err, &invalid) && invalid.Field == "version" {
			return nil, Refuse("version: 1 to 64 letters, digits, dots, hyphens and underscores, such as 2026-11-22.1")
		}
		return nil, Refuse(err.Error())
	}
	g, err := parse(b.Files)
	if err != nil {
		return nil, err
	}
	if g.Version != b.Version {
		return nil, Refuse(protocol.GuideOtherVersion)
	}
	return g, nil
}

// Encode writes a bundle as JSON that DecodeGuide reads again; *Refused where
// it is too large for a kiosk.
func Encode(b *protocol.GuideBundle) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // TOML is full of quotes already
	if err := e.Encode(b); err != nil {
		return nil, fmt.Errorf("guidefile: %w", err)
	}
	if out.Len() > protocol.MaxGuide {
		return nil, Refuse(protocol.GuideTooLarge)
	}
	return out.Bytes(), nil
}

// Offer names a bundle.
func Offer(b *protocol.GuideBundle) protocol.GuideOffer {
	return protocol.GuideOffer{Version: b.Version, SHA256: b.Sum()}
}
