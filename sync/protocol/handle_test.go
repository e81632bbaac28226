package protocol_test

import (
	"crypto/ed25519"
	"encoding/base32"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/sync/protocol"
)

var (
	testKey  = ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	otherKey = ed25519.NewKeyFromSeed([]byte(strings.Repeat("o", ed25519.SeedSize)))
)

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func sample() protocol.Handle {
	return protocol.Handle{
		Host: "centre.example:8443", Kiosk: 1, Day: "2026-11-22", Letter: 'A', Serial: 23,
		Case: "019a9f00-1111-7222-8333-444455556666",
	}
}

func signed(t *testing.T, h protocol.Handle) string {
	t.Helper()
	text, err := protocol.Sign(h, testKey)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestHandleSaysWhatWasSigned(t *testing.T) {
	text := signed(t, sample())
	if !strings.HasPrefix(text, "HTTPS://CENTRE.EXAMPLE:8443/T/") || text != strings.ToUpper(text) {
		t.Errorf("text %q", text)
	}
	h, err := protocol.ParseHandle(text)
	if err != nil {
		t.Fatal(err)
	}
	if h.Number() != "A1023" || h.Day != "2026-11-22" || h.Case != sample().Case || h.Host != "CENTRE.EXAMPLE:8443" {
		t.Errorf("got %+v", h)
	}
	if !h.Genuine(public(testKey)) {
		t.Error("not genuine")
	}
	if h.Genuine(public(otherKey)) || h.Genuine(nil) {
		t.Error("genuine under another key")
	}
}

// Byte 7 on is the case: changing what a parsed handle says undoes it.
func TestChangedHandleIsNotGenuine(t *testing.T) {
	h, err := protocol.ParseHandle(signed(t, sample()))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*protocol.Handle){
		"kiosk":  func(h *protocol.Handle) { h.Kiosk = 2 },
		"day":    func(h *protocol.Handle) { h.Day = "2026-11-23" },
		"letter": func(h *protocol.Handle) { h.Letter = 'B' },
		"serial": func(h *protocol.Handle) { h.Serial++ },
		"case":   func(h *protocol.Handle) { h.Case = "019a9f00-1111-7222-8333-444455556667" },
		"bad":    func(h *protocol.Handle) { h.Day = "yesterday" },
		"host":   func(h *protocol.Handle) { h.Host = "CENTRE.EXAMPLF:8443" },
		"port":   func(h *protocol.Handle) { h.Host = "CENTRE.EXAMPLE:8444" },
		"nohost": func(h *protocol.Handle) { h.Host = "" },
		"long":   func(h *protocol.Handle) { h.Host += strings.Repeat("A", 256) }, // the same length in one byte
	} {
		changed := h
		change(&changed)
		if changed.Genuine(public(testKey)) {
			t.Errorf("%s: genuine", name)
		}
	}
}

// Every character of the text, the host's and the port's too, changed into
// every other character of ASCII and some that look like one, left out, or
// doubled.
func TestEveryChangedCharacterIsRefused(t *testing.T) {
	text := signed(t, sample())
	replacements := []string{"ſ", "ı", "Ａ", "0", "\u200b", "\n", "\x00", ""}
	for c := byte(' '); c <= '~'; c++ {
		replacements = append(replacements, string(c))
	}
	for i := range text {
		for _, r := range append(replacements, text[i:i+1]+text[i:i+1]) {
			if strings.ToUpper(r) == text[i:i+1] && len(r) == 1 {
				continue // lower case is tolerated
			}
			changed := text[:i] + r + text[i+1:]
			if changed == "HTTP"+text[5:] {
				continue // so is http
			}
			if h, err := protocol.ParseHandle(changed); err == nil && h.Genuine(public(testKey)) {
				t.Errorf("accepted %q", changed)
			}
		}
	}
}

