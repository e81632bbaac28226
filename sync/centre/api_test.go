package centre_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

func TestWhoMayDeliver(t *testing.T) {
	h := newHall(t)
	d := h.k1.delivery()
	body := encode(t, d)

	t.Run("no certificate", func(t *testing.T) {
		do(t, h.client(), h.putRequest(d.Application.ID, body)).problem(t, 401, protocol.CodeNoCertificate)
		do(t, h.client(), request(t, "POST", h.api+protocol.PathHeartbeat, nil)).problem(t, 401, protocol.CodeNoCertificate)
	})
	t.Run("another authority's certificate", func(t *testing.T) {
		other := newHall(t)
		forged := h.client(tls.Certificate{Certificate: [][]byte{other.k1.signed.Raw}, PrivateKey: other.k1.private})
		if r, err := forged.Do(h.putRequest(d.Application.ID, body)); err == nil {
			t.Errorf("answered %d", r.StatusCode)
			_ = r.Body.Close()
		}
	})
	t.Run("not enrolled", func(t *testing.T) {
		k9 := h.stranger("K9", 9)
		k9.put(k9.delivery()).problem(t, 403, protocol.CodeUnknownKiosk)
		k9.beat(k9.heartbeat()).problem(t, 403, protocol.CodeUnknownKiosk)
	})
	t.Run("another kiosk's name", func(t *testing.T) {
		k2 := h.enrol("K2", 2)
		do(t, k2.client, h.putRequest(d.Application.ID, body)).problem(t, 403, protocol.CodeOtherKiosk)
		b := k2.heartbeat()
		b.Kiosk = "K1"
		k2.beat(b).problem(t, 403, protocol.CodeOtherKiosk)
	})
	t.Run("a server's certificate", func(t *testing.T) {
		pair, err := h.vouch.Server([]string{"127.0.0.1"})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := h.client(pair).Do(h.putRequest(d.Application.ID, body)); err == nil {
			t.Errorf("answered %d", r.StatusCode)
			_ = r.Body.Close()
		}
	})
	t.Run("revoked", func(t *testing.T) {
		k3 := h.enrol("K3", 3)
		k3.deliver()
		if err := h.centre.Revoke(t.Context(), "K3"); err != nil {
			t.Fatal(err)
		}
		k3.put(k3.delivery()).problem(t, 403, protocol.CodeRevoked)
		k3.beat(k3.heartbeat()).problem(t, 403, protocol.CodeRevoked)
	})
	t.Run("expired", func(t *testing.T) {
		late := newHall(t)
		late.k1.deliver()
		late.clock.pass(366 * 24 * time.Hour)
		late.k1.client.CloseIdleConnections()
		// The client, too, would refuse the server's old certificate: it is renewed.
		if r, err := late.k1.client.Do(late.putRequest(d.Application.ID, body)); err == nil {
			t.Errorf("answered %d", r.StatusCode)
			_ = r.Body.Close()
		}
		do(t, late.client(), request(t, "GET", late.api+"/", nil)).problem(t, 404, protocol.CodeNotFound)
	})
}

