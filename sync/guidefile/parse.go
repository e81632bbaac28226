package guidefile

import (
	"testing/fstest"

	"hallkiosk/kiosk/guide"
)

// parse reads and validates the files of a guide. Errors are *Refused.
func parse(files map[string]string) (*guide.Guide, error) {
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	g, err := guide.Load(folder, ".")
	if err != nil {
		return nil, Refuse(err.Error())
	}
	return g, nil
}