// A handle moved to another host is read, and is not genuine.
func TestHostIsSigned(t *testing.T) {
	text := signed(t, sample())
	code := text[strings.Index(text, "/T/"):]
	for _, host := range []string{
		"C", "centre.example", "centre.example:443", "centre.example:844", "centre.example:8443.", "xcentre.example:8443", "[::1]:9", "192.0.2.1",
	} {
		h, err := protocol.ParseHandle("https://" + host + code)
		if err != nil || h.Host != strings.ToUpper(host) || h.Number() != "A1023" {
			t.Errorf("%s: %+v, %v", host, h, err)
		}
		if h.Genuine(public(testKey)) {
			t.Errorf("%s: genuine", host)
		}
	}
}

// HTTPS' own port is not said: a browser would leave it out.
func TestOwnPortIsLeftOut(t *testing.T) {
	h := sample()
	h.Host = "centre.example:443"
	text := signed(t, h)
	if !strings.HasPrefix(text, "HTTPS://CENTRE.EXAMPLE/T/") {
		t.Errorf("text %q", text)
	}
	if got, err := protocol.ParseHandle(text); err != nil || !got.Genuine(public(testKey)) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTrailingBitsAreRefused(t *testing.T) {
	text := signed(t, sample())
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	last := strings.IndexByte(alphabet, text[len(text)-1])
	for bits := 1; bits < 16; bits++ {
		_, err := protocol.ParseHandle(text[:len(text)-1] + string(alphabet[last&^15|bits]))
		wantCode(t, err, protocol.HandleCharacter)
	}
}

func TestToleratedSpellings(t *testing.T) {
	text := signed(t, sample())
	for _, s := range []string{
		strings.ToLower(text),
		" \t" + text + "\r\n",
		"http" + text[5:],
	} {
		h, err := protocol.ParseHandle(s)
		if err != nil || !h.Genuine(public(testKey)) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestRefusedTexts(t *testing.T) {
	text := signed(t, sample())
	code := text[strings.Index(text, "/T/")+3:]
	raw := func(change func([]byte)) string {
		b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		change(b)
		return "HTTPS://C/T/" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
	}
	tests := []struct {
		name, text string
		want       protocol.HandleCode
	}{
		{"empty", "", protocol.HandleForm},
		{"code alone", code, protocol.HandleForm},
		{"payment code", "wxp://f2f0abcdefgh", protocol.HandleForm},
		{"other scheme", "ftp://c/T/" + code, protocol.HandleForm},
		{"no host", "https:///T/" + code, protocol.HandleForm},
		{"user in host", "https://u@c/T/" + code, protocol.HandleForm},
		{"other path", "https://c/X/T/" + code, protocol.HandleForm},
		{"script", "https://<script>/T/" + code, protocol.HandleForm},
		{"Chinese host", "https://中心/T/" + code, protocol.HandleForm},
		{"query", "https://c/T/" + code + "?a=1", protocol.HandleLength},
		{"short", text[:len(text)-1], protocol.HandleLength},
		{"long", text + "A", protocol.HandleLength},
		{"no code", "https://c/T/", protocol.HandleLength},
		{"7 KB", "https://c/T/" + strings.Repeat("A", 7<<10), protocol.HandleLength},
		{"digit 1", text[:len(text)-5] + "1" + text[len(text)-4:], protocol.HandleCharacter},
		{"line break inside", text[:len(text)-5] + "\n" + text[len(text)-4:], protocol.HandleCharacter},
		{"padding", text[:len(text)-1] + "=", protocol.HandleCharacter},
		{"version 2", raw(func(b []byte) { b[0] = 2 }), protocol.HandleVersion},
		{"version 0", raw(func(b []byte) { b[0] = 0 }), protocol.HandleVersion},
		{"kiosk 10", raw(func(b []byte) { b[1] = 10 }), protocol.HandleNumber},
		{"letter a", raw(func(b []byte) { b[4] = 'a' }), protocol.HandleNumber},
		{"serial 0", raw(func(b []byte) { b[5], b[6] = 0, 0 }), protocol.HandleNumber},
		{"serial 1000", raw(func(b []byte) { b[5], b[6] = 3, 232 }), protocol.HandleNumber},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := protocol.ParseHandle(test.text)
			wantCode(t, err, test.want)
		})
	}
}

func TestSignRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*protocol.Handle)
		want   protocol.HandleCode
	}{
		{"no host", func(h *protocol.Handle) { h.Host = "" }, protocol.HandleForm},
		{"own port alone", func(h *protocol.Handle) { h.Host = ":443" }, protocol.HandleForm},
		{"host of 256", func(h *protocol.Handle) { h.Host = strings.Repeat("a", 256) }, protocol.HandleForm},
		{"path in host", func(h *protocol.Handle) { h.Host = "c/x" }, protocol.HandleForm},
		{"before 2020", func(h *protocol.Handle) { h.Day = "2019-12-31" }, protocol.HandleDay},
		{"after 2199", func(h *protocol.Handle) { h.Day = "2199-06-08" }, protocol.HandleDay},
		{"no day", func(h *protocol.Handle) { h.Day = "" }, protocol.HandleDay},
		{"serial 1000", func(h *protocol.Handle) { h.Serial = 1000 }, protocol.HandleNumber},
		{"letter", func(h *protocol.Handle) { h.Letter = '[' }, protocol.HandleNumber},
		{"kiosk", func(h *protocol.Handle) { h.Kiosk = -1 }, protocol.HandleNumber},
		{"capital UUID", func(h *protocol.Handle) { h.Case = strings.ToUpper("a" + h.Case[1:]) }, protocol.HandleCase},
		{"no UUID", func(h *protocol.Handle) { h.Case = "1" }, protocol.HandleCase},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := sample()
			test.change(&h)
			_, err := protocol.Sign(h, testKey)
			wantCode(t, err, test.want)
		})
	}
	if _, err := protocol.Sign(sample(), nil); err == nil {
		t.Error("signed without a key")
	}
}

func TestHandleRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 0xFFFF).Draw(t, "day"))
		h := protocol.Handle{
			Host:   rapid.StringMatching(`[A-Z0-9.-]{1,60}(:[1-9][0-9]{4})?`).Draw(t, "host"),
			Kiosk:  rapid.IntRange(0, 9).Draw(t, "kiosk"),
			Day:    day.Format(time.DateOnly),
			Letter: byte(rapid.IntRange('A', 'Z').Draw(t, "letter")),
			Serial: rapid.IntRange(1, 999).Draw(t, "serial"),
			Case:   rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).Draw(t, "case"),
		}
		text, err := protocol.Sign(h, testKey)
		if err != nil {
			t.Fatal(err)
		}
		got, err := protocol.ParseHandle(text)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Genuine(public(testKey)) {
			t.Error("not genuine")
		}
		if got.Host != h.Host || got.Day != h.Day || got.Number() != h.Number() || got.Case != h.Case {
			t.Errorf("got %+v, want %+v", got, h)
		}
	})
}

func FuzzParseHandle(f *testing.F) {
	text, err := protocol.Sign(sample(), testKey)
	if err != nil {
		f.Fatal(err)
	}
	elsewhere := "https://c" + text[strings.Index(text, "/T/"):]
	for _, s := range []string{text, strings.ToLower(text), elsewhere, "", "https://c/T/", text[:50], "HTTPS://ſ/T/", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := protocol.ParseHandle(s)
		if err != nil {
			var he *protocol.HandleError
			if !errors.As(err, &he) {
				t.Errorf("untyped error %v", err)
			}
			return
		}
		if meant := strings.ToUpper(strings.TrimSpace(s)); h.Genuine(public(testKey)) && meant != text && meant != "HTTP"+text[5:] {
			t.Errorf("another text is genuine: %q", s)
		}
		if again, err := protocol.Sign(h, testKey); err != nil || again == "" {
			t.Errorf("what was parsed cannot be signed: %v", err)
		}
	})
}

func wantCode(t *testing.T, err error, want protocol.HandleCode) {
	t.Helper()
	var he *protocol.HandleError
	if !errors.As(err, &he) || he.Code != want {
		t.Errorf("error %v, want code %s", err, want)
	}
}
