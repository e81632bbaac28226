package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
)

// Server returns the centre's server certificate for the hosts (names or IP
// addresses), from the folder where there is a good one: still valid for a
// month, for these hosts, and by this authority. Otherwise it makes one.
func (a *Authority) Server(hosts []string) (tls.Certificate, error) {
	if len(hosts) == 0 {
		return tls.Certificate{}, fmt.Errorf("authority: server: no host")
	}
	if !a.serverGood(hosts) {
		if err := a.makeServer(hosts); err != nil {
			return tls.Certificate{}, fmt.Errorf("authority: server: %w", err)
		}
	}
	pair, err := tls.LoadX509KeyPair(a.path("server.pem"), a.path("server.key"))
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("authority: server: %w", err)
	}
	// The whole chain, so that a browser shows who vouches for it.
	pair.Certificate = append(pair.Certificate, a.certificate.Raw)
	return pair, nil
}

func (a *Authority) serverGood(hosts []string) bool {
	certificate, _, err := readPair(a.path("server.pem"), a.path("server.key"))
	if err != nil || certificate.CheckSignatureFrom(a.certificate) != nil {
		return false
	}
	if a.now().AddDate(0, 0, renewDays).After(certificate.NotAfter) {
		return false
	}
	return !slices.ContainsFunc(hosts, func(h string) bool { return certificate.VerifyHostname(h) != nil })
}

func (a *Authority) makeServer(hosts []string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: hosts[0]},
		NotAfter:    a.now().AddDate(0, 0, serverDays),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, strings.ToLower(h))
		}
	}
	certificate, err := a.sign(template, key.Public())
	if err != nil {
		return err
	}
	return writePair(a.path("server.pem"), a.path("server.key"), certificate.Raw, key)
}

// APIConfig is the TLS configuration of the kiosks' side: TLS 1.3, and a client
// certificate verified by this authority. A caller without one is let in as far
// as the handler, which answers why it goes no further.
func (a *Authority) APIConfig(hosts []string) (*tls.Config, error) {
	certificate, err := a.renewing(hosts)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		GetCertificate: certificate,
		MinVersion:     tls.VersionTLS13,
		ClientAuth:     tls.VerifyClientCertIfGiven,
		ClientCAs:      a.Pool(),
		Time:           a.now,
	}, nil
}

// StaffConfig is the TLS configuration of the staff pages.
func (a *Authority) StaffConfig(hosts []string) (*tls.Config, error) {
	certificate, err := a.renewing(hosts)
	if err != nil {
		return nil, err
	}
	return &tls.Config{GetCertificate: certificate, MinVersion: tls.VersionTLS12}, nil
}

// renewing returns a server certificate for each handshake, a new one when the
// last is due: a centre may run for years.
func (a *Authority) renewing(hosts []string) (func(*tls.ClientHelloInfo) (*tls.Certificate, error), error) {
	var mu sync.Mutex
	pair, err := a.Server(hosts)
	if err != nil {
		return nil, err
	}
	return func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		mu.Lock()
		defer mu.Unlock()
		if a.now().AddDate(0, 0, renewDays).After(pair.Leaf.NotAfter) {
			renewed, err := a.Server(hosts)
			if err != nil {
				return nil, err
			}
			pair = renewed
		}
		current := pair
		return &current, nil
	}, nil
}
