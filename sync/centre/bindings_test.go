package centre_test

import (
	"archive/zip"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/protocol"
)

func TestBindingsPages(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	key := a.of("<b>甲</b>开发有限公司", uscc(true))
	window := h.signedIn("window7")
	window.get("/bindings").must(t, 200, "没有找到绑定记录")
	r := h.k1.bound(key, "account_1")
	h.k1.bound(a.of("YY建设有限公司", ""), "account-2")
	again := h.k1.bound(key, "account_1")
	try := h.k1.receipt(h.k1.proof(h.k1.challenged(key, ""), key))
	window.get("/bindings").must(t, 200, "account_1", "account-2", "&lt;b&gt;甲&lt;/b&gt;开发有限公司", uscc(true), "已绑定")

	decimal, _ := new(big.Int).SetString(r.Serial, 16)
	for _, query := range []string{"account_1", "COUNT_1", "甲", strings.ToLower(r.Serial), decimal.String(), uscc(true), r.Number, strings.ToLower(again.Number)} {
		found := window.post("/bindings", "q", query)
		found.must(t, 200, r.Number)
		if strings.Contains(found.body, "account-2") {
			t.Errorf("%q finds another", query)
		}
	}
	for _, query := range []string{"nobody", "%", "accountX1", "' OR 1=1 --", strings.Repeat("9", 5000), "\xff"} {
		found := window.post("/bindings", "q", query)
		found.must(t, 200)
		if query != "\xff" {
			found.mustNot(t, r.Number)
		}
	}
	window.post("/bindings", "q", try.Number).must(t, 303, "/bindings/"+try.Number)

	page := window.get("/bindings/" + r.Number)
	page.must(t, 200, "绑定账号", "签名核对</dt><dd><span class=\"tag yes\">相符", "自助机见证核对</dt><dd><span class=\"tag yes\">相符", "是本中心信任的颁发机构", "暂时查不到",
		"事项：把这个U-KEY的证书绑定到下面的账号\n账号：account_1", r.Serial, decimal.String(), again.Number)
	page.mustNot(t, "<b>甲", "解除绑定</button>", "不相符")
	window.get("/bindings/"+again.Number).must(t, 200, "签名时已经绑定到这个账号，绑定记录是 "+r.Number)
	window.get("/bindings/"+try.Number).must(t, 200, "试登录")
	window.get("/bindings/BD20261122-9999").must(t, 404)
	h.signedIn("admin1").get("/bindings").must(t, 403)
	h.person().get("/bindings").must(t, 303, "/sign-in")

	h.trust(a.crl(certtest.List{}))
	window.get("/bindings/"+r.Number).must(t, 200, "没有吊销")
	h.trust(a.crl(certtest.List{Revoked: []certtest.Revoked{{Serial: r.Serial, At: opening}}, This: opening}))
	window.get("/bindings/"+r.Number).must(t, 200, "已吊销（2026-11-22 09:00）", "相符")
}

func TestReleaseOfABinding(t *testing.T) {
	h := newHall(t)
	key := h.trusted().of(company, uscc(true))
	r := h.k1.bound(key, "account-1")
	path := "/bindings/" + r.Number
	window, approver := h.signedIn("window7"), h.signedIn("approver1")
	window.post(path+"/release", "reason", "wrong").must(t, 403)
	approver.get(path).must(t, 200, "解除绑定</button>", "账号绑错了")
	approver.post(path+"/release").must(t, 422, "请选择解除原因")
	approver.post(path+"/release", "reason", "whim").must(t, 422, "请选择解除原因")
	approver.post(path+"/release", "reason", "other").must(t, 422, "请写明解除原因")
	approver.post(path+"/release", "reason", "other", "note", strings.Repeat("长", 201)).must(t, 422, "最多 200 个字")
	h.k1.challenge(key, "account-2").problem(t, 422, protocol.CodeBoundElsewhere)
	approver.post(path+"/release", "reason", "wrong", "note", "<i>本人申请</i>").must(t, 303, path)
	for _, p := range []*person{window, approver} {
		a := p.get(path)
		a.must(t, 200, "由 approver1 解除：账号绑错了 · &lt;i&gt;本人申请", "已解除", "相符")
		a.mustNot(t, "解除绑定</button>")
	}
	approver.post(path+"/release", "reason", "wrong").must(t, 409, "刚才已经解除了")
	second := h.k1.bound(key, "account-2") // now it is free
	approver.get("/bindings").must(t, 200, "account-1", "account-2", "已解除", "已绑定")
	approver.get("/bindings/"+second.Number).must(t, 200, "现在有效")
	try := h.k1.receipt(h.k1.proof(h.k1.challenged(key, ""), key))
	approver.post("/bindings/"+try.Number+"/release", "reason", "wrong").must(t, 400)
	approver.post("/bindings/BD20261122-9999/release", "reason", "wrong").must(t, 404)
	if log := h.log.String(); strings.Count(log, "binding.released") != 1 || strings.Contains(log, "approver1") || strings.Contains(log, "account-1") {
		t.Errorf("log %s", log)
	}
}

