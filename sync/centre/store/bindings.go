package store

import (
	"context"
	"database/sql"
	"errors"
	"math/big"
	"strings"
	"time"

	"hallkiosk/kiosk/visit"
)

// Why a certificate is not bound.
var (
	// ErrBoundElsewhere: the certificate belongs to another account.
	ErrBoundElsewhere = errors.New("store: certificate is bound to another account")
	// ErrOfAnother: the account belongs to another organisation.
	ErrOfAnother = errors.New("store: account belongs to another organisation")
)

// Holder says which certificate, and whose.
type Holder struct {
	Identity     [32]byte // SHA-256 of what the authority signed in the certificate
	Organisation string
	USCC         string // "" where the certificate does not say
	Serial       string // hexadecimal, in capitals
}

// Binding is that a certificate belongs, or did, to an account of the platform.
type Binding struct {
	Number  string // of the receipt that made it
	Account string // of the platform
	Holder
	Bound time.Time
	Kiosk string

	Released By // At is zero while it stands
	Reason   string
	Note     string
}

// Stands reports whether it was not released.
func (b Binding) Stands() bool { return b.Released.At.IsZero() }

// Bindable reports whether a certificate may be bound to an account now.
// Errors: ErrBoundElsewhere, ErrOfAnother.
func (s *Store) Bindable(ctx context.Context, h Holder, account string) error {
	_, err := bindable(ctx, s.db, h, account)
	return wrap("bindable", err)
}

type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// bindable returns the number of the binding where there is this very one already.
func bindable(ctx context.Context, db querier, h Holder, account string) (already string, err error) {
	rows, err := db.QueryContext(ctx, `SELECT `+bindingColumns+` FROM bindings b WHERE released IS NULL AND (identity = ? OR account = ?)`,
		h.Identity[:], account)
	if err != nil {
		return "", err
	}
	standing, err := collect("standing", rows, scanBinding)
	if err != nil {
		return "", err
	}
	for _, b := range standing {
		switch {
		case b.Identity == h.Identity && b.Account != account:
			return "", ErrBoundElsewhere
		case b.Identity == h.Identity:
			already = b.Number
		case !sameOrganisation(b.Holder, h):
			return "", ErrOfAnother
		}
	}
	return already, nil
}

// sameOrganisation goes by the code where both certificates say it, else by the name.
func sameOrganisation(a, b Holder) bool {
	if a.USCC != "" && b.USCC != "" {
		return a.USCC == b.USCC
	}
	return a.Organisation != "" && visit.NormalOrganisation(a.Organisation) == visit.NormalOrganisation(b.Organisation)
}

const bindingColumns = `b.number, b.account, b.identity, b.organisation, b.uscc, b.serial, b.bound, b.kiosk,
	b.released, COALESCE(b.released_by, ''), COALESCE(b.reason, ''), COALESCE(b.note, '')`

func scanBinding(r *sql.Rows) (b Binding, err error) {
	var bound int64
	var released sql.NullInt64
	var identity []byte
	err = r.Scan(&b.Number, &b.Account, &identity, &b.Organisation, &b.USCC, &b.Serial, &bound, &b.Kiosk,
		&released, &b.Released.Account, &b.Reason, &b.Note)
	copy(b.Identity[:], identity)
	b.Bound, b.Released.At = fromMillis(bound), orZero(released)
	return b, err
}

// SomeBindings is how many are listed at most.
const SomeBindings = 200

// Bindings returns those that a text names, the newest first: a part of the
// account or of the organisation's name, its code, the certificate's serial
// number in hexadecimal or decimal, or the number of a receipt. "" names all.
func (s *Store) Bindings(ctx context.Context, text string) ([]Binding, error) {
	text = strings.TrimSpace(text)
	part := `%` + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text)) + `%`
	capitals := strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(text, ":", "")), ""))
	rows, err := s.db.QueryContext(ctx, `SELECT `+bindingColumns+` FROM bindings b
		WHERE LOWER(account) LIKE ? ESCAPE '\' OR LOWER(organisation) LIKE ? ESCAPE '\' OR uscc = ? OR serial = ? OR serial = ?
		OR number = ? OR number IN (SELECT p.binding FROM proofs p WHERE p.number = ?) ORDER BY bound DESC, number DESC LIMIT ?`,
		part, part, capitals, capitals, hexOf(text), capitals, capitals, SomeBindings)
	if err != nil {
		return nil, wrap("bindings", err)
	}
	return collect("bindings", rows, scanBinding)
}

// hexOf is a serial number in decimal as serials are kept; "" for anything else.
func hexOf(text string) string {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok || n.Sign() < 0 || len(text) > 100 {
		return ""
	}
	digits := strings.ToUpper(n.Text(16))
	return strings.Repeat("0", len(digits)%2) + digits
}

// Binding returns one binding, or ErrUnknown.
func (s *Store) Binding(ctx context.Context, number string) (Binding, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+bindingColumns+` FROM bindings b WHERE number = ?`, number)
	if err != nil {
		return Binding{}, wrap("binding", err)
	}
	found, err := collect("binding", rows, scanBinding)
	if err == nil && len(found) == 0 {
		err = wrap("binding", ErrUnknown)
	}
	if err != nil {
		return Binding{}, err
	}
	return found[0], nil
}

// Release ends a binding, which stays to be read. ErrState: it was ended before.
func (s *Store) Release(ctx context.Context, number, reason, note string, by By) error {
	return s.within(ctx, "release", func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, `SELECT number FROM bindings WHERE number = ?`, number).Scan(&known); err != nil {
			return err
		}
		r, err := tx.ExecContext(ctx, `UPDATE bindings SET released = ?, released_by = ?, reason = ?, note = ? WHERE number = ? AND released IS NULL`,
			millis(by.At), by.Account, reason, note, number)
		if err := touched(r, err, ErrState); err != nil {
			return err
		}
		return logged(ctx, tx, by, "release binding", number)
	})
}
