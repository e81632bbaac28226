package roll

import "hallkiosk/devices"

// sight is what was seen of the printer since the roll was put in.
type sight struct {
	Empty  bool `json:"empty,omitempty"`  // paper was out
	Low    bool `json:"low,omitempty"`    // the sensor spoke of the roll's end
	Opened bool `json:"opened,omitempty"` // and then the cover was opened
}

// after is what is known once the printer stands like this too, and whether the
// roll was changed: paper was out and is there again, or the sensor no longer
// speaks of the end since the cover was opened. A cover alone says nothing; it is
// opened for a jam as well.
func (w sight) after(s devices.Status) (now sight, changed bool) {
	switch {
	case s.Reason == devices.ReasonPaperOut:
		w.Empty = true
	case s.Reason == devices.ReasonCoverOpen:
		w.Opened = w.Low
	case !s.Usable() || s.Reason == devices.ReasonSilent: // it says nothing of its paper
	case w.Empty:
		return sight{}, true
	case s.Reason == devices.ReasonPaperLow:
		w.Low, w.Opened = true, false
	case w.Opened:
		return sight{}, true
	}
	return w, false
}
