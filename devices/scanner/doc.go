// Package scanner reads codes from a hand-held or built-in scanner that is a
// USB device, in any of the four ways in which such scanners speak:
//
// As a keyboard (HID 1.11, appendix B.1, boot protocol): reports of 8 bytes,
// modifiers, 0, six usages. "A1" and Enter are
//
//	02 00 04 00 00 00 00 00 | 00… | 00 00 1E 00 00 00 00 00 | 00… | 00 00 28 00 00 00 00 00 | 00…
//
// Enter, Tab or 100 ms of rest end a code. Chinese text does not survive this
// way: set the scanner to HID POS.
//
// As a point-of-sale scanner (HID POS usage tables, page 8C, usage 02):
// reports of 64 bytes, of which several make up a long code.
//
//	02 · length · AIM identifier (3) · data (56) · maker's symbology · reserved · bit 0: more follow
//
// As a serial port (USB CDC 1.2 and PSTN 1.2, abstract control model): the code's
// bytes on a bulk endpoint, in transfers that end anywhere, once the host has set
// the line and DTR at the other interface, which the union descriptor names.
//
//	21 20 00 00 00 00 07 00 · 00 C2 01 00 00 00 08   SET_LINE_CODING: 115200, 8N1
//	21 22 03 00 00 00 00 00                          SET_CONTROL_LINE_STATE: DTR, RTS
//	41 31 0D 0A                                      "A1", CR LF
//
// A rest of 40 ms after a line end, or of 100 ms elsewhere, ends a code: a licence
// may hold line ends of its own.
//
// As Zebra's Simple COM (05E0:0600; Linux has drivers/usb/serial/symbolserial.c for
// it): a HID of no known usage, whose reports of 64 bytes say first how many of the
// others are meant. These are the bytes of a serial port, and end as there. "A1" and
// CR LF are
//
//	04 41 31 0D 0A 00…
//
// Nothing is asked of such a scanner, and no manual of the protocol is public; one
// that stays silent can be set to be a serial port (CDC) instead.
//
// New asks for the report descriptor, which a serial port does not have, then for
// the configuration, and where neither tells for the device's number, and takes the
// way that they tell. An AIM identifier (ISO/IEC
// 15424: "]Q1" for a QR code) is taken off the text and kept beside it, wherever
// the scanner sends one.
//
// # Stale codes
//
// Dev takes every report as soon as it comes, also when nobody waits, and drops
// the code. Dev.Scan returns only a code that begins after it was called; one
// that was under way is dropped whole. Nothing waits in the scanner, the kernel
// or here, so that a code shown to one screen is never taken by the next.
package scanner
