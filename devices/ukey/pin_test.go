package ukey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// TestPINIsNotPrinted: by no verb, in no log, in no JSON, alone or inside of something.
func TestPINIsNotPrinted(t *testing.T) {
	p := pinOf("864209")
	around := struct {
		P *PIN
		V PIN
	}{p, *p}
	var said bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&said, verb, p)
		fmt.Fprintf(&said, verb, *p)
		fmt.Fprintf(&said, verb, around)
	}
	slog.New(slog.NewTextHandler(&said, nil)).Info("x", "pin", p, "around", around)
	slog.New(slog.NewJSONHandler(&said, nil)).Info("x", "pin", p, "around", around)
	text, err := json.Marshal(around)
	must(t, err)
	said.Write(text)
	for _, form := range []string{"864209", "[56 54", "383634323039", "ODY0MjA5"} {
		if strings.Contains(said.String(), form) {
			t.Errorf("the PIN is told: %s", said.String())
		}
	}
}

func TestPIN(t *testing.T) {
	p := pinOf("12345")
	p.Drop()
	if string(p.Bytes()) != "1234" || p.Len() != 4 || p.bytes[4] != 0 {
		t.Errorf("%q", p.bytes)
	}
	p.Wipe()
	p.Drop()
	if p.Len() != 0 || p.bytes != [MaxPIN]byte{} {
		t.Errorf("%q", p.bytes)
	}
	for range MaxPIN {
		if !p.Add('1') {
			t.Fatal("no room")
		}
	}
	if p.Add('1') || p.Len() != MaxPIN {
		t.Error("more than there is room for")
	}
}
