package screens

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
)

// enquiries answers as a test says, and keeps what it was asked.
type enquiries struct {
	asked  []ProgressQuery
	answer ProgressAnswer
	err    error
	gate   chan struct{} // where set, nothing is answered until it is closed
	left   bool          // somebody left before there was an answer
}

func (e *enquiries) progress(ctx context.Context, q ProgressQuery) (ProgressAnswer, error) {
	e.asked = append(e.asked, q)
	if e.gate != nil {
		select {
		case <-e.gate:
		case <-ctx.Done():
			e.left = true
			return ProgressAnswer{}, ctx.Err()
		}
	}
	return e.answer, e.err
}

// atProgress runs a test before the page of progress.
func atProgress(t *testing.T, e *enquiries, visit func(*hall)) {
	inHall(t, func(h *hall) { h.app.cfg.Platform.Progress = e.progress }, func(h *hall) {
		h.tap("door.progress")
		h.see("查办理进度")
		visit(h)
	})
}

func TestProgressByCard(t *testing.T) {
	e := &enquiries{answer: ProgressAnswer{Cases: sampleProgress()}}
	atProgress(t, e, func(h *hall) {
		h.lay(card(li))
		h.see("查到 6 件申请", "请收好身份证", "A1001", "正在等候，前面还有 3 人", "XX开发有限公司")
		h.notSee(li.Name, li.IDNumber, Masked(li.IDNumber))
		if len(e.asked) != 1 || e.asked[0] != (ProgressQuery{IDNumber: li.IDNumber}) {
			t.Errorf("the centre was asked %d times, or otherwise", len(e.asked))
		}
		h.wholePageHas("窗口正在办理", "已退回，要补办", "没有盖章、盖章不清或没有签名", "申请表第二联的公章压了字", "信息中心已审批通过", "已办好", "取号那天没有办")
		h.tap("看好了，结束")
		h.see("谢谢，再见")
		h.notSee("XX开发有限公司", "A1001")
	})
}

func TestProgressByTicket(t *testing.T) {
	for state, want := range map[CaseState]string{
		CaseHere: "已在本机递交", CaseOnItsWay: "正在送往信息中心", CaseNotArrived: "还没有送到信息中心", CaseReceived: "取号那天没有办",
		CaseWaiting: "前面还有 3 人", CaseAtWindow: "窗口正在办理", CaseSentBack: "没有盖章", CaseApproved: "信息中心已审批通过", CaseReady: "已办好",
	} {
		p := sampleState(state)
		p.Note, p.Organisation = "", ""
		e := &enquiries{answer: ProgressAnswer{Cases: []CaseProgress{p}, Alone: state == CaseHere}}
		atProgress(t, e, func(h *hall) {
			h.scan("HTTPS://HALL.EXAMPLE/T/ABC")
			h.see("这张号的进度", p.Number, want)
			h.notSee("请收好身份证")
			if alone := h.frame.Contains("现在联系不上信息中心"); alone != e.answer.Alone {
				t.Errorf("%s: the centre is said to be away: %v", state, alone)
			}
			if len(e.asked) != 1 || e.asked[0] != (ProgressQuery{Ticket: "HTTPS://HALL.EXAMPLE/T/ABC"}) {
				t.Errorf("asked %+v", e.asked)
			}
			h.tap("再查一次")
			h.see("查办理进度")
			h.notSee(p.Number)
			h.tap("back")
			h.see("请点您要办的事") // nothing personal was shown, so nothing is said of wiping
		})
	}
}

func TestProgressAhead(t *testing.T) {
	for ahead, want := range map[int]string{-1: "正在等候叫号", 0: "前面没有人", 1: "前面还有 1 人"} {
		p := sampleState(CaseWaiting)
		p.Ahead = ahead
		atProgress(t, &enquiries{answer: ProgressAnswer{Cases: []CaseProgress{p}}}, func(h *hall) {
			h.lay(card(li))
			h.see(want)
		})
	}
}

func TestProgressNothingFound(t *testing.T) {
	atProgress(t, &enquiries{}, func(h *hall) {
		h.lay(card(li))
		h.see("没有查到申请", "可能还没有送到")
	})
}

