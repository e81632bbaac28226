package main

import (
	"context"
	"fmt"

	"hallkiosk/devices"
)

// spareCheck tells of a second device of a kind: the kiosk takes the first by bus
// and port, and the other only when that one is lost. That is no fault, but
// somebody may wonder why one of the two is dead.
func spareCheck(part string, bus devices.Bus, kinds ...devices.Match) check {
	return func(ctx context.Context) []finding {
		plugged, err := bus.List(ctx)
		if err != nil {
			return nil // the device's own line says what is wrong
		}
		var found []finding
		first := true
		for _, kind := range kinds { // in the order in which they are tried
			for _, spare := range kind.Meant(plugged) {
				if !first {
					found = append(found, finding{part, true, fmt.Sprintf("a second one, %v at bus %d, port %d, is not used while the first serves", spare.ID, spare.Bus, spare.Port)})
				}
				first = false
			}
		}
		return found
	}
}
