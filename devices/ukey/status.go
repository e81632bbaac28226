package ukey

import (
	"time"

	"hallkiosk/devices"
)

// Module is one vendor's library, as the configuration names it.
type Module struct {
	Name string
	Path string
	// USB are the numbers of the keys that it reads. Without any it is tried on
	// whatever is plugged in.
	USB []devices.ID
}

// ModuleStatus is how a module stands. A value: copy it.
type ModuleStatus struct {
	Module
	Library Library // zero until it was loaded once
	// Running: its helper is there and answers.
	Running bool
	// Keys is how many it reads at the moment.
	Keys int
	// Err is why it is not running, or what it reports instead of keys: ErrLoad,
	// ErrKind, ErrHung, ErrCrashed, ErrModule, devices.ErrGarbled; nil where all is well.
	Err error
	// Failures is how often its helper was lost in a row.
	Failures int
	// Since is when Running or Err last changed.
	Since time.Time
}
