//go:build sim

package tray

import (
	"strings"

	"hallkiosk/kiosk/casim"
	"hallkiosk/screens/ui"
)

// keySample is a U-KEY that lies on the tray.
type keySample struct {
	name string // of its word
	casim.Spec
}

func keySamples() []keySample {
	return []keySample{
		{"good", casim.Spec{Encryption: true}},
		{"rsa", casim.Spec{Algorithm: "rsa"}},
		{"expiring", casim.Spec{Expires: "+30d"}},
		{"expired", casim.Spec{Expires: "-12d"}},
		{"frozen", casim.Spec{State: "frozen"}},
		{"revoked", casim.Spec{State: "revoked"}},
		{"locked", casim.Spec{State: "locked"}},
		{"last", casim.Spec{State: "last"}},
		{"must-change", casim.Spec{State: "must-change"}},
		{"other", casim.Spec{Issuer: "other"}},
		{"strange", casim.Spec{State: "no-module"}},
	}
}

// keyRack is the part of the tray with the U-KEYs.
type keyRack struct {
	choosing bool
	in       string // the name of the one that is plugged in; "": none
	pager    ui.Pager
}

// press does what a button of the rack says; it reports whether it was one.
func (r *keyRack) press(h *Hall, id string) (bool, error) {
	switch name, sample := strings.CutPrefix(id, "tray.key."); {
	case id == "tray.keys":
		r.choosing = true
	case id == "tray.back":
		r.choosing = false
	case id == "tray.pull":
		h.PullKey()
		r.in = ""
	case sample:
		r.choosing = false
		for _, s := range keySamples() {
			if s.name == name {
				if err := h.PlugKey(s.Spec); err != nil {
					return true, err
				}
				r.in = name
			}
		}
	default:
		return false, nil
	}
	return true, nil
}

// draw shows the rack in the tray's place.
func (r *keyRack) draw(f *ui.Frame, word func(string, ...any) string) {
	b := f.Bare(&r.pager)
	b.Heading(word("keys-title"))
	b.Text(ui.StyleSmall, word("keys-pin", "pin", casim.PIN))
	var cards []ui.Choice
	for _, s := range keySamples() {
		cards = append(cards, ui.Choice{ID: "tray.key." + s.name, Icon: ui.IconKey, Title: word("key-" + s.name)})
	}
	b.Choices(1, append(cards, ui.Choice{ID: "tray.back", Icon: ui.IconBack, Title: word("back")})...)
}

// button is the rack's on the tray.
func (r *keyRack) button(word func(string, ...any) string) ui.Choice {
	if r.in != "" {
		return ui.Choice{ID: "tray.pull", Icon: ui.IconKey, Title: word("pull"), Subtitle: word("key-" + r.in)}
	}
	return ui.Choice{ID: "tray.keys", Icon: ui.IconKey, Title: word("keys")}
}
