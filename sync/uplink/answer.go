package uplink

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"mime"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"hallkiosk/sync/protocol"
)

// verdict is what an answer means for what was sent.
type verdict int

const (
	later        verdict = iota // try again
	good                        // done
	caseRefused                 // this case is not wanted as it is
	kioskRefused                // this kiosk is not wanted
)

// answer is what came of one exchange.
type answer struct {
	verdict    verdict
	status     int    // of HTTP; 0 where none came
	code       string // why it is not good: a word
	retryAfter time.Duration
}

// The reasons that are ours; the centre's own are protocol.Code….
const (
	reasonNonsense      = "nonsense"            // an answer that is none of the protocol's
	reasonTimeout       = "timeout"             // no whole answer in time
	reasonName          = "name"                // the centre's name cannot be looked up
	reasonCentre        = "centre-certificate"  // somebody answers who is not the centre
	reasonCertificate   = "certificate-refused" // the centre does not take our certificate
	reasonUnreachable   = "unreachable"         // anything else on the way
	reasonStatusPattern = "status-"             // and the HTTP status, where the centre gave no code
)

// takeReceipt believes a delivery only with a receipt that names the case.
func takeReceipt(caseID string, status int, body []byte) answer {
	var r protocol.Receipt
	if json.Unmarshal(body, &r) != nil || r.Protocol != protocol.Version || r.Case != caseID || r.Received.IsZero() {
		return answer{status: status, code: reasonNonsense}
	}
	return answer{verdict: good, status: status}
}

func takeNews(body []byte) (*protocol.News, answer) {
	var n protocol.News
	if json.Unmarshal(body, &n) != nil || n.Protocol != protocol.Version || n.Now.IsZero() {
		return nil, answer{status: http.StatusOK, code: reasonNonsense}
	}
	for letter, waiting := range n.Queue {
		if len(letter) != 1 || waiting < 0 {
			return nil, answer{status: http.StatusOK, code: reasonNonsense}
		}
	}
	return &n, answer{verdict: good, status: http.StatusOK}
}

// takeRefusal takes every status but a good one.
func takeRefusal(status int, header http.Header, body []byte, now time.Time) answer {
	a := answer{status: status, code: problemCode(status, header, body)}
	switch status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		a.verdict = caseRefused
	case http.StatusUnauthorized, http.StatusForbidden:
		a.verdict = kioskRefused
	default:
		a.retryAfter = retryAfter(header.Get(protocol.HeaderRetryAfter), now)
	}
	return a
}

var codePattern = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// problemCode is the centre's own word where it gave one that can stand in a
// log, else the status.
func problemCode(status int, header http.Header, body []byte) string {
	var p protocol.Problem
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err == nil && kind == protocol.TypeProblem && json.Unmarshal(body, &p) == nil && codePattern.MatchString(p.Code) {
		return p.Code
	}
	return reasonStatusPattern + strconv.Itoa(status)
}

// retryAfter reads seconds or an HTTP date (RFC 9110, 10.2.3), at most
// longestHold; 0 where it says nothing sensible.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longestHold)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), longestHold)
	}
	return 0
}

// remoteAlert is how crypto/tls marks an alert that the other side sent; its
// type is not exported.
const remoteAlert = "remote error"

// noAnswer says in a word why none came. The error itself may name addresses,
// and is not kept.
func noAnswer(err error) answer {
	var (
		name   *net.DNSError
		verify *tls.CertificateVerificationError
		host   x509.HostnameError
		op     *net.OpError
		timed  net.Error
	)
	code := reasonUnreachable
	switch {
	case errors.As(err, &name):
		code = reasonName
	case errors.As(err, &verify), errors.As(err, &host):
		code = reasonCentre
	case errors.As(err, &op) && op.Op == remoteAlert:
		code = reasonCertificate
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		code = reasonTimeout
	}
	return answer{code: code}
}
