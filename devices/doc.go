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
// # To add a device
//
//  1. Make devices/<name>. Its doc.go names the maker's manual and the terms, and
//     shows one exchange byte by byte.
//  2. Say in Match() which devices are meant, by listed numbers or by class. Where
//     makers share a number, let New confirm by a harmless question.
//  3. Write New(Transport, *Opts) (*Dev, error), which leaves the Transport to its
//     caller when it fails, a verb or two with a context, Probe and Close.
//  4. Wrap errors with the place (`idcard: read: %w`) and let a screen act on them:
//     pass ErrGone and ErrStall on, say ErrSilent for no answer in time and
//     ErrGarbled for one that the protocol does not allow. Both make supervision
//     look at once. What a person did (no card, no paper) is a sentinel of the
//     device's own, or a Status, and casts no doubt on the device.
//  5. Write devices/<name>/<name>sim: a Peripheral that speaks the same bytes, and
//     can do wrong what the real one does wrong. Only tests and files with the
//     build tag sim import it. Its Out and Control must not block.
//  6. Write one contract test and run it three times: over memory.Plug, over
//     usbtest.Bus.Plug, and with -hardware on the real thing.
//  7. Wire it in package main: Supervise(ctx, open, nil), where open takes a
//     Transport from the Bus and gives it to New. A new number to open needs its
//     line in the udev rules, or opening says ErrDenied.
//
// A transport of another kind (serial, network) belongs in a package beside
// devices/usb and must pass devices/transporttest.
package devices
