package guide

import (
	"fmt"
	"slices"
	"strings"

	"hallkiosk/kiosk/visit"
)

// FormBoxes are the boxes of 附件1, in its order.
func FormBoxes() []string {
	return []string{"开通", "冻结", "解冻", "废除", "重发", "更新", "延期"}
}

// PowerBoxes are the boxes of 附件3, in its order.
func PowerBoxes() []string {
	return []string{"新办", "更新", "解锁", "延期", "补办", "应用申请"}
}

// prints checks that the service ends in forms in every case, and in such as can
// be filled in.
func (c *checker) prints(path string, s *Service) {
	once := map[string]bool{} // one case tells it
	bad := func(at, code string, pairs ...any) {
		if !once[at+code] {
			once[at+code] = true
			c.bad(at, code, pairs...)
		}
	}
	for _, v := range cases(s) {
		printed := map[string]bool{}
		for j, n := range s.Materials {
			m, ok := c.Material(n.ID)
			if !ok || !m.Printed() || !n.When.Holds(v) || !m.When.Holds(v) {
				continue
			}
			at := fmt.Sprintf("%s.materials[%d]", path, j)
			if printed[m.Form] {
				bad(at, "form-twice", "form", m.Form, "case", said(v))
			}
			printed[m.Form] = true
			if m.Form == "附件3" && v.Role == visit.RoleLegal {
				bad(at, "form-legal")
			}
		}
		if len(printed) == 0 {
			bad(path+".materials", "form-none", "case", said(v))
			continue
		}
		if printed["附件1"] && s.FormBox == "" && s.FormWords == "" {
			bad(path+".form_box", "form-blank", "form", "附件1", "box", "form_box", "words", "form_words")
		}
		if printed["附件3"] && s.PowerBox == "" && s.PowerWords == "" {
			bad(path+".power_box", "form-blank", "form", "附件3", "box", "power_box", "words", "power_words")
		}
		switch accepted := slices.Contains(s.Steps, "statement"); {
		case accepted && !printed["附件2"]:
			bad(path+".steps", "statement-unprinted", "case", said(v))
		case !accepted && printed["附件2"]:
			bad(path+".steps", "statement-unasked")
		}
	}
}

// cases are the visits that a service tells apart: every role, organisation type
// and answer about the key.
func cases(s *Service) []*visit.Visit {
	keys := s.Keys
	if len(keys) == 0 {
		keys = []visit.KeyState{""}
	}
	var all []*visit.Visit
	for _, role := range roles() {
		for _, key := range keys {
			for _, t := range visit.OrganisationTypes() {
				all = append(all, &visit.Visit{Service: s.ID, Role: role, Key: key, Organisation: visit.Organisation{Type: t}})
			}
		}
	}
	return all
}

// said names a case by the words of conditions: "agent enterprise lost".
func said(v *visit.Visit) string {
	return strings.TrimSuffix(fmt.Sprintf("%s %s %s", v.Role, v.Organisation.Type, v.Key), " ")
}
