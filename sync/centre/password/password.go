// Package password turns passwords into argon2id hashes and checks them.
//
// A hash is written in the PHC string format, so that its costs travel with it
// and can be raised later: "$argon2id$v=19$m=65536,t=3,p=2$<salt>$<hash>".
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The shortest and longest password, in characters.
const (
	MinLength = 10
	MaxLength = 128
)

const (
	saltBytes = 16
	hashBytes = 32
	maxMemory = 1 << 20 // KiB that a stored hash may ask for
	maxTime   = 16
)

// What a caller can act on.
var (
	ErrLength = fmt.Errorf("password: must have %d to %d characters", MinLength, MaxLength)
	ErrFormat = errors.New("password: not an argon2id hash")
)

// Cost is what one check costs.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultCost is the second recommendation of RFC 9106, section 4.
func DefaultCost() Cost { return Cost{Memory: 64 * 1024, Time: 3, Threads: 2} }

// Hasher makes and checks hashes, few at a time: each takes much memory, and
// anybody may ask for one.
type Hasher struct {
	cost Cost
	slot chan struct{}
}

// NewHasher returns a Hasher of the cost that works on at most two at a time.
func NewHasher(cost Cost) *Hasher {
	return &Hasher{cost: cost, slot: make(chan struct{}, 2)}
}

// Hash makes the hash of a new password; ErrLength where it is too short or long.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < MinLength || n > MaxLength || !utf8.ValidString(password) {
		return "", ErrLength
	}
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("password: hash: %w", err)
	}
	sum, err := h.key(ctx, password, salt, h.cost, hashBytes)
	if err != nil {
		return "", fmt.Errorf("password: hash: %w", err)
	}
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.cost.Memory, h.cost.Time, h.cost.Threads, enc(salt), enc(sum)), nil
}

// Check reports whether the password is the hash's. An empty hash, where there
// is no such account, takes as long as any other and never fits. The error is
// of a damaged hash or an ended context.
func (h *Hasher) Check(ctx context.Context, hash, password string) (bool, error) {
	known := hash != ""
	if !known {
		hash = h.nobody()
	}
	cost, salt, want, err := parse(hash)
	if err != nil {
		return false, err
	}
	if len(password) > MaxLength*utf8.UTFMax {
		password = "" // never somebody's: too short to be set
	}
	got, err := h.key(ctx, password, salt, cost, uint32(len(want)))
	if err != nil {
		return false, fmt.Errorf("password: check: %w", err)
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// nobody is a well-formed hash of this cost.
func (h *Hasher) nobody() string {
	zeros := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.cost.Memory, h.cost.Time, h.cost.Threads, zeros(make([]byte, saltBytes)), zeros(make([]byte, hashBytes)))
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte, c Cost, length uint32) ([]byte, error) {
	select {
	case h.slot <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slot }()
	return argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, length), nil
}

func parse(hash string) (c Cost, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, ErrFormat
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil || n != 3 {
		return c, nil, nil, ErrFormat
	}
	if c.Memory == 0 || c.Memory > maxMemory || c.Time == 0 || c.Time > maxTime || c.Threads == 0 {
		return c, nil, nil, ErrFormat
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(salt) < 8 || len(sum) < 16 || len(sum) > 64 {
		return c, nil, nil, ErrFormat
	}
	return c, salt, sum, nil
}
