package ukey

import "hallkiosk/devices"

// Known are the numbers of U-KEYs and of readers with one built in, as lists of
// USB numbers, of CCID readers and of makers' drivers name them. Which of them
// a library reads is not known before it is tried.
func Known() []devices.ID {
	var ids []devices.ID
	for _, v := range []struct {
		vendor   uint16
		products []uint16
	}{
		// Feitian: ePass2000, 2000Auto, ePass3000GM, ePass3000, ePass3003 and Auto,
		// ePass2003, eJAVA
		{0x096e, []uint16{0x0005, 0x0305, 0x0309, 0x0401, 0x0702, 0x0703, 0x0807, 0x080a, 0x080f}},
		// Longmai: GM3000, first a CD-ROM, then HID and CCID
		{0x055c, []uint16{0xdb08, 0xe618, 0xf603, 0x2205, 0xe508, 0xe917, 0xe425, 0xe623, 0x0223}},
		// Haitai
		{0x5448, []uint16{0x0001, 0x0002, 0x0003, 0x0004, 0x0103, 0x0203}},
		// Watchdata, the last a reader
		{0x163c, []uint16{0x0406, 0x0407, 0x0417, 0x0418, 0x0a03}},
		// Excelsecu
		{0x1ea8, []uint16{0xc001, 0x8013}},
		// ZTXA, and two without a known maker
		{0x22fb, []uint16{0x1014}}, {0x1d99, []uint16{0x0001}}, {0x6588, []uint16{0x1514}},
	} {
		for _, p := range v.products {
			ids = append(ids, devices.ID{Vendor: v.vendor, Product: p})
		}
	}
	return ids
}
