package certtest

import (
	"crypto/x509"
	"maps"
	"os"
	"testing"

	"github.com/emmansun/gmsm/smx509"
	"golang.org/x/sync/errgroup"
)

// TestOthersReadIt has another library than the kiosk's read what was made.
func TestOthersReadIt(t *testing.T) {
	for _, algorithm := range []Algorithm{RSA, ECDSA, SM2} {
		t.Run(string(algorithm), func(t *testing.T) {
			root, err := New(t.TempDir(), Options{Algorithm: algorithm})
			if err != nil {
				t.Fatal(err)
			}
			sub, err := root.Under(Options{Algorithm: algorithm, Name: []Attribute{{"C", "CN"}, {"CN", "湖南子CA"}}})
			if err != nil {
				t.Fatal(err)
			}
			issued, err := sub.Issue(Request{Serial: "0123ab", Extensions: []string{CreditCode("X")}})
			if err != nil {
				t.Fatal(err)
			}
			pool, between := smx509.NewCertPool(), smx509.NewCertPool()
			pool.AppendCertsFromPEM(root.PEM)
			between.AppendCertsFromPEM(sub.PEM)
			c, err := smx509.ParseCertificate(issued.DER)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Verify(smx509.VerifyOptions{Roots: pool, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, CurrentTime: c.NotBefore}); err != nil {
				t.Error(err)
			}
			if c.SerialNumber.Text(16) != "123ab" || c.Subject.Organization[0] != "XX开发有限公司" {
				t.Errorf("serial %s of %v", c.SerialNumber.Text(16), c.Subject)
			}
			if _, err := smx509.ParsePKCS8PrivateKey(issued.Key.DER); err != nil {
				t.Error(err)
			}
			list, err := sub.CRL([]Revoked{{Serial: "0123ab", Reason: CertificateHold}, {Serial: "1", Reason: KeyCompromise}, {Serial: "2"}})
			if err != nil {
				t.Fatal(err)
			}
			crl, err := x509.ParseRevocationList(list)
			if err != nil {
				t.Fatal(err)
			}
			reasons := map[string]int{}
			for _, e := range crl.RevokedCertificateEntries {
				reasons[e.SerialNumber.Text(16)] = e.ReasonCode
			}
			if want := map[string]int{"123ab": 6, "1": 1, "2": 0}; !maps.Equal(reasons, want) {
				t.Errorf("reasons %v, want %v", reasons, want)
			}
		})
	}
}

func TestLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	a, err := New(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Issue(Request{Subject: []Attribute{{"O", `A "B" $C #D \ 'E'`}, {"2.5.4.42", "1"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Issue(Request{Use: "nonsense"}); err == nil {
		t.Error("nonsense was issued")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestManyAtOnce(t *testing.T) {
	a, err := New(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var group errgroup.Group
	for i := range 6 {
		group.Go(func() error {
			_, err := a.Issue(Request{Algorithm: []Algorithm{RSA, SM2}[i%2]})
			return err
		})
		group.Go(func() error {
			_, err := a.CRL(nil)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}
