// Command kioskctl is the technician's command line: it looks at a kiosk's
// parts, decodes what devices and tickets say, and enrols a kiosk.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are the program's; kong reads the tags.
type commands struct {
	Doctor doctorCmd `cmd:"" help:"Look at each device, the store, the clock, the centre and the certificate; exit 1 where one needs attention."`
	Owed   owedCmd   `cmd:"" help:"List the cases that the centre does not have, by number, day and reason; --retry has those delivered again that it refused."`
	Prints printsCmd `cmd:"" help:"List what was printed, by number, day and paper: how each copy stands and how often it was begun."`
	Decode decodeCmd `cmd:"" help:"Print as JSON what the kiosk understands of a reader's reply, a scanned text, a certificate or a ticket."`
	Enrol  enrolCmd  `cmd:"" help:"Make this kiosk's key and a request for its certificate."`
	Guide  guideCmd  `cmd:"" help:"Check a guide and say what is in it."`
	Trace  traceCmd  `cmd:"" help:"Record what passes between the kiosk and a device, without anything personal; or replay it."`
	Roll   rollCmd   `cmd:"" help:"Say how many tickets the ticket printer's roll still gives, or note a new one."`
	PIN    pinCmd    `cmd:"" name:"pin" help:"Set the PIN of the technician's page."`
	UKey   ukeyCmd   `cmd:"" name:"ukey" help:"List the U-KEYs that are plugged in, and how their makers' libraries stand; no PIN is asked for."`
	Ready  readyCmd  `cmd:"" help:"Prepare what takes long at a first start: the dictionaries of the keyboard."`

	UKeyModule ukeyModuleCmd `cmd:"" name:"ukey-module" hidden:"" help:"Serve the kiosk with a U-KEY vendor's library, over standard input and output."`
}

// streams are the standard ones, as a test gives others.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// attention is the error of a command that has printed all there is to say and
// wants exit status 1.
type attention struct{}

func (attention) Error() string { return "attention needed" }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run runs one command and returns the exit status: 0 good, 1 attention or
// refusal, 2 for arguments that are not understood.
func run(ctx context.Context, args []string, s streams) int {
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("kioskctl"), kong.Description("The technician's command line of the hall kiosk."),
		kong.Writers(s.out, s.err), kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s))
	if err != nil {
		fmt.Fprintln(s.err, "kioskctl:", err)
		return 2
	}
	k, err := parser.Parse(twoDashes(args))
	if exit >= 0 {
		return exit // --help
	}
	if err != nil {
		fmt.Fprintln(s.err, "kioskctl:", err)
		return 2
	}
	err = k.Run()
	if err == nil {
		return 0
	}
	if !errors.Is(err, attention{}) {
		fmt.Fprintln(s.err, "kioskctl:", err)
	}
	return 1
}

// twoDashes writes -key as --key: the contract and Go's own tools use one dash,
// the parser wants two. A single letter keeps its one.
func twoDashes(args []string) []string {
	out := slices.Clone(args)
	for i, arg := range args {
		if arg == "--" {
			break // the rest are no flags
		}
		if len(arg) > 2 && arg[0] == '-' && arg[1] != '-' {
			out[i] = "-" + arg
		}
	}
	return out
}
