package protocol_test

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"

	"hallkiosk/sync/protocol"
)

func bundle() *protocol.GuideBundle {
	return &protocol.GuideBundle{Protocol: protocol.Version, Version: "2026-11-22.1",
		Files: map[string]string{"guide.toml": "version = \"2026-11-22.1\"\n", "materials.toml": "# 资料\n"}}
}

func TestGuideRoundTrip(t *testing.T) {
	got, err := protocol.DecodeGuide(strings.NewReader(text(t, bundle())))
	if err != nil || got.Sum() != bundle().Sum() || !maps.Equal(got.Files, bundle().Files) {
		t.Fatalf("got %+v, %v", got, err)
	}
	if o := (protocol.GuideOffer{Version: got.Version, SHA256: got.Sum()}); !o.Valid() {
		t.Errorf("offer %+v", o)
	}
}

// The sum is part of the protocol: another program must come to the same one.
func TestGuideSum(t *testing.T) {
	b := protocol.GuideBundle{Files: map[string]string{"b.toml": "2", "a.toml": "1"}}
	// printf 'a.toml\0001\000b.toml\0002\000' | sha256sum
	if want := "219e8e122693767e27aad3eddec7db5c60368906ab171e0731e5fb0b559d0028"; b.Sum() != want {
		t.Errorf("sum %s", b.Sum())
	}
	moved := protocol.GuideBundle{Files: map[string]string{"a.toml": "1b.toml", "b.toml": "2"}}
	if moved.Sum() == b.Sum() {
		t.Error("text that moved between name and file is not noticed")
	}
}

