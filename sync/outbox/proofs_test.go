package outbox_test

import (
	"bytes"
	"crypto/sha256"
	"os"
	"testing"
	"time"

	"hallkiosk/sync/outbox"
)

func TestProofsAreNoted(t *testing.T) {
	s, c, path := fresh(t)
	ctx := t.Context()
	const text = "账号：somebody\n单位：XX开发有限公司"
	p := outbox.NewProof(caseID(1), text, []byte("signature"), "BD20261122-0001", c.Now())
	if p.TextSum != sha256.Sum256([]byte(text)) || p.SignatureSum != sha256.Sum256([]byte("signature")) {
		t.Error("other sums")
	}
	must(t, s.RecordProof(ctx, p))
	c.add(time.Minute)
	again := p
	again.At = c.Now()
	must(t, s.RecordProof(ctx, again)) // a receipt that came twice
	for _, other := range []outbox.Proof{
		outbox.NewProof(p.Challenge, text+" ", []byte("signature"), p.Number, p.At),
		outbox.NewProof(p.Challenge, text, []byte("another"), p.Number, p.At),
		outbox.NewProof(p.Challenge, text, []byte("signature"), "BD20261122-0002", p.At),
	} {
		wantIs(t, s.RecordProof(ctx, other), outbox.ErrProofDiffers)
	}
	must(t, s.RecordProof(ctx, outbox.NewProof(caseID(2), text, []byte("second"), "DL20261122-0002", c.Now())))
	noted := func() []outbox.Proof {
		t.Helper()
		l, err := outbox.OpenLedger(ctx, path, "K1")
		must(t, err)
		defer l.Close()
		all, err := l.Proofs(ctx)
		must(t, err)
		return all
	}
	all := noted()
	if len(all) != 2 || all[0].Number != "DL20261122-0002" || all[1].SignatureSum != p.SignatureSum || !all[1].At.Equal(p.At) {
		t.Errorf("noted %+v", all)
	}
	for _, file := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(file)
		must(t, err)
		if bytes.Contains(content, []byte("somebody")) || bytes.Contains(content, []byte("XX开发")) {
			t.Error("the file says who it was")
		}
	}
	c.add(180*24*time.Hour - 30*time.Second)
	must(t, s.Tidy(ctx))
	if all := noted(); len(all) != 1 || all[0].Challenge != caseID(2) {
		t.Errorf("after 180 days %+v", all)
	}
	must(t, s.Close())
	open(t, options(path, c)) // and it opens as it is
}
