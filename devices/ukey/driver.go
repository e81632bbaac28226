package ukey

// Driver is a vendor's library. One goroutine, bound to one thread of the
// system, makes and calls it. It never keeps a PIN that it is given.
//
// Its errors are those of this package, *PINError, devices.ErrGone and
// devices.ErrGarbled; others reach the kiosk as ErrModule and their text, which
// therefore holds nothing personal.
type Driver interface {
	// Library says what was loaded.
	Library() Library
	// Scan says which keys are plugged in.
	Scan(h Hint) ([]Token, error)
	// Sign signs message with the private key of the certificate (DER), in the
	// encodings of protocol.Proof, and has checked what it returns with that
	// certificate. It offers pin to the key once.
	Sign(token string, certificate, message, pin []byte) ([]byte, error)
	// ChangePIN changes a key's PIN; it offers old once, or where a key wants it so
	// and has taken it, once more.
	ChangePIN(token string, old, fresh []byte) error
	Close() error
}

// Hint is what USB tells a Driver before it looks.
type Hint struct {
	// Changed: something was plugged in or pulled out since the last look. What
	// was read of a key before may be another key's.
	Changed bool `json:"changed"`
	// Expected is how many keys that it may read are plugged in, -1 where nobody
	// knows. A library that sees another number may need to be started anew.
	Expected int `json:"expected"`
}

// Library is what a loaded library says of itself.
type Library struct {
	Name    string `json:"name"`    // its maker and description
	Version string `json:"version"` // its own
	API     string `json:"api"`     // "PKCS#11 2.40"
}

// Token is what a Driver says of one key.
type Token struct {
	// Name names it, also when the library was started anew: its serial number
	// where it has one of its own.
	Name string `json:"name"`

	Label        string `json:"label"`
	Manufacturer string `json:"manufacturer"`
	Model        string `json:"model"`
	Serial       string `json:"serial"`
	Firmware     string `json:"firmware"`

	PIN          PINState      `json:"pin"`
	Tries        int           `json:"tries"`  // -1: it does not say
	MinPIN       int           `json:"minPIN"` // bytes; 0: it does not say
	MaxPIN       int           `json:"maxPIN"`
	Certificates []Certificate `json:"certificates"`
	// Garbled: it could not be read, or not whole.
	Garbled bool `json:"garbled"`
}

// The limits of what a key is believed to hold.
const (
	// MaxCertificate is the longest certificate that is read, in bytes; of a
	// longer one, DER is nil.
	MaxCertificate = 64 << 10
	// MaxCertificates is how many are read of one key.
	MaxCertificates = 256
	// MaxContents is how many bytes of certificates are read of one key.
	MaxContents = 2 << 20
	// MaxMessage is the longest text that is signed, in bytes.
	MaxMessage = 64 << 10

	maxTokens = 16
)
