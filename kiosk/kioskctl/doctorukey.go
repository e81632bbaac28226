package main

import (
	"context"
	"fmt"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/config"
)

// ukeyCheck looks at the libraries for U-KEYs and at what they read.
func ukeyCheck(cfg *config.Config, bus *usb.Bus) check {
	return func(ctx context.Context) []finding {
		keys, err := lookAtKeys(ctx, cfg, bus)
		if err != nil {
			return []finding{{"U-KEYs", false, err.Error()}}
		}
		var found []finding
		for _, m := range keys.modules {
			good, detail := moduleDetail(m)
			found = append(found, finding{"U-KEYs", good, m.Name + ": " + detail})
		}
		for _, k := range keys.port.Keys {
			if k.Err != nil {
				found = append(found, finding{"U-KEYs", false, fmt.Sprintf("%v, by %s, cannot be read: %v", k.USB, k.Module, k.Err)})
			}
		}
		for _, d := range keys.port.Strange {
			found = append(found, finding{"U-KEYs", false, fmt.Sprintf("%v: %s", d.ID, unread)})
		}
		if len(found) == 0 {
			found = append(found, finding{"U-KEYs", true, "no library configured: no U-KEY can be looked at"})
		}
		return found
	}
}

// moduleDetail says how a library stands and what it reads.
func moduleDetail(m ukey.ModuleStatus) (good bool, detail string) {
	if m.Err != nil {
		return false, m.Err.Error()
	}
	if !m.Running {
		return false, "does not start"
	}
	return true, fmt.Sprintf("%s %s, %s; reads %d keys at the moment", m.Library.Name, m.Library.Version, m.Library.API, m.Keys)
}
