package screens

import (
	"reflect"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
)

// same reports whether two screens are of one kind.
func same(a, b Screen) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

func askingStories() []Story {
	return []Story{
		{"home", func(*Context) Screen { return &home{} }},
		{"role", func(*Context) Screen { return &role{} }},
		{"role-chosen", func(c *Context) Screen { c.Visit.Role = visit.RoleAgent; return &role{} }},
		{"materials", func(c *Context) Screen {
			agent(c).Brought["safety-permit"] = false
			c.Visit.Brought["bank-permit"] = false
			return &materials{}
		}},
		{"materials-exempt", func(c *Context) Screen {
			agent(c).Exempt["safety-permit"] = true
			c.Visit.Brought["safety-permit"] = false
			return &materials{}
		}},
		{"materials-legal", func(c *Context) Screen { c.Visit.Role = visit.RoleLegal; return &materials{} }},
		{"missing", func(c *Context) Screen {
			agent(c).Brought["safety-permit"] = false
			c.Visit.Brought["bank-permit"] = false
			return &missing{}
		}},
		{"missing-all", func(c *Context) Screen { c.Visit.Role = visit.RoleAgent; return &missing{} }},
		{"statement", func(c *Context) Screen { agent(c); return &statement{} }},
		{"review", func(c *Context) Screen { agent(c); return &review{} }},
		{"review-doubts", func(c *Context) Screen {
			v := agent(c)
			v.Contact.Mobile, v.Organisation.USCC, v.Organisation.Name = "", "91430700MA4L2B3C4X", ""
			v.Legal.Source = visit.SourceTyped
			v.Brought = map[string]bool{}
			c.Platform.FormPrinter = nil
			return &review{}
		}},
		{"review-long", func(c *Context) Screen {
			v := agent(c)
			v.Organisation.Name, v.Contact.Address = long(visit.MaxUnit), long(visit.MaxAddress)
			v.Organisation.Type, v.Organisation.OtherType = visit.OtherType, long(visit.MaxOther)
			v.Agent.Name = long(visit.MaxName)
			return &review{}
		}},
	}
}

// long is a text of n characters.
func long(n int) string {
	r := make([]rune, n)
	for i := range r {
		r[i] = []rune("常德市住房和城乡建设开发有限公司")[i%16]
	}
	return string(r)
}

func personStories() []Story {
	lay := func(w whose, refusal string) func(*Context) Screen {
		return func(c *Context) Screen {
			agent(c)
			return &person{whose: w, mode: personLay, refusal: refusal, until: "2024-05-01"}
		}
	}
	typed := func(w whose, number string) func(*Context) Screen {
		return func(c *Context) Screen {
			agent(c)
			s := &person{whose: w, mode: personTyped}
			s.target(c.Visit).IDNumber = number
			s.fill(c)
			s.form.checked = true
			return s
		}
	}
	all := []Story{
		{"card", lay(handling, "")},
		{"card-legal", lay(legalRepresentative, "")},
		{"card-read", func(c *Context) Screen { agent(c); return &person{mode: personRead} }},
		{"card-rare", func(c *Context) Screen { agent(c).Agent.PrivateUse = true; return &person{mode: personRead} }},
		{"card-same", lay(legalRepresentative, "person-legal.same")},
		{"type-person", typed(handling, "")},
		{"type-person-doubt", typed(handling, oneWrong(samplePerson("", "43070219850612123").IDNumber))},
		{"type-legal", typed(legalRepresentative, "4307021985")},
		{"type-legal-same", func(c *Context) Screen {
			s := typed(legalRepresentative, "")(c).(*person)
			c.Visit.Legal.IDNumber = c.Visit.Agent.IDNumber
			return s
		}},
		{"licence", func(c *Context) Screen { return &licence{mode: licenceScan} }},
		{"licence-none", func(c *Context) Screen {
			c.Visit.Organisation.Type = visit.GovernmentBody
			return &licence{mode: licenceScan}
		}},
		{"licence-read", func(c *Context) Screen { agent(c); return &licence{mode: licenceRead} }},
		{"licence-typed", func(c *Context) Screen {
			s := &licence{mode: licenceTyped, nameless: true}
			c.Visit.Organisation.USCC = sampleUSCC()
			s.updateTyped(c)
			return s
		}},
	}
	for _, key := range []string{"removed", "unreadable", "silent", "failed", "expired"} {
		all = append(all, Story{"card-" + key, lay(handling, "card."+key)})
	}
	seen := map[string]bool{}
	for _, r := range refusals() {
		if !seen[r.key] {
			seen[r.key] = true
			all = append(all, Story{"licence-" + r.key[len("scan."):], func(*Context) Screen { return &licence{mode: licenceScan, refusal: r.key} }})
		}
	}
	return all
}

