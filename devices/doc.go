// Package devices is what the kiosk's devices have in common: how bytes move
// (Transport, Bus), how a device stands (Status), how it is kept in service
// (Supervise), and how it is simulated (Peripheral).
//
// # Three layers
//
//   - Bytes. A Bus finds a device by Match and opens a Transport, which keeps the
//     borders of USB transfers. devices/usb is the machine's, devices/memory the
//     demo's.
//   - Protocol. Each device has a package of its own: frames, commands, what an
//     answer means. It takes a Transport and knows nothing of USB.
//   - Supervision. Supervise looks for the device, opens it, probes it, lends it
//     to one user at a time, notices its loss and finds it again.
//
// # The devices
//
//	device                  standard                            models known            tested how
//	idcard, bulk            GA/T 467 frames, GA 450             4 numbers: ZKTeco,      m u t s x
//	                                                            Synjones, Telpo
//	idcard, HID reports     the same in 64-byte reports,        Yinan; others by        m u t s x
//	                        which may begin with a count        [reader] usb
//	scanner, HID POS        HID POS usages (page 8C),           Newland xx10, and any   m u t s x
//	                        ISO/IEC 15424                       listed number that
//	                                                            says so itself
//	scanner, keyboard       HID 1.11, boot protocol             Honeywell, Zebra,       m u t s x
//	                                                            Datalogic, Youjie,
//	                                                            Mindeo, Intermec,
//	                                                            Newland xx03
//	scanner, serial port    USB CDC 1.2, PSTN 1.2               Newland xx06, Zebra     m u t s x
//	                                                            1701, Datalogic 4204
//	scanner, Simple COM     none public; HID reports that       Zebra 0600              m u t s x
//	                        begin with a count
//	ticketprinter           ESC/POS, USB printer class 1.1,     17 numbers: Epson,      m u t s x
//	                        GB 18030                            Star, Gprinter,
//	                                                            Xprinter and others
//	pageprinter             IPP 1.1 (RFC 8010, RFC 8011)        any; CUPS               i t x
//	ukey                    PKCS#11 2.40, a vendor's library    34 numbers: Feitian,    k h s x
//	                                                            Longmai, Haitai,
//	                                                            Watchdata and others
//
// m: contract on devices/memory. u: the same on the virtual bus, through the real
// gousb and libusb. t: traces in testdata/traces, which hold a simulated device, not
// a real one. s: devices/soak. x: fuzzed, with a corpus in testdata/fuzz. i: against
// ippeveprinter and a simulated printer. k: against virtual keys behind a library of
// their own, in a real helper. h: against SoftHSM. No device of this table has been tried
// in a hall; those with -hardware in their tests wait for one.
//
// # A thousand times
//
// devices/soak tries what happens to each: pulled out, in use or not, suspended,
// silent, garbled, halted, two of a kind, a hub that resets all. kiosk/soak-devices
// pulls a reader, a scanner and a printer out after a random number of bytes, again
// and again. On 23 November 2026, two busy cores, 1,000 cycles, seed 1, in 115 s:
//
//	              before      after
//	goroutines        12         12
//	descriptors       40         40
//	heap          1.42 MB    1.44 MB
//	resident      18.1 MB    19.8 MB
//
// What is left, 20 bytes of heap and 1.7 kB resident a cycle, is the virtual bus's
// and libumockdev's: a device that bare gousb opens there, without any of the
// product's code, leaves 11 bytes and 2.5 kB behind:
//
//	go test ./devices/usb/usbtest -run '^$' -bench Plugged -benchtime 1000x
//
// # A card
//
// From the card on the glass until its fields are in the picture of the screen,
// above what the reader itself takes, on a simulated reader with real timings, by
//
//	go test ./kiosk/e2e -run '^$' -bench Card -benchtime 15x
//
// on 23 November 2026, two cores with a load of 1 to 3, medians of 15 cards:
//
//	                   reader      kiosk     above
//	memory, bulk      1051 ms     999 ms   -52 ms
//	USB, bulk          997 ms    1010 ms    13 ms
//	memory, HID       1035 ms    1009 ms   -26 ms
//	USB, HID          1003 ms    1005 ms     2 ms
//
// The moment at which a card is laid falls anywhere into the reader's own find, so
// that medians differ by tens of milliseconds both ways, and less than nothing means
// no more than nothing. The window adds one frame, 17 ms at the most.
//
// # Fuzzed
//
// kiosk/fuzz-parsers, ten minutes each, 23 November 2026, no crash; in millions of
// executions: idcard FuzzMask 3.8, FuzzDecodeReply 5.0, FuzzText 2.0; scanner
// FuzzAssemblers 5.1, FuzzMasker 3.3, FuzzReadLicence 3.4, FuzzControlInterface 4.7;
// ticketprinter FuzzParseDeviceID 3.6, FuzzMask 3.2, FuzzReplies 3.6; pageprinter/ipp
// FuzzMask 5.7, FuzzDecode 3.1; trace FuzzRead 3.0; idcardsim FuzzParseCard 6.4;
// ticketprintersim FuzzParser 1.1.
// Simple COM came afterwards: ten minutes more, FuzzAssemblers 3.9, FuzzMasker 3.5.
//
// # To add a device
//
//  1. Make devices/<name>. Its doc.go names the maker's manual and the terms, and
//     shows one exchange byte by byte. Another way in which a known device speaks
//     is not another package but a mode or framing of that one (scanner.Serial),
//     which New finds out by itself where it can.
//  2. Say in Match() which devices are meant, by listed numbers or by class. Where
//     makers share a number, let New confirm by a harmless question; where only the
//     number tells how a device speaks, let New ask the device for it, so that the
//     Masker hears it too (scanner.SpeaksSimpleCOM). A device with several
//     interfaces is opened at one of them, that with the endpoints: order the
//     classes so that the best comes first. A request to another interface of it (a
//     serial port's line) says Elsewhere and its number; the configuration
//     descriptor, which any device gives on request, tells which.
//  3. Write New(Transport, *Opts) (*Dev, error), which leaves the Transport to its
//     caller when it fails, a verb or two with a context, Probe and Close.
//     Receive a packet at a time what comes unasked: a device that fills its last
//     packet would keep a larger buffer waiting.
//  4. Wrap errors with the place (`idcard: read: %w`) and let a screen act on them:
//     pass ErrGone and ErrStall on, say ErrSilent for no answer in time and
//     ErrGarbled for one that the protocol does not allow. Both make supervision
//     look at once. What a person did (no card, no paper) is a sentinel of the
//     device's own, or a Status, and casts no doubt on the device.
//  5. Write devices/<name>/<name>sim: a Peripheral that speaks the same bytes, and
//     can do wrong what the real one does wrong. Only tests and files with the
//     build tag sim import it. Its Out and Control must not block, and it stalls
//     what it does not know. Descriptor describes the interface that is spoken to;
//     others go into Before, with their class's own descriptors.
//  6. Write one contract test and run it on each of devicetest.Rigs, which are
//     devices/memory and the virtual bus, and with -hardware on the real thing. Fuzz
//     each parser and commit a few of what the fuzzer found worth keeping.
//  7. Write a Masker, see devices/trace, which leaves nothing of a person in what is
//     recorded; add the device to kioskctl/tracedevices.go and scenes to its test,
//     and record them with `go test ./kiosk/kioskctl -run Recorded -update`.
//  8. Give it a line in kiosk/70-hallkiosk.rules for each new number, or opening says
//     ErrDenied: a test compares the rules with Match, another has udev read them.
//     Add it to devices/soak, to the doctor, and to the table above.
//  9. Wire it in package main: Supervise(ctx, open, nil), where open takes a
//     Transport from the Bus and gives it to New. A new mode of a known device
//     needs nothing there.
//
// A transport that is not USB (a real serial line, a network) belongs in a package
// beside devices/usb and must pass devices/transporttest. A scanner that is a serial
// port by USB is none: it is opened like any other device.
package devices
