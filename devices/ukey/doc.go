// Package ukey is the kiosk's port for U-KEYs: what is plugged in, what it says
// of itself, signing with it and changing its PIN. A vendor's library is a
// Driver, run in a process of its own; devices/ukey/pkcs11 is one for PKCS#11.
//
// # Ring, helper, Driver
//
// A Ring has a keeper for each Module, a keeper has a helper: a process that calls
// Serve (kioskctl ukey-module), loads the library and drives it. What hangs is
// killed, what crashes is started again after a pause that doubles up to a minute;
// the kiosk itself never waits for a library. A helper ends when the kiosk does: its
// standard input ends, and the system kills it with its parent.
//
// Twice a second the Ring glances at USB and asks the helpers, but none whose keys
// are not plugged in. Plugging in and pulling out are seen by USB first. PKCS#11's
// own events (C_WaitForSlotEvent) are not used: they are missing or wrong in too many
// libraries, and a call that waits would be in the way of the next question. A library
// that does not see what is plugged in is started anew. A U-KEY's number (Known, and the lists of
// modules) that nobody reads is told as Strange.
//
// # Five hundred times
//
// kiosk/soak-ukey plugs a virtual key in and pulls it out: idle, after a signature, in
// the midst of one. On 23 November 2026, two busy cores, 500 cycles, seed 1, in 327 s,
// always with the same helper:
//
//	                    before      after
//	goroutines               8          8
//	descriptors             15         15
//	heap               1.43 MB    1.46 MB
//	resident           15.6 MB    16.3 MB
//	helper's descr.         12         12
//	helper's resident  15.1 MB    18.2 MB
//
// Plugging in was noticed after 0.49 s half of the time and 0.62 s at worst, pulling
// out after 0.63 s at worst. Of the helper's 3 MB, 100 cycles alone cost 2.5. With
// a load of 18 on the two cores, an earlier run had 3.2 s at worst.
//
// # The pipe
//
// Frames in both directions: kind (1 byte), length (4, big-endian), body.
//
//	'H' helper → kiosk   {"version":1,"library":{…}} or with "problem", once
//	'L' kiosk → helper   {"changed":true,"expected":1}: which keys are there?
//	'T' helper → kiosk   {"tokens":[…]}; empty: as told before
//	'S' kiosk → helper   {"token":"…","certificate":"…","message":"…"}, then 'P'
//	'C' kiosk → helper   {"token":"…"}, then 'P', 'P': the old PIN, the new one
//	'P' kiosk → helper   the PIN's bytes
//	'A' helper → kiosk   {"signature":"…"} or {"problem":{"code":"pin","state":"low","tries":-1}}
//
// One question at a time. A frame is at most 1 MiB to the helper and 64 MiB from it;
// more, or another kind than is due, ends the helper.
//
// # PINs
//
// A PIN lies in a PIN, is written to the pipe from there, read into another on the
// far side, handed to the library from there, and wiped on both sides. It is in no
// JSON, no argument, no environment, no error, no log. What a library does with it
// is its own affair; its process leaves no core dump.
//
// For one call of Sign or ChangePIN a PIN is offered once, and for a signature only to
// a key that holds the certificate. Where it is not known
// whether it was tried (ErrHung, ErrCrashed, devices.ErrGone) that is what is told;
// nothing tries again by itself. PKCS#11 tells no number of tries but the last, so
// Tries is -1 but for 1 and 0.
//
// # To add a vendor's library
//
// Install it with its maker's package, and name it in kiosk.toml:
//
//	[[ukey]]
//	name = "feitian"
//	path = "/opt/feitian/lib/libcastle.so"
//	usb = ["096e:0309"]     # the keys that it reads; none: it is tried on all
//
// "kioskctl ukey" then says what it reads. Libraries are of a model and a year: one
// may show empty slots for a key that an older one reads, so name both, each with its
// numbers. A number that is not in Known needs a line in kiosk/70-hallkiosk.rules. A
// way to sign by SM2 that is in no list goes into sm2Mechanisms in devices/ukey/pkcs11.
//
// # To add another kind of library
//
// GM/T 0016 (SKF), say: make devices/ukey/skf with a Driver. Serialise: some keep one
// current device and application for the whole process. Its Scan enumerates devices,
// applications and containers; two certificates of a container share an ID. Let
// kioskctl ukey-module choose it by what the library exports (SKF_EnumDev), after
// pkcs11.Open said ErrKind. Check a signature with its certificate before it is
// returned, and map what is known of its error numbers; of others tell the number.
package ukey
