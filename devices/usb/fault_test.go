package usb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/gousb"

	"hallkiosk/devices"
)

func TestFault(t *testing.T) {
	for _, c := range []struct{ err, want error }{
		{gousb.ErrorNoDevice, devices.ErrGone},
		{gousb.TransferNoDevice, devices.ErrGone},
		{gousb.TransferError, devices.ErrGone},
		{gousb.ErrorIO, devices.ErrGone},
		{gousb.ErrorNotFound, devices.ErrGone},
		{gousb.TransferStall, devices.ErrStall},
		{gousb.ErrorPipe, devices.ErrStall},
		{gousb.TransferTimedOut, context.DeadlineExceeded},
		{gousb.ErrorTimeout, context.DeadlineExceeded},
		{gousb.ErrorAccess, devices.ErrDenied},
		{gousb.ErrorBusy, devices.ErrInUse},
	} {
		for name, err := range map[string]error{
			"bare":       c.err,
			"in a text":  fmt.Errorf("failed to claim interface 0 on vid=1209: %v", c.err), // gousb's way
			"text twice": fmt.Errorf("failed: %v", fmt.Errorf("failed: %v", c.err)),
		} {
			if _, status := c.err.(gousb.TransferStatus); status && name != "bare" {
				continue // gousb never writes these into a text
			}
			if got := fault(err); !errors.Is(got, c.want) || !errors.Is(got, err) {
				t.Errorf("%v, %s: %v", c.err, name, got)
			}
		}
	}
	if err := errors.New("something else"); fault(err) != err || fault(nil) != nil {
		t.Error("an error without a meaning was given one")
	}
}

func TestSettings(t *testing.T) {
	eps := func(l ...gousb.EndpointDesc) map[gousb.EndpointAddress]gousb.EndpointDesc {
		m := map[gousb.EndpointAddress]gousb.EndpointDesc{}
		for _, e := range l {
			e.MaxPacketSize = 64
			e.Direction = gousb.EndpointDirection(e.Address&0x80 != 0)
			m[e.Address] = e
		}
		return m
	}
	bulk, interrupt := gousb.TransferTypeBulk, gousb.TransferTypeInterrupt
	intf := func(n int, alts ...gousb.InterfaceSetting) gousb.InterfaceDesc {
		return gousb.InterfaceDesc{Number: n, AltSettings: alts}
	}
	desc := &gousb.DeviceDesc{Configs: map[int]gousb.ConfigDesc{
		2: {Number: 2},
		1: {Number: 1, Interfaces: []gousb.InterfaceDesc{
			intf(0, gousb.InterfaceSetting{Class: 3, Endpoints: eps(
				gousb.EndpointDesc{Address: 0x83, TransferType: interrupt},
				gousb.EndpointDesc{Address: 0x84, TransferType: bulk},
				gousb.EndpointDesc{Address: 0x82, TransferType: bulk},
				gousb.EndpointDesc{Address: 0x01, TransferType: interrupt})}),
			intf(1, gousb.InterfaceSetting{Class: 0xff}, // nothing to talk to
				gousb.InterfaceSetting{Class: 0xff, Alternate: 1, Endpoints: eps(gousb.EndpointDesc{Address: 0x05, TransferType: bulk})}),
			intf(7, gousb.InterfaceSetting{Class: 8, Endpoints: eps(gousb.EndpointDesc{Address: 0x06, TransferType: bulk})}),
		}},
	}}
	l := settings(desc)
	if len(l) != 2 || l[0].config != 1 || l[1].Alternate != 1 {
		t.Fatal(l)
	}
	in, out := l[0].endpoints()
	if in.Address != 0x82 || out.Address != 0x01 {
		t.Fatal(in, out)
	}
	if in, out = l[1].endpoints(); in != nil || out.Address != 0x05 {
		t.Fatal(in, out)
	}
	if got := settings(&gousb.DeviceDesc{}); got != nil {
		t.Fatal(got)
	}
}

func TestPlace(t *testing.T) {
	at := func(bus, port, address int) *gousb.DeviceDesc {
		return &gousb.DeviceDesc{Bus: bus, Port: port, Address: address}
	}
	l := []*gousb.DeviceDesc{at(2, 1, 1), at(1, 2, 9), at(1, 10, 4), at(1, 1, 99), at(1, 1, 98)}
	slices.SortFunc(l, byPlace)
	var places []string
	for _, d := range l {
		places = append(places, fmt.Sprint(d.Bus, "-", d.Port, "/", d.Address))
	}
	if got := strings.Join(places, " "); got != "1-1/98 1-1/99 1-2/9 1-10/4 2-1/1" {
		t.Error(got)
	}
}
