package pageprinter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"

	"hallkiosk/devices/pageprinter/ipp"
)

// maxAnswer bounds what a printer may say; all its attributes are about 40 kB.
const maxAnswer = 1 << 20

// newTransport makes one connection for each request, so that a request that
// could not be sent is told apart from one whose answer was lost.
func newTransport(o Opts) *http.Transport {
	t := &http.Transport{DisableKeepAlives: true, TLSClientConfig: o.TLS}
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if o.Socket != "" {
			network, address = "unix", o.Socket
		}
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, &notSent{err}
		}
		return c, nil
	}
	return t
}

// exchange sends one operation and reads the answer. Errors are ErrUnreachable,
// ErrGarbled or ErrRefused, or the context's.
func (p *Printer) exchange(ctx context.Context, op ipp.Op, operation, job []ipp.Attribute, document []byte) (*ipp.Message, error) {
	request := &ipp.Message{Major: 1, Minor: 1, Code: uint16(op), RequestID: p.number.Add(1)}
	request.Groups = []ipp.Group{{Tag: ipp.OperationGroup, Attributes: append([]ipp.Attribute{
		ipp.String(ipp.Charset, "attributes-charset", "utf-8"),
		ipp.String(ipp.NaturalLanguage, "attributes-natural-language", "en"),
		ipp.String(ipp.URI, "printer-uri", p.uri),
	}, operation...)}}
	if len(job) > 0 {
		request.Groups = append(request.Groups, ipp.Group{Tag: ipp.JobGroup, Attributes: job})
	}
	head, err := request.Encode()
	if err != nil {
		return nil, err
	}
	raw, err := p.carry(ctx, append(head, document...))
	if err != nil {
		return nil, err
	}
	answer, _, err := ipp.Decode(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGarbled, err)
	}
	if status := ipp.Status(answer.Code); !status.Good() {
		return nil, &refusal{status}
	}
	if answer.RequestID != request.RequestID {
		return nil, fmt.Errorf("%w: answer to another request", ErrGarbled)
	}
	return answer, nil
}

// roundTrip posts body and reads the body of the answer.
func (p *Printer) roundTrip(ctx context.Context, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.post, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", ipp.MediaType)
	res, err := p.http.Do(req)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	defer res.Body.Close()
	kind, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if res.StatusCode != http.StatusOK || err != nil || kind != ipp.MediaType {
		return nil, fmt.Errorf("%w: HTTP %d, %.40q", ErrGarbled, res.StatusCode, res.Header.Get("Content-Type"))
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if len(raw) > maxAnswer {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrGarbled, maxAnswer)
	}
	return raw, nil
}

// unreachable names a failure of the network; one that our own context caused
// stays the context's.
func unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	if errors.Is(err, ErrUnreachable) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}
