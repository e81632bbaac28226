package centre_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"hallkiosk/assets"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

// changedGuide is the built-in guide under another version, with old replaced by
// new throughout.
func changedGuide(t testing.TB, version string, changes ...string) *protocol.GuideBundle {
	t.Helper()
	b, g, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range b.Files {
		text = strings.NewReplacer(changes...).Replace(text)
		if name == "guide.toml" {
			text = strings.Replace(text, `version = "`+g.Version+`"`, `version = "`+version+`"`, 1)
		}
		b.Files[name] = text
	}
	b.Version = version
	return b
}

func folderOf(b *protocol.GuideBundle) fstest.MapFS {
	folder := fstest.MapFS{"notes.txt": {Data: []byte("no part of it")}, ".guide.toml": {Data: []byte("an editor's")}}
	for name, text := range b.Files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

func (h *hall) publish(b *protocol.GuideBundle) {
	h.t.Helper()
	if _, err := h.centre.PublishGuide(h.t.Context(), folderOf(b)); err != nil {
		h.t.Fatal(err)
	}
}

// news are what a heartbeat is answered.
func (k *kiosk) news(state protocol.GuideState) protocol.News {
	k.h.t.Helper()
	b := k.heartbeat()
	b.Guide = state
	a := k.beat(b)
	a.must(k.h.t, http.StatusOK)
	var n protocol.News
	if err := json.Unmarshal([]byte(a.body), &n); err != nil {
		k.h.t.Fatal(err)
	}
	return n
}

func TestPublishedGuideIsOffered(t *testing.T) {
	h := newHall(t)
	if n := h.k1.news(protocol.GuideState{}); n.Guide != (protocol.GuideOffer{}) {
		t.Errorf("offers %+v before anything was published", n.Guide)
	}
	one, two := changedGuide(t, "t1"), changedGuide(t, "t2", "7、8号窗口", "9号窗口")
	h.publish(one)
	h.publish(two)
	if n := h.k1.news(protocol.GuideState{}); n.Guide != guidefile.Offer(two) {
		t.Errorf("offers %+v", n.Guide)
	}
	d := h.k1.deliver()
	ticket := "/t/" + code(d)
	h.person().get(ticket).must(t, 200, "9号窗口")

	if err := h.centre.RollBackGuide(t.Context(), "t1"); err != nil {
		t.Fatal(err)
	}
	h.person().get(ticket).must(t, 200, "7、8号窗口")
	if n := h.k1.news(protocol.GuideState{}); n.Guide != guidefile.Offer(one) {
		t.Errorf("after rolling back: offers %+v", n.Guide)
	}
	list, builtin, err := h.centre.Guides(t.Context())
	if err != nil || len(list) != 2 || list[0].Version != "t1" || list[1].Version != "t2" || builtin != h.guide.Version {
		t.Errorf("list %+v, %s, %v", list, builtin, err)
	}
	if err := h.centre.RollBackGuide(t.Context(), builtin); err != nil {
		t.Fatal(err)
	}
	if n := h.k1.news(protocol.GuideState{}); n.Guide.Version != builtin {
		t.Errorf("back to the built-in one: offers %+v", n.Guide)
	}
	if err := h.centre.RollBackGuide(t.Context(), "t9"); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("a guide that nobody published: %v", err)
	}
	if log := h.log.String(); strings.Count(log, "guide.published") != 4 {
		t.Errorf("log %s", log)
	}
}

func TestPublishingRefusesWhole(t *testing.T) {
	h := newHall(t)
	h.publish(changedGuide(t, "t1"))
	for name, test := range map[string]struct {
		b    *protocol.GuideBundle
		what string
	}{
		"mistakes":                 {changedGuide(t, "t2", "[bureau]", "[burea]"), `nearest="bureau"`},
		"published with another":   {changedGuide(t, "t1", "7、8号窗口", "9号窗口"), protocol.GuideVersionTaken},
		"built in with another":    {changedGuide(t, h.guide.Version, "7、8号窗口", "9号窗口"), protocol.GuideVersionTaken},
		"a version that is a path": {changedGuide(t, "../t2"), "version"},
		"too large":                {changedGuide(t, "t2", "[bureau]", strings.Repeat("# \n", 1<<19)+"[bureau]"), "file-large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.centre.PublishGuide(t.Context(), folderOf(test.b))
			var refused *guidefile.Refused
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), test.what) {
				t.Errorf("error %v", err)
			}
			if n := h.k1.news(protocol.GuideState{}); n.Guide.Version != "t1" {
				t.Errorf("offers %+v", n.Guide)
			}
		})
	}
}

