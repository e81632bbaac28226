package main

import (
	"fmt"
	"log/slog"
	"time"

	"hallkiosk/assets"
	"hallkiosk/devices"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/guide/shelf"
	"hallkiosk/kiosk/roll"
)

// rollFinding is the estimate of what the roll still gives, which calls nobody: an
// end that is near is the sensor's to say, at the ticket printer.
func rollFinding(cfg *config.Config) finding {
	r := roll.Open(roll.Options{File: cfg.RollPath(), Metres: cfg.Tickets.Roll, Now: time.Now})
	return finding{"paper roll", true, rollWords(r)}
}

func rollWords(r *roll.Roll) string {
	if left, known := r.Left(devices.Status{State: devices.Ready}); known {
		return fmt.Sprintf("about %d tickets left", left)
	}
	return "unknown until a new roll is put in, or its length is configured ([tickets] roll)"
}

// guideFinding says by which guide the kiosk goes.
func guideFinding(cfg *config.Config) finding {
	const part = "guide"
	guides, err := shelf.Look("guide", assets.FS, cfg.Path("guides"), slog.New(slog.DiscardHandler))
	switch {
	case err != nil:
		return finding{part, false, err.Error()}
	case guides.BuiltIn():
		return finding{part, true, guides.InUse() + ", built in"}
	}
	return finding{part, true, guides.InUse() + ", from the centre"}
}
