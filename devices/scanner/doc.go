// Package scanner reads codes from a hand-held or built-in scanner that is a
// USB HID device, in either of the two ways in which such scanners speak:
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
// New asks for the report descriptor and takes the way that it tells. Scanners
// that are serial ports (CDC) are not covered: they have no HID descriptor and
// are not matched.
//
// # Stale codes
//
// Dev takes every report as soon as it comes, also when nobody waits, and drops
// the code. Dev.Scan returns only a code that begins after it was called; one
// that was under way is dropped whole. Nothing waits in the scanner, the kernel
// or here, so that a code shown to one screen is never taken by the next.
package scanner