func TestHostileBodies(t *testing.T) {
	h := newHall(t)
	good := h.k1.delivery()
	id := good.Application.ID
	text := string(encode(t, good))
	replace := func(old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("%q does not occur", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"nothing":           {"", 400, protocol.CodeInvalid},
		"garbage":           {"\x00\x01\xff garbage", 400, protocol.CodeInvalid},
		"not an object":     {"[]", 400, protocol.CodeInvalid},
		"null":              {"null", 400, protocol.CodeInvalid},
		"deep":              {strings.Repeat("[", 100_000), 400, protocol.CodeInvalid},
		"half":              {text[:len(text)/2], 400, protocol.CodeInvalid},
		"two bodies":        {text + text, 400, protocol.CodeInvalid},
		"unknown field":     {replace(`{"protocol"`, `{"extra":1,"protocol"`), 400, protocol.CodeInvalid},
		"unknown inside":    {replace(`"contact":{`, `"contact":{"fax":"1",`), 400, protocol.CodeInvalid},
		"another version":   {replace(`"protocol":1`, `"protocol":2`), 400, protocol.CodeInvalid},
		"not UTF-8":         {replace("张三", "\xd5\xc5\xc8\xfd"), 400, protocol.CodeInvalid},
		"huge":              {replace("张三", strings.Repeat("张", 100_000)), 413, protocol.CodeTooLarge},
		"500 characters":    {replace("张三", strings.Repeat("张", 500)), 400, protocol.CodeInvalid},
		"control character": {replace("张三", `张\u0007三`), 400, protocol.CodeInvalid},
		"bidi character":    {replace("张三", `张\u202e三`), 400, protocol.CodeInvalid},
		"another case":      {replace(id, "f"+id[1:]), 400, protocol.CodeInvalid},
		"wrong ID number":   {replace(good.Application.Legal.IDNumber, good.Application.Legal.IDNumber[:17]+"*"), 400, protocol.CodeInvalid},
		"same two people":   {replace(good.Application.Legal.IDNumber, good.Application.Agent.IDNumber), 400, protocol.CodeInvalid},
		"wrong USCC":        {replace(good.Application.Organisation.USCC, good.Application.Organisation.USCC[:17]+"O"), 400, protocol.CodeInvalid},
		"odd role":          {replace(`"role":"agent"`, `"role":"queen"`), 400, protocol.CodeInvalid},
		"odd type":          {replace(`"type":"enterprise"`, `"type":"circus"`), 400, protocol.CodeInvalid},
		"not accepted":      {replace(`"statementAccepted":"2026-11-22T09:00:00+08:00"`, `"statementAccepted":"0001-01-01T00:00:00Z"`), 400, protocol.CodeInvalid},
		"control in a name": {replace(`"service":"open","guide`, `"service":"open\n","guide`), 400, protocol.CodeInvalid},
		"handle changed":    {replace("/T/A", "/T/B"), 400, protocol.CodeInvalid},
		"host changed":      {replace("HTTPS://1", "HTTPS://2"), 400, protocol.CodeInvalid},
		"number changed":    {replace(`"number":"A1001"`, `"number":"A1002"`), 400, protocol.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			a := do(t, h.k1.client, h.putRequest(id, []byte(c.body)))
			a.problem(t, c.status, c.code)
			a.mustNot(t, "张", "李四", good.Application.Legal.IDNumber, "13800000000")
		})
	}
	if a := h.signedIn("window7").get("/today"); strings.Contains(a.body, "A1001") {
		t.Error("a refused case is in the list")
	}
	for _, personal := range []string{"张三", "李四", good.Application.Legal.IDNumber} {
		if strings.Contains(h.log.String(), personal) {
			t.Error("the log holds something personal")
		}
	}
	h.k1.put(good).must(t, 201)
}

func TestForgedHandle(t *testing.T) {
	h := newHall(t)
	k2 := h.enrol("K2", 2)
	forged := h.k1.delivery()
	// Signed by another kiosk's key under this kiosk's digit.
	forger := *k2
	forger.digit, forger.serial = 1, h.k1.serial
	forged.Ticket.Handle = forger.handle(forged)
	h.k1.put(forged).problem(t, 400, protocol.CodeInvalid)
	// A number with another kiosk's digit, signed by this one: the setting is
	// wrong, and the case must wait until somebody mends it.
	d := h.k1.delivery(func(d *protocol.Delivery) { d.Ticket.Number = "A2" + d.Ticket.Number[2:] })
	other := *h.k1
	other.digit = 2
	d.Ticket.Handle = other.handle(d)
	h.k1.put(d).problem(t, 403, protocol.CodeOtherKiosk)
}

func TestRequestsThatAreNone(t *testing.T) {
	h := newHall(t)
	d := h.k1.delivery()
	body := encode(t, d)
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
		code   string
	}{
		"method":          {func(r *http.Request) { r.Method = "POST" }, 405, protocol.CodeMethod},
		"media type":      {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415, protocol.CodeMediaType},
		"no media type":   {func(r *http.Request) { r.Header.Del("Content-Type") }, 415, protocol.CodeMediaType},
		"no key":          {func(r *http.Request) { r.Header.Del(protocol.HeaderIdempotencyKey) }, 400, protocol.CodeInvalid},
		"another key":     {func(r *http.Request) { r.Header.Set(protocol.HeaderIdempotencyKey, "x") }, 400, protocol.CodeInvalid},
		"no ID":           {func(r *http.Request) { r.URL.Path = protocol.PathCases }, 404, protocol.CodeNotFound},
		"ID in capitals":  {func(r *http.Request) { r.URL.Path = strings.ToUpper(r.URL.Path) }, 404, protocol.CodeNotFound},
		"odd ID":          {func(r *http.Request) { r.URL.Path = protocol.CasePath("..%2f") }, 400, protocol.CodeInvalid},
		"unknown address": {func(r *http.Request) { r.URL.Path = "/api/v2/cases/x" }, 404, protocol.CodeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			r := h.putRequest(d.Application.ID, body)
			c.change(r)
			do(t, h.k1.client, r).problem(t, c.status, c.code)
		})
	}
	big := h.k1.heartbeat()
	big.Version = strings.Repeat("x", protocol.MaxHeartbeat)
	h.k1.beat(big).problem(t, 413, protocol.CodeTooLarge)
}