func TestGuideRefused(t *testing.T) {
	tests := []struct {
		name, field string
		change      func(*protocol.GuideBundle)
	}{
		{"another protocol", "protocol", func(b *protocol.GuideBundle) { b.Protocol = 2 }},
		{"no version", "version", func(b *protocol.GuideBundle) { b.Version = "" }},
		{"a version that is a path", "version", func(b *protocol.GuideBundle) { b.Version = "../etc" }},
		{"a version too long", "version", func(b *protocol.GuideBundle) { b.Version = strings.Repeat("1", 65) }},
		{"no files", "files", func(b *protocol.GuideBundle) { b.Files = nil }},
		{"a file that is a path", "files", func(b *protocol.GuideBundle) { b.Files["../a.toml"] = "" }},
		{"a hidden file", "files", func(b *protocol.GuideBundle) { b.Files[".toml"] = "" }},
		{"no TOML", "files", func(b *protocol.GuideBundle) { b.Files["a.sh"] = "" }},
		{"a zero byte", "files", func(b *protocol.GuideBundle) { b.Files["a.toml"] = "\x00" }},
		{"much text", "files", func(b *protocol.GuideBundle) {
			b.Files["a.toml"] = strings.Repeat("长", protocol.MaxGuideText/3)
			b.Files["b.toml"] = "ab"
		}},
		{"too many files", "files", func(b *protocol.GuideBundle) {
			for i := range 60 {
				b.Files[strings.Repeat("a", i+1)+".toml"] = ""
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := bundle()
			test.change(b)
			_, err := protocol.DecodeGuide(strings.NewReader(text(t, b)))
			wantInvalid(t, err, test.field)
		})
	}
	large := bundle()
	large.Files["guide.toml"] = strings.Repeat("#", protocol.MaxGuide)
	if _, err := protocol.DecodeGuide(strings.NewReader(text(t, large))); !errors.Is(err, protocol.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	for _, body := range []string{"", "[]", `{"files":[]}`, text(t, bundle()) + "x", strings.TrimSuffix(text(t, bundle()), "}"), `{"extra":1}`} {
		if _, err := protocol.DecodeGuide(strings.NewReader(body)); err == nil {
			t.Errorf("taken: %q", body)
		}
	}
}

func TestGuideOfferRefused(t *testing.T) {
	for _, o := range []protocol.GuideOffer{
		{}, {Version: "1"}, {SHA256: bundle().Sum()}, {Version: "1", SHA256: strings.ToUpper(bundle().Sum())},
		{Version: "1\n", SHA256: bundle().Sum()}, {Version: "1", SHA256: "00"},
	} {
		if o.Valid() {
			t.Errorf("%+v is taken", o)
		}
	}
}

func TestHeartbeatSaysWhichGuide(t *testing.T) {
	mistakes := make([]protocol.GuideMistake, protocol.MaxGuideMistakes)
	values := map[string]string{"an odd name": "x"}
	for i := range 2 * protocol.MaxGuideValues {
		values[strings.Repeat(string(rune('a'+i)), 20)] = strings.Repeat("<", 999)
	}
	for i := range mistakes {
		mistakes[i] = protocol.GuideMistake{File: strings.Repeat("长", 999), Line: -1, Code: strings.Repeat("a", 40), Values: values}.Clip()
	}
	for name, test := range map[string]struct {
		state protocol.GuideState
		good  bool
	}{
		"none":                {protocol.GuideState{}, true},
		"in use":              {protocol.GuideState{Version: "1"}, true},
		"refused":             {protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: []protocol.GuideMistake{{Code: protocol.GuideChecksum}}}, true},
		"as much as may be":   {protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: mistakes}, true},
		"none in use":         {protocol.GuideState{RefusedVersion: "2", Refused: mistakes[:1]}, false},
		"refused without why": {protocol.GuideState{Version: "1", RefusedVersion: "2"}, false},
		"why without what":    {protocol.GuideState{Version: "1", Refused: mistakes[:1]}, false},
		"one too many":        {protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: append(mistakes, mistakes[0])}, false},
		"a line below one":    {protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: []protocol.GuideMistake{{Line: -1, Code: "x"}}}, false},
		"words for a code":    {refusal(protocol.GuideMistake{Code: "It is wrong"}), false},
		"a value's odd name":  {refusal(protocol.GuideMistake{Code: "x", Values: map[string]string{"a b": "x"}}), false},
		"a long value":        {refusal(protocol.GuideMistake{Code: "x", Values: map[string]string{"a": strings.Repeat("长", 101)}}), false},
		"an unseen character": {refusal(protocol.GuideMistake{Code: "x", Values: map[string]string{"a": "\u202e"}}), false},
		"too many values":     {refusal(protocol.GuideMistake{Code: "x", Values: map[string]string{"a": "", "b": "", "c": "", "d": "", "e": "", "f": "", "g": "", "h": "", "i": ""}}), false},
		"a file of two lines": {refusal(protocol.GuideMistake{Code: "x", File: "a\nb"}), false},
		"an unknown code":     {refusal(protocol.GuideMistake{Code: "wrong-colour", File: "a.toml", Line: 1, Values: map[string]string{"name": "红"}}), true},
		"an empty mistake":    {protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: []protocol.GuideMistake{{}}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := heartbeat()
			h.Guide = test.state
			_, err := protocol.DecodeHeartbeat(strings.NewReader(text(t, h)))
			if test.good && err != nil {
				t.Error(err)
			}
			if !test.good {
				wantInvalid(t, err, "guide")
			}
		})
	}
	for name, m := range map[string]protocol.GuideMistake{
		"empty": {}, "control": {File: "\x1b[31m", Code: "A", Values: map[string]string{"a": "\xff\x00\u202e"}},
	} {
		if c := m.Clip(); c.Code != protocol.GuideNonsense || strings.ContainsAny(c.File+c.Values["a"], "\x00\x1b\u202e") {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// refusal is a state with one mistake.
func refusal(m protocol.GuideMistake) protocol.GuideState {
	return protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: []protocol.GuideMistake{m}}
}

func TestGuideBodiesFitTheirSchemas(t *testing.T) {
	h := heartbeat()
	h.Guide = protocol.GuideState{Version: "1", RefusedVersion: "2", Refused: []protocol.GuideMistake{{File: "a.toml", Line: 3, Code: "wrong", Values: map[string]string{"name": "x"}}}}
	schemas := document(t).Components.Schemas
	for name, body := range map[string]any{
		"GuideBundle": bundle(), "Heartbeat": h,
		"News": protocol.News{Protocol: protocol.Version, Now: noon, Queue: map[string]int{}, Finished: []string{},
			Guide: protocol.GuideOffer{Version: "1", SHA256: bundle().Sum()}},
	} {
		var v any
		if err := json.Unmarshal([]byte(text(t, body)), &v); err != nil {
			t.Fatal(err)
		}
		if err := schemas[name].Value.VisitJSON(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeGuide(f *testing.F) {
	f.Add(text(f, bundle()))
	f.Add(`{"protocol":1,"version":"1","files":{"a.toml":"\ud800"}}`)
	f.Add(`{"files":{"a.toml":1}}`)
	f.Fuzz(func(t *testing.T, body string) {
		b, err := protocol.DecodeGuide(strings.NewReader(body))
		if err != nil {
			return
		}
		again, err := protocol.DecodeGuide(strings.NewReader(text(t, b)))
		if err != nil || again.Sum() != b.Sum() {
			t.Errorf("not stable: %v", err)
		}
	})
}
