package screens

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
)

// keeper is what a technician's page reaches, with values that a test sets.
type keeper struct {
	pin     string
	set     bool
	gate    Gate
	wait    time.Duration // after a wrong PIN
	lock    bool
	broken  error
	tried   []string
	printed []Part
	prints  error
	rolls   int
	state   Condition
	key     KeyTold
	keyErr  error
}

func (k *keeper) Gate(context.Context) (Gate, error) {
	k.gate.Set = k.set
	return k.gate, k.broken
}

func (k *keeper) Enter(_ context.Context, pin string) error {
	k.tried = append(k.tried, pin)
	if pin == k.pin {
		return k.broken
	}
	return &GateError{Gate{Set: true, Until: time.Now().Add(k.wait), Locked: k.lock}}
}

func (k *keeper) Condition(context.Context) (Condition, error) { return k.state, k.broken }

func (k *keeper) PrintTest(_ context.Context, part Part) error {
	k.printed = append(k.printed, part)
	return k.prints
}

func (k *keeper) NewRoll(context.Context) error { k.rolls++; return nil }

func (k *keeper) TryKey(ctx context.Context) (KeyTold, error) {
	if k.key == (KeyTold{}) && k.keyErr == nil { // nobody plugs one in
		<-ctx.Done()
		return KeyTold{}, ctx.Err()
	}
	return k.key, k.keyErr
}

// toKeeper goes from home to where the PIN is asked for.
func (h *hall) toKeeper() {
	h.t.Helper()
	h.tap("door.notice")
	h.tap("technician")
}

func (h *hall) enterPIN(pin string) {
	h.t.Helper()
	for _, digit := range strings.Split(pin, "") {
		h.tap("key." + digit)
	}
	h.tap("key.done")
}

func (h *hall) toState() {
	h.t.Helper()
	h.toKeeper()
	h.enterPIN(h.keeper.pin)
	h.see("本机状态")
}

func TestTechnicianByPIN(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keeper.wait = 4 * time.Second
		h.toKeeper()
		h.see("维护密码")
		h.enterPIN("111112")
		h.see("密码不对", "请等 4 秒再输")
		if _, ok := h.frame.Find("key.1"); ok {
			t.Error("a PIN can be typed too soon")
		}
		h.wait(5 * time.Second)
		h.enterPIN(h.keeper.pin)
		h.see("本机状态", "身份证阅读器")
		h.notSee(h.keeper.pin)
		if len(h.keeper.tried) != 2 {
			t.Error(len(h.keeper.tried), "were tried")
		}
		h.tap("back")
		h.see("CA证书办理说明")
		h.tap("technician") // what was open is shut again
		h.see("维护密码")
		h.notSee("本机状态")
	})
}

func TestTechnicianKeysMove(t *testing.T) {
	orders := map[string]bool{}
	for range 20 {
		orders[newTechnician().keys.Order] = true
	}
	if len(orders) < 10 {
		t.Errorf("%d orders of keys in 20", len(orders))
	}
}

func TestTechnicianShut(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*keeper)
		want string
	}{
		"no PIN": {func(k *keeper) { k.set = false }, "还没有设置维护密码"},
		"locked": {func(k *keeper) { k.gate = Gate{Until: time.Now().Add(14 * time.Minute), Locked: true} }, "请等 14 分钟再试"},
		"broken": {func(k *keeper) { k.broken = errors.New("disk") }, "没有做成"},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, func(h *hall) { c.set(h.keeper) }, func(h *hall) {
				h.toKeeper()
				h.see(c.want)
				h.notSee("本机状态", "disk")
				if _, ok := h.frame.Find("key.1"); ok {
					t.Error("a PIN can be typed")
				}
				h.tap("back")
				h.see("CA证书办理说明")
			})
		})
	}
}

// TestTechnicianOutsideVisits: the page leads to nothing of a visit, and nothing
// in a visit leads to it.
func TestTechnicianOutsideVisits(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toCard()
		if _, ok := h.frame.Find("technician"); ok {
			t.Error("the technician's page is offered in a visit")
		}
	})
	inHall(t, nil, func(h *hall) {
		h.toState()
		for _, id := range []string{"exit", "door.notice", "service.open"} {
			if _, ok := h.frame.Find(id); ok {
				t.Errorf("%q is offered on the technician's page", id)
			}
		}
		if v := h.app.session.visit; v.Role != "" || v.Service != "" {
			t.Error("there is a visit behind the page")
		}
	})
}

func TestTechnicianLeavesAfterTwoMinutes(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toState()
		h.wait(85 * time.Second)
		h.see("本机状态")
		h.wait(10 * time.Second)
		h.see("还在吗")
		h.wait(26*time.Second + goodbyeFor)
		h.see("请点您要办的事")
		h.toKeeper()
		h.see("维护密码")
	})
}

