package password_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hallkiosk/sync/centre/password"
)

func cheap() *password.Hasher {
	return password.NewHasher(password.Cost{Memory: 64, Time: 1, Threads: 1})
}

func TestDamagedHashes(t *testing.T) {
	for _, hash := range []string{
		"x", "$", "$argon2id$v=19$m=64,t=1,p=1$AAAA", "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=18$m=64,t=1,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=0,t=1,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=4294967295,t=1,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=64,t=0,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=64,t=1,p=1$!!!$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	} {
		if ok, err := cheap().Check(context.Background(), hash, "anything at all"); ok || !errors.Is(err, password.ErrFormat) {
			t.Errorf("%q: %v, %v", hash, ok, err)
		}
	}
}

func TestLengths(t *testing.T) {
	for _, p := range []string{"", "ninechars", strings.Repeat("x", 129), "bad\xffutf8 text"} {
		if _, err := cheap().Hash(context.Background(), p); !errors.Is(err, password.ErrLength) {
			t.Errorf("a password of %d bytes: %v", len(p), err)
		}
	}
}

func TestCheck(t *testing.T) {
	h := cheap()
	ctx := context.Background()
	for _, p := range []string{"correct horse", "一二三四五六七八九十", strings.Repeat("长", 128)} {
		hash, err := h.Hash(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := h.Hash(ctx, p); again == hash {
			t.Error("two hashes share a salt")
		}
		if ok, err := h.Check(ctx, hash, p); !ok || err != nil {
			t.Errorf("the right password: %v, %v", ok, err)
		}
		for _, wrong := range []string{"", p + "x", p[:len(p)-1], strings.Repeat("x", 1<<20)} {
			if ok, err := h.Check(ctx, hash, wrong); ok || err != nil {
				t.Errorf("a wrong password: %v, %v", ok, err)
			}
		}
		// A hash made at another cost is checked at its own.
		if ok, err := password.NewHasher(password.Cost{Memory: 128, Time: 2, Threads: 2}).Check(ctx, hash, p); !ok || err != nil {
			t.Errorf("at another cost: %v, %v", ok, err)
		}
	}
	if ok, err := h.Check(ctx, "", ""); ok || err != nil {
		t.Errorf("no account: %v, %v", ok, err)
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	// A free slot may win against an ended context; with both slots taken only
	// the context can.
	h := cheap()
	release := password.Occupy(h)
	defer release()
	if _, err := h.Check(ctx, "", "anything at all"); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}
