package usb

import (
	"slices"

	"github.com/google/gousb"

	"hallkiosk/devices"
)

// setting is an interface in one of its alternate settings, in the
// configuration numbered config.
type setting struct {
	config int
	gousb.InterfaceSetting
}

// settings lists what can be claimed of a device's first configuration:
// settings with an endpoint to read from or write to.
func settings(desc *gousb.DeviceDesc) []setting {
	if len(desc.Configs) == 0 {
		return nil
	}
	number := -1
	for n := range desc.Configs {
		if number < 0 || n < number {
			number = n
		}
	}
	var l []setting
	config := desc.Configs[number]
	for i, intf := range config.Interfaces {
		if intf.Number != i {
			break // gousb takes the number for the place in the list and would panic
		}
		for _, alt := range intf.AltSettings {
			s := setting{number, alt}
			if in, out := s.endpoints(); in != nil || out != nil {
				l = append(l, s)
			}
		}
	}
	return l
}

func classes(l []setting) []devices.Class {
	c := make([]devices.Class, len(l))
	for i, s := range l {
		c[i] = devices.ClassOf(uint8(s.Class), uint8(s.SubClass), uint8(s.Protocol))
	}
	return c
}

// endpoints chooses where to read and where to write: the lowest bulk endpoint
// of each direction, else the lowest interrupt endpoint; nil for none.
func (s setting) endpoints() (in, out *gousb.EndpointDesc) {
	l := make([]gousb.EndpointDesc, 0, len(s.Endpoints))
	for _, e := range s.Endpoints {
		l = append(l, e)
	}
	slices.SortFunc(l, func(a, b gousb.EndpointDesc) int { return int(a.Address) - int(b.Address) })
	for _, kind := range []gousb.TransferType{gousb.TransferTypeBulk, gousb.TransferTypeInterrupt} {
		for i, e := range l {
			switch {
			case e.TransferType != kind || e.MaxPacketSize <= 0:
			case e.Direction == gousb.EndpointDirectionIn && in == nil:
				in = &l[i]
			case e.Direction == gousb.EndpointDirectionOut && out == nil:
				out = &l[i]
			}
		}
	}
	return in, out
}
