package protocol

import "time"

// What a signature by a U-KEY is for.
const (
	PurposeBind   = "bind"
	PurposeSignIn = "sign-in"
)

// ChallengeQuery asks for a text that a U-KEY is to sign.
type ChallengeQuery struct {
	Protocol    int    `json:"protocol"`
	Kiosk       string `json:"kiosk"` // as in the kiosk's certificate
	Purpose     string `json:"purpose"`
	Account     string `json:"account,omitempty"` // of the platform; only to bind
	Certificate []byte `json:"certificate"`       // DER
}

// Challenge answers it (201). Text is what is signed, byte for byte; it holds
// the other fields in words.
type Challenge struct {
	Protocol int       `json:"protocol"`
	ID       string    `json:"id"`
	Purpose  string    `json:"purpose"`
	Account  string    `json:"account,omitempty"`
	Serial   string    `json:"serial"` // of the certificate, hexadecimal, in capitals
	Nonce    string    `json:"nonce"`  // 128 bits in base32
	Issued   time.Time `json:"issued"`
	Expires  time.Time `json:"expires"`
	Text     string    `json:"text"`
}

// Proof is a challenge signed by the key: PKCS #1 v1.5 with SHA-256, ECDSA with
// SHA-256 (an ASN.1 SEQUENCE of r and s), or SM2 with SM3 and the usual identity
// (GM/T 0009, likewise a SEQUENCE).
type Proof struct {
	Protocol  int    `json:"protocol"`
	Kiosk     string `json:"kiosk"`
	Challenge string `json:"challenge"` // its ID
	Signature []byte `json:"signature"`
	// Witness is the kiosk's Ed25519 signature of the challenge's text followed
	// by Signature: its own evidence that both were made there.
	Witness []byte `json:"witness"`
}

// KeyReceipt answers a proof that holds (200). The same proof again gets the same
// receipt, so that a lost answer is no harm.
type KeyReceipt struct {
	Protocol     int       `json:"protocol"`
	Number       string    `json:"number"` // "BD20261123-0001", for questions
	Purpose      string    `json:"purpose"`
	Account      string    `json:"account,omitempty"`
	Organisation string    `json:"organisation"`
	Serial       string    `json:"serial"`
	At           time.Time `json:"at"`
	Already      bool      `json:"already,omitempty"` // was bound to this account before
}

// Trust is whom certificates are checked against: CAs that the centre chose, and
// their revocation lists, both DER.
type Trust struct {
	Protocol    int      `json:"protocol"`
	Version     string   `json:"version"` // SHA-256 of its contents
	Authorities [][]byte `json:"authorities"`
	Revocations [][]byte `json:"revocations"`
}

// The codes of what a centre refuses (422), beside those of every exchange.
const (
	CodeBoundElsewhere   = "bound-elsewhere"
	CodeAccountOfAnother = "account-of-another"
	CodeAccount          = "account"
	CodeExpired          = "expired"
	CodeCertificate      = "certificate" // cannot be read, or not used to sign
	CodeKeyRevoked       = "key-revoked"
	CodeKeyFrozen        = "key-frozen"
	CodeUntrusted        = "untrusted"
	CodeSignature        = "signature"
	CodeStale            = "stale"
	CodeUsed             = "used"
)
