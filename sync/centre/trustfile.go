package centre

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"slices"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/sync/centre/store"
)

// readTrustFile finds the authorities and revocation lists of a file: of one in
// PEM every block of these two kinds, of any other the one thing that it is.
func readTrustFile(data []byte) ([]store.TrustFile, error) {
	var found []store.TrustFile
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE", "X509 CRL":
			f, err := trustFile(block.Bytes)
			if err != nil {
				return nil, err
			}
			found = append(found, f)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	f, err := trustFile(data)
	return []store.TrustFile{f}, err
}

func trustFile(der []byte) (store.TrustFile, error) {
	if c, err := certificate.Parse(der); err == nil {
		if !c.Authority {
			return store.TrustFile{}, ErrTrustFile
		}
		return store.TrustFile{SHA256: sumOf(c.Raw), Kind: store.TrustAuthority, DER: c.Raw}, nil
	}
	// Whose list it is is seen when all are taken together.
	if _, err := certificate.NewTrust(nil, [][]byte{der}); !errors.Is(err, certificate.ErrListIssuer) {
		return store.TrustFile{}, ErrTrustFile
	}
	return store.TrustFile{SHA256: sumOf(der), Kind: store.TrustRevocations, DER: der}, nil
}

// describeTrust says of a file what it says of itself.
func describeTrust(f store.TrustFile) TrustEntry {
	if f.Kind == store.TrustAuthority {
		c, err := certificate.Parse(f.DER)
		if err != nil {
			return TrustEntry{}
		}
		return TrustEntry{Name: c.Subject, From: c.NotBefore, Until: c.NotAfter}
	}
	l, err := x509.ParseRevocationList(f.DER)
	if err != nil {
		return TrustEntry{List: true}
	}
	name := l.Issuer.CommonName
	if name == "" {
		name = l.Issuer.String()
	}
	return TrustEntry{List: true, Name: name, From: l.ThisUpdate, Until: l.NextUpdate, Count: len(l.RevokedCertificateEntries)}
}

// replaced names the lists of before in whose place a new one comes: of the same
// issuer, key and part of its certificates, and older.
func replaced(known, add []store.TrustFile) (gone []string) {
	for _, f := range add {
		fresh, err := x509.ParseRevocationList(f.DER)
		if err != nil {
			continue
		}
		for _, k := range known {
			old, err := x509.ParseRevocationList(k.DER)
			if err != nil || slices.Contains(gone, k.SHA256) || !old.ThisUpdate.Before(fresh.ThisUpdate) {
				continue
			}
			if bytes.Equal(old.RawIssuer, fresh.RawIssuer) && bytes.Equal(old.AuthorityKeyId, fresh.AuthorityKeyId) &&
				bytes.Equal(scopeOf(old), scopeOf(fresh)) {
				gone = append(gone, k.SHA256)
			}
		}
	}
	return gone
}

// scopeOf is which certificates a list is about, where it is not all of its
// issuer's (RFC 5280, 5.2.5).
func scopeOf(l *x509.RevocationList) []byte {
	for _, e := range l.Extensions {
		if e.Id.String() == "2.5.29.28" {
			return e.Value
		}
	}
	return nil
}
