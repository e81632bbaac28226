// Package idcard reads resident identity cards and their kin (residence
// permits for Hong Kong, Macau and Taiwan people, foreigners' permanent
// residence cards) through a reader with a SAM_V security module, the kind
// that every hall in China has (GA/T 467-2013, GA 450).
//
// # The wire
//
// Host and reader exchange frames over one OUT and one IN endpoint:
//
//	host → reader  AA AA AA 96 69 · len(2) · CMD PARA · data · XOR
//	reader → host  AA AA AA 96 69 · len(2) · SW1 SW2 SW3 · data · XOR
//
// len is big-endian and counts what follows it, the XOR byte included; XOR
// covers the length through the last data byte. One visit of a card:
//
//	AA AA AA 96 69 00 03 20 01 22             find
//	AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97
//	AA AA AA 96 69 00 03 20 02 21             select
//	AA AA AA 96 69 00 0C 00 00 90 00×8 9C
//	AA AA AA 96 69 00 03 30 01 32             read text and photo
//	AA AA AA 96 69 05 08 00 00 90 01 00 04 00 text(256) photo(1024) XOR
//
// A reply does not say which command it answers, so a late, repeated or
// out-of-order reply is known by its shape only: what does not fit the command
// is skipped. What cannot be a frame at all is dropped up to the next preamble.
//
// # What stays
//
// The photo (WLT, a proprietary format) and the fingerprints are overwritten
// in the receive buffer as soon as the text is out of it. A Card prints and
// marshals as [redacted]; Card.Fields is the one deliberate way out.
//
// # A card that stays on the reader
//
// After one good read a card no longer answers find. Dev.Read therefore asks
// first whether a card that was selected earlier still lies there, and
// Dev.Present asks for the appended address (30 03): 90 and 91 both come from
// a card, every other answer means that it is gone.
//
// # Reports
//
// A HID reader cuts frames into 64-byte reports: as they are, or after a byte that
// counts what is meant of the other 63. New asks for the SAM id in both ways and keeps
// to the one that is answered:
//
//	AA AA AA 96 69 00 03 12 FF EE 00×54
//	0A AA AA AA 96 69 00 03 12 FF EE 00×53
//
// Not covered: the cloud-decoding modules (0483:572B), whose commands are their
// own and whose answers a server decodes, and readers that come with a library of
// their own. One whose framing no public source tells (0425:8159) is tried in these
// ways where kiosk.toml lists it ([reader] usb).
package idcard
