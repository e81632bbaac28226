package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"hallkiosk/kiosk/config"
	"hallkiosk/sync/outbox"
	"hallkiosk/sync/protocol"
)

// storeFinding reads the store as it lies there. It needs no key, which by hand
// may be out of reach (one of systemd's credentials), and changes nothing.
func storeFinding(ctx context.Context, cfg *config.Config) finding {
	const part = "store"
	if _, err := os.Stat(cfg.StorePath()); err != nil {
		return finding{part, false, "not there yet: the kiosk has never been started"}
	}
	debts, err := readLedger(ctx, cfg, (*outbox.Ledger).Debts)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	var waiting, refused int
	digit := false // the centre has another one for this kiosk
	for _, d := range debts {
		if d.Refused {
			refused++
		} else {
			waiting++
			digit = digit || d.Code == protocol.CodeOtherKiosk
		}
	}
	detail := fmt.Sprintf("%d to deliver, %d refused by the centre", waiting, refused)
	if refused > 0 {
		detail += ": see kioskctl owed"
	}
	if digit {
		detail += fmt.Sprintf("; the centre has another digit than %d for this kiosk", cfg.Digit)
	}
	return finding{part, refused == 0 && !digit, detail}
}

func certificateFinding(cfg *config.Config, now time.Time) finding {
	const part = "certificate"
	text, err := os.ReadFile(cfg.Path(cfg.Centre.Certificate))
	if err != nil {
		return finding{part, false, "none yet: run kioskctl enrol"}
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return finding{part, false, "its file holds no certificate"}
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	if c.Subject.CommonName != cfg.Name {
		return finding{part, false, fmt.Sprintf("of %q, but this kiosk is %q", c.Subject.CommonName, cfg.Name)}
	}
	detail := "expires on " + c.NotAfter.Format(time.DateOnly)
	return finding{part, c.NotAfter.Sub(now) > minValidity && !now.Before(c.NotBefore), detail}
}

// centreFindings reaches the centre as the kiosk does and compares the clocks.
func centreFindings(ctx context.Context, cfg *config.Config) []finding {
	centre := finding{part: "centre"}
	clock := finding{part: "clock", detail: "unknown: there is none to compare it with"}
	answer, err := askCentre(ctx, cfg)
	switch {
	case err != nil:
		centre.detail = err.Error()
		return []finding{centre, clock}
	case answer.StatusCode == http.StatusUnauthorized, answer.StatusCode == http.StatusForbidden:
		centre.detail = "reached, but it does not know this kiosk's certificate"
	case answer.StatusCode != http.StatusMethodNotAllowed:
		centre.detail = "reached, but it answers " + answer.Status
	default:
		centre.good, centre.detail = true, "reached"
	}
	// Date of any answer, also of a refusal (RFC 9110, 6.6.1).
	if theirs, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		drift := time.Since(theirs).Round(time.Second).Abs()
		clock.good, clock.detail = drift <= maxClockDrift, fmt.Sprintf("differs from the centre's by %v", drift)
	}
	return []finding{centre, clock}
}

// askCentre asks for the heartbeat's address over mutual TLS, but sends none:
// the centre checks the certificate first and then answers that it takes POST.
func askCentre(ctx context.Context, cfg *config.Config) (*http.Response, error) {
	tls, err := cfg.TLS()
	if err != nil {
		return nil, err
	}
	url := strings.TrimSuffix(cfg.Centre.URL, "/") + protocol.PathHeartbeat
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{TLSClientConfig: tls}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	return answer, answer.Body.Close()
}
