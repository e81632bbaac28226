package devices_test

import (
	"testing"

	"hallkiosk/devices"
)

func TestMatch(t *testing.T) {
	var (
		reader  = devices.ID{Vendor: 0x0400, Product: 0xc35a}
		vendor  = devices.Class{Class: 0xff}
		keys    = devices.Class{Class: 3, Subclass: 1, Protocol: 1}
		printer = devices.Class{Class: 7, Subclass: 1, Protocol: 2}
		printAs = devices.Class{Class: 7, Subclass: 1, Protocol: devices.Any}
	)
	for _, c := range []struct {
		name       string
		match      devices.Match
		interfaces []devices.Class
		want       int // -1: not covered
	}{
		{"nothing means none", devices.Match{}, []devices.Class{vendor}, -1},
		{"by number", devices.Match{IDs: []devices.ID{{}, reader}}, []devices.Class{keys}, 0},
		{"by another number", devices.Match{IDs: []devices.ID{{Vendor: 0x0400}}}, []devices.Class{keys}, -1},
		{"vendor interface is preferred", devices.Match{IDs: []devices.ID{reader}}, []devices.Class{keys, vendor}, 1},
		{"vendor interface is 00/00", devices.Match{IDs: []devices.ID{reader}}, []devices.Class{keys, {Class: 0xff, Subclass: 1}}, 0},
		{"by class", devices.Match{Classes: []devices.Class{printAs}}, []devices.Class{keys, printer}, 1},
		{"by another class", devices.Match{Classes: []devices.Class{printAs}}, []devices.Class{keys, vendor}, -1},
		{"earlier class is better", devices.Match{Classes: []devices.Class{printAs, keys}}, []devices.Class{keys, printer}, 1},
		{"both must hold", devices.Match{IDs: []devices.ID{reader}, Classes: []devices.Class{printAs}}, []devices.Class{keys}, -1},
		{"both hold", devices.Match{IDs: []devices.ID{reader}, Classes: []devices.Class{keys}}, []devices.Class{keys}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.match.Covers(reader, c.interfaces); got != (c.want >= 0) {
				t.Error("covers:", got)
			}
			if got := c.match.Interface(c.interfaces); c.want >= 0 && got != c.want {
				t.Error("interface:", got)
			}
		})
	}
	if (devices.Match{IDs: []devices.ID{reader}}).Interface(nil) != -1 {
		t.Error("a device without interfaces has one to use")
	}
}

func TestOnInterface(t *testing.T) {
	for _, c := range []struct{ r, want devices.Request }{
		{devices.Request{RequestType: 0x81, Request: 6, Value: 0x2200}, devices.Request{RequestType: 0x81, Request: 6, Value: 0x2200, Index: 2}},
		{devices.Request{RequestType: 0xa1, Request: 1, Index: 0x0307}, devices.Request{RequestType: 0xa1, Request: 1, Index: 0x0302}},
		{devices.Request{RequestType: 0xa1, Request: 0, Index: 0x0001}, devices.Request{RequestType: 0xa1, Request: 0, Index: 0x0201}},
		{devices.Request{RequestType: 0xc0, Index: 7}, devices.Request{RequestType: 0xc0, Index: 7}},
		{devices.Request{RequestType: 0x21, Index: 1, Elsewhere: true}, devices.Request{RequestType: 0x21, Index: 1, Elsewhere: true}},
		{devices.Request{RequestType: 0x02, Index: 0x81}, devices.Request{RequestType: 0x02, Index: 0x81}},
	} {
		if got := c.r.OnInterface(2); got != c.want {
			t.Errorf("%+v: %+v", c.r, got)
		}
	}
}

func TestMeant(t *testing.T) {
	lamp, other := devices.ID{Vendor: 1, Product: 2}, devices.ID{Vendor: 1, Product: 3}
	plugged := []devices.Info{{ID: other, Port: 1}, {ID: lamp, Port: 2}, {ID: lamp, Port: 3}}
	got := devices.Match{IDs: []devices.ID{lamp}}.Meant(plugged)
	if len(got) != 2 || got[0].Port != 2 || got[1].Port != 3 {
		t.Error(got)
	}
	if got := (devices.Match{}).Meant(plugged); got != nil {
		t.Error(got)
	}
}
