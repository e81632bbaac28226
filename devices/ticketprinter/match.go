package ticketprinter

import (
	"slices"

	"hallkiosk/devices"
)

// Match says which devices are ticket printers that this package can drive: by
// number, since office printers share the USB class, and by class, two-way
// before one-way. More adds the printers of a kiosk that are not listed.
// Star's TSP100 (0519:0003) takes pictures in a language of its own and is
// never meant.
func Match(more ...devices.ID) devices.Match {
	ids := slices.Concat(known(), more)
	return devices.Match{
		IDs: slices.DeleteFunc(ids, func(id devices.ID) bool {
			return id == devices.ID{Vendor: 0x0519, Product: 0x0003}
		}),
		Classes: []devices.Class{devices.ClassOf(7, 1, 2), devices.ClassOf(7, 1, 1)},
	}
}

// known lists printers that were seen to speak ESC/POS.
func known() []devices.ID {
	return []devices.ID{
		{Vendor: 0x04B8, Product: 0x0202}, // Epson TM-T70, TM-T88IV
		{Vendor: 0x04B8, Product: 0x0E03}, // Epson TM-T20
		{Vendor: 0x04B8, Product: 0x0E15}, // Epson TM-T20II
		{Vendor: 0x04B8, Product: 0x0E31}, // Epson TM-L100
		{Vendor: 0x0519, Product: 0x000B}, // Star BSC10
		{Vendor: 0x0519, Product: 0x0047}, // Star mC-Print
		{Vendor: 0x0519, Product: 0x0049}, // Star mC-Print
		{Vendor: 0x6868, Product: 0x0200}, // Gprinter 58MBIII
		{Vendor: 0x6868, Product: 0x0500}, // Gainscha ZH-380, R222C
		{Vendor: 0x0471, Product: 0x0055}, // Gprinter
		{Vendor: 0x0483, Product: 0x5743}, // Xprinter T58H
		{Vendor: 0x1FC9, Product: 0x2016}, // Xprinter
		{Vendor: 0x0416, Product: 0x5011}, // POS-58, POS-8360
		{Vendor: 0x0483, Product: 0x5840}, // MPT-II
		{Vendor: 0x0FE6, Product: 0x811E}, // no brand
		{Vendor: 0x0DD4, Product: 0x0237}, // Custom
		{Vendor: 0x20D1, Product: 0x7007}, // Hanyin, HPRT
	}
}
