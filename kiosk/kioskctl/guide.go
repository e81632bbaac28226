package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/guide"
	"hallkiosk/screens/ime"
	"hallkiosk/sync/guidefile"
)

type guideCmd struct {
	Folder      string `arg:"" optional:"" help:"A folder with the guide's *.toml; the built-in guide without it."`
	Check       bool   `xor:"what" help:"Print each mistake as file:line: what is wrong, in Chinese and English, and exit 1 where there is one."`
	Assumptions bool   `xor:"what" help:"Print what the guide assumes beyond the notice, for the bureau to confirm."`
	Table       bool   `xor:"what" help:"Print the services and their materials as the README's table."`
}

// Run validates a guide and says what is asked of it, or what is in it.
func (c *guideCmd) Run(s streams) error {
	g, err := c.load()
	if c.Check {
		return c.report(s, err)
	}
	if err != nil {
		return c.inWords(err)
	}
	switch {
	case c.Assumptions:
		words, err := i18n.Load(assets.FS, "i18n")
		if err != nil {
			return err
		}
		_, err = io.WriteString(s.out, assumptions(g, words))
		return err
	case c.Table:
		_, err := io.WriteString(s.out, serviceTable(g))
		return err
	}
	fmt.Fprintf(s.out, "%s  version %s\n", g.Title.Zh, g.Version)
	for _, service := range g.Services {
		fmt.Fprintf(s.out, "  %s  %-10s %s / %s: %d materials\n", service.Letter, service.ID, service.Title.Zh, service.Title.En, len(service.Materials))
	}
	fmt.Fprintf(s.out, "  %d materials, %d drivers, statement of %d clauses (version %s)\n",
		len(g.Materials), len(g.Drivers), len(g.Statement.Clauses), g.Statement.Version)
	return nil
}

func (c *guideCmd) load() (*guide.Guide, error) {
	if c.Folder == "" {
		return guide.Load(assets.FS, "guide")
	}
	return guide.Load(os.DirFS(c.Folder), ".")
}

// report prints the mistakes of a guide, or that it is good.
func (c *guideCmd) report(s streams, err error) error {
	var found guide.Mistakes
	switch {
	case err == nil:
		fmt.Fprintln(s.out, "good")
		return nil
	case !errors.As(err, &found):
		return err
	}
	lines, err := c.lines(found)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, strings.Join(lines, "\n"))
	return attention{}
}

// inWords says an error of loading as report does, where it is of the guide.
func (c *guideCmd) inWords(err error) error {
	var found guide.Mistakes
	if !errors.As(err, &found) {
		return err
	}
	lines, err := c.lines(found)
	if err != nil {
		return err
	}
	return errors.New("guide:\n" + strings.Join(lines, "\n"))
}

func (c *guideCmd) lines(found guide.Mistakes) ([]string, error) {
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return nil, err
	}
	return guidefile.Lines(words, c.Folder, guidefile.Of(found).Mistakes, guide.MaxListed), nil
}

type readyCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

// Run compiles the keyboard's dictionaries into the state folder, which takes
// half a minute once, so that the kiosk itself starts at once.
func (c *readyCmd) Run(s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	engine, err := ime.Open(cfg.Dictionaries, cfg.Path("ime"))
	if err != nil {
		return err
	}
	engine.Close()
	fmt.Fprintln(s.out, "the dictionaries are ready")
	return nil
}
