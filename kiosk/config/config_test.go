package config

import (
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/protocol"
)

const good = `
name = "K1"
digit = 1
[centre]
url = "https://centre.example:8444"
host = "centre.example"
[forms]
printer = "ipp://localhost/printers/forms"
`

func load(t *testing.T, text string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kiosk.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(path)
}

func TestBadFilesAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown key":       {`digit = 1`, `digits = 1`, `line 3: unknown key "digits"`},
		"unknown in centre": {`host = `, `hosts = `, `line 6: unknown key "centre.hosts"`},
		"no TOML":           {`name = "K1"`, `name = K1`, "line 2"},
		"no name":           {`name = "K1"`, `name = ""`, "name"},
		"name with a slash": {`"K1"`, `"../K1"`, "name"},
		"small letters":     {`"K1"`, `"k1"`, "name"},
		"name of 17":        {`"K1"`, `"K1234567890123456"`, "name"},
		"host in Chinese":   {`host = "centre.example"`, `host = "市民之家.example"`, "centre.host"},
		"host_":             {`host = "centre.example"`, `host = "centre_1.example"`, "centre.host"},
		"digit of two":      {`digit = 1`, `digit = 10`, "digit"},
		"plain HTTP":        {`https://centre`, `http://centre`, "centre.url"},
		"port alone":        {`host = "centre.example"`, `host = ":443"`, "centre.host"},
		"host with a path":  {`host = "centre.example"`, `host = "centre.example/x"`, "centre.host"},
		"no heartbeat":      {`[forms]`, "heartbeat = 0\n[forms]", "centre.heartbeat"},
		"a slow heartbeat":  {`[forms]`, "heartbeat = 121\n[forms]", "centre.heartbeat"},
		"an endless roll":   {`[forms]`, "[tickets]\nroll = 501\n[forms]", "tickets.roll"},
		"no file of a PIN":  {`[forms]`, "[technician]\npin = \"\"\n[forms]", "technician.pin"},
		"no time of a day":  {`digit = 1`, "digit = 1\nready_at = \"24:00\"", "ready_at"},
		"U-KEY, no name":    {`[forms]`, "[[ukey]]\npath = \"/x.so\"\n[forms]", "ukey 1: name"},
		"U-KEY, no path":    {`[forms]`, "[[ukey]]\nname = \"x\"\npath = \"x.so\"\n[forms]", "ukey 1: path"},
		"U-KEY twice":       {`[forms]`, strings.Repeat("[[ukey]]\nname = \"x\"\npath = \"/x.so\"\n", 2) + "[forms]", `ukey 2: name: "x"`},
		"U-KEYs, nine":      {`[forms]`, strings.Repeat("[[ukey]]\nname = \"x\"\npath = \"/x.so\"\n", 9) + "[forms]", "8 libraries"},
		"U-KEY, number":     {`[forms]`, "[[ukey]]\nname = \"x\"\npath = \"/x.so\"\nusb = [\"96e:1\"]\n[forms]", "line 10: "},
		"U-KEY, unknown":    {`[forms]`, "[[ukey]]\nlibrary = \"x\"\n[forms]", `line 8: unknown key "ukey.library"`},
		"USB number":        {`[forms]`, "[scanner]\nusb = [\"1eab1203\"]\n[forms]", "USB number"},
		"printer is a path": {`ipp://localhost/printers/forms`, `/dev/usb/lp0`, "forms.printer"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, c.from, c.to, 1)
			if text == good {
				t.Fatal("the case changes nothing")
			}
			if _, err := load(t, text); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error about %s", err, c.want)
			}
		})
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file was loaded")
	}
}

func TestDefaults(t *testing.T) {
	c, err := load(t, good+"[tickets]\nusb = [\"1504:0006\"]\n")
	if err != nil {
		t.Fatal(err)
	}
	if c.Centre.Heartbeat != 30 || c.Tickets.Paper != 80 || !c.Tickets.QRCommand || c.Path("x") != "/var/lib/hallkiosk/x" || c.Path("/x") != "/x" ||
		len(c.Tickets.USB) != 1 || c.Tickets.USB[0] != (USBID{0x1504, 6}) {
		t.Errorf("got %+v", c)
	}
}

func TestUKeys(t *testing.T) {
	c, err := load(t, good+`
[[ukey]]
name = "feitian"
path = "/opt/feitian/libcastle.so"
usb = ["096e:0309", "096e:0401"]
[[ukey]]
name = "other"
path = "/usr/lib/other.so"
`)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.UKeys) != 2 || c.UKeys[0].Name != "feitian" || len(c.UKeys[0].USB) != 2 || c.UKeys[0].USB[1] != (USBID{0x096e, 0x0401}) || c.UKeys[1].USB != nil {
		t.Errorf("got %+v", c.UKeys)
	}
}

func TestStoreKeyIsMadeOnceAndNeverReplaced(t *testing.T) {
	c := Default()
	c.State = filepath.Join(t.TempDir(), "state")
	first, err := c.StoreKey()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.StoreKey(); err != nil || again != first {
		t.Errorf("the second start got another key: %v", err)
	}
	info, err := os.Stat(c.Path(storeKeyName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v %v", info.Mode(), err)
	}
	if err := os.WriteFile(c.StorePath(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(c.Path(storeKeyName)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.StoreKey(); err == nil {
		t.Error("a new key was made for an old store")
	}
	if err := os.WriteFile(c.Path(storeKeyName), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.StoreKey(); err == nil {
		t.Error("a key of 5 bytes was taken")
	}
	credentials := t.TempDir()
	if err := os.WriteFile(filepath.Join(credentials, storeKeyName), make([]byte, 32), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", credentials)
	if key, err := c.StoreKey(); err != nil || key != [32]byte{} {
		t.Errorf("systemd's credential was not taken: %v", err)
	}
}

// TestOthersTakeWhatIsTakenHere: a configuration that is accepted must not fail
// later at the centre or, worse, at every ticket.
func TestOthersTakeWhatIsTakenHere(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		c := Default()
		c.Name = rapid.StringMatching(`[A-Za-]?[A-Z0-9-]{0,16}`).Draw(t, "name")
		c.Centre.URL, c.Centre.Host = "https://centre.example", rapid.StringMatching(`[A-Za-z0-9.:\[\]-]{0,20}[_é/@]?`).Draw(t, "host")
		if c.Validate() != nil {
			return
		}
		taken++
		if !authority.ValidName(c.Name) || !protocol.ValidKiosk(c.Name) {
			t.Errorf("no certificate for the name %q", c.Name)
		}
		h := protocol.Handle{Host: c.Centre.Host, Kiosk: c.Digit, Day: "2026-11-22", Letter: 'A', Serial: 1, Case: "019ab3c4-5d6e-7f80-9123-456789abcdef"}
		if _, err := protocol.Sign(h, key); err != nil {
			t.Errorf("no ticket for the host %q: %v", c.Centre.Host, err)
		}
	})
	if taken == 0 {
		t.Error("nothing was taken, so nothing was tried")
	}
}

func TestReadyTime(t *testing.T) {
	for at, want := range map[string]time.Duration{"07:30": 7*time.Hour + 30*time.Minute, "0:05": 5 * time.Minute, "23:59": 24*time.Hour - time.Minute} {
		c, err := load(t, strings.Replace(good, "digit = 1", "ready_at = \""+at+"\"", 1))
		if err != nil || c.ReadyTime() != want {
			t.Errorf("%s: %v, %v", at, c.ReadyTime(), err)
		}
	}
	if d := Default(); d.ReadyTime() != 7*time.Hour+30*time.Minute {
		t.Error(d.ReadyTime())
	}
}
