package idcard_test

import (
	"bytes"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
)

var readCommand = []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x30, 0x01, 0x32}

// masked is what a Masker makes of transfers that follow a command.
func masked(command []byte, transfers ...[]byte) []byte {
	m := idcard.NewMasker()
	m.Out(bytes.Clone(command))
	m.In(transfers)
	return bytes.Join(transfers, nil)
}

// split cuts b into transfers as reports or at any place.
func split(t *rapid.T, b []byte) (l [][]byte) {
	b = bytes.Clone(b)
	for len(b) > 0 {
		n := rapid.IntRange(1, len(b)).Draw(t, "transfer")
		l, b = append(l, b[:n:n]), b[n:]
	}
	return l
}

// A masked reply decodes as the reply did, to the same kind of card with nobody's
// name, whatever the borders of its transfers.
func TestMaskedReplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := zhang()
		c.Kind = rapid.SampledFrom([]string{"resident", "hkmt", "foreigner"}).Draw(t, "kind")
		c.Version = rapid.SampledFrom([]int{2017, 2023}).Draw(t, "version")
		c.Name = rapid.StringOfN(rapid.RuneFrom([]rune("李四\ue863\ue000𠮷·")), 1, 7, 14).Draw(t, "name")
		c.LatinName, c.Nationality, c.Address, c.Issuer = "LISI QW", "FRA", "长沙市芙蓉区9号", "长沙市"
		c.ValidFrom = rapid.SampledFrom([]string{"2011-05-05", "2099-05-05"}).Draw(t, "from")
		c.ValidTo = rapid.SampledFrom([]string{"2031-05-05", "long-term"}).Draw(t, "to")
		if c.Kind == "foreigner" && c.Version == 2017 {
			c.Number, c.Issuer = "FRA430079010199", "4300"
		} else if rapid.Bool().Draw(t, "wrong check") {
			c.Number = c.Number[:17] + "9"
		}
		b, err := idcardsim.Reply(c, rapid.Bool().Draw(t, "prints"))
		if err != nil {
			t.Fatal(err)
		}
		was, wasErr := idcard.DecodeReply(b)
		got, gotErr := idcard.DecodeReply(masked(readCommand, split(t, b)...))
		if idcard.Code(wasErr) != idcard.Code(gotErr) {
			t.Fatalf("%v became %v", wasErr, gotErr)
		}
		if gotErr != nil {
			return
		}
		if was.Kind != got.Kind || was.PrivateUse != got.PrivateUse || was.ValidTo.LongTerm != got.ValidTo.LongTerm ||
			len(was.RawName) != len(got.RawName) || len(was.Number) != len(got.Number) {
			t.Fatal("another kind of card")
		}
		if was.Number[:6] == got.Number[:6] && c.Kind != "resident" || was.Birth == got.Birth && c.Kind != "resident" || was.Address != "" && was.Address == got.Address {
			t.Fatal("something of the person is left")
		}
		f := got.Fields(time.Time{})
		for _, text := range []string{f.Name, f.LatinName, f.Address, f.Issuer} {
			for _, r := range "李四长沙芙蓉QW" {
				if bytes.ContainsRune([]byte(text), r) {
					t.Fatalf("%c is left", r)
				}
			}
		}
	})
}

// The sample numbers' check characters are right where the card's were.
func TestMaskedNumbers(t *testing.T) {
	for _, c := range []struct{ kind, number, want string }{
		{"resident", "430703" + "19790101" + "604", "430102" + "19900307" + "2114"},
		{"hkmt", "830000" + "19790101" + "604", "810000" + "19940823" + "0021"},
		{"foreigner", "943250" + "19790101" + "604", "931702" + "19930520" + "0013"},
	} {
		for i, digit := range "0123456789X" {
			card := zhang()
			card.Kind, card.Number, card.LatinName = c.kind, c.number+string(digit), "X"
			got, err := idcard.DecodeReply(masked(readCommand, reply(t, card)))
			if err != nil {
				t.Fatal(err)
			}
			if right := got.Number == c.want; right != (checkOf(c.number) == byte(digit)) || got.Number[:17] != c.want[:17] {
				t.Errorf("%s %d: number %v", c.kind, i, right)
			}
		}
	}
	card := zhang()
	card.Kind, card.Version, card.Number, card.LatinName = "foreigner", 2017, "", "X"
	card.Issuer = "4300"
	for _, check := range []string{"0", "5", "9"} {
		card.Number = "KAZ11009012310" + check // the standard's own example ends in 5
		got, err := idcard.DecodeReply(masked(readCommand, reply(t, card)))
		if err != nil || got.Number[:14] != "KAZ11009012310" || (got.Number[14] == '5') != (check == "5") {
			t.Errorf("check character %s: %v", check, err)
		}
	}
}

