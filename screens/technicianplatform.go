package screens

import (
	"context"
	"time"

	"hallkiosk/devices"
)

// Technician is what the technician's page reaches. Nothing of a visit is
// behind it. Its methods may be called by any goroutine.
type Technician interface {
	// Gate says whether a PIN is taken now.
	Gate(ctx context.Context) (Gate, error)
	// Enter takes a PIN: nil where it is right, a *GateError where it was not
	// taken, or what failed.
	Enter(ctx context.Context, pin string) error
	// Condition looks at all that is not a device's status.
	Condition(ctx context.Context) (Condition, error)
	// PrintTest prints a test ticket or a test page, whose part it is given. A
	// *NotReadyError says why not.
	PrintTest(ctx context.Context, part Part) error
	// TryKey waits for a U-KEY and says what it tells without a PIN, and nothing of
	// whose it is. A *NotReadyError says why not.
	TryKey(ctx context.Context) (KeyTold, error)
	// NewRoll notes that a new roll of tickets was put in.
	NewRoll(ctx context.Context) error
}

// Gate is how the way in stands.
type Gate struct {
	Set    bool      // there is a PIN
	Until  time.Time // none is taken before; zero: one is taken now
	Locked bool      // Until is the end of a lock
}

// GateError says that a PIN was not taken.
type GateError struct{ Gate Gate }

func (e *GateError) Error() string { return "technician: PIN not taken" }

// Condition is how the kiosk is, apart from its devices' statuses.
type Condition struct {
	Parts map[Part]PartCondition
	// TicketsLeft is how many tickets the roll gives by estimate; -1: not known.
	TicketsLeft       int
	Owed, DeadLetters int
	Heard             time.Time     // when the centre last answered; zero: not since the start
	Drift             time.Duration // by how much this clock was ahead of the centre's then
	Expires           time.Time     // the kiosk's certificate
	Version           string        // of the program
	// Modules are the libraries for U-KEYs, as they are configured.
	Modules []ModuleCondition
	// Trust: it is known whom U-KEYs' certificates are checked against.
	Trust bool
}

// ModuleCondition is how a library for U-KEYs stands.
type ModuleCondition struct {
	Name    string         // in the configuration
	Library string         // what it calls itself, with its version; "" where it was not loaded yet
	Reason  devices.Reason // why it does not work; "" where it does
	Since   time.Time      // since when
	Keys    int            // that it reads now
}

// KeyTold is what a U-KEY told.
type KeyTold struct {
	Model        string
	Certificates int
}

// PartCondition is what is known of a part beside its status.
type PartCondition struct {
	Model, Firmware, Serial string // "" where the device does not say
	Trouble                 devices.Reason
	TroubleSince            time.Time // when it began; zero: there was none since the start
	TroubleUntil            time.Time // when it ended; zero: it has not
}
