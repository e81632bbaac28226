package ticketprinter

import (
	"bytes"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hallkiosk/devices/ticketprinter/glyph"
)

func TestEncode(t *testing.T) {
	tests := []struct {
		text       string
		gb2312Only bool
		want       string // "" for: has to be drawn
	}{
		{text: "A1023", want: "A1023"},
		{text: "开通", want: "\xBF\xAA\xCD\xA8"},
		{text: "7、8号窗口", want: "7\xA1\xA28\xBA\xC5\xB4\xB0\xBF\xDA"},
		{text: "喆堃祎", want: "\x86\xB4\x88\xD2\xB5\x74"},
		{text: "喆", gb2312Only: true},
		{text: "开通", gb2312Only: true, want: "\xBF\xAA\xCD\xA8"},
		{text: "王䶮"},
		{text: "𠮷"},
		{text: "𪚥"},
		{text: "㛃"},
		{text: "\u9FB4"},
		{text: "\u20AC"},
		{text: "\uE863"},
		{text: "\uE000"},
		{text: "é", want: "\xA8\xA6"},
	}
	for _, tt := range tests {
		got, ok := encode(tt.text, tt.gb2312Only)
		if ok != (tt.want != "") || string(got) != tt.want {
			t.Errorf("%q: % X, %v; want % X", tt.text, got, ok, tt.want)
		}
	}
}

// An independent converter must read every two-byte code that is sent as the
// character that was meant.
func TestEveryCodeMeansWhatWasMeant(t *testing.T) {
	var sent, meant bytes.Buffer
	count := 0
	for r := rune(0x80); r <= 0xFFFF; r++ {
		if code, ok := encode(string(r), false); ok && utf8.ValidRune(r) {
			sent.Write(code)
			meant.WriteRune(r)
			count++
		}
	}
	if count < 20902 {
		t.Errorf("only %d characters are sent as text", count)
	}
	iconv := exec.Command("iconv", "-f", "GB18030", "-t", "UTF-8")
	iconv.Stdin = &sent
	read, err := iconv.Output()
	if err != nil {
		t.Fatal(err)
	}
	a, b := []rune(string(read)), []rune(meant.String())
	if len(a) != len(b) {
		t.Fatalf("iconv reads %d characters, %d were meant", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("U+%04X is read as U+%04X", b[i], a[i])
		}
	}
}

func TestGB2312OnlyIsWhatGB2312Holds(t *testing.T) {
	var sent, meant bytes.Buffer
	for r := rune(0x80); r <= 0xFFFF; r++ {
		// EUC-CN reads these four by names of its own.
		if strings.ContainsRune("·—¥・―〜", r) || !utf8.ValidRune(r) {
			continue
		}
		if code, ok := encode(string(r), true); ok {
			sent.Write(code)
			meant.WriteRune(r)
		}
	}
	iconv := exec.Command("iconv", "-f", "GB2312", "-t", "UTF-8")
	iconv.Stdin = &sent
	read, err := iconv.Output()
	if err != nil {
		t.Fatalf("not GB 2312: %v after %d of %d bytes", err, len(read), meant.Len())
	}
	if string(read) != meant.String() {
		t.Error("iconv reads other characters than were meant")
	}
}

func TestRows(t *testing.T) {
	tests := []struct {
		text    string
		columns int
		want    []string
	}{
		{"", 10, []string{""}},
		{"开通业务", 8, []string{"开通业务"}},
		{"开通业务办理", 8, []string{"开通业务", "办理"}},
		{"开通业务", 7, []string{"开通业", "务"}},
		{"one\ntwo", 10, []string{"one", "two"}},
		{"bring the licence", 10, []string{"bring the", "licence"}},
		{"bring the licence", 11, []string{"bring the", "licence"}},
		{"a verylongwordindeed", 8, []string{"a verylo", "ngwordin", "deed"}},
		{"A1023 B", 5, []string{"A1023", "B"}},
	}
	for _, tt := range tests {
		if got := rows(tt.text, tt.columns); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %d: %q, want %q", tt.text, tt.columns, got, tt.want)
		}
	}
}

func TestRowsFitAndLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab 中文、\n12𠮷"))).Draw(t, "text")
		columns := rapid.IntRange(2, 48).Draw(t, "columns")
		got := rows(text, columns)
		for _, row := range got {
			if glyph.Columns(row) > columns {
				t.Fatalf("row %q is wider than %d", row, columns)
			}
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if bare.Replace(strings.Join(got, "")) != bare.Replace(text) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func TestNoCommandHidesInText(t *testing.T) {
	for _, text := range []string{"a\x1B@", "\x10\x04\x01", "\x00", "\x7F", "\u0085", "\xFF", "a\tb", "a\rb"} {
		if _, err := render(Slip{Line{Text: text}}, new(DefaultOpts())); !errors.Is(err, ErrCharacter) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