// TestEvidenceSpoiltInTheDatabase: whoever changes what was kept is seen.
func TestEvidenceSpoiltInTheDatabase(t *testing.T) {
	for column, at := range map[string]string{"signature": "proofs", "witness": "proofs", "witness_key": "proofs", "said": "challenges"} {
		t.Run(column, func(t *testing.T) {
			var file string
			h := newHall(t, func(o *centre.Options) { file = o.File })
			key := h.trusted().of(company, uscc(true))
			r := h.k1.bound(key, "account-1")
			change := "UPDATE " + at + " SET " + column + " = zeroblob(64)"
			if column == "said" {
				change = "UPDATE challenges SET said = REPLACE(said, 'account-1', 'account-9')"
			}
			if _, err := database(t, file).Exec(change); err != nil {
				t.Fatal(err)
			}
			h.signedIn("window7").get("/bindings/"+r.Number).must(t, 200, "不相符")
		})
	}
}

// TestExportedEvidence: OpenSSL, which knows nothing of this centre, checks what
// was exported by the very commands that its readme says.
func TestExportedEvidence(t *testing.T) {
	h := newHall(t)
	a, rsa := h.trusted(), authorityOf(t, certtest.RSA)
	h.trust(rsa.DER)
	for _, key := range []ukey{a.of(company, uscc(true)), a.issue(certtest.Request{Algorithm: certtest.ECDSA}), rsa.issue(certtest.Request{})} {
		r := h.k1.bound(key, "account-1"+string(key.Key.Algorithm))
		packed := h.signedIn("window7").get("/bindings/" + r.Number + "/evidence.zip")
		packed.must(t, 200)
		folder := unpack(t, packed.body)
		readme, err := os.ReadFile(filepath.Join(folder, "readme.txt"))
		if err != nil {
			t.Fatal(err)
		}
		commands := 0
		for line := range strings.Lines(string(readme)) {
			if !strings.HasPrefix(line, "openssl ") && !strings.HasPrefix(line, "cat ") {
				continue
			}
			commands++
			c := exec.Command("sh", "-c", line)
			c.Dir = folder
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v: %s", key.Key.Algorithm, line, err, out)
			}
		}
		if commands != 4 {
			t.Errorf("%d commands in %s", commands, readme)
		}
	}
}

func unpack(t *testing.T, body string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(f.Name)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestForgottenKeyOnTheStaffsPages: until it is gone, and not of a kiosk that was
// taken out of service.
func TestForgottenKeyOnTheStaffsPages(t *testing.T) {
	h := newHall(t)
	window := h.signedIn("window7")
	const note = "自助机 K1：有U-KEY忘在机器上"
	b := h.k1.heartbeat()
	h.k1.beat(b).must(t, 200)
	window.get("/").mustNot(t, note)
	b.KeyLeft = true
	h.k1.beat(b).must(t, 200)
	for _, path := range []string{"/", "/today"} {
		window.get(path).must(t, 200, note)
	}
	window.get("/kiosks").must(t, 200, "有U-KEY忘在机器上")
	b.KeyLeft = false
	h.k1.beat(b).must(t, 200)
	window.get("/today").mustNot(t, note)
	window.get("/kiosks").mustNot(t, "有U-KEY忘在机器上")
}

func TestTrustOnTheKiosksPage(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("admin1")
	h.trusted()
	b := h.k1.heartbeat()
	answer := h.k1.beat(b)
	p.get("/kiosks").must(t, 200, "证书信任列表", "未上报")
	news := newsOf(t, answer)
	b.Trust = news.Trust
	h.k1.beat(b).must(t, 200)
	p.get("/kiosks").must(t, 200, "最新")
	b.Trust = strings.Repeat("0", 64)
	h.k1.beat(b).must(t, 200)
	p.get("/kiosks").must(t, 200, "还不是最新的")
}

func TestOverdueListOnTheKiosksPage(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	now := h.clock.now()
	const warning = "吊销列表已过期"
	h.trust(a.crl(certtest.List{This: now.AddDate(0, 0, -7), Next: now.Add(time.Hour)}))
	h.signedIn("admin1").get("/kiosks").mustNot(t, warning)
	h.clock.pass(2 * time.Hour)
	p := h.signedIn("admin1")
	p.get("/kiosks").must(t, 200, warning, "湖南")
	p.post("/language", "to", "en", "back", "/kiosks")
	p.get("/kiosks").must(t, 200, "The revocation list is out of date")
	now = h.clock.now()
	h.trust(a.crl(certtest.List{This: now, Next: now.AddDate(0, 0, 7)}))
	p.get("/kiosks").mustNot(t, "out of date")
}
