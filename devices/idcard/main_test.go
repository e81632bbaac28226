package idcard_test

import (
	"testing"

	"go.uber.org/goleak"

	"hallkiosk/devices/idcard/idcardsim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// zhang is a resident's card with a number whose check digit is right.
func zhang() idcardsim.CardData {
	return idcardsim.CardData{Kind: "resident", Name: "张三", Sex: "男", Ethnicity: "土家族", Birth: "1990-03-07",
		Address: "湖南省常德市武陵区柳叶大道1号", Number: "430102" + "19900307" + "2114", Issuer: "常德市公安局",
		ValidFrom: "2016-11-22", ValidTo: "2036-11-22"}
}