// checkOf computes the character by the standard's weights (GB 11643).
func checkOf(first17 string) byte {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(first17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// What is no sound frame keeps its head and its flaw, and nothing of a card.
func TestMaskedFlaws(t *testing.T) {
	good := reply(t, zhang())
	bad := set(good, 300, good[300]^1)
	for name, in := range map[string][]byte{
		"cut": good[:700], "cut in the name": good[:20], "damaged": bad, "length wrong": set(good, 5, 0xFF), "headless": good[40:],
		"inner length": mend(set(good, 10, 2)), "noise": append([]byte("张三 430102"), good...), "two": append(bytes.Clone(bad), good...),
	} {
		_, was := idcard.DecodeReply(in)
		out := masked(readCommand, bytes.Clone(in))
		if _, now := idcard.DecodeReply(out); idcard.Code(was) != idcard.Code(now) && name != "noise" {
			t.Errorf("%s: %v became %v", name, was, now)
		}
		for _, secret := range []string{"三\x00", "柳叶", "430102", "2114"} {
			var wide []byte
			for _, u := range utf16.Encode([]rune(secret)) {
				wide = append(wide, byte(u), byte(u>>8))
			}
			if name != "two" && name != "noise" && bytes.Contains(out, wide) || bytes.Contains(out, []byte(secret)) {
				t.Errorf("%s: %q is left", name, secret)
			}
		}
	}
	address := append([]byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 74, 0, 0, 0x90}, bytes.Repeat([]byte{0x99, 0x67}, 35)...)
	address = mend(append(address, 0))
	if out := masked([]byte{0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 0x03, 0x30}, address); bytes.Contains(out, []byte{0x99, 0x67, 0x99, 0x67}) {
		t.Error("an appended address is left")
	}
}

// Masking keeps the length, cannot panic, and finds nothing to mask in its own work.
func FuzzMask(f *testing.F) {
	f.Add(reply(f, zhang()), uint16(64))
	f.Add(append(reply(f, zhang())[:500], reply(f, zhang())...), uint16(1))
	f.Add([]byte{0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04, 0, 0, 0x80, 0x84}, uint16(3))
	f.Fuzz(func(t *testing.T, b []byte, n uint16) {
		var transfers [][]byte
		for rest := bytes.Clone(b); len(rest) > 0; {
			k := min(int(n)+1, len(rest))
			transfers, rest = append(transfers, rest[:k:k]), rest[k:]
		}
		once := masked(readCommand, transfers...)
		if len(once) != len(b) {
			t.Fatal("length changed")
		}
		if twice := masked(readCommand, bytes.Clone(once)); !bytes.Equal(once, twice) {
			t.Fatalf("\n% x became\n% x", once, twice)
		}
	})
}

// Where reports begin with a count, a card is masked between the counts.
func TestMaskedCountedReports(t *testing.T) {
	whose := zhang()
	whose.Name, whose.Address = "李四", "长沙市芙蓉区9号"
	reply, err := idcardsim.Reply(whose, false)
	if err != nil {
		t.Fatal(err)
	}
	var reports [][]byte
	for rest := reply; len(rest) > 0; {
		r := make([]byte, 64)
		n := copy(r[1:], rest)
		r[0], rest = byte(n), rest[n:]
		reports = append(reports, r)
	}
	command := make([]byte, 64)
	command[0] = byte(copy(command[1:], readCommand))
	masked(command, reports...)
	var got []byte
	for _, r := range reports {
		got = append(got, r[1:1+r[0]]...)
	}
	c, err := idcard.DecodeReply(got)
	if err != nil {
		t.Fatal(err)
	}
	if c.Name == whose.Name || c.Address == whose.Address {
		t.Error("something of the person is left")
	}
}
