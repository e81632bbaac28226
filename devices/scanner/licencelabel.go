package scanner

import (
	"cmp"
	"slices"
	"strings"
)

// label is what a value in a licence's text stands for.
type label int

const (
	labelOther label = iota // ends the value before it
	labelName
	labelCode
)

// labelWord is a word that licences and registration offices put before a
// value.
type labelWord struct {
	word string // lower case
	is   label
}

// labelWords lists them; of two that begin alike the longer comes first.
func labelWords() []labelWord {
	return []labelWord{
		{"统一社会信用代码", labelCode}, {"社会信用代码", labelCode}, {"统一信用代码", labelCode}, {"信用代码", labelCode},
		{"unifiedsocialcreditcode", labelCode}, {"socialcreditcode", labelCode}, {"creditcode", labelCode},
		{"uniscid", labelCode}, {"uscc", labelCode}, {"tyshxydm", labelCode}, {"shxydm", labelCode},
		{"市场主体名称", labelName}, {"企业名称", labelName}, {"单位名称", labelName}, {"公司名称", labelName},
		{"机构名称", labelName}, {"字号名称", labelName}, {"名称", labelName}, {"企业名", labelName},
		{"companyname", labelName}, {"enterprisename", labelName}, {"entname", labelName}, {"orgname", labelName},
		{"qymc", labelName}, {"dwmc", labelName}, {"name", labelName},
		{"法定代表人", labelOther}, {"负责人", labelOther}, {"经营者", labelOther}, {"执行事务合伙人", labelOther},
		{"类型", labelOther}, {"住所", labelOther}, {"经营场所", labelOther}, {"主要经营场所", labelOther}, {"地址", labelOther},
		{"注册资本", labelOther}, {"成立日期", labelOther}, {"注册日期", labelOther}, {"营业期限", labelOther},
		{"经营范围", labelOther}, {"登记机关", labelOther}, {"核准日期", labelOther}, {"发照日期", labelOther},
		{"注册号", labelOther}, {"登记状态", labelOther}, {"网址", labelOther}, {"查询", labelOther},
	}
}

// labelOf is the label that a JSON key is, whatever its case and underscores.
func labelOf(key string) label {
	key = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(key))
	for _, w := range labelWords() {
		if w.word == key {
			return w.is
		}
	}
	return labelOther
}

// mark is one label found in a text, with the colon behind it.
type mark struct {
	at, end int
	is      label
}

// labelled reads the values behind labels. A value ends where the next label,
// a separator or a line begins; the first of each label counts.
func labelled(text string) map[label]string {
	found := map[label]string{}
	marks := findMarks(text)
	for i, m := range marks {
		v := text[m.end:]
		if i+1 < len(marks) {
			v = text[m.end:marks[i+1].at]
		}
		v = strings.TrimLeft(v, " \t\u3000\"'")
		if end := strings.IndexAny(v, ";；,，。|\n\r\t\"}"); end >= 0 {
			v = v[:end]
		}
		if v = strings.TrimSpace(v); v != "" && found[m.is] == "" {
			found[m.is] = v
		}
	}
	return found
}

// findMarks finds every label that a colon or an equals sign follows, in the
// order of the text, none within another.
func findMarks(text string) []mark {
	lower := asciiLower(text)
	var marks []mark
	for _, w := range labelWords() {
		for from := 0; ; {
			i := strings.Index(lower[from:], w.word)
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(w.word)
			if end, ok := colon(text, from); ok {
				marks = append(marks, mark{at, end, w.is})
			}
		}
	}
	// Of labels that end at the same colon, such as 企业名称 and 名称, the
	// longest begins first and wins.
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.at, b.at)) })
	return slices.CompactFunc(marks, func(a, b mark) bool { return a.end == b.end })
}

// colon skips quotes and spaces, and then one colon or equals sign.
func colon(text string, at int) (end int, ok bool) {
	rest := strings.TrimLeft(text[at:], " \t\u3000\"'】")
	for _, c := range []string{":", "：", "=", "＝"} {
		if strings.HasPrefix(rest, c) {
			return len(text) - len(rest) + len(c), true
		}
	}
	return 0, false
}

// asciiLower lowers ASCII letters only, so that places stay the same.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