// slip puts a guide past the centre's check.
func (h *hall) slip(file string, b *protocol.GuideBundle) {
	h.t.Helper()
	s, err := store.Open(h.t.Context(), file)
	if err != nil {
		h.t.Fatal(err)
	}
	text, err := guidefile.Encode(b)
	if err == nil {
		err = s.PublishGuide(h.t.Context(), store.Guide{Version: b.Version, SHA256: b.Sum(), Files: text}, store.By{At: h.clock.now()})
	}
	if err = errors.Join(err, s.Close()); err != nil {
		h.t.Fatal(err)
	}
}

func TestKiosksPageSaysWhoIsBehindAndWhy(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("window7")
	h.k1.news(protocol.GuideState{Version: "t0"})
	p.get("/kiosks").mustNot(t, "不是最新的")
	h.publish(changedGuide(t, "t1"))
	h.k1.news(protocol.GuideState{Version: "t1"})
	a := p.get("/kiosks")
	a.must(t, 200, "t1")
	a.mustNot(t, "不是最新的", "没有被采用")

	h.k1.news(protocol.GuideState{Version: "t0", RefusedVersion: "t1", Refused: []protocol.GuideMistake{
		{File: "services.toml", Line: 7, Code: "unknown-material", Values: map[string]string{
			"name": "<b>x</b>", "nearest": "legal-id", "service": "open", "key": "materials[6].id"}},
		{Code: protocol.GuideChecksum},
		{File: "services.toml", Line: 9, Code: "wrong-colour", Values: map[string]string{"name": "红"}},
	}})
	a = p.get("/kiosks")
	a.must(t, 200, "t0", "不是最新的：现行指南是 t1", "指南 t1 没有被采用", "services.toml 第 7 行",
		"业务“open” materials 第 7 项 id：没有叫“&lt;b&gt;x&lt;/b&gt;”的资料；是不是“legal-id”？", "内容与公布的不一致",
		"services.toml 第 9 行", "wrong-colour name=&#34;红&#34;")
	a.mustNot(t, "<b>x", "checksum")
	p.post("/language", "to", "en", "back", "/kiosks")
	p.get("/kiosks").must(t, 200, "behind: the present guide is t1", "services.toml, line 7",
		"service “open” materials no. 7 id: there is no material called “&lt;b&gt;x&lt;/b&gt;”; did you mean “legal-id”?", "It differs from what was published")
}

func TestGuideThatWasSlippedIn(t *testing.T) {
	var file string
	h := newHall(t, func(o *centre.Options) { file = o.File })
	h.publish(changedGuide(t, "t1", "7、8号窗口", "9号窗口"))
	ticket := "/t/" + code(h.k1.deliver())
	h.person().get(ticket).must(t, 200, "9号窗口")
	bad := changedGuide(t, "t2", "[bureau]", "]][[")
	h.slip(file, bad)
	h.centre.ForgetGuide()
	h.person().get(ticket).must(t, 200, "9号窗口")
	if !strings.Contains(h.log.String(), "guide.skipped") {
		t.Error("nothing is logged of it")
	}
	h.slip(file, changedGuide(t, "t3", "7、8号窗口", "10号窗口"))
	h.centre.ForgetGuide()
	h.person().get(ticket).must(t, 200, "10号窗口")
}

// A case is shown and printed by the guide that it was filled in under.
func TestCaseKeepsItsGuide(t *testing.T) {
	h := newHall(t)
	h.publish(changedGuide(t, "t1", "营业执照", "旧执照"))
	d := h.k1.deliver(func(d *protocol.Delivery) { d.Application.GuideVersion = "t1" })
	strange := h.k1.deliver(func(d *protocol.Delivery) {
		d.Application.GuideVersion = "t0"
		d.Application.Agent.IDNumber = idNumber("43070219900307125")
	})
	h.publish(changedGuide(t, "t2", "营业执照", "新执照"))
	p := h.signedIn("window7")
	a := p.get("/case/" + d.Application.ID)
	a.must(t, 200, "旧执照")
	a.mustNot(t, "新执照", "另一个版本")
	p.get("/case/"+strange.Application.ID).must(t, 200, "新执照")
	if g, known := h.centre.GuideOf("t1"); !known || g.Version != "t1" {
		t.Errorf("guide %v of t1", known)
	}
	if g, known := h.centre.GuideOf("t0"); known || g.Version != "t2" {
		t.Errorf("guide %v of t0", known)
	}
}
