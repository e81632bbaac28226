package screens

import (
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/guide"
)

// sampleCards and sampleScans are parts that work, for stories.
type sampleCards struct{ CardReader }

func (sampleCards) Status() devices.Status { return devices.Status{State: devices.Ready} }

type sampleScans struct{ Scanner }

func (sampleScans) Status() devices.Status { return devices.Status{State: devices.Ready} }

// errandStories are the screens beside a visit.
func errandStories() []Story {
	all := []Story{
		{"notice", func(*Context) Screen { return &notice{} }},
		{"notice-drivers", func(*Context) Screen { return &notice{part: "drivers"} }},
		{"notice-services", func(*Context) Screen { return &notice{part: "services"} }},
		{"notice-service", func(c *Context) Screen { return &notice{part: "services", service: c.Guide.Services[0].ID} }},
		{"notice-service-urgent", func(c *Context) Screen { return &notice{part: "services", service: urgentService(c.Guide)} }},
		{"drivers", func(*Context) Screen { return &drivers{} }},
		{"drivers-unknown", func(*Context) Screen { return &drivers{chosen: unknownKey} }},
		{"drivers-not-known", func(c *Context) Screen { return &drivers{chosen: c.Guide.Drivers[0].ID} }},
		{"drivers-known", func(c *Context) Screen {
			return &drivers{chosen: guideWith(c, guide.Driver{
				ID: "known", Name: guide.Text{Zh: "飞天诚信 ePass3000GM", En: "Feitian ePass3000GM"}, Shape: "swivel",
				Look: guide.Text{Zh: "金属外壳，可以转出插头", En: "A metal shell that swivels"},
				URL:  "https://www.example.com/download/ePass3000GM-Setup-3.1.exe", Version: "3.1.21.0709", Size: 12_345_678, SHA256: sampleSHA256,
			})}
		}},
		{"drivers-long", func(c *Context) Screen {
			return &drivers{chosen: guideWith(c, guide.Driver{
				ID: "long", Name: guide.Text{Zh: long(60), En: long(60)}, Look: guide.Text{Zh: long(120), En: long(120)}, Shape: "screen",
			})}
		}},
		{"drivers-many", func(c *Context) Screen {
			var many []guide.Driver
			for i, shape := range append(append([]string(nil), manyShapes()...), manyShapes()...) {
				name := long(4 + i*3)
				many = append(many, guide.Driver{ID: name, Name: guide.Text{Zh: name, En: name}, Look: guide.Text{Zh: long(i * 4), En: long(i * 4)}, Shape: shape})
			}
			guideWith(c, many...)
			return &drivers{}
		}},
	}
	for _, part := range noticeParts() {
		if part.draw != nil {
			all = append(all, Story{"notice-" + part.id, func(*Context) Screen { return &notice{part: part.id} }})
		}
	}
	return append(all, progressStories()...)
}

const sampleSHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func manyShapes() []string {
	return append(append(guide.Shapes(), guide.Shapes()...), guide.Shapes()...)
}

func urgentService(g *guide.Guide) string {
	for _, s := range g.Services {
		if s.Urgent {
			return s.ID
		}
	}
	return g.Services[0].ID
}

// guideWith gives the story a guide with these drivers alone, and returns the
// ID of the first.
func guideWith(c *Context, d ...guide.Driver) string {
	g := *c.Guide
	g.Drivers = d
	c.Guide = &g
	return d[0].ID
}

func progressStories() []Story {
	works := func(c *Context) { c.Platform.Cards, c.Platform.Scans = sampleCards{}, sampleScans{} }
	ask := func(set func(*Context, *progress)) func(*Context) Screen {
		return func(c *Context) Screen {
			works(c)
			s := &progress{}
			if set != nil {
				set(c, s)
			}
			return s
		}
	}
	shown := func(byCard bool, a ProgressAnswer) func(*Context) Screen {
		return ask(func(_ *Context, s *progress) { s.mode, s.byCard, s.laid, s.answer = progressShown, byCard, byCard, a })
	}
	all := []Story{
		{"progress", ask(nil)},
		{"progress-asking", ask(func(_ *Context, s *progress) { s.mode = progressWait })},
		{"progress-forgotten", ask(func(_ *Context, s *progress) { s.lift.seen = true })},
		{"progress-lift", ask(func(_ *Context, s *progress) { s.lift.waiting, s.laid = true, true })},
		{"progress-lifted", ask(func(_ *Context, s *progress) { s.lift.lifted, s.laid = true, true })},
		{"progress-no-reader", ask(func(c *Context, _ *progress) { c.Platform.Cards = nil })},
		{"progress-no-scanner", ask(func(c *Context, _ *progress) { c.Platform.Scans = nil })},
		{"progress-none", ask(func(c *Context, _ *progress) { c.Platform.Cards, c.Platform.Scans = nil, nil })},
		{"progress-all", shown(true, ProgressAnswer{Cases: sampleProgress()})},
		{"progress-one", shown(true, ProgressAnswer{Cases: sampleProgress()[2:3]})},
		{"progress-nothing", shown(true, ProgressAnswer{})},
		{"progress-long", shown(true, ProgressAnswer{Cases: []CaseProgress{{
			Number: "B1999", Day: "2026-11-23", Service: "a service of a newer guide", State: CaseSentBack, Reason: "a newer reason",
			Updated: sampleTime(), Ahead: -1, Note: long(200), Organisation: long(120),
		}}})},
	}
	for _, state := range CaseStates() {
		p := sampleState(state)
		p.Note, p.Organisation = "", ""
		alone := state == CaseHere || state == CaseOnItsWay
		all = append(all, Story{"progress-" + string(state), shown(false, ProgressAnswer{Cases: []CaseProgress{p}, Alone: alone})})
	}
	seen := map[string]bool{}
	refusals := append(progressRefusals(), cardRefusal(idcard.ErrRemoved), cardRefusal(idcard.ErrUnreadable), cardRefusal(idcard.ErrSilent),
		cardRefusal(idcard.ErrSelfTest), codeRefusal("", scanner.ErrGarbled))
	for _, key := range refusals {
		if !seen[key] {
			seen[key] = true
			all = append(all, Story{"progress-refused-" + key, ask(func(_ *Context, s *progress) { s.refusal = key })})
		}
	}
	return all
}

func sampleTime() time.Time { return time.Date(2026, 11, 23, 1, 12, 0, 0, time.UTC) }

func sampleState(state CaseState) CaseProgress {
	p := CaseProgress{Number: "A1001", Day: "2026-11-23", Service: "open", State: state, Updated: sampleTime(), Ahead: -1, Organisation: "XX开发有限公司"}
	switch state {
	case CaseWaiting:
		p.Ahead = 3
	case CaseSentBack:
		p.Reason, p.Note = "seal", "申请表第二联的公章压了字，请重新打印、盖章。"
	case CaseNotArrived:
		p.Service, p.Updated = "", time.Time{}
	case CaseHere, CaseOnItsWay:
		p.Updated = time.Time{}
	}
	return p
}

// sampleProgress is an answer with a case in each state that the centre tells.
func sampleProgress() []CaseProgress {
	var all []CaseProgress
	for i, state := range []CaseState{CaseWaiting, CaseAtWindow, CaseSentBack, CaseApproved, CaseReady, CaseReceived} {
		p := sampleState(state)
		p.Number = "A100" + string(rune('1'+i))
		all = append(all, p)
	}
	return all
}