// oneWrong changes the last character of a number.
func oneWrong(number string) string {
	if number[len(number)-1] == '1' {
		return number[:len(number)-1] + "2"
	}
	return number[:len(number)-1] + "1"
}

func formStories() []Story {
	editing := func(i int, set func(*visit.Visit)) func(*Context) Screen {
		return func(c *Context) Screen {
			set(agent(c))
			s := &contact{}
			s.fill(c)
			s.form.edit(c, i)
			return s
		}
	}
	return []Story{
		{"organisation", func(c *Context) Screen { s := &organisation{}; s.fill(c); return s }},
		{"organisation-chosen", func(c *Context) Screen { agent(c); s := &organisation{}; s.fill(c); return s }},
		{"organisation-other", func(c *Context) Screen {
			agent(c).Organisation.Type = visit.OtherType
			s := &organisation{}
			s.fill(c)
			s.form.checked = true
			return s
		}},
		{"contact", func(c *Context) Screen { s := &contact{}; s.fill(c); return s }},
		{"contact-doubts", func(c *Context) Screen {
			agent(c).Contact = visit.Contact{Mobile: "1534567", Landline: "7256731", Address: long(150), Email: "name.qq.com"}
			c.Visit.SealType = ""
			s := &contact{}
			s.fill(c)
			c.Visit.SealType = ""
			s.form.checked = true
			return s
		}},
		{"type-mobile", editing(0, func(v *visit.Visit) { v.Contact.Mobile = "1534" })},
		{"type-landline", editing(1, func(*visit.Visit) {})},
		{"type-address", editing(2, func(*visit.Visit) {})},
		{"type-address-long", editing(2, func(v *visit.Visit) { v.Contact.Address = long(longest) })},
		{"type-address-pinyin", func(c *Context) Screen {
			s := editing(2, func(v *visit.Visit) { v.Contact.Address = "湖南省" })(c).(*contact)
			for _, letter := range "changde" {
				s.form.keyboard.Tap("key." + string(letter))
			}
			return s
		}},
		{"type-email", editing(3, func(v *visit.Visit) { v.Contact.Email = "" })},
		{"type-id", func(c *Context) Screen {
			agent(c)
			s := &person{mode: personTyped}
			s.fill(c)
			s.form.edit(c, 1)
			return s
		}},
		{"type-id-letters", func(c *Context) Screen {
			agent(c).Agent.IDNumber = ""
			s := &person{mode: personTyped}
			s.fill(c)
			s.form.edit(c, 1)
			s.form.keyboard.Tap("key.mode")
			return s
		}},
		{"type-uscc", func(c *Context) Screen {
			s := &licence{mode: licenceTyped}
			s.updateTyped(c)
			s.form.edit(c, 1)
			return s
		}},
	}
}

func faultStories() []Story {
	var all []Story
	for _, f := range faults() {
		under := Screen(&handover{trouble: &NotReadyError{Part: f.part, Reason: devices.ReasonPaperOut}})
		if f.part == PartReader || f.part == PartScanner {
			under = &person{mode: personLay}
		}
		all = append(all, Story{f.words[len("fault."):], func(c *Context) Screen { agent(c); return &faultScreen{fault: f, under: under} }})
	}
	return all
}

