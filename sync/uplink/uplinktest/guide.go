package uplinktest

import (
	"net/http"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

// guide checks what the centre offers before and after Target.Publish.
func (c *contract) guide(t *testing.T) {
	ask := func(path string) reply { return c.send(t, c.request(t, http.MethodGet, path, nil)) }
	ask(protocol.GuidePath("none-of-ours")).problem(t, http.StatusNotFound, protocol.CodeNotFound)
	for _, path := range []string{protocol.PathGuide, protocol.GuidePath(""), protocol.GuidePath("../x"), protocol.GuidePath("a\nb")} {
		ask(path).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	}
	c.send(t, c.request(t, http.MethodPost, protocol.PathGuide, nil)).problem(t, http.StatusMethodNotAllowed, protocol.CodeMethod)
	if c.Publish == nil {
		return // a centre without guides is a good one
	}
	published := c.Publish(t)
	var news protocol.News
	state := protocol.GuideState{Version: "another", RefusedVersion: published.Version,
		Refused: []protocol.GuideMistake{{File: "guide.toml", Line: 1, Code: "spoilt-on-the-way", Values: map[string]string{"name": "红色"}}}}
	beat := protocol.Heartbeat{Protocol: protocol.Version, Kiosk: c.Kiosk, Version: "1.0", Sent: time.Now(),
		Devices: []protocol.Device{}, Guide: state}
	c.send(t, c.request(t, http.MethodPost, protocol.PathHeartbeat, encode(t, beat))).want(t, http.StatusOK, &news)
	if want := (protocol.GuideOffer{Version: published.Version, SHA256: published.Sum()}); news.Guide != want {
		t.Errorf("offers %+v, want %+v", news.Guide, want)
	}
	var got protocol.GuideBundle
	a := ask(protocol.GuidePath(news.Guide.Version))
	a.want(t, http.StatusOK, &got)
	if err := got.Validate(); err != nil || got.Version != published.Version || got.Sum() != published.Sum() || len(a.body) > protocol.MaxGuide {
		t.Errorf("guide %s of %d bytes, %v", got.Version, len(a.body), err)
	}
	beat.Guide.Refused[0].Code = ""
	c.send(t, c.request(t, http.MethodPost, protocol.PathHeartbeat, encode(t, beat))).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
}
