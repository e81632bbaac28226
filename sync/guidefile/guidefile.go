// Package guidefile says a guide in the protocol's words and back, for both
// ends of the line and for what either keeps on disk.
package guidefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/sync/protocol"
)

// Refused says why a guide is not taken: every mistake in it, at least one.
type Refused struct{ Mistakes []protocol.GuideMistake }

func (e *Refused) Error() string {
	lines := []string{"the guide is refused"}
	for _, m := range e.Mistakes {
		lines = append(lines, mistake(m).String())
	}
	return strings.Join(lines, "\n")
}

// Refuse makes the refusal of a single reason, one of protocol.GuideCodes.
func Refuse(code string) *Refused {
	return &Refused{Mistakes: []protocol.GuideMistake{{Code: code}}}
}

// Of says the mistakes of a guide in the protocol's words.
func Of(mistakes guide.Mistakes) *Refused {
	refused := &Refused{}
	for _, m := range mistakes {
		refused.Mistakes = append(refused.Mistakes, protocol.GuideMistake{File: m.File, Line: m.Line, Code: m.Code, Values: m.Values})
	}
	return refused
}

// mistake is Of's way back; a mistake on the wire has no path.
func mistake(m protocol.GuideMistake) guide.Mistake {
	return guide.Mistake{File: m.File, Line: m.Line, Code: m.Code, Values: m.Values}
}

// Read takes every *.toml of a folder as one guide. Errors: *Refused, or of reading.
func Read(fsys fs.FS, folder string) (*protocol.GuideBundle, *guide.Guide, error) {
	texts, err := guide.ReadFiles(fsys, folder)
	if err != nil {
		return nil, nil, refusal(err)
	}
	b := &protocol.GuideBundle{Protocol: protocol.Version, Files: map[string]string{}}
	for name, text := range texts {
		b.Files[name] = string(text)
	}
	g, err := parse(b.Files)
	if err != nil {
		return nil, nil, err
	}
	b.Version = g.Version
	// What the check takes and the protocol would not is this program's fault.
	if err := b.Validate(); err != nil {
		return nil, nil, fmt.Errorf("guidefile: %w", err)
	}
	return b, g, nil
}

// Parse reads what a bundle says and validates the whole. Errors are *Refused.
func Parse(b *protocol.GuideBundle) (*guide.Guide, error) {
	if b.Validate() != nil {
		return nil, Refuse(protocol.GuideNonsense)
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

// parse reads and validates the files of a guide. Errors are *Refused.
func parse(files map[string]string) (*guide.Guide, error) {
	texts := map[string][]byte{}
	for name, text := range files {
		texts[name] = []byte(text)
	}
	g, err := guide.Parse(texts)
	if err != nil {
		return nil, refusal(err)
	}
	return g, nil
}

// refusal makes *Refused of mistakes; other errors stay what they are.
func refusal(err error) error {
	var mistakes guide.Mistakes
	if errors.As(err, &mistakes) {
		return Of(mistakes)
	}
	return fmt.Errorf("guidefile: %w", err)
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
