package centre_test

import (
	"net/http"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/protocol"
)

func (k *kiosk) ready(r protocol.Readiness) answer {
	k.h.t.Helper()
	r.Protocol, r.Kiosk, r.Version, r.Checked = protocol.Version, k.name, "1.0", k.h.clock.now()
	if r.Day == "" {
		r.Day = visit.Day(k.h.clock.now())
	}
	q := request(k.h.t, http.MethodPost, k.h.api+protocol.PathReadiness, encode(k.h.t, r))
	q.Header.Set("Content-Type", protocol.TypeJSON)
	return do(k.h.t, k.client, q)
}

func TestReadinessOnTheKiosksPage(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("admin1")
	p.get("/kiosks").must(t, 200, "今天还没有收到自检报告")
	h.k1.ready(protocol.Readiness{Findings: []protocol.Finding{
		{Part: protocol.DeviceIDCard, Good: true}, {Part: protocol.DeviceScanner, Reason: "unplugged"},
		{Part: protocol.PartRoll, Reason: protocol.ReasonFew, Count: 12}, {Part: "<i>new</i>", Reason: "odd"},
	}}).must(t, 200)
	a := p.get("/kiosks")
	a.must(t, 200, "今晨自检", "需要处理", "扫码器</b> 没有插好", "约剩 12 张，请准备换纸", "&lt;i&gt;new&lt;/i&gt;</b> odd")
	a.mustNot(t, "身份证阅读器", "<i>new")
	h.k1.ready(protocol.Readiness{Findings: []protocol.Finding{{Part: protocol.DeviceIDCard, Good: true}}}).must(t, 200)
	p.get("/kiosks").must(t, 200, "全部正常")
	h.clock.pass(24 * time.Hour)
	h.signedIn("admin1").get("/kiosks").must(t, 200, "今天还没有收到自检报告") // yesterday's says nothing of today
}

func TestReadinessOfFarDays(t *testing.T) {
	h := newHall(t)
	good := []protocol.Finding{}
	for day, status := range map[string]int{"9999-12-31": 400, "1970-01-01": 400} {
		h.k1.ready(protocol.Readiness{Day: day, Findings: good}).must(t, status, "invalid")
	}
	h.k1.ready(protocol.Readiness{Findings: good}).must(t, 200)
}
