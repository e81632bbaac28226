package certificate

import (
	"slices"
	"strings"
	"unicode"
)

// organisation is the holder's name: O, unless that is the issuer's own or a
// person's, else what in CN or OU is an organisation's. Some authorities write
// into CN several things with @ between.
func organisation(subject, issuer name) string {
	own := issuer.all(oidOrganisation)
	own = append(own, issuer.all(oidCommonName)...)
	var parts, plain []string
	for _, oid := range []string{oidOrganisation, oidCommonName, oidUnit} {
		for _, t := range subject.all(oid) {
			if slices.Contains(own, t) {
				continue
			}
			if oid == oidOrganisation {
				plain = append(plain, t)
			}
			parts = append(parts, strings.Split(t, "@")...)
		}
	}
	for _, part := range parts {
		if part = strings.TrimSpace(part); isOrganisation(part) {
			return withoutPersonal(part)
		}
	}
	if len(plain) > 0 {
		return withoutPersonal(plain[0])
	}
	return ""
}

// organisationWords stand in organisations' names and in no person's.
var organisationWords = []string{"公司", "集团", "企业", "工厂", "中心", "委员会", "协会", "学会", "商会", "联合会", "基金会", "研究院", "研究所", "设计院",
	"事务所", "合作社", "合伙", "经营部", "服务部", "工作室", "门诊", "医院", "学校", "学院", "大学", "中学", "小学", "幼儿园", "银行", "支行", "分行",
	"政府", "办公室", "管理局", "工会", "法院", "检察院", "队", "局", "厂", "厅", "站", "店", "社", "行", "院"}

var organisationWordsLatin = []string{"co.", "ltd", "limited", "company", "corp", "inc.", "llc", "group", "university", "bureau", "center", "centre"}

// isOrganisation reports whether a text is an organisation's name: a word of
// organisations in it, and longer than a person's.
func isOrganisation(s string) bool {
	han := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	if han > 4 {
		for _, w := range organisationWords {
			if strings.Contains(s, w) {
				return true
			}
		}
	}
	lower := strings.ToLower(s)
	for _, w := range organisationWordsLatin {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}
