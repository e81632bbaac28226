package screens

import (
	"context"
	"testing"

	"hallkiosk/kiosk/visit"
)

// TestExemptIsSaidAndTakenBack: what does not concern the organisation is
// neither missing nor brought.
func TestExemptIsSaidAndTakenBack(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		v := h.app.session.visit
		h.tap("全都带了")
		h.tap("exempt.safety-permit")
		h.see("已说明：与本单位无关")
		if !v.Exempt["safety-permit"] || v.Brought["safety-permit"] {
			t.Errorf("exempt %v, brought %v", v.Exempt, v.Brought)
		}
		h.tap("material.safety-permit") // it was brought after all
		if v.Exempt["safety-permit"] || !v.Brought["safety-permit"] {
			t.Errorf("exempt %v, brought %v", v.Exempt, v.Brought)
		}
		h.tap("exempt.safety-permit")
		h.tap("撤销")
		h.notSee("已说明")
		h.readOn("往下看")
		h.tap("下一步")
		h.see("还差 1 样资料")
		h.tap("返回清单")
		h.tap("exempt.safety-permit")
		if _, ok := h.frame.Find("exempt.bank-permit"); ok {
			t.Error("the bank's permit concerns everybody, and can be put aside")
		}
		h.readOn("往下看")
		h.tap("下一步")
		h.see("请把身份证放在读卡区")
	})
}

// TestRareIsPutAside: what concerns few is asked of nobody who did not say that it
// concerns them, and "all" does not tick it.
func TestRareIsPutAside(t *testing.T) {
	const rare = "change-proof"
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人", "证书更新")
		v := h.app.session.visit
		state := func(brought, exempt bool) {
			t.Helper()
			if h.settle(); v.Brought[rare] != brought || v.Exempt[rare] != exempt {
				t.Errorf("brought %v, exempt %v", v.Brought, v.Exempt)
			}
		}
		h.see("没有这种情况，不用带")
		h.tap("全都带了")
		state(false, true)
		h.tap("material." + rare) // an old hand slips
		state(true, false)
		h.tap("material." + rare)
		state(false, true)
		h.tap("与本单位有关")
		state(false, false)
		h.notSee("没有这种情况，不用带")
		h.readOn("往下看")
		h.tap("下一步")
		h.see("还差 1 样资料", "变更证明")
		h.tap("返回清单")
		h.tap("全都带了")
		state(true, false)
		h.tap("exempt." + rare)
		state(false, true)
		h.readOn("往下看")
		h.tap("下一步")
		h.see("请把身份证放在读卡区")
	})
}

// TestListOfAnotherCase: what was put aside before the kind of organisation was
// changed, and is not asked of the new kind, has no place in the list.
func TestListOfAnotherCase(t *testing.T) {
	var printed TakeAlong
	set := func(h *hall) {
		h.app.cfg.Platform.PrintList = func(_ context.Context, l TakeAlong) error {
			printed = l
			return nil
		}
	}
	inHall(t, set, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("exempt.safety-permit")
		h.tap("back")
		h.tap("机关")
		h.readOn("往下看")
		h.tap("下一步")
		h.readOn("往下看")
		h.tap("打印清单")
		h.settle()
		if printed.Visit == nil || printed.Visit.Organisation.Type != visit.GovernmentBody || len(printed.Visit.Exempt) != 0 {
			t.Errorf("printed %+v", printed.Visit)
		}
		if v := h.app.session.visit; !v.Exempt["safety-permit"] {
			t.Error("what was said of the first kind is forgotten")
		}
	})
}

// TestWhoHoldsNoLicence: a government body is not asked to scan a business licence.
func TestWhoHoldsNoLicence(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("新办证书（开通）")
		h.tap("我是法定代表人")
		h.tap("机关")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.lay(card(zhang))
		h.tap("正确，下一步")
		h.see("请扫单位证书上的二维码")
		h.notSee("营业执照")
		h.tap("手工填写")
		h.see("请照着单位证书填写")
	})
}
