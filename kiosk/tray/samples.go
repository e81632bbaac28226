//go:build sim

package tray

import (
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/kiosk/visit"
)

// The sample people and the sample company are the notice's; their numbers are
// made here with good check characters and belong to nobody.

func number(first17 string) string { return first17 + string(visit.IDCheckCharacter(first17)) }

func agentCard() idcardsim.CardData {
	return idcardsim.CardData{
		Name: "李四", Sex: "男", Ethnicity: "汉", Birth: "1990-05-12", Number: number("43070219900512003"),
		Address: "湖南省常德市武陵区柳叶大道1号", Issuer: "常德市公安局武陵分局", ValidFrom: "2016-01-01", ValidTo: "2036-01-01",
	}
}

func legalCard() idcardsim.CardData {
	return idcardsim.CardData{
		Name: "张三", Sex: "男", Ethnicity: "土家", Birth: "1967-03-24", Number: number("43070219670324051"),
		Address: "湖南省常德市鼎城区鼎城路2号", Issuer: "常德市公安局鼎城分局", ValidFrom: "2010-01-01", ValidTo: "long-term",
	}
}

func expiredCard() idcardsim.CardData {
	c := agentCard()
	c.ValidFrom, c.ValidTo = "2006-01-01", "2016-01-01"
	return c
}

// LicenceText is what the sample company's licence carries in its QR code.
func LicenceText() string {
	const first17 = "91430700MA4L2B3C1"
	return "名称：XX开发有限公司；统一社会信用代码：" + first17 + string(visit.USCCCheckCharacter(first17))
}
