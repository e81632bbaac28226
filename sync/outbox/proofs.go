package outbox

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"
)

// proofsKept is how long the note of a signature is kept; the centre keeps its
// own of a test sign-in as long.
const proofsKept = 180 * 24 * time.Hour

// ErrProofDiffers: another signature, or another receipt, is noted for the challenge.
var ErrProofDiffers = errors.New("outbox: another proof of the challenge is noted")

// Proof is the kiosk's own evidence that a U-KEY signed something here. It
// holds nothing personal.
type Proof struct {
	Challenge    string   // the ID of the centre's challenge
	TextSum      [32]byte // SHA-256 of what was signed
	SignatureSum [32]byte // SHA-256 of the signature
	Number       string   // of the centre's receipt
	At           time.Time
}

// NewProof is the note of a text and its signature.
func NewProof(challenge, text string, signature []byte, number string, at time.Time) Proof {
	return Proof{Challenge: challenge, TextSum: sha256.Sum256([]byte(text)), SignatureSum: sha256.Sum256(signature), Number: number, At: at}
}

// RecordProof notes a signature that the centre took, for 180 days. The same
// again is no fault, and keeps its first time; ErrProofDiffers where it is another.
func (s *Store) RecordProof(ctx context.Context, p Proof) error {
	return s.write(ctx, "record proof", func(tx *sql.Tx) error {
		known, err := scanProof(tx.QueryRowContext(ctx, "SELECT "+proofColumns+" FROM proofs WHERE challenge = ?", p.Challenge).Scan)
		switch {
		case err == nil && (known.TextSum != p.TextSum || known.SignatureSum != p.SignatureSum || known.Number != p.Number):
			return ErrProofDiffers
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO proofs ("+proofColumns+") VALUES (?, ?, ?, ?, ?)",
			p.Challenge, p.TextSum[:], p.SignatureSum[:], p.Number, p.At.UnixMilli())
		return err
	})
}

const proofColumns = "challenge, text_sum, signature_sum, number, at"

func scanProof(scan func(...any) error) (p Proof, err error) {
	var text, signature []byte
	var at int64
	err = scan(&p.Challenge, &text, &signature, &p.Number, &at)
	copy(p.TextSum[:], text)
	copy(p.SignatureSum[:], signature)
	p.At = fromMillis(at)
	return p, err
}

// Proofs returns the signatures that are noted, the newest first.
func (l *Ledger) Proofs(ctx context.Context) ([]Proof, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT "+proofColumns+" FROM proofs ORDER BY at DESC, challenge")
	if err != nil {
		return nil, wrap("proofs", err)
	}
	defer rows.Close()
	var all []Proof
	for rows.Next() {
		p, err := scanProof(rows.Scan)
		if err != nil {
			return nil, wrap("proofs", err)
		}
		all = append(all, p)
	}
	return all, wrap("proofs", rows.Err())
}
