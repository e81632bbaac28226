package idcard

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// The commands' frames as public sources print them, checksums included.
func TestCommandFrames(t *testing.T) {
	for want, c := range map[string]command{
		"000310ffec": {0x10, 0xFF}, "000311ffed": cmdStatus, "000312ffee": cmdSAMID, "0003200122": cmdFind, "0003200221": cmdSelect,
		"0003300132": cmdRead, "0003301023": {0x30, 0x10}, "0003300330": cmdAddress, "0003600063": {0x60, 0x00},
	} {
		if got := hex.EncodeToString(c.frame()); got != "aaaaaa9669"+want {
			t.Errorf("%+v: %s, want %s", c, got, want)
		}
	}
}

// The replies' frames, with their lengths: found, selected, no card, module's id.
func TestReplyFrames(t *testing.T) {
	for text, c := range map[string]command{
		"AAAAAA9669 0008 00009F 00000000 97":                         cmdFind,
		"AAAAAA9669 000C 000090 0000000000000000 9C":                 cmdSelect,
		"AAAAAA9669 0004 000080 84":                                  cmdFind,
		"AAAAAA9669 0004 000091 95":                                  cmdAddress,
		"AAAAAA9669 0014 000090 05000300010000000200000003000000 82": cmdSAMID,
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		r, n, err := cutFrame(b)
		if err != nil || n != len(b) || !c.fits(r) {
			t.Errorf("%s: %v, %d of %d bytes", text, err, n, len(b))
		}
	}
}

// Every result that a table of SW3 lists has its word.
func TestStatusWords(t *testing.T) {
	for want, codes := range map[error][]byte{
		ErrNoCard:       {0x80},
		ErrRefused:      {0x10, 0x11, 0x21, 0x23},
		ErrSelfTest:     {0x60},
		ErrUnauthorised: {0x66},
		ErrUnreadable:   {0x24, 0x31, 0x32, 0x33, 0x40, 0x41, 0x47, 0x81, 0x91},
	} {
		for _, sw3 := range codes {
			if err := (reply{sw3: sw3}).err(); !errors.Is(err, want) {
				t.Errorf("%02X: %v, want %v", sw3, err, want)
			}
		}
	}
	for _, sw3 := range []byte{0x90, 0x9F} {
		if err := (reply{sw3: sw3}).err(); err != nil {
			t.Errorf("%02X: %v", sw3, err)
		}
	}
}

// The sample numbers' checks, against the worked examples of the standards.
func TestCheckCharacters(t *testing.T) {
	for digits, want := range map[string]byte{
		"11010519491231002": 'X', "44052418800101001": '4', "43010219900307211": '4', "81000019940823002": '1', "93170219930520001": '3',
	} {
		if got := checkCharacter(digits); got != want {
			t.Errorf("%s: %c, want %c", digits, got, want)
		}
	}
	if got := oldCheckCharacter("KAZ11009012310"); got != '5' {
		t.Errorf("old: %c", got)
	}
}
