package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrUsed: another signature answered the challenge before.
var ErrUsed = errors.New("store: challenge was used before")

// Proof is a signature that held, with what both sides have to show for it.
type Proof struct {
	Number     string // of the receipt; TakeProof gives it
	Challenge  Challenge
	Signature  []byte // by the U-KEY
	Witness    []byte // by the kiosk, of the text and the signature
	WitnessKey ed25519.PublicKey
	At         time.Time
	Already    bool   // it was bound to this account before; TakeProof says so
	Revocation string // what was known of it: good, unknown
	Binding    string // number of the binding; "" of signing in
}

// TakeProof keeps a proof and, where it is to bind, binds, all in one. day is
// the hall's date. The same signature again returns what was kept at first.
// Errors: ErrUsed, ErrBoundElsewhere, ErrOfAnother.
func (s *Store) TakeProof(ctx context.Context, p Proof, h Holder, day string) (kept Proof, err error) {
	err = s.within(ctx, "take proof", func(tx *sql.Tx) error {
		kept, err = proofOf(ctx, tx, "p.challenge = ?", p.Challenge.ID)
		switch {
		case err == nil && !bytes.Equal(kept.Signature, p.Signature):
			return ErrUsed
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		kept = p
		kept.At = fromMillis(millis(p.At)) // as it will be read
		return takeProof(ctx, tx, &kept, h, day)
	})
	return kept, err
}

func takeProof(ctx context.Context, tx *sql.Tx, p *Proof, h Holder, day string) error {
	var serial int
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(serial), 0) + 1 FROM proofs WHERE day = ?`, day).Scan(&serial); err != nil {
		return err
	}
	p.Number = number(p.Challenge, day, serial)
	if p.Challenge.Account != "" {
		if err := bind(ctx, tx, p, h); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO proofs (number, day, serial, challenge, signature, witness, witness_key, at, already, revocation, binding)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Number, day, serial, p.Challenge.ID, p.Signature, p.Witness, []byte(p.WitnessKey), millis(p.At), p.Already, p.Revocation,
		sql.NullString{String: p.Binding, Valid: p.Binding != ""})
	return err
}

// number is what a receipt is called: BD (绑定) or DL (登录), the day, the
// serial number of the day.
func number(c Challenge, day string, serial int) string {
	kind := "DL"
	if c.Account != "" {
		kind = "BD"
	}
	return fmt.Sprintf("%s%s-%04d", kind, strings.ReplaceAll(day, "-", ""), serial)
}

func bind(ctx context.Context, tx *sql.Tx, p *Proof, h Holder) error {
	already, err := bindable(ctx, tx, h, p.Challenge.Account)
	if err != nil {
		return err
	}
	if already != "" {
		p.Binding, p.Already = already, true
		return nil
	}
	p.Binding = p.Number
	_, err = tx.ExecContext(ctx, `INSERT INTO bindings (number, identity, account, organisation, uscc, serial, bound, kiosk)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Number, h.Identity[:], p.Challenge.Account, h.Organisation, h.USCC, h.Serial, millis(p.At), p.Challenge.Kiosk)
	return err
}

// Proof returns a proof by the number of its receipt, or ErrUnknown.
func (s *Store) Proof(ctx context.Context, number string) (Proof, error) {
	p, err := proofOf(ctx, s.db, "p.number = ?", number)
	return p, wrap("proof", err)
}

// ProofOf returns the proof that answered a challenge, or ErrUnknown.
func (s *Store) ProofOf(ctx context.Context, challenge string) (Proof, error) {
	p, err := proofOf(ctx, s.db, "p.challenge = ?", challenge)
	return p, wrap("proof", err)
}

// ProofsOf returns the proofs that a binding rests on, the first first.
func (s *Store) ProofsOf(ctx context.Context, binding string) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT number FROM proofs WHERE binding = ? ORDER BY at, number`, binding)
	if err != nil {
		return nil, wrap("proofs", err)
	}
	return collect("proofs", rows, func(r *sql.Rows) (number string, err error) {
		err = r.Scan(&number)
		return number, err
	})
}

func proofOf(ctx context.Context, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, where string, arg any) (p Proof, err error) {
	var issued, expires, at int64
	var key []byte
	err = db.QueryRowContext(ctx, `SELECT `+challengeColumns+`, p.number, p.signature, p.witness, p.witness_key, p.at, p.already, p.revocation,
		COALESCE(p.binding, '') FROM proofs p JOIN challenges c ON c.id = p.challenge WHERE `+where, arg).
		Scan(append(p.Challenge.into(&issued, &expires),
			&p.Number, &p.Signature, &p.Witness, &key, &at, &p.Already, &p.Revocation, &p.Binding)...)
	p.Challenge.Issued, p.Challenge.Expires, p.At, p.WitnessKey = fromMillis(issued), fromMillis(expires), fromMillis(at), key
	return p, err
}
