package guide

import (
	"fmt"
	"slices"

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
	bad := func(at, format string, args ...any) {
		if !once[at+format] {
			once[at+format] = true
			c.bad(at, format, args...)
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
				bad(at, "%s would be printed twice, %s", m.Form, said(v))
			}
			printed[m.Form] = true
			if m.Form == "附件3" && v.Role == visit.RoleLegal {
				bad(at, "附件3 names an agent; the legal representative in person has none: roles = [\"agent\"]")
			}
		}
		if len(printed) == 0 {
			bad(path+".materials", "no form is printed, %s", said(v))
			continue
		}
		if printed["附件1"] && s.FormBox == "" && s.FormWords == "" {
			bad(path+".form_box", "is missing, and form_words, too: 附件1 would not say what is applied for")
		}
		if printed["附件3"] && s.PowerBox == "" && s.PowerWords == "" {
			bad(path+".power_box", "is missing, and power_words, too: 附件3 would not say what is applied for")
		}
		switch accepted := slices.Contains(s.Steps, "statement"); {
		case accepted && !printed["附件2"]:
			bad(path+".steps", "the statement is accepted, but 附件2 is not printed, %s", said(v))
		case !accepted && printed["附件2"]:
			bad(path+".steps", "附件2 is printed, but the step \"statement\" is missing")
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

// said names a case: "role agent, organisation type enterprise, key lost".
func said(v *visit.Visit) string {
	text := fmt.Sprintf("role %s, organisation type %s", v.Role, v.Organisation.Type)
	if v.Key != "" {
		text += fmt.Sprintf(", key %s", v.Key)
	}
	return text
}
