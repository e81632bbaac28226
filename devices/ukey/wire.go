package ukey

import (
	"errors"
	"fmt"

	"hallkiosk/devices"
)

// wireVersion is of the frames and of what they hold. A kiosk and a helper of
// two versions do not work together; they are installed together.
const wireVersion = 1

// hello is a helper's first frame.
type hello struct {
	Version int      `json:"version"`
	Library Library  `json:"library"`
	Problem *problem `json:"problem,omitempty"` // it could not be loaded
}

type tokens struct {
	Tokens  []Token  `json:"tokens"`
	Problem *problem `json:"problem,omitempty"`
}

// bound keeps to what a key is believed to hold.
func (t *tokens) bound() {
	t.Tokens = t.Tokens[:min(len(t.Tokens), maxTokens)]
	for i := range t.Tokens {
		l := &t.Tokens[i].Certificates
		*l = (*l)[:min(len(*l), MaxCertificates)]
		for j := range *l {
			if len((*l)[j].DER) > MaxCertificate {
				(*l)[j].DER = nil
			}
		}
	}
}

type signRequest struct {
	Token       string `json:"token"`
	Certificate []byte `json:"certificate"`
	Message     []byte `json:"message"`
}

type changeRequest struct {
	Token string `json:"token"`
}

type answer struct {
	Signature []byte   `json:"signature,omitempty"`
	Problem   *problem `json:"problem,omitempty"`
}

// problem is an error on the pipe.
type problem struct {
	Code  string   `json:"code"`
	Text  string   `json:"text,omitempty"`
	State PINState `json:"state,omitempty"` // for codePIN
	Tries int      `json:"tries,omitempty"`
}

const (
	codePIN    = "pin"
	codeModule = "module"
)

// codes are the sentinels that pass the pipe.
func codes() map[string]error {
	return map[string]error{
		"gone": devices.ErrGone, "garbled": devices.ErrGarbled, "no-private-key": ErrNoPrivateKey,
		"mechanism": ErrMechanism, "pin-form": ErrPINForm, "not-offered": ErrNotOffered,
		"load": ErrLoad, "kind": ErrKind, codeModule: ErrModule,
	}
}

// problemOf puts an error on the pipe; nil for none.
func problemOf(err error) *problem {
	if err == nil {
		return nil
	}
	var pin *PINError
	if errors.As(err, &pin) {
		return &problem{Code: codePIN, State: pin.State, Tries: pin.Tries}
	}
	p := &problem{Code: codeModule, Text: err.Error()}
	for code, sentinel := range codes() {
		if errors.Is(err, sentinel) {
			p.Code = code
		}
	}
	return p
}

// err takes an error from the pipe.
func (p *problem) err() error {
	if p == nil {
		return nil
	}
	if p.Code == codePIN {
		if !p.State.known() {
			return fmt.Errorf("ukey: state of a PIN: %w", devices.ErrGarbled)
		}
		return &PINError{State: p.State, Tries: max(p.Tries, -1)}
	}
	sentinel, ok := codes()[p.Code]
	if !ok {
		sentinel = ErrModule
	}
	return &told{sentinel, Clean(p.Text, 200)}
}

// told is an error that a helper told, in its words.
type told struct {
	sentinel error
	text     string
}

func (t *told) Error() string {
	if t.text == "" {
		return t.sentinel.Error()
	}
	return t.text
}

func (t *told) Unwrap() error { return t.sentinel }
