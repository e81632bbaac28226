package ime

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// librime is one per process, so all tests share it.
var engine *Engine

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "ime")
	if err != nil {
		panic(err)
	}
	if engine, err = Open("/usr/share/rime-data", folder); err != nil {
		panic(err)
	}
	code := m.Run()
	engine.Close()
	os.RemoveAll(folder)
	os.Exit(code)
}

func typed(letters string) []string {
	engine.Reset()
	for _, r := range letters {
		engine.Key(r)
	}
	return engine.Candidates()
}

func TestWordsOfTheHallComeFirst(t *testing.T) {
	for letters, want := range map[string]string{
		"changdeshi": "常德市", "changde": "常德", "wulingqu": "武陵区", "langzhoulu": "朗州路",
		"liuyedadao": "柳叶大道", "youxiangongsi": "有限公司", "shenfenzheng": "身份证",
		"zhangsan": "张三", "shiminzhijia": "市民之家",
	} {
		if got := typed(letters); len(got) == 0 || got[0] != want {
			t.Errorf("%s: got %.60q, want %s first", letters, got, want)
		}
	}
}

func TestSouthernSpeakersAreUnderstood(t *testing.T) {
	for letters, want := range map[string]string{
		"cangdesi": "常德市", "wulinqu": "武陵区", "zangsan": "张三", "hulansen": "湖南省", "jiansegongcenyouxiangongsi": "建设工程有限公司",
	} {
		got := typed(letters)
		if len(got) > 10 {
			got = got[:10]
		}
		if !contains(got, want) {
			t.Errorf("%s: %q is not among %q", letters, want, got)
		}
	}
}

func TestChoosingByParts(t *testing.T) {
	got := typed("lisichangde")
	i := -1
	for n, c := range got {
		if c == "李" || c == "李四" {
			i = n
			break
		}
	}
	if i < 0 {
		t.Fatalf("no 李 among %q", got)
	}
	if text := engine.Choose(i); text != "" {
		t.Fatalf("committed %q while syllables are left", text)
	}
	if !strings.Contains(engine.Composition(), "李") {
		t.Errorf("composition %q does not show what was chosen", engine.Composition())
	}
	for range 4 {
		if text := engine.Choose(0); text != "" {
			if !strings.HasPrefix(text, "李") {
				t.Errorf("committed %q", text)
			}
			if engine.Composition() != "" || len(engine.Candidates()) != 0 {
				t.Error("something is left after the commit")
			}
			return
		}
	}
	t.Error("never committed")
}

func TestKeysThatAreNoLetters(t *testing.T) {
	engine.Reset()
	for _, r := range "1 \x00，常\U0001F600" {
		if engine.Key(r) {
			t.Errorf("took %q", r)
		}
	}
	if engine.Backspace() {
		t.Error("took back a letter that was never typed")
	}
	if text := engine.Choose(0); text != "" {
		t.Errorf("chose %q from nothing", text)
	}
	if text := engine.Choose(-1); text != "" {
		t.Errorf("chose %q with index -1", text)
	}
	engine.Key('C')
	if engine.Composition() != "c" {
		t.Errorf("a capital became %q", engine.Composition())
	}
	engine.Backspace()
	if engine.Composition() != "" {
		t.Errorf("composition %q after taking all back", engine.Composition())
	}
	for range 500 {
		engine.Key('q')
	}
	engine.Candidates()
	engine.Reset()
}

func TestOpenedOnce(t *testing.T) {
	if again, err := Open("/usr/share/rime-data", engine.folder); err == nil {
		again.Close()
		t.Error("librime was started twice")
	}
}

// TestNothingIsLearnt: what one person chooses must not move up for the next,
// nor be written down.
func TestNothingIsLearnt(t *testing.T) {
	before := typed("wangxiaoming")
	if len(before) < 2 {
		t.Fatalf("candidates %q", before)
	}
	for range 5 {
		typed("wangxiaoming")
		for i := 1; engine.Composition() != "" && i > 0; {
			if engine.Choose(i) != "" {
				break
			}
			i = 1
			if len(engine.Candidates()) < 2 {
				engine.Choose(0)
				break
			}
		}
	}
	after := typed("wangxiaoming")
	if strings.Join(before, " ") != strings.Join(after, " ") {
		t.Errorf("candidates changed from %.80q to %.80q", before, after)
	}
	err := filepath.WalkDir(engine.folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.Contains(d.Name(), "userdb") {
			t.Errorf("librime keeps a user dictionary: %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
