package ukey

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"hallkiosk/devices"
)

func TestFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pipe bytes.Buffer
		body := rapid.SliceOfN(rapid.Byte(), 0, 200_000).Draw(t, "body")
		secret := rapid.StringMatching(`[!-~]{0,64}`).Draw(t, "pin")
		if err := errors.Join(writeBytes(&pipe, frameTokens, body), writePIN(&pipe, pinOf(secret))); err != nil {
			t.Fatal(err)
		}
		whole := bytes.Clone(pipe.Bytes())
		kind, got, err := readFrame(iotest.HalfReader(&pipe), maxFrame)
		if err != nil || kind != frameTokens || !bytes.Equal(got, body) {
			t.Fatalf("%c %d bytes, %v", kind, len(got), err)
		}
		var p PIN
		if err := readPIN(&pipe, &p); err != nil || string(p.Bytes()) != secret {
			t.Fatal(err)
		}
		cut := rapid.IntRange(0, len(whole)-1).Draw(t, "cut")
		r := bytes.NewReader(whole[:cut])
		_, _, err = readFrame(r, maxFrame)
		if err == nil {
			err = readPIN(r, &p)
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) && !(errors.Is(err, io.EOF) && cut == 0) {
			t.Fatalf("cut at %d of %d: %v", cut, len(whole), err)
		}
	})
}

func TestFramesThatAreTooLong(t *testing.T) {
	lie := []byte{frameTokens, 0x04, 0, 0, 1}
	if _, _, err := readFrame(bytes.NewReader(lie), maxFrame); !errors.Is(err, devices.ErrGarbled) {
		t.Error(err)
	}
	var p PIN
	if err := readPIN(bytes.NewReader(append([]byte{framePIN, 0, 0, 0, 65}, make([]byte, 65)...)), &p); !errors.Is(err, devices.ErrGarbled) {
		t.Error(err)
	}
	if err := readPIN(strings.NewReader("S\x00\x00\x00\x01x"), &p); !errors.Is(err, devices.ErrGarbled) {
		t.Error(err)
	}
	if err := readPIN(strings.NewReader("P\x00\x00\x00\x04xy"), &p); !errors.Is(err, io.ErrUnexpectedEOF) || p != (PIN{}) {
		t.Errorf("%v, %q kept", err, p.bytes)
	}
}

// FuzzHelper gives a helper's side whatever may come, and the kiosk's side whatever
// may be answered: an error, never a panic.
func FuzzHelper(f *testing.F) {
	f.Add([]byte("L\x00\x00\x00\x02{}"))
	f.Add([]byte("S\x00\x00\x00\x02{}P\x00\x00\x00\x021234"))
	f.Add([]byte("C\x00\x00\x00\x0d{\"token\":\"a\"}P\x00\x00\x00\x0212P\x00\x00\x00\x0234"))
	f.Add([]byte("T\x00\x00\x00\x23{\"tokens\":[{\"name\":\"a\",\"tries\":-7}]}"))
	f.Fuzz(func(t *testing.T, pipe []byte) {
		r := bytes.NewReader(pipe)
		for {
			o, err := readOrder(r)
			if err != nil {
				break
			}
			if err := obey(io.Discard, nobody{}, o, new([]byte)); err != nil && !errors.Is(err, devices.ErrGarbled) {
				t.Fatal(err)
			}
			if o.pins != [2]PIN{} {
				t.Fatal("a PIN was kept")
			}
		}
		if len(pipe) < frameHead {
			return
		}
		var told tokens
		if decodeBody(pipe[frameHead:], &told) != nil {
			return
		}
		told.bound()
		_ = told.Problem.err()
		for _, token := range told.Tokens {
			k := token.key("m")
			if k.Tries < -1 || k.MinPIN < 0 || k.MaxPIN > MaxPIN || len([]rune(k.Label)) > 64 || k.Err == nil && !k.PIN.known() {
				t.Fatalf("%+v", k)
			}
		}
	})
}

// nobody is a Driver without keys.
type nobody struct{}

func (nobody) Library() Library                                    { return Library{} }
func (nobody) Scan(Hint) ([]Token, error)                          { return nil, nil }
func (nobody) Sign(string, []byte, []byte, []byte) ([]byte, error) { return nil, devices.ErrGone }
func (nobody) ChangePIN(string, []byte, []byte) error              { return devices.ErrGone }
func (nobody) Close() error                                        { return nil }