func endStories() []Story {
	at := func(ticketState, forms paperState, why devices.Reason, ahead int) func(*Context) Screen {
		return func(c *Context) Screen {
			agent(c).Brought["bank-permit"] = false
			c.Outcome.Ticket = sampleTicket(ahead)
			second := CopyProgress{Paper: visit.PaperAnnex12, Copy: 2, Of: 6}
			return &ticket{begun: true, slip: slip{paper{state: ticketState}}, forms: copies{paper: paper{state: forms, why: why, moved: c.Now}, at: second}}
		}
	}
	gone := func(slip, forms paperState) func(*Context) Screen {
		return func(*Context) Screen { return &goodbye{given: true, slip: slip, forms: forms} }
	}
	left := func(failed, begun bool, papers ...visit.Paper) func(*Context) Screen {
		return func(*Context) Screen {
			s := &unsettled{failed: failed}
			for i, p := range papers {
				s.papers = append(s.papers, visit.Unsettled{Ticket: sampleTicket(-1), Paper: p, Begun: begun && i == 0})
			}
			return s
		}
	}
	return []Story{
		{"handover", func(c *Context) Screen { agent(c); return &handover{} }},
		{"handover-failed", func(c *Context) Screen { agent(c); return &handover{failed: true} }},
		{"ticket", at(paperOut, paperOut, "", 3)},
		{"ticket-printing", at(paperMoving, paperMoving, "", 0)},
		{"ticket-waits", at(paperOut, paperMoving, devices.ReasonPaperOut, -1)},
		{"ticket-begins", func(c *Context) Screen {
			s := at(paperMoving, paperMoving, "", 0)(c).(*ticket)
			s.forms.at = CopyProgress{}
			return s
		}},
		{"ticket-doubted", at(paperDoubted, paperOut, "", 3)},
		{"ticket-stopped", at(paperOut, paperStopped, "", 3)},
		{"ticket-stopped-why", at(paperOut, paperStopped, devices.ReasonUnreachable, 3)},
		{"copy-doubted", at(paperOut, paperDoubted, "", 3)},
		{"copy-doubted-why", at(paperDoubted, paperDoubted, devices.ReasonJam, 3)},
		{"ticket-on-screen", at(paperNone, paperNone, "", 3)},
		{"waiting-typed", func(c *Context) Screen {
			agent(c).Agent.Source = visit.SourceTyped
			t := sampleTicket(-1)
			c.Outcome.Waiting = &t
			return &waiting{}
		}},
		{"waiting", func(c *Context) Screen {
			agent(c)
			t := sampleTicket(-1)
			c.Outcome.Waiting = &t
			return &waiting{}
		}},
		{"unsettled-ticket", left(false, true, visit.PaperTicket)},
		{"unsettled-copy", left(false, true, visit.PaperAnnex12, visit.PaperAnnex13)},
		{"unsettled-forms", left(false, false, visit.FormPapers()...)},
		{"unsettled-forms-before", left(false, true, visit.PaperForms)},
		{"unsettled-failed", left(true, false, visit.FormPapers()...)},
		{"idle", func(c *Context) Screen {
			t := DefaultTiming()
			return &idleWarning{until: c.Now.Add(t.Count * 2 / 3)}
		}},
		{"end", func(*Context) Screen { return &confirmEnd{} }},
		{"goodbye", func(*Context) Screen { return &goodbye{} }},
		{"goodbye-paper", gone(paperOut, paperOut)},
		{"goodbye-ticket", gone(paperOut, paperNone)},
		{"goodbye-forms", gone(paperNone, paperOut)},
		{"goodbye-number", gone(paperNone, paperNone)},
		{"goodbye-partly", gone(paperOut, paperMoving)},
		{"goodbye-idle", func(*Context) Screen { return &goodbye{idle: true} }},
		{"goodbye-card", func(*Context) Screen { return &goodbye{card: true} }},
		{"goodbye-card-left", func(*Context) Screen { return &goodbye{card: true, told: true} }},
		{"card-forgotten", func(c *Context) Screen {
			agent(c)
			return &person{mode: personLay, lift: lift{seen: true}}
		}},
		{"card-second", func(c *Context) Screen {
			agent(c)
			return &anotherCard{person: samplePerson("王小明", "43070119881105217")}
		}},
		{"card-second-instead", func(c *Context) Screen {
			agent(c)
			c.Visit.Role, c.Visit.Legal = visit.RoleLegal, c.Visit.Agent
			return &anotherCard{person: samplePerson("王小明", "43070119881105217")}
		}},
		{"card-second-expired", func(c *Context) Screen {
			agent(c)
			return &anotherCard{person: samplePerson("王小明", "43070119881105217"), expired: true, until: "2024-05-01"}
		}},
		{"card-another", func(c *Context) Screen {
			agent(c)
			return &person{mode: personLay, refusal: "card.expired", until: "2024-05-01", lift: lift{lifted: true}}
		}},
	}
}
