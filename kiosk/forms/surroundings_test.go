package forms_test

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// TestSurroundings: the forms are the same in another time zone, in another
// language and for another user; only the installed fonts count.
func TestSurroundings(t *testing.T) {
	for name, env := range map[string][]string{
		"New York, Japanese":  {"TZ=America/New_York", "LANG=ja_JP.UTF-8", "LC_ALL=ja_JP.UTF-8", "LANGUAGE=ja"},
		"Kiritimati, nothing": {"TZ=Pacific/Kiritimati", "LANG=", "LC_ALL=C"},
	} {
		t.Run(name, func(t *testing.T) {
			child := exec.Command(os.Args[0], "-test.v", "-test.run=^TestGolden$/^(open|freeze)-agent$")
			home := t.TempDir()
			child.Env = append(env, "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home, "PATH="+os.Getenv("PATH"))
			out, err := child.CombinedOutput()
			if err != nil || bytes.Count(out, []byte("--- PASS: TestGolden/")) != 2 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
