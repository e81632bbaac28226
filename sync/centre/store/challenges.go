package store

import (
	"context"
	"database/sql"
	"time"
)

const (
	// unansweredFor is how long after its end an unanswered challenge is known.
	unansweredFor = 24 * time.Hour
	// signInsFor is how long the proof of a test sign-in is kept; a kiosk keeps
	// its own note of it as long. What a binding rests on is kept for good.
	signInsFor = 180 * 24 * time.Hour
)

// Challenge is what a U-KEY was asked to sign.
type Challenge struct {
	ID, Kiosk   string
	Purpose     string // protocol.PurposeBind or PurposeSignIn
	Account     string // of the platform; "" to sign in
	Certificate []byte // DER
	Nonce       string
	Issued      time.Time
	Expires     time.Time
	Text        string // byte for byte what is signed
}

// AddChallenge keeps a challenge, and lets go of those that have had their time.
func (s *Store) AddChallenge(ctx context.Context, c Challenge) error {
	return s.within(ctx, "add challenge", func(tx *sql.Tx) error {
		for _, old := range []struct {
			query string
			age   time.Duration
		}{
			{`DELETE FROM proofs WHERE binding IS NULL AND at < ?`, signInsFor},
			{`DELETE FROM challenges WHERE expires < ? AND NOT EXISTS (SELECT 1 FROM proofs p WHERE p.challenge = challenges.id)`, unansweredFor},
		} {
			if _, err := tx.ExecContext(ctx, old.query, millis(c.Issued.Add(-old.age))); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO challenges (id, kiosk, purpose, account, certificate, nonce, issued, expires, said)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.ID, c.Kiosk, c.Purpose, c.Account, c.Certificate, c.Nonce, millis(c.Issued), millis(c.Expires), c.Text)
		return err
	})
}

const challengeColumns = `c.id, c.kiosk, c.purpose, c.account, c.certificate, c.nonce, c.issued, c.expires, c.said`

func (c *Challenge) into(issued, expires *int64) []any {
	return []any{&c.ID, &c.Kiosk, &c.Purpose, &c.Account, &c.Certificate, &c.Nonce, issued, expires, &c.Text}
}

// Challenge returns a challenge that was given to a kiosk, or ErrUnknown.
func (s *Store) Challenge(ctx context.Context, id, kiosk string) (c Challenge, err error) {
	var issued, expires int64
	err = s.db.QueryRowContext(ctx, `SELECT `+challengeColumns+` FROM challenges c WHERE c.id = ? AND c.kiosk = ?`, id, kiosk).
		Scan(c.into(&issued, &expires)...)
	c.Issued, c.Expires = fromMillis(issued), fromMillis(expires)
	return c, wrap("challenge", err)
}
