package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/trace"
	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/config"
)

type traceCmd struct {
	Device string        `help:"What to record: idcard, scanner, ticketprinter or pageprinter."`
	Out    string        `short:"o" name:"out" help:"The file to write; it must not be there yet."`
	For    time.Duration `help:"How long to record; until Ctrl-C without it."`
	Print  bool          `help:"Have a printer print a test page, too."`
	Replay string        `help:"Serve a trace to the kiosk's driver and print what it understands."`
	Config string        `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration, where there is one."`
}

// Run records the first device of a kind until it is told to stop, or replays a
// trace. What it prints while it records names nobody; a trace is masked anyway.
func (c *traceCmd) Run(ctx context.Context, s streams) error {
	if c.Replay != "" {
		return replayFile(ctx, s.out, c.Replay)
	}
	tracing, ok := tracings()[c.Device]
	if !ok || c.Out == "" {
		return errors.New("trace: say --device idcard, scanner, ticketprinter or pageprinter, and --out FILE; or --replay FILE")
	}
	cfg := config.Default()
	if loaded, err := config.Load(c.Config); err == nil {
		cfg = loaded
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if c.For > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.For)
		defer cancel()
	}
	bus := usb.NewBus()
	defer bus.Close()
	file, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	n, err := record(ctx, recording{tracing, bus, &cfg, c.Print, s.out}, file)
	err = errors.Join(err, file.Close())
	if n == 0 {
		return errors.Join(err, os.Remove(c.Out))
	}
	fmt.Fprintf(s.err, "kioskctl: %d bytes in %s, masked\n", n, c.Out)
	return err
}

// recording is one call of record.
type recording struct {
	tracing
	bus   devices.Bus
	cfg   *config.Config
	print bool
	out   io.Writer // what is seen, without anything personal
}

// record runs the device's driver and writes what passes; n is how many bytes the
// trace has. That the time is up, or Ctrl-C, is no error.
func record(ctx context.Context, r recording, w io.Writer) (n int, err error) {
	word := sessionWord(r.print, r.cfg.Tickets.Mute && r.device == "ticketprinter")
	rec := trace.NewRecorder(w, trace.Opts{Device: r.device, Session: word, Protocol: r.protocol, Masker: r.masker})
	say := json.NewEncoder(r.out)
	err = r.run(ctx, stage{
		bus: rec.Bus(r.bus), exchange: rec.Exchange, cfg: r.cfg, session: word, calm: time.Second,
		say: func(discreet, _ any) { _ = say.Encode(discreet) }, // where it cannot be shown, it is in the file
	})
	if ctx.Err() != nil {
		err = nil
	}
	return rec.Written(), errors.Join(err, rec.Close())
}

// replayFile replays the trace in a file.
func replayFile(ctx context.Context, out io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	t, err := trace.Read(file)
	if err != nil {
		return err
	}
	return replay(ctx, out, t)
}

// replay runs the device's driver on a trace and prints what it understands, a
// JSON object a line. Its end is no error; where the driver would have done
// something else, it is.
func replay(ctx context.Context, out io.Writer, t *trace.Trace) error {
	r, ok := tracings()[t.Header.Device]
	if !ok {
		return fmt.Errorf("trace: replay: no device is called %.20q", t.Header.Device)
	}
	day, err := time.Parse(time.DateOnly, t.Header.Date)
	if err != nil {
		return fmt.Errorf("trace: replay: the header's date: %w", trace.ErrFormat)
	}
	cfg := config.Default()
	cfg.Tickets.Mute = t.Header.Session == sessionWord(false, true) || t.Header.Session == sessionWord(true, true)
	served := trace.NewReplay(t, r.masker, r.pace)
	say := json.NewEncoder(out)
	say.SetEscapeHTML(false)
	var telling error
	err = r.run(ctx, stage{
		bus: served, cfg: &cfg, session: t.Header.Session, now: day,
		exchange: func(trace.Exchange) (trace.Exchange, error) { return served.Exchange, nil },
		ended:    served.Ended,
		say:      func(_, all any) { telling = errors.Join(telling, say.Encode(all)) },
	})
	if strayed := served.Err(); strayed != nil {
		return fmt.Errorf("trace: replay: %w", strayed)
	}
	if served.Ended() && (errors.Is(err, devices.ErrGone) || errors.Is(err, devices.ErrNotFound)) {
		err = nil
	}
	if t.Cut {
		telling = errors.Join(telling, say.Encode(map[string]bool{"cut": true}))
	}
	return errors.Join(err, telling)
}

// sessionWord is how the header says what the driver was told to do.
func sessionWord(print, mute bool) string {
	word := "look"
	if print {
		word = "print"
	}
	if mute {
		word += ", mute"
	}
	return word
}
