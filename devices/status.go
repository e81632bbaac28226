package devices

import "time"

// State is how a device stands, in the order of how much a person must care.
type State int

// The states of a device.
const (
	// Absent: not plugged in, or not configured at this kiosk.
	Absent State = iota
	// Ready: can be used now.
	Ready
	// Busy: at work for us.
	Busy
	// NeedsAttention: works once a person does something (paper, cover).
	NeedsAttention
	// Failed: plugged in, but does not answer as it should.
	Failed
)

func (s State) String() string {
	switch s {
	case Absent:
		return "absent"
	case Ready:
		return "ready"
	case Busy:
		return "busy"
	case NeedsAttention:
		return "needs attention"
	case Failed:
		return "failed"
	}
	return "unknown"
}

// Reason says why a device is not ready, as a short word that screens, logs
// and the centre share; "" where there is nothing to say.
type Reason string

// The reasons in use. A device's own package says which it gives.
const (
	ReasonUnplugged   Reason = "unplugged"
	ReasonDenied      Reason = "denied"
	ReasonInUse       Reason = "in-use"
	ReasonSilent      Reason = "silent"  // plugged in, answers nothing
	ReasonGarbled     Reason = "garbled" // answers what it should not
	ReasonPaperOut    Reason = "paper-out"
	ReasonPaperLow    Reason = "paper-low" // still prints
	ReasonCoverOpen   Reason = "cover-open"
	ReasonCutter      Reason = "cutter"
	ReasonJam         Reason = "jam"
	ReasonOffline     Reason = "offline"
	ReasonStopped     Reason = "stopped"
	ReasonUnreachable Reason = "unreachable"
	ReasonNoLibrary   Reason = "no-library" // its maker's library is missing, or is none
)

// Status is what supervision says of a device at one moment. A value: copy it.
type Status struct {
	State  State
	Reason Reason
	Since  time.Time // when State or Reason last changed
}

// Usable reports whether a job may be given to the device now.
func (s Status) Usable() bool { return s.State == Ready || s.State == Busy }
