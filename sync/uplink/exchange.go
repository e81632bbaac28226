package uplink

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"hallkiosk/sync/protocol"
)

// newClient goes straight to the centre: no proxy from the environment, no
// redirect (the receipt must come from whom the case was sent to), no
// compression that could blow an answer up.
func newClient(config *tls.Config) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			TLSClientConfig:     config.Clone(),
			TLSHandshakeTimeout: 10 * time.Second,
			IdleConnTimeout:     90 * time.Second,
			DisableCompression:  true,
			ForceAttemptHTTP2:   true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// sendCase delivers a case and takes the answer.
func (u *Uplink) sendCase(ctx context.Context, p *protocol.Parcel) answer {
	status, header, body, err := u.exchange(ctx, http.MethodPut, protocol.CasePath(p.Case), p.Body,
		http.Header{protocol.HeaderIdempotencyKey: {p.Case}})
	if err != nil {
		return noAnswer(err)
	}
	if status == http.StatusOK || status == http.StatusCreated {
		return takeReceipt(p.Case, status, body)
	}
	return takeRefusal(status, header, body, u.o.Now())
}

// sendHeartbeat sends a heartbeat and takes the news.
func (u *Uplink) sendHeartbeat(ctx context.Context, h protocol.Heartbeat) (*protocol.News, answer) {
	body, err := json.Marshal(h)
	if err != nil {
		return nil, noAnswer(err)
	}
	status, header, body, err := u.exchange(ctx, http.MethodPost, protocol.PathHeartbeat, body, nil)
	if err != nil {
		return nil, noAnswer(err)
	}
	if status == http.StatusOK {
		return takeNews(body)
	}
	return nil, takeRefusal(status, header, body, u.o.Now())
}

// exchange sends one request to a path, perhaps with a query, and reads the whole answer, up to
// protocol.MaxAnswer (and one byte, to tell what is longer), within Options.Timeout.
func (u *Uplink) exchange(ctx context.Context, method, path string, send []byte, header http.Header) (int, http.Header, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, u.o.Timeout)
	defer cancel()
	resp, err := u.request(ctx, method, path, send, header)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	body, err := readAnswer(resp)
	return resp.StatusCode, resp.Header, body, err
}

// request sends one request, whose answer the caller reads and closes within ctx.
func (u *Uplink) request(ctx context.Context, method, path string, send []byte, header http.Header) (*http.Response, error) {
	path, query, _ := strings.Cut(path, "?")
	target := u.base.JoinPath(path)
	target.RawQuery = query
	req, err := http.NewRequestWithContext(ctx, method, target.String(), bytes.NewReader(send))
	if err != nil {
		return nil, fmt.Errorf("uplink: %s: %w", method, err)
	}
	for k, v := range header {
		req.Header[k] = v
	}
	req.Header.Set("Content-Type", protocol.TypeJSON)
	req.Header.Set("User-Agent", "hallkiosk/"+u.o.Version)
	resp, err := u.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("uplink: %s: %w", method, err)
	}
	return resp, nil
}

func readAnswer(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, protocol.MaxAnswer+1))
	if err != nil {
		// The status may already say 201; without the receipt it is worth nothing.
		return nil, fmt.Errorf("uplink: %s: read answer: %w", resp.Request.Method, err)
	}
	return body, nil
}
