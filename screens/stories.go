package screens

import (
	"context"
	"image"
	"sync"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/devices"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// Story is one screen in one state: what the gallery shows, golden pictures
// keep, and the test that every text fits its box goes through.
type Story struct {
	Name string
	// set prepares the context and returns the screen.
	set func(*Context) Screen
}

// Gallery draws stories.
type Gallery struct {
	Guide *guide.Guide
	Words *i18n.Words
	Fonts *ui.Fonts
}

// Frame draws a story as a panel of a size shows it.
func (g Gallery) Frame(s Story, look ui.Look, size image.Point) *ui.Frame {
	c, screen := g.prepare(s, look)
	return render(screen, c, size, g.Fonts, "")
}

func (g Gallery) prepare(s Story, look ui.Look) (*Context, Screen) {
	now := time.Date(2026, 11, 23, 9, 41, 0, 0, visit.Changde)
	ready := func() devices.Status { return devices.Status{State: devices.Ready} }
	v := visit.New("", now)
	choose(g.Guide, v, g.Guide.Services[0])
	c := &Context{
		Now: now, Visit: v, Outcome: &Outcome{Without: map[Part]bool{}}, Guide: g.Guide, Look: look,
		Platform: &Platform{
			TicketPrinter: ready, FormPrinter: ready, Pinyin: &samplePinyin{},
			List: func(TakeAlong) string {
				return "https://zj.changde.gov.cn/list?s=open&r=agent&m=safety-permit,bank-permit"
			},
			PrintList:  func(context.Context, TakeAlong) error { return nil },
			Technician: sampleTechnician{},
			Keys:       sampleKeys{},
		},
		words: g.Words, scope: context.Background(), jobs: new(sync.WaitGroup), wake: func() {}, here: func() {}, left: new(bool), keys: new(keyPort),
	}
	screen := s.set(c)
	f := flow{places: way(c.service())}
	for i, p := range f.places {
		if same(p.make(), screen) && open(p, c) {
			f.at = i
			if per, ok := screen.(*person); !ok || p.make().(*person).whose == per.whose {
				c.step, c.steps = f.progress(c)
				break
			}
		}
	}
	return c, screen
}

// FindStory finds a story by its name.
func FindStory(name string) (Story, bool) {
	for _, s := range Stories() {
		if s.Name == name {
			return s, true
		}
	}
	return Story{}, false
}

// Stories are every screen in every state.
func Stories() []Story {
	var all []Story
	all = append(all, askingStories()...)
	all = append(all, serviceStories()...)
	all = append(all, personStories()...)
	all = append(all, formStories()...)
	all = append(all, endStories()...)
	all = append(all, errandStories()...)
	all = append(all, keyStories()...)
	all = append(all, technicianStories()...)
	return append(all, faultStories()...)
}

// agent makes the visit that of an agent who has filled in everything.
func agent(c *Context) *visit.Visit {
	v := c.Visit
	v.Role = visit.RoleAgent
	v.Agent = samplePerson("李四", "43070219850612123")
	v.Legal = samplePerson("张三", "43070119670324051")
	v.Organisation = visit.Organisation{Name: "XX开发有限公司", USCC: sampleUSCC(), Type: visit.Enterprise, Source: visit.SourceScan}
	v.Contact = visit.Contact{Mobile: "15345678901", Landline: "0736-7256731", Address: "湖南省常德市武陵区柳叶大道1号", Email: "10243679188@qq.com"}
	v.SealType = c.Guide.SealTypes[0].Value
	if keys := c.service().Keys; len(keys) > 0 {
		v.Key = keys[0]
	}
	v.StatementAccepted, v.StatementVersion = c.Now, c.Guide.Statement.Version
	c.Guide.PutAside(v)
	for _, m := range c.Guide.Needed(v) {
		v.Brought[m.ID] = !m.Printed()
	}
	return v
}

func samplePerson(name, first17 string) visit.Person {
	return visit.Person{Name: name, IDNumber: first17 + string(visit.IDCheckCharacter(first17)), Source: visit.SourceCard}
}

func sampleUSCC() string {
	const first17 = "91430700MA4L2B3C1"
	return first17 + string(visit.USCCCheckCharacter(first17))
}

func sampleTicket(ahead int) visit.Ticket {
	return visit.Ticket{Number: "A1001", Day: "2026-11-23", Ahead: ahead,
		Handle: "HTTPS://ZJ.CHANGDE.GOV.CN/T/AEAQCAIBAEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBOGAZDINRYHI6D4QCCIRDEQSSMJZIFEVCWLBNFYXTAMJSGM2DKNRX"}
}