func TestDeliveredOnce(t *testing.T) {
	h := newHall(t)
	d := h.k1.delivery()
	first := h.k1.put(d)
	first.must(t, 201)
	h.clock.pass(time.Minute)
	again := h.k1.put(d)
	again.must(t, 200)
	var one, two protocol.Receipt
	if json.Unmarshal([]byte(first.body), &one) != nil || json.Unmarshal([]byte(again.body), &two) != nil {
		t.Fatal("no receipts")
	}
	if one != two || one.Case != d.Application.ID || !one.Received.Equal(opening) {
		t.Errorf("receipts %+v and %+v", one, two)
	}
	changed := *d
	changed.Application.Contact.Mobile = "13900000000"
	h.k1.put(&changed).problem(t, 409, protocol.CodeDiffers)
	// The same in other words is not the same bytes.
	spaced := bytes.Replace(encode(t, d), []byte(`{"protocol"`), []byte(`{ "protocol"`), 1)
	do(t, h.k1.client, h.putRequest(d.Application.ID, spaced)).problem(t, 409, protocol.CodeDiffers)

	page := h.signedIn("window7").get("/case/" + d.Application.ID)
	page.must(t, 200, "13800000000")
	page.mustNot(t, "13900000000")
}

func TestManyAtOnceAreOne(t *testing.T) {
	h := newHall(t)
	d := h.k1.delivery()
	body := encode(t, d)
	answers := make(chan int)
	for range 8 {
		r := h.putRequest(d.Application.ID, body)
		go func() {
			response, err := h.k1.client.Do(r)
			if err != nil {
				answers <- 0
				return
			}
			_ = response.Body.Close()
			answers <- response.StatusCode
		}()
	}
	count := map[int]int{}
	for range 8 {
		count[<-answers]++
	}
	if count[201] != 1 || count[200] != 7 {
		t.Errorf("answers %v", count)
	}
}

func TestHeartbeatHearsOfTheHall(t *testing.T) {
	h := newHall(t)
	k2 := h.enrol("K2", 2)
	one, two := h.k1.deliver(), h.k1.deliver()
	h.k1.deliver()
	other := k2.deliver()
	p := h.signedIn("window7")
	for _, d := range []*protocol.Delivery{one, two, other} {
		p.post("/scan", "ticket", d.Ticket.Handle).must(t, 303)
	}
	p.post("/case/"+one.Application.ID+"/finish", "incomplete", "yes").must(t, 303)
	p.post("/case/"+other.Application.ID+"/send-back", "reason", "seal").must(t, 303)
	var news protocol.News
	a := h.k1.beat(h.k1.heartbeat())
	if err := json.Unmarshal([]byte(a.body), &news); err != nil || a.status != 200 {
		t.Fatal(a.status, err)
	}
	if news.Queue["A"] != 1 || !news.Now.Equal(opening) {
		t.Errorf("news %+v", news)
	}
	for _, s := range h.guide.Services {
		if _, ok := news.Queue[s.Letter]; !ok {
			t.Errorf("nothing about letter %s", s.Letter)
		}
	}
	if len(news.Finished) != 1 || news.Finished[0] != one.Application.ID {
		t.Errorf("finished: %v", news.Finished)
	}
	h.clock.pass(24 * time.Hour)
	a = h.k1.beat(h.k1.heartbeat())
	news = protocol.News{}
	if err := json.Unmarshal([]byte(a.body), &news); err != nil || len(news.Finished) != 0 || news.Queue["A"] != 0 {
		t.Errorf("the day after: %+v, %v", news, err)
	}
}

func TestRenewedCertificateKeepsOldTickets(t *testing.T) {
	h := newHall(t)
	before := h.k1.delivery()
	renewed := h.enrol("K1", 1)
	do(t, renewed.client, h.putRequest(before.Application.ID, encode(t, before))).must(t, 201)
	h.signedIn("window7").post("/scan", "ticket", before.Ticket.Handle).must(t, 303, "/case/"+before.Application.ID)
	if err := h.centre.Enrol(t.Context(), 1, h.stranger("K7", 1).signed); err == nil {
		t.Error("a second kiosk with digit 1 was enrolled")
	}
	if err := h.centre.Enrol(t.Context(), 7, h.stranger("K1", 7).signed); err == nil {
		t.Error("K1 was enrolled with a second digit")
	}
}
