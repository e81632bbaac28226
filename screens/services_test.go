package screens

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

func TestStoriesCoverTheGuide(t *testing.T) {
	var ids []string
	for _, s := range load(t).Guide.Services {
		ids = append(ids, s.ID)
		if icon := serviceIcon(s.ID); s.ID != "open" && icon == serviceIcon("open") {
			t.Errorf("%s has no icon of its own", s.ID)
		}
	}
	slices.Sort(ids)
	told := storyServices()
	slices.Sort(told)
	if !slices.Equal(ids, told) {
		t.Errorf("the guide has %v, the stories %v", ids, told)
	}
}

// TestUrgentIsNotGated: freezing goes on to the number with nothing brought.
func TestUrgentIsNotGated(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("冻结证书")
		h.see("办好以前，请注意", "请办废除", "24小时内")
		h.readOn("往下看")
		h.tap("我知道了，继续")
		h.tap("我是法定代表人")
		h.tap("企业")
		h.see("资料不齐也可以取号")
		h.notSee("授权委托书")
		h.readOn("往下看")
		h.tap("下一步")
		h.lay(card(zhang))
		h.tap("正确，下一步")
		h.scan(licenceText())
		h.tap("正确，下一步")
		h.notSee("印章类型")
		h.fillContact()
		h.tap("下一步")
		h.see("请再核对一遍", "冻结证书")
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("A1001")
		if v := h.desk.submitted[0]; v.Service != "freeze" || v.SealType != "" || !v.StatementAccepted.IsZero() {
			t.Errorf("the desk got service %s, seal %q", v.Service, v.SealType)
		}
	})
}

// TestKeyDecidesWhatIsAsked: who lost the key is not asked for it.
func TestKeyDecidesWhatIsAsked(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("补办证书（重发）")
		h.tap("我是经办人")
		h.tap("企业")
		h.see("您的U-KEY在手上吗？", "丢了", "坏了")
		h.notSee("带来了", "下一步")
		h.tap("丢了")
		h.see("U-KEY遗失说明")
		h.notSee("要办理的U-KEY")
		h.tap("back")
		h.tap("坏了")
		h.see("要办理的U-KEY")
		h.notSee("U-KEY遗失说明")
	})
}

func TestOtherKindIsPutIntoWords(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("新办证书（开通）")
		h.tap("我是经办人")
		h.notSee("下一步")
		h.tap("其他")
		h.see("是什么单位？")
		h.tap("back")
		h.tap("下一步")
		h.see("请填写这一项")
		h.write(visit.FieldOtherType, "合作社")
		h.tap("下一步")
		h.see("您带了哪些资料？")
		h.tap("back")
		h.tap("机关")
		if o := h.app.session.visit.Organisation; o.Type != visit.GovernmentBody || o.OtherType != "" {
			t.Errorf("kind %s, words %q", o.Type, o.OtherType)
		}
	})
}

func TestCount(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		v := h.app.session.visit
		for e := true; e; { // the line may stand on a later page
			if _, ok := h.frame.Find("change.certificates"); ok {
				break
			}
			e = h.frame.Contains("往下看")
			h.tap("next")
		}
		h.tap("change.certificates")
		h.see("要办几张证书？")
		h.tap("more")
		h.tap("more")
		h.tap("less")
		if v.Certificates != 2 {
			t.Errorf("%d certificates", v.Certificates)
		}
		for _, bad := range []string{"0", "100", "", strings.Repeat("9", 40)} {
			h.write(visit.FieldCertificates, bad)
			h.see("请填 1 到 99")
			h.tap("next")
			h.see("要办几张证书？")
		}
		h.write(visit.FieldCertificates, "012")
		h.tap("填好了")
		h.see("请再核对一遍")
		if v.Certificates != 12 {
			t.Errorf("%d certificates", v.Certificates)
		}
	})
}

// missingOne goes to the page that says what is missing.
func (h *hall) missingOne() {
	h.t.Helper()
	h.toMaterials("我是经办人")
	h.tap("全都带了")
	h.tap("银行开户许可证")
	h.readOn("往下看")
	h.tap("下一步")
	h.see("还差 1 样资料")
}

func TestListIsTakenAlong(t *testing.T) {
	var printed []TakeAlong
	var fails error
	gate := make(chan struct{}, 1)
	set := func(h *hall) {
		gate = make(chan struct{}, 1) // of the test's time
		p := &h.app.cfg.Platform
		p.List = func(l TakeAlong) string { return "https://hall.example/list?s=" + l.Visit.Service }
		p.PrintList = func(_ context.Context, l TakeAlong) error {
			<-gate
			printed = append(printed, l)
			return fails
		}
	}
	inHall(t, set, func(h *hall) {
		h.missingOne()
		h.see("把清单带走", "没有您的个人信息")
		h.tap("打印清单")
		h.see("正在打印清单")
		if later, ok := h.frame.Find("later"); !ok || later.Live() {
			t.Error("nobody should leave while the list prints")
		}
		fails = errors.New("paper out")
		gate <- struct{}{}
		h.see("清单没有打印好")
		fails = nil
		h.tap("打印清单")
		gate <- struct{}{}
		h.see("清单已打印")
		if len(printed) != 2 || len(printed[1].Missing) != 1 || printed[1].Missing[0].ID != "bank-permit" || printed[1].Language != "zh" {
			t.Errorf("printed %d lists", len(printed))
		}
		h.tap("改天再来")
		h.see("谢谢，再见", "已清除")
		if v := h.app.session.visit; v.Service != "" || v.Role != "" || len(v.Brought) > 0 {
			t.Error("something of the visit is left")
		}
	})
}

func TestNoListWhereNothingPrintsIt(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.missingOne()
		h.notSee("把清单带走", "打印清单")
		h.tap("next")
		h.see("请把身份证放在读卡区")
	})
}

