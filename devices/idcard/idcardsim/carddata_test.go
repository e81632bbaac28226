package idcardsim

import (
	"errors"
	"strings"
	"testing"
)

func TestParseCardRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing": "", "no object": `"card"`, "two objects": `{"name":"张三"}{}`, "unknown key": `{"nmae":"张三"}`,
		"wrong type": `{"name":7}`, "long name": `{"name":"` + strings.Repeat("张", 16) + `"}`, "kind": `{"kind":"passport"}`,
		"sex": `{"sex":"x"}`, "ethnicity": `{"ethnicity":"火星"}`, "date": `{"birth":"1990-02-30"}`,
		"date without dashes": `{"birth":"19900307"}`, "no text": "\xff\xfe", "huge": `{"address":"` + strings.Repeat("a", 20<<10) + `"}`,
		"count": `{"kind":"hkmt","issueCount":100}`, "version": `{"kind":"foreigner","version":1999}`, "long end": `{"validTo":"forever"}`,
	} {
		if _, err := ParseCard([]byte(in)); !errors.Is(err, ErrCard) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseCard(t *testing.T) {
	c, err := ParseCard([]byte(`{"kind":"resident","name":"李四","sex":"男","number":"1","validTo":"长期"}`))
	if err != nil || c.Name != "李四" || c.ValidTo != "长期" {
		t.Fatalf("%v", err)
	}
}

func FuzzParseCard(f *testing.F) {
	f.Add([]byte(`{"kind":"foreigner","version":2017,"latinName":"A"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := ParseCard(b); err == nil {
			if _, err := Reply(c, true); err != nil {
				t.Fatal(err)
			}
		}
	})
}