// TestProgressRefused: each code and each failure has words of its own, and the
// page goes on asking.
func TestProgressRefused(t *testing.T) {
	for _, test := range []struct {
		code string // "": a card is laid
		err  error
		want string
	}{
		{"", ErrCentreAway, "现在联系不上信息中心"},
		{"", ErrCentreBusy, "查的人太多了"},
		{"", ErrCardNumber, "这张卡上的号码查不了"},
		{"", errors.New("anything else"), "现在联系不上信息中心"},
		{"HTTPS://HALL.EXAMPLE/T/ABC", ErrForged, "这张号票核对不上"},
		{"HTTPS://HALL.EXAMPLE/T/ABC", ErrCentreAway, "现在联系不上信息中心"},
		{"HTTPS://HALL.EXAMPLE/T/ABC", ErrCentreBusy, "查的人太多了"},
		{licenceText(), ErrNotTicket, "这是营业执照上的码"},
		{sampleUSCC(), ErrNotTicket, "这是营业执照上的码"},
		{"wxp://f2f0abcdef", ErrNotTicket, "这是收付款码"},
		{"https://example.com/somewhere", ErrNotTicket, "这是别的网址"},
		{"<script>alert(1)</script>", ErrNotTicket, "这不是本大厅的号票"},
		{"hello", ErrNotTicket, "这不是本大厅的号票"},
		{strings.Repeat("长", 5000), ErrNotTicket, "这不是本大厅的号票"},
		{"a\x00b", ErrNotTicket, "这不是本大厅的号票"},
		{"\xff\xfe", ErrNotTicket, "这不是本大厅的号票"},
	} {
		e := &enquiries{err: test.err}
		atProgress(t, e, func(h *hall) {
			if test.code == "" {
				h.lay(card(li))
			} else {
				h.scan(test.code)
			}
			h.see("查办理进度", test.want)
			e.err, e.answer = nil, ProgressAnswer{Cases: sampleProgress()[:1]}
			h.scan("HTTPS://HALL.EXAMPLE/T/DEF")
			h.see("A1001")
			h.notSee(test.want)
		})
	}
}

func TestProgressCardTrouble(t *testing.T) {
	for err, want := range map[error]string{
		idcard.ErrRemoved: "身份证拿起得太早", idcard.ErrUnreadable: "也可以扫号票", idcard.ErrSilent: "没有读好", idcard.ErrSelfTest: "请扫号票，或到",
	} {
		atProgress(t, &enquiries{}, func(h *hall) {
			h.misread(err)
			h.see(want)
			h.notSee("手工填写") // nobody types here
		})
	}
}

func TestProgressScannerTrouble(t *testing.T) {
	for err, want := range map[error]string{
		scanner.ErrGarbled: "没有扫清楚", scanner.ErrTooLong: "这不是本大厅的号票", scanner.ErrControl: "这不是本大厅的号票", scanner.ErrEncoding: "这不是本大厅的号票",
	} {
		atProgress(t, &enquiries{}, func(h *hall) {
			h.wait(time.Second)
			h.scanner.shown <- answer[scanner.Scan]{err: err}
			h.see(want)
		})
	}
}

// TestProgressOtherWay: what does not work is not offered.
func TestProgressOtherWay(t *testing.T) {
	gone := devices.Status{State: devices.Absent}
	for _, test := range []struct {
		card, code  bool // work
		see, notSee []string
	}{
		{true, true, []string{"放身份证：", "扫号票："}, []string{"不能用"}},
		{false, true, []string{"读卡器现在不能用", "扫号票："}, []string{"放身份证："}},
		{true, false, []string{"扫码口现在不能用", "放身份证："}, []string{"扫号票："}},
		{false, false, []string{"读卡器和扫码口现在都不能用", "7、8号窗口"}, []string{"放身份证：", "扫号票："}},
	} {
		inHall(t, func(h *hall) {
			if !test.card {
				h.reader.status = gone
			}
			if !test.code {
				h.scanner.status = gone
			}
		}, func(h *hall) {
			h.tap("door.progress")
			h.see(test.see...)
			h.notSee(test.notSee...)
			h.reader.status, h.scanner.status = devices.Status{State: devices.Ready}, devices.Status{State: devices.Ready}
			h.wait(time.Second)
			h.see("放身份证：", "扫号票：") // back again by itself
		})
	}
}

// TestProgressBlink: a cable that blinks takes nothing away.
func TestProgressBlink(t *testing.T) {
	atProgress(t, &enquiries{}, func(h *hall) {
		h.reader.status = devices.Status{State: devices.Absent, Since: time.Now()}
		h.notSee("读卡器现在不能用")
		h.wait(3 * time.Second)
		h.see("读卡器现在不能用")
	})
}

// TestProgressWithoutCentre: a kiosk that has no centre says so.
func TestProgressWithoutCentre(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("door.progress")
		h.lay(card(li))
		h.see("现在联系不上信息中心")
	})
}

