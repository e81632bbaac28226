package outbox

import (
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// What can be wrong with the store; reachable by errors.Is.
var (
	ErrCorrupt     = errors.New("outbox: the store's file is damaged")
	ErrFull        = errors.New("outbox: no room left on the disk")
	ErrWrongKey    = errors.New("outbox: the store was made with another kiosk key")
	ErrOtherKiosk  = errors.New("outbox: the store belongs to another kiosk")
	ErrNewerSchema = errors.New("outbox: the store was made by a newer version")
	ErrUnwritable  = errors.New("outbox: the store cannot be opened or written")
	ErrNotBegun    = errors.New("outbox: the paper was not begun")
)

// wrap says where err happened and, of SQLite's errors, what they mean for a
// person who must mend it.
func wrap(place string, err error) error {
	if err == nil {
		return nil
	}
	var se sqlite3.Error
	if errors.As(err, &se) {
		if kind := meaning(se); kind != nil {
			return fmt.Errorf("outbox: %s: %w (%w)", place, kind, err)
		}
	}
	return fmt.Errorf("outbox: %s: %w", place, err)
}

func meaning(e sqlite3.Error) error {
	switch e.Code {
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return ErrCorrupt
	case sqlite3.ErrFull:
		return ErrFull
	case sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return ErrUnwritable
	}
	return nil
}