func TestTechnicianTrials(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toState()
		h.tap("测试和换纸")
		h.tap("trial.scan")
		h.scan("秘密的文字")
		h.see("5 个字符")
		h.notSee("秘密")
		h.tap("back")
		h.tap("trial.ticket")
		h.see("测试号票已打印")
		h.keeper.prints = &NotReadyError{Part: PartFormPrinter, Reason: devices.ReasonJam}
		h.tap("back")
		h.tap("trial.page")
		h.see("没有成功", "卡纸")
		h.tap("next") // again
		h.tap("back")
		h.tap("trial.roll")
		h.see("已记录")
		if got := h.keeper.printed; len(got) != 3 || got[0] != PartTicketPrinter || got[1] != PartFormPrinter || h.keeper.rolls != 1 {
			t.Error(got, h.keeper.rolls)
		}
	})
}

// TestTechnicianReadsNobody: a card that is read to try the reader is named
// nowhere, and is not left behind.
func TestTechnicianReadsNobody(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toState()
		h.tap("测试和换纸")
		h.tap("trial.read")
		h.lay(card(zhang))
		h.see("读卡正常")
		h.notSee(zhang.Name, zhang.IDNumber)
		h.reader.present = true
		h.tap("back")
		h.tap("back")
		h.tap("back")
		h.see("请拿走您的身份证")
		h.reader.present = false
		h.wait(goodbyeFor + 2*time.Second)
		h.see("请点您要办的事")
	})
}

func TestTechnicianTrialsFail(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toState()
		h.tap("测试和换纸")
		h.tap("trial.read")
		h.misread(idcard.ErrUnreadable)
		h.see("没有成功")
		h.tap("next")
		h.wait(31 * time.Second)
		h.see("等了30秒，没有读到")
		h.tap("back")
		h.app.cfg.Platform.Scans = nil
		h.tap("trial.scan")
		h.see("没有插好")
	})
}

func TestTechnicianTriesAKey(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toState()
		h.tap("测试和换纸")
		h.tap("trial.key")
		h.wait(31 * time.Second)
		h.see("等了30秒，没有读到")
		h.keeper.keyErr = &NotReadyError{Part: PartKeys, Reason: devices.ReasonNoLibrary}
		h.tap("next")
		h.see("没有成功", "缺厂家的程序库")
		h.keeper.key, h.keeper.keyErr = KeyTold{Model: "XX3000", Certificates: 2}, nil
		h.tap("next")
		h.see("U-KEY可以读：XX3000，2 张证书")
	})
}

// TestTechnicianSeesModules: the libraries for U-KEYs stand on the page where
// there are any, with what is wrong with them.
func TestTechnicianSeesModules(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keeper.state = Condition{TicketsLeft: 40, Heard: time.Now(), Expires: time.Now().AddDate(1, 0, 0), Version: "1.2"}
		h.toState()
		h.notSee("U-KEY接口")
		h.keeper.state.Modules = []ModuleCondition{{Name: "epass", Library: "ePass 3.1", Keys: 1}, {Name: "mtoken", Reason: devices.ReasonStopped, Since: time.Now()}}
		h.wait(5 * time.Second)
		h.tap("pager.next")
		h.see("U-KEY接口", "正常：ePass 3.1，已插入 1 个", "故障：已停止", "没有：查不了证书是谁发的、是否已废除")
		h.keeper.state.Trust = true
		h.wait(5 * time.Second)
		h.see("已从信息中心取得")
	})
}

func TestTechnicianSeesWhatChanges(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.keeper.state = Condition{TicketsLeft: 40, Heard: time.Now(), Expires: time.Now().AddDate(1, 0, 0), Version: "1.2"}
		h.toState()
		h.see("约 40 张")
		h.keeper.state.TicketsLeft = 39
		h.tickets = devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonCoverOpen, Since: time.Now()}
		h.wait(5 * time.Second)
		h.see("约 39 张", "盖子打开")
	})
}

// TestTechnicianHasWordsForAll: a state or reason without words would stand bare
// on the page.
func TestTechnicianHasWordsForAll(t *testing.T) {
	words := load(t).Words
	for _, reason := range []devices.Reason{
		devices.ReasonUnplugged, devices.ReasonDenied, devices.ReasonInUse, devices.ReasonSilent, devices.ReasonGarbled,
		devices.ReasonPaperOut, devices.ReasonPaperLow, devices.ReasonCoverOpen, devices.ReasonCutter, devices.ReasonJam,
		devices.ReasonOffline, devices.ReasonStopped, devices.ReasonUnreachable, devices.ReasonNoLibrary,
	} {
		if !words.Has("technician.reason-" + string(reason)) {
			t.Errorf("no words for %q", reason)
		}
	}
	for state := devices.Absent; state <= devices.Failed; state++ {
		if !words.Has("technician.is-" + stateWord(state)) {
			t.Errorf("no words for %v", state)
		}
	}
}