// again has a number and goes home for another service.
func (h *hall) again() {
	h.t.Helper()
	h.toTicket()
	h.readOn("接着看怎么盖章")
	h.tap("同一单位再办一件事")
	h.see("还要办哪一件？", "XX开发有限公司")
}

func TestNextServiceWithTheSameData(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.again()
		h.notSee("办事指南")
		h.tap("U-KEY解锁")
		h.see("您带了哪些资料？", "要办理的U-KEY")
		h.tap("back")
		h.see("还要办哪一件？")
		h.tap("证书延期")
		h.tap("要办理的U-KEY")
		h.readOn("往下看")
		h.tap("下一步")
		h.see("请阅读责任书")
		h.readOn("往下看")
		h.tap("我已看完，同意")
		h.see("请再核对一遍", "李四", "证书延期")
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("A1002")
		first, second := h.desk.submitted[0], h.desk.submitted[1]
		if first.ID == second.ID || second.Service != "renew" || second.Agent != first.Agent || second.Contact != first.Contact {
			t.Errorf("cases %s and %s, service %s", first.ID, second.ID, second.Service)
		}
		if len(h.desk.left) != 0 {
			t.Errorf("%v left too soon", h.desk.left)
		}
		h.readOn("接着看怎么盖章")
		h.tap("拿好了，结束")
		h.see("谢谢，再见")
		h.wait(time.Second)
		left := slices.Clone(h.desk.left)
		slices.Sort(left)
		if !slices.Equal(left, []string{first.ID, second.ID}) {
			t.Errorf("the desk was told that %v left", left)
		}
		if found := find(reflect.ValueOf(h.app.session), "李四", map[uintptr]bool{}, "session"); found != "" {
			t.Errorf("something of the visits is left at %s", found)
		}
	})
}

// TestHomeInBetweenIsWipedToo: somebody who walks off from the second choice
// leaves nothing behind.
func TestHomeInBetweenIsWipedToo(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.again()
		id := h.desk.submitted[0].ID
		h.wait(DefaultTiming().Warn + time.Second)
		h.see("您还在吗？")
		h.wait(DefaultTiming().Count + goodbyeMax + time.Second)
		h.see("请点您要办的事")
		h.notSee("还要办哪一件", "XX开发有限公司")
		if len(h.desk.left) != 1 || h.desk.left[0] != id {
			t.Errorf("the desk was told that %v left", h.desk.left)
		}
		if found := find(reflect.ValueOf(h.app.session), "李四", map[uintptr]bool{}, "session"); found != "" {
			t.Errorf("something of the visit is left at %s", found)
		}
	})
}

func TestEndFromTheSecondChoiceAsksAndReleases(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.again()
		h.tap("exit")
		h.see("要结束办理吗？", "前面取的号还有效")
		h.tap("结束")
		h.see("谢谢，再见", "请拿好号票、表格和证件")
		h.wait(time.Second)
		if len(h.desk.left) != 1 {
			t.Errorf("the desk was told that %v left", h.desk.left)
		}
	})
}

// TestDoorsLeadOutAndBack: what is only looked up begins nothing.
func TestDoorsLeadOutAndBack(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		for _, d := range append(doors(), door{leads: errandKey}) {
			h.tap("door." + string(d.leads))
			h.notSee("请点您要办的事")
			h.tap("back")
			h.see("请点您要办的事")
		}
	})
}

// TestStatementBringsForwardWhatMatters shows the service's clauses with their
// own numbers, and every clause once.
func TestStatementBringsForwardWhatMatters(t *testing.T) {
	g := load(t)
	for _, id := range []string{"open", "reissue"} {
		s, ok := FindStory("statement-" + id)
		if !ok {
			t.Fatalf("no story of %s", id)
		}
		c, screen := g.prepare(s, ui.Look{Language: "zh", Text: 1})
		var seen []string
		for page := 0; ; page++ {
			f := render(screen, c, panel, g.Fonts, "")
			for _, text := range f.Texts() {
				for _, clause := range g.Guide.Statement.Clauses {
					if strings.Contains(text, " "+string([]rune(clause.Text.Zh)[:12])) {
						seen = append(seen, strings.Fields(text)[0])
					}
				}
			}
			p := screen.(*statement).Pager()
			if p.Last() {
				break
			}
			p.Tap("pager.next")
		}
		service, _ := g.Guide.Service(id)
		for i, n := range service.Clauses {
			if i >= len(seen) || seen[i] != strconv.Itoa(n) {
				t.Fatalf("%s: clauses come as %v, want first %v", id, seen, service.Clauses)
			}
		}
		slices.Sort(seen)
		if n := len(slices.Compact(seen)); n != len(g.Guide.Statement.Clauses) {
			t.Errorf("%s: %d clauses are shown: %v", id, n, seen)
		}
	}
}

// TestHomeStandsOnOnePage: whoever comes with ordinary eyes sees everything that
// can be done at once.
func TestHomeStandsOnOnePage(t *testing.T) {
	g := load(t)
	for _, name := range []string{"home", "home-again"} {
		for _, language := range []string{"zh", "en"} {
			s, ok := FindStory(name)
			if !ok {
				t.Fatalf("no story %s", name)
			}
			c, screen := g.prepare(s, ui.Look{Language: language, Text: 1})
			f := render(screen, c, panel, g.Fonts, "")
			if n := screen.(*home).pager.Pages(); n != 1 {
				t.Errorf("%s in %s has %d pages", name, language, n)
			}
			for _, service := range g.Guide.Services {
				if e, ok := f.Find("service." + service.ID); !ok || !e.Live() {
					t.Errorf("%s in %s: %s cannot be touched", name, language, service.ID)
				}
			}
		}
	}
}
