package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/protocol"
)

// maxInput is the largest input of decode, in bytes; a reader's reply has 2,321.
const maxInput = 1 << 20

type decodeCmd struct {
	IDCard      decodeIDCard      `cmd:"" name:"idcard" help:"A card reader's reply frame, in hex."`
	Licence     decodeLicence     `cmd:"" help:"The text of a business licence's QR code."`
	Certificate decodeCertificate `cmd:"" help:"A U-KEY's certificate in DER, PEM or base64."`
	Handle      decodeHandle      `cmd:"" help:"The text of a ticket's QR code."`
}

type inputFile struct {
	File string `arg:"" optional:"" help:"What to decode; standard input without it."`
}

type decodeIDCard struct{ inputFile }

func (c *decodeIDCard) Run(s streams) error {
	return decode(s, c.File, func(text []byte) (any, error) {
		frame, err := hex.DecodeString(strings.Map(dropBlanks, string(text)))
		if err != nil {
			return nil, refusal{"not-hex", errors.New("not a frame in hex")}
		}
		card, err := idcard.DecodeReply(frame)
		if err != nil {
			return nil, refusal{idcard.Code(err), err}
		}
		return card.Fields(time.Now()), nil
	})
}

type decodeLicence struct{ inputFile }

func (c *decodeLicence) Run(s streams) error {
	return decode(s, c.File, func(text []byte) (any, error) {
		scanned, err := scanner.DecodeText(text)
		if err != nil {
			return nil, refusal{scanner.Code(err), err}
		}
		valid := func(code string) bool { return visit.CheckUSCC(code) == nil }
		licence, err := scanner.ReadLicence(scanned, valid)
		if err != nil {
			return nil, refusal{scanner.Code(err), err}
		}
		return struct {
			Name   string `json:"name"`
			USCC   string `json:"uscc"`
			Source string `json:"source"`
		}{licence.Name, licence.USCC, licence.Source}, nil
	})
}

type decodeHandle struct {
	inputFile
	Key string `help:"PEM file with the kiosk's certificate or public key: is the handle genuine?"`
}

func (c *decodeHandle) Run(s streams) error {
	return decode(s, c.File, func(text []byte) (any, error) {
		h, err := protocol.ParseHandle(strings.TrimSpace(string(text)))
		if err != nil {
			code := "not-a-handle"
			if e := (*protocol.HandleError)(nil); errors.As(err, &e) {
				code = string(e.Code)
			}
			return nil, refusal{code, err}
		}
		shown := struct {
			Kiosk   int    `json:"kiosk"`
			Day     string `json:"day"`
			Number  string `json:"number"`
			Case    string `json:"case"`
			Genuine *bool  `json:"genuine,omitempty"`
		}{Kiosk: h.Kiosk, Day: h.Day, Number: h.Number(), Case: h.Case}
		if c.Key != "" {
			key, err := publicKey(c.Key)
			if err != nil {
				return nil, refusal{"key", err}
			}
			genuine := h.Genuine(key)
			shown.Genuine = &genuine
		}
		return shown, nil
	})
}

// publicKey reads an Ed25519 public key, or that of a certificate, from PEM.
func publicKey(path string) (ed25519.PublicKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("no PEM block in the key's file")
	}
	var parsed any
	if block.Type == "CERTIFICATE" {
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		parsed = certificate.PublicKey
	} else if parsed, err = x509.ParsePKIXPublicKey(block.Bytes); err != nil {
		return nil, err
	}
	key, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, fmt.Errorf("an Ed25519 key is needed, this is %T", parsed)
	}
	return key, nil
}

// refusal is an input that does not decode, with a code for machines.
type refusal struct {
	code string
	error
}

// decode reads the input, prints what f makes of it as one JSON object, or
// {"error", "code"} with exit status 1 where it cannot be read or f refuses it.
func decode(s streams, file string, f func([]byte) (any, error)) error {
	var shown any
	text, err := input(s.in, file)
	if err == nil {
		shown, err = f(text)
	}
	if err != nil {
		r := refusal{"refused", err}
		errors.As(err, &r)
		shown = struct {
			Error string `json:"error"`
			Code  string `json:"code"`
		}{r.Error(), r.code}
	}
	out := json.NewEncoder(s.out)
	out.SetEscapeHTML(false)
	if encoding := out.Encode(shown); encoding != nil {
		return encoding
	}
	if err != nil {
		return attention{}
	}
	return nil
}

// input reads the file, or stdin where none is named.
func input(stdin io.Reader, file string) ([]byte, error) {
	in := stdin
	if file != "" {
		opened, err := os.Open(file)
		if err != nil {
			return nil, refusal{"input", err}
		}
		defer opened.Close()
		in = opened
	}
	text, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return nil, refusal{"input", err}
	}
	if len(text) > maxInput {
		return nil, refusal{"too-long", fmt.Errorf("more than %d bytes", maxInput)}
	}
	return text, nil
}

func dropBlanks(r rune) rune {
	if unicode.IsSpace(r) {
		return -1
	}
	return r
}
