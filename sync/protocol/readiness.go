package protocol

import (
	"io"
	"time"
)

// Readiness is how a kiosk found itself on the morning of a day. It holds
// nothing personal. The same day's later report takes the place of the earlier.
type Readiness struct {
	Protocol int       `json:"protocol"`
	Kiosk    string    `json:"kiosk"`
	Version  string    `json:"version"` // of the program
	Day      string    `json:"day"`     // the hall's date
	Checked  time.Time `json:"checked"` // by the kiosk's clock
	Findings []Finding `json:"findings"`
}

// Finding is what was found of one part.
type Finding struct {
	Part   string `json:"part"`             // DeviceIDCard and its like, PartStore and its like
	Good   bool   `json:"good"`             // needs nobody
	Reason string `json:"reason,omitempty"` // why it needs somebody: a code, no prose
	Count  int    `json:"count"`            // what the part counts, 0 or more; see the parts
}

// The parts that are no devices.
const (
	PartStore       = "store"       // Count: cases that the centre refused
	PartClock       = "clock"       // Count: seconds off the centre's, either way
	PartCertificate = "certificate" // Count: days left
	PartRoll        = "roll"        // Count: tickets left, by estimate
	PartTrust       = "trust"       // Count: authorities whose revocation list is overdue
)

// The reasons beside those of devices.
const (
	ReasonRefused = "refused" // cases are with the kiosk that the centre refused
	ReasonFault   = "fault"   // the store cannot be read
	ReasonUnheard = "unheard" // the centre was not heard, so that nobody knows how the clock is
	ReasonDrift   = "drift"
	ReasonExpires = "expires"
	ReasonFew     = "few"
	ReasonOverdue = "overdue"
)

// ReadinessParts and ReadinessReasons return those above; the centre has a word for each.
func ReadinessParts() []string {
	return []string{PartStore, PartClock, PartCertificate, PartRoll, PartTrust}
}

// ReadinessReasons are the reasons beside those of devices.
func ReadinessReasons() []string {
	return []string{ReasonRefused, ReasonFault, ReasonUnheard, ReasonDrift, ReasonExpires, ReasonFew, ReasonOverdue}
}

// ReadinessReceipt says that the centre has a report (200).
type ReadinessReceipt struct {
	Protocol int       `json:"protocol"`
	Day      string    `json:"day"`
	Received time.Time `json:"received"`
}

// MaxReadiness is the largest report, in bytes; a centre answers 413 to more.
const MaxReadiness = 16 << 10

// maxFindings bounds a report.
const maxFindings = 50

// DecodeReadiness reads a report as strictly as DecodeDelivery does.
func DecodeReadiness(r io.Reader) (*Readiness, error) {
	var report Readiness
	if err := decode(r, MaxReadiness, &report); err != nil {
		return nil, err
	}
	if err := report.Validate(); err != nil {
		return nil, err
	}
	return &report, nil
}

// Validate checks the shape of a report. Errors are *Invalid.
func (r *Readiness) Validate() error {
	seen, findings := map[string]bool{}, r.Findings != nil && len(r.Findings) <= maxFindings
	for _, f := range r.Findings {
		findings = findings && filled(f.Part) && short(f.Reason) && f.Count >= 0 && !seen[f.Part]
		seen[f.Part] = true
	}
	return firstInvalid([]check{
		{"protocol", r.Protocol == Version},
		{"kiosk", ValidKiosk(r.Kiosk)},
		{"version", filled(r.Version)},
		{"day", validDay(r.Day)},
		{"checked", !r.Checked.IsZero()},
		{"findings", findings},
	})
}
