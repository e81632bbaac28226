package forms

import (
	"strings"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/visit"
)

// typeBoxes are the words of the form for the types of organisation.
var typeBoxes = map[visit.OrganisationType]string{
	visit.Enterprise:        "企业",
	visit.GovernmentBody:    "机关",
	visit.PublicInstitution: "事业单位法人",
	visit.NonGovernmental:   "民间组织",
	visit.TradeUnion:        "工会",
	visit.OtherType:         "其他：",
}

// tick is a box, ticked or not: two characters that fonts draw alike, where the
// notice's own □ is larger.
func tick(on bool) string {
	if on {
		return "☑"
	}
	return "☐"
}

// organisationTypes is the line of boxes 单位类型.
func organisationTypes(o visit.Organisation) []pango.Run {
	var b strings.Builder
	for i, t := range visit.OrganisationTypes() {
		if i > 0 {
			b.WriteString("　")
		}
		b.WriteString(tick(o.Type == t) + typeBoxes[t])
	}
	other := filled(strings.Repeat("　", 6))
	if o.Type == visit.OtherType {
		other = filled(pad + o.OtherType) // no blanks at the end: they would hang over
	}
	return []pango.Run{fixed(b.String()), other}
}
