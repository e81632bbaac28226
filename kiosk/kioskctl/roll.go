package main

import (
	"fmt"
	"time"

	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/roll"
)

type rollCmd struct {
	Show rollShowCmd `cmd:"" default:"withargs" help:"Say how many tickets the ticket printer's roll still gives, by estimate."`
	New  rollNewCmd  `cmd:"" help:"Note that a new roll was put in, where the kiosk did not see it."`
}

type rollShowCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

type rollNewCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

func openRoll(path string) (*roll.Roll, error) {
	cfg, err := config.Load(path)
	if err != nil {
		return nil, err
	}
	return roll.Open(roll.Options{File: cfg.RollPath(), Metres: cfg.Tickets.Roll, Now: time.Now}), nil
}

// Run says what is left. It does not ask the printer, which the kiosk has.
func (c *rollShowCmd) Run(s streams) error {
	r, err := openRoll(c.Config)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, rollWords(r))
	return nil
}

// Run notes a new roll; the kiosk may run meanwhile.
func (c *rollNewCmd) Run(s streams) error {
	r, err := openRoll(c.Config)
	if err != nil {
		return err
	}
	if err := r.New(); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "noted: a new roll")
	return nil
}