func TestProgressLeftWhileAsked(t *testing.T) {
	for _, leave := range []string{"back", "结束办理"} {
		e := &enquiries{}
		atProgress(t, e, func(h *hall) {
			e.gate = make(chan struct{}) // of synctest's bubble
			h.lay(card(li))
			h.see("正在问信息中心")
			h.tap(leave)
			h.settle()
			if !e.left {
				t.Errorf("%s: the question goes on", leave)
			}
			h.notSee("正在问信息中心")
		})
	}
}

// TestProgressHoldsTheClock: nobody is warned while the centre is asked.
func TestProgressHoldsTheClock(t *testing.T) {
	e := &enquiries{answer: ProgressAnswer{Cases: sampleProgress()}}
	atProgress(t, e, func(h *hall) {
		e.gate = make(chan struct{}) // of synctest's bubble
		h.lay(card(li))
		h.wait(DefaultTiming().Warn + 10*time.Second)
		h.see("正在问信息中心")
		close(e.gate)
		h.see("查到 6 件申请")
		h.wait(DefaultTiming().Warn + time.Second)
		h.see("您还在吗？")
		h.wait(DefaultTiming().Count)
		h.notSee("XX开发有限公司")
	})
}

// TestProgressSecondCard: the card that was read must be lifted before another question.
func TestProgressSecondCard(t *testing.T) {
	e := &enquiries{answer: ProgressAnswer{Cases: sampleProgress()[:1]}}
	atProgress(t, e, func(h *hall) {
		c := card(li)
		h.lay(c)
		h.reader.lying = &c
		h.see("A1001")
		h.tap("再查一次")
		h.wait(3 * time.Second)
		h.see("请先把身份证拿起来")
		if len(e.asked) != 1 {
			t.Fatalf("the card lying there was asked about %d times", len(e.asked))
		}
		h.reader.lying = nil
		h.wait(time.Second)
		h.notSee("请先把身份证拿起来")
		h.see("现在可以放另一张身份证了")
		h.lay(card(zhang))
		h.see("A1001")
		if len(e.asked) != 2 || e.asked[1].IDNumber != zhang.IDNumber {
			t.Errorf("asked %d times", len(e.asked))
		}
	})
}

// TestProgressCardLeft: nobody goes without their card, whichever way they go.
func TestProgressCardLeft(t *testing.T) {
	ways := map[string]func(*hall){
		"finish": func(h *hall) { h.tap("看好了，结束") },
		"exit":   func(h *hall) { h.tap("结束办理") },
		"back":   func(h *hall) { h.tap("再查一次"); h.tap("back") },
	}
	for name, leave := range ways {
		t.Run(name, func(t *testing.T) {
			atProgress(t, &enquiries{answer: ProgressAnswer{Cases: sampleProgress()[:1]}}, func(h *hall) {
				c := card(li)
				h.lay(c)
				h.reader.lying = &c
				h.see("A1001")
				leave(h)
				h.wait(2 * time.Second)
				h.see("请拿走您的身份证")
				h.notSee("A1001", "XX开发有限公司")
				h.reader.lying = nil
				h.wait(goodbyeFor)
				h.see("请点您要办的事")
			})
		})
	}
}

// TestProgressForgottenCard: the card of somebody who has gone is not asked about.
func TestProgressForgottenCard(t *testing.T) {
	e := &enquiries{}
	inHall(t, func(h *hall) { h.app.cfg.Platform.Progress = e.progress; h.app.cardLeft = true }, func(h *hall) {
		c := card(li)
		h.reader.lying = &c
		h.tap("door.progress")
		h.wait(2 * time.Second)
		h.see("读卡区上有别人忘下的身份证")
		if len(e.asked) != 0 {
			t.Error("it was asked about")
		}
	})
}

// TestAnyCodeHasWords: whatever is shown to the scanner, there is an answer in words.
func TestAnyCodeHasWords(t *testing.T) {
	words := load(t).Words
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(https?|wxp|alipays?)://[a-z./?=]{0,40}`), rapid.StringMatching(`[0-9A-Z]{18}`)).Draw(t, "code")
		key := codeRefusal(text, ErrNotTicket)
		for _, key := range []string{key, key + "-do"} {
			if !words.Has(key) {
				t.Fatalf("%q is refused by %q, which is no word", text, key)
			}
		}
	})
}

// TestEveryStateHasWords, whatever a case is, in both languages.
func TestEveryStateHasWords(t *testing.T) {
	words := load(t).Words
	keys := progressRefusals()
	for _, s := range CaseStates() {
		keys = append(keys, "state."+string(s))
	}
	keys = append(keys, "state.waiting-first", "state.waiting-ahead")
	for _, key := range keys {
		for _, key := range []string{key, key + "-do"} {
			if !words.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
	}
}
