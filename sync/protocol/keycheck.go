package protocol

import (
	"crypto/ed25519"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bounds of what is said about U-KEYs, in bytes.
const (
	MaxKeyQuery     = 128 << 10 // a centre answers 413 to more
	MaxProof        = 8 << 10   // likewise
	MaxCertificate  = 64 << 10  // of a U-KEY, DER
	MaxKeySignature = 1 << 10   // RSA with 4096 bits makes 512
	maxKeyText      = 4 << 10   // of a challenge
	maxKeySerial    = 128       // digits; RFC 5280, 4.1.2.2 allows 40
)

// ChallengeFor is how long a challenge may be answered, by the centre's clock.
const ChallengeFor = 5 * time.Minute

// longestChallenge is how long a kiosk lets a centre make it.
const longestChallenge = time.Hour

var (
	accountPattern   = regexp.MustCompile(`^[A-Za-z0-9_.@-]{2,64}$`)
	keySerialPattern = regexp.MustCompile(`^([0-9A-F]{2})+$`)
	noncePattern     = regexp.MustCompile(`^[A-Z2-7]{26}$`)
	receiptPattern   = regexp.MustCompile(`^(BD|DL)[0-9]{8}-[0-9]{4,6}$`)
)

// ValidAccount reports whether an account of the platform can be called so: 2 to
// 64 letters, digits and _ . @ -
func ValidAccount(account string) bool { return accountPattern.MatchString(account) }

// ValidKeySerial reports whether a certificate's serial number is written as a
// challenge bears it: hexadecimal digits in pairs, capitals.
func ValidKeySerial(serial string) bool {
	return len(serial) <= maxKeySerial && keySerialPattern.MatchString(serial)
}

// Witnessed is what Proof.Witness signs: the challenge's text, then the key's signature.
func Witnessed(text string, signature []byte) []byte {
	return append([]byte(text), signature...)
}

// DecodeChallengeQuery reads a question as strictly as DecodeDelivery does.
func DecodeChallengeQuery(r io.Reader) (*ChallengeQuery, error) {
	var q ChallengeQuery
	if err := decode(r, MaxKeyQuery, &q); err != nil {
		return nil, err
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	return &q, nil
}

// Validate checks the shape of a question. Whether the account and the
// certificate can be right is the centre's to say. Errors are *Invalid.
func (q *ChallengeQuery) Validate() error {
	return firstInvalid([]check{
		{"protocol", q.Protocol == Version},
		{"kiosk", ValidKiosk(q.Kiosk)},
		{"purpose", validPurpose(q.Purpose)},
		{"account", short(q.Account) && (q.Account != "") == (q.Purpose == PurposeBind)},
		{"certificate", len(q.Certificate) > 0 && len(q.Certificate) <= MaxCertificate},
	})
}

// DecodeChallenge reads the answer to q. A field that is not known is passed
// over, since a centre is replaced before its kiosks; in all else it is strict.
func DecodeChallenge(r io.Reader, q *ChallengeQuery) (*Challenge, error) {
	var c Challenge
	if err := decodeAnswer(r, MaxAnswer, &c); err != nil {
		return nil, err
	}
	if err := c.Validate(q); err != nil {
		return nil, err
	}
	return &c, nil
}

// Validate checks the shape of an answer to q, and that its text says what it
// is for: nothing else may be put before a person, and their key, to sign.
// Errors are *Invalid.
func (c *Challenge) Validate(q *ChallengeQuery) error {
	lasts := c.Expires.Sub(c.Issued)
	return firstInvalid([]check{
		{"protocol", c.Protocol == Version},
		{"id", ValidCase(c.ID)},
		{"purpose", c.Purpose == q.Purpose && validPurpose(c.Purpose)},
		{"account", c.Account == q.Account},
		{"serial", ValidKeySerial(c.Serial)},
		{"nonce", noncePattern.MatchString(c.Nonce)},
		{"issued", !c.Issued.IsZero()},
		{"expires", lasts > 0 && lasts <= longestChallenge},
		{"text", validKeyText(c.Text) && hasLine(c.Text, c.Serial) && hasLine(c.Text, c.Nonce) &&
			(c.Account == "" || hasLine(c.Text, c.Account))},
	})
}

// validKeyText: what is signed is what can be seen.
func validKeyText(text string) bool {
	return text != "" && len(text) <= maxKeyText && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r != '\n' && (!unicode.IsPrint(r) || r == utf8.RuneError)
	})
}

// hasLine reports whether a line of the text ends with the value, after
// whatever names it and a colon.
func hasLine(text, value string) bool {
	return slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool {
		name, ok := strings.CutSuffix(line, value)
		return ok && (strings.HasSuffix(name, "：") || strings.HasSuffix(name, ": "))
	})
}

// DecodeProof reads a proof as strictly as DecodeDelivery does.
func DecodeProof(r io.Reader) (*Proof, error) {
	var p Proof
	if err := decode(r, MaxProof, &p); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return &p, nil
}

// Validate checks the shape of a proof. Errors are *Invalid.
func (p *Proof) Validate() error {
	return firstInvalid([]check{
		{"protocol", p.Protocol == Version},
		{"kiosk", ValidKiosk(p.Kiosk)},
		{"challenge", ValidCase(p.Challenge)},
		{"signature", len(p.Signature) > 0 && len(p.Signature) <= MaxKeySignature},
		{"witness", len(p.Witness) == ed25519.SignatureSize},
	})
}

// DecodeKeyReceipt reads the answer to a proof, as DecodeChallenge does.
func DecodeKeyReceipt(r io.Reader) (*KeyReceipt, error) {
	var k KeyReceipt
	if err := decodeAnswer(r, MaxAnswer, &k); err != nil {
		return nil, err
	}
	if err := k.Validate(); err != nil {
		return nil, err
	}
	return &k, nil
}

// Validate checks the shape of a receipt. Errors are *Invalid.
func (k *KeyReceipt) Validate() error {
	return firstInvalid([]check{
		{"protocol", k.Protocol == Version},
		{"number", receiptPattern.MatchString(k.Number)},
		{"purpose", validPurpose(k.Purpose)},
		{"account", (k.Account != "") == (k.Purpose == PurposeBind) && (k.Account == "" || ValidAccount(k.Account))},
		{"organisation", seen(k.Organisation, maxText)},
		{"serial", ValidKeySerial(k.Serial)},
		{"at", !k.At.IsZero()},
		{"already", !k.Already || k.Purpose == PurposeBind},
	})
}

// Fits reports whether the receipt is one for the challenge.
func (k *KeyReceipt) Fits(c *Challenge) bool {
	return k.Purpose == c.Purpose && k.Account == c.Account && k.Serial == c.Serial
}

func validPurpose(purpose string) bool { return purpose == PurposeBind || purpose == PurposeSignIn }
