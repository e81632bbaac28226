package hallsim

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Trust has the centre check U-KEYs against these authorities and revocation
// lists, in DER, and no others.
func (h *Hall) Trust(ctx context.Context, authorities, revocations [][]byte) error {
	files := slices.Concat(authorities, revocations)
	if _, err := h.centre.AddTrust(ctx, files); err != nil {
		return err
	}
	var wanted, others []string
	for _, f := range files {
		sum := sha256.Sum256(f)
		wanted = append(wanted, hex.EncodeToString(sum[:]))
	}
	all, err := h.centre.TrustEntries(ctx)
	if err != nil {
		return err
	}
	for _, e := range all {
		if !slices.Contains(wanted, e.SHA256) {
			others = append(others, e.SHA256)
		}
	}
	if len(others) == 0 {
		return nil
	}
	return h.centre.RemoveTrust(ctx, others)
}
