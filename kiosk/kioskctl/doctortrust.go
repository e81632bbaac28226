package main

import (
	"fmt"
	"strings"
	"time"

	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/trust"
)

// trustFinding says whom U-KEYs are checked against, as the centre last said, and
// asks for attention where a revocation list is overdue: no key is found good then.
func trustFinding(cfg *config.Config, now time.Time) finding {
	const part = "trust"
	kept, err := trust.Open(cfg.Path("trust.json"))
	if err != nil {
		return finding{part, false, err.Error()}
	}
	if kept.Version() == "" {
		return finding{part, true, "nothing from the centre yet: who issued a U-KEY is not known"}
	}
	known := kept.Current()
	lists := known.Lists()
	said := []string{fmt.Sprintf("%d authorities, %d revocation lists", known.Authorities(), len(lists))}
	good := true
	for _, l := range lists {
		next := "no next announced"
		if !l.Next.IsZero() {
			next = "next due " + l.Next.Local().Format("2006-01-02 15:04")
		}
		one := fmt.Sprintf("%s: revoked %d, %s", l.Authority, l.Entries, next)
		if l.Overdue(now) {
			good = false
			one += ", OVERDUE: see centred trust"
		}
		said = append(said, one)
	}
	return finding{part, good, strings.Join(said, "; ")}
}
