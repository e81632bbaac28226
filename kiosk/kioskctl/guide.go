package main

import (
	"fmt"
	"os"

	"hallkiosk/assets"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/guide"
	"hallkiosk/screens/ime"
)

type guideCmd struct {
	Folder string `arg:"" optional:"" help:"A folder with the guide's *.toml; the built-in guide without it."`
}

// Run validates a guide and says what is in it.
func (c *guideCmd) Run(s streams) error {
	g, err := guide.Load(assets.FS, "guide")
	if c.Folder != "" {
		g, err = guide.Load(os.DirFS(c.Folder), ".")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s  version %s\n", g.Title.Zh, g.Version)
	for _, service := range g.Services {
		fmt.Fprintf(s.out, "  %s  %-10s %s / %s: %d materials\n", service.Letter, service.ID, service.Title.Zh, service.Title.En, len(service.Materials))
	}
	fmt.Fprintf(s.out, "  %d materials, statement of %d clauses (version %s)\n", len(g.Materials), len(g.Statement.Clauses), g.Statement.Version)
	return nil
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
