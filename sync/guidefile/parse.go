package guidefile

import (
	"errors"

	"hallkiosk/kiosk/guide"
	"hallkiosk/sync/protocol"
)

// parse reads and validates the files of a guide. Errors are *Refused.
func parse(files map[string]string) (*guide.Guide, error) {
	texts := map[string][]byte{}
	for name, text := range files {
		texts[name] = []byte(text)
	}
	g, err := guide.Parse(texts)
	var mistakes guide.Mistakes
	switch {
	case err == nil:
		return g, nil
	case !errors.As(err, &mistakes):
		return nil, Refuse(err.Error())
	}
	refused := &Refused{}
	for _, m := range mistakes {
		refused.Mistakes = append(refused.Mistakes, protocol.GuideMistake{File: m.File, Line: m.Line, What: m.What})
	}
	return nil, refused
}
