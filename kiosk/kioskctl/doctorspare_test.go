package main

import (
	"strings"
	"testing"

	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
)

func TestSecondOfAKindIsTold(t *testing.T) {
	bus := memory.NewBus()
	look := spareCheck("card reader", bus, idcard.Match(idcard.Bulk), idcard.Match(idcard.HID64))
	bus.Plug(idcardsim.New(idcard.HID64))
	if found := look(t.Context()); len(found) != 0 {
		t.Error(found)
	}
	bus.Plug(idcardsim.New(idcard.Bulk))
	found := look(t.Context())
	if len(found) != 1 || !found[0].good || !strings.Contains(found[0].detail, "second one, 2b8b:2721") {
		t.Error(found)
	}
}
