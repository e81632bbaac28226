// Package ticketprinter prints queue tickets on ESC/POS thermal printers.
//
// A ticket is a Slip: lines, rules, QR codes and a cut, said in the printer's
// own words; what they mean is the caller's. Text goes out as two-byte GB 18030
// (FS &); a line with a character that needs four bytes, or that printers and
// converters disagree about, goes out as a picture. A Slip that cannot be
// printed whole is refused before the first byte is sent.
//
// Paper is never assumed to have moved. Print asks for the state before
// (DLE EOT), ends the ticket with a question that a printer answers only when
// it has worked off all before it (GS r), and asks for the state again. What
// goes wrong comes back as a *devices.NotPrintedError, which says whether some or all
// of the ticket may be on paper nevertheless.
//
// On the wire, host → printer and back:
//
//	10 04 04            DLE EOT 4: roll paper?        12 (there is paper), 72 (end), 1E (near end)
//	1B 40 1C 26         initialise, Chinese mode
//	… BF AA CD A8 0A    开通, print line
//	1D 56 42 00         feed to the knife, cut
//	1D 72 01            GS r: paper sensor?           00, once all above is on paper
//
// Sources: Epson's public ESC/POS reference (DLE EOT, GS a, GS r, GS ( k,
// GS v 0, GS V), the manuals of SPRT SP-T and SP-POS printers (FS &), USB
// Device Class Definition for Printing Devices 1.1 (GET_PORT_STATUS,
// SOFT_RESET).
package ticketprinter
