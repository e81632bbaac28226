package centre_test

import (
	"testing"

	"hallkiosk/sync/protocol"
)

// TestWhatDoesNotConcernThem: the window reads which papers the applicant put
// aside and need not tick them; the waiting page does not ask for them.
func TestWhatDoesNotConcernThem(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver(func(d *protocol.Delivery) {
		for i, m := range d.Application.Materials {
			if m.Material == "safety-permit" {
				d.Application.Materials[i] = protocol.Material{Material: m.Material, Exempt: true}
			}
		}
	})
	p, path := h.signedIn("window7"), "/case/"+d.Application.ID
	h.person().get("/T/"+code(d)).must(t, 200, "企业资质证书")
	h.person().get("/T/"+code(d)).mustNot(t, "安全生产许可证")
	p.post(path+"/open").must(t, 303)
	p.get(path).must(t, 200, "安全生产许可证", "申请人说不涉及")
	for _, m := range d.Application.Materials {
		if !m.Exempt {
			p.post(path+"/tick", "material", m.Material, "seen", "yes").must(t, 303)
		}
	}
	p.get(path).must(t, 200, "全部核对")
	p.post(path+"/finish").must(t, 303)
}

// TestWhatFewNeed: the window reads that it was put aside without a word.
func TestWhatFewNeed(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver(func(d *protocol.Delivery) {
		d.Application.Materials = append(d.Application.Materials, protocol.Material{Material: "change-proof", Exempt: true})
	})
	h.signedIn("window7").get("/case/"+d.Application.ID).must(t, 200, "变更证明", "不常用，申请人没有说需要")
	h.person().get("/T/"+code(d)).mustNot(t, "变更证明")
}
