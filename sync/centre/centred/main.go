// Command centred is the information centre: it takes the kiosks' cases and
// serves the staff's pages. See "centred help".
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/centre/papers"
)

const usage = `centred, the information centre

  centred [serve] [flags]                    serve kiosks and staff
  centred account add NAME -role ROLE        ROLE is window, approver or admin; asks for the password
  centred account password NAME              asks for a new password
  centred account disable NAME | enable NAME
  centred kiosk sign -csr FILE -name K1 -digit 1 -o cert.pem
  centred kiosk revoke NAME
  centred guide publish FOLDER               checks the folder's *.toml and gives them to every kiosk
  centred guide list                         which guides were published; the kiosks use the first
  centred guide rollback VERSION             gives the kiosks an older one again
  centred trust add FILE…                    CAs whose U-KEYs are believed, and their revocation lists; DER or PEM
  centred trust list                         which they are; the checksum stands first in each line
  centred trust remove CHECKSUM…             by the beginning of the checksum

A running centre takes up a new guide, or another trust, by itself, and its kiosks within half a minute.

A ticket's page is shown at the host in its QR code only, as signed there. A proxy
before the staff's address must hand on the request's Host as it came, port included.

Every command takes -data FOLDER. A command's own flags: centred COMMAND -h
`

// program is one run of the command, with all that it touches.
type program struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := program{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	err := p.run(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "centred:", err)
		os.Exit(1)
	}
}

func (p program) run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "" && args[0][0] == '-' {
		args = append([]string{"serve"}, args...)
	}
	switch args[0] {
	case "serve":
		return p.serve(ctx, args[1:])
	case "account":
		return p.account(ctx, args[1:])
	case "kiosk":
		return p.kiosk(ctx, args[1:])
	case "guide":
		return p.guide(ctx, args[1:])
	case "trust":
		return p.trust(ctx, args[1:])
	case "help":
		_, err := io.WriteString(p.out, usage)
		return err
	}
	return fmt.Errorf("unknown command %q\n%s", args[0], usage)
}

// flags makes the set of a command, with the flag that all share.
func (p program) flags(command string) (set *flag.FlagSet, data *string) {
	set = flag.NewFlagSet("centred "+command, flag.ContinueOnError)
	set.SetOutput(p.err)
	return set, set.String("data", "centre-data", "folder of the database and the authority's keys")
}

// log writes to where the program's errors go.
func (p program) log() *slog.Logger { return slog.New(slog.NewTextHandler(p.err, nil)) }

// parse reads a command's flags, which may stand before or after its one name.
func parse(set *flag.FlagSet, args []string) (name string, err error) {
	names, err := parseAll(set, args)
	switch {
	case err != nil || len(names) == 0:
		return "", err
	case len(names) > 1:
		return "", fmt.Errorf("one thing too many: %q", names[1])
	}
	return names[0], nil
}

// parseAll reads a command's flags, which may stand before, after and among its names.
func parseAll(set *flag.FlagSet, args []string) (names []string, err error) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if args = set.Args(); len(args) == 0 {
			return names, nil
		}
		names, args = append(names, args[0]), args[1:]
	}
}

// open opens the centre and its authority in the folder, making it at first.
func (p program) open(data string) (*centre.Centre, *authority.Authority, error) {
	vouch, err := authority.Open(filepath.Join(data, "authority"), nil)
	if err != nil {
		return nil, nil, err
	}
	c, err := p.openPages(data)
	return c, vouch, err
}

// openPages opens the centre without its authority.
func (p program) openPages(data string) (*centre.Centre, error) {
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return nil, err
	}
	return centre.New(centre.Options{
		File: filepath.Join(data, "centre.db"), Assets: assets.FS, Words: words, Log: p.log(),
		Forms: papers.Forms{},
	})
}

// askPassword reads one line, unseen where somebody types it.
func (p program) askPassword() (string, error) {
	fmt.Fprint(p.err, "Password: ")
	show := hideTyping(p.in)
	line, err := bufio.NewReader(p.in).ReadString('\n')
	show()
	fmt.Fprintln(p.err)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line, nil
}
