package usb

import (
	"context"
	"fmt"

	"hallkiosk/devices"
)

// Glance is List without the texts: it opens no device, so that it may be asked
// often and does not disturb whoever works with one.
func (b *Bus) Glance(ctx context.Context) ([]devices.Info, error) {
	usb, err := b.context()
	if err != nil {
		return nil, fmt.Errorf("usb: glance: %w", err)
	}
	found, err := scan(usb)
	if len(found) == 0 && err != nil {
		return nil, fmt.Errorf("usb: glance: %w", err)
	}
	var l []devices.Info
	for _, desc := range found {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("usb: glance: %w", ctx.Err())
		}
		l = append(l, devices.Info{ID: id(desc), Bus: desc.Bus, Address: desc.Address, Port: desc.Port, Interfaces: classes(settings(desc))})
	}
	return l, nil
}
