package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"hallkiosk/devices/trace"
)

var update = flag.Bool("update", false, "record the traces in devices/*/testdata/traces anew from the simulated devices")

func tracePath(s scene, ending string) string {
	return filepath.Join("../../devices", s.device, "testdata/traces", s.name+ending)
}

// A recording names nobody, in no encoding, also where a reply came in pieces, and
// the driver understands it as it understood the device.
func TestRecordedScenesAreMaskedAndReplay(t *testing.T) {
	for _, s := range scenes() {
		t.Run(s.device+"/"+s.name, func(t *testing.T) {
			file, said := s.play(t)
			mustHoldNoSecret(t, file)
			mustHoldNoSecret(t, said)
			told := replayed(t, file)
			if *update {
				must(t, os.MkdirAll(filepath.Dir(tracePath(s, "")), 0o755))
				must(t, os.WriteFile(tracePath(s, ".jsonl"), file, 0o644))
				must(t, os.WriteFile(tracePath(s, ".txt"), told, 0o644))
			}
			want, err := os.ReadFile(tracePath(s, ".txt"))
			must(t, err)
			if !bytes.Equal(told, want) {
				t.Errorf("understood\n%s\nwant\n%s", told, want)
			}
			if got, want := len(bytes.Split(told, []byte("\n"))), len(bytes.Split(said, []byte("\n"))); got != want {
				t.Errorf("the replay tells %d lines, recording told %d:\n%s", got, want, said)
			}
		})
	}
}

// mustHoldNoSecret looks through the file as it is, and through the bytes that it
// stands for, transfer after transfer.
func mustHoldNoSecret(t *testing.T, file []byte) {
	t.Helper()
	var moved []byte
	for l := range bytes.Lines(file) {
		var e struct{ EP, B string }
		if json.Unmarshal(l, &e) == nil && (e.EP == "in" || e.EP == "out") {
			b, err := hex.DecodeString(e.B)
			must(t, err)
			moved = append(moved, b...)
		}
	}
	for _, secret := range secrets(t) {
		if bytes.Contains(file, secret) || bytes.Contains(moved, secret) {
			t.Errorf("%q is in the trace", secret)
		}
	}
}

// replayed is what a replay in simulated time tells.
func replayed(t *testing.T, file []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		read, err := trace.Read(bytes.NewReader(file))
		must(t, err)
		if err := replay(t.Context(), &out, read); err != nil {
			t.Errorf("replay: %v\n%s", err, out.Bytes())
		}
	})
	return out.Bytes()
}

// Every trace in the repository still means what it meant.
func TestTracesReplay(t *testing.T) {
	files, err := filepath.Glob("../../devices/*/testdata/traces/*.jsonl")
	must(t, err)
	if len(files) < len(scenes()) {
		t.Fatalf("%d traces", len(files))
	}
	for _, f := range files {
		file, err := os.ReadFile(f)
		must(t, err)
		want, err := os.ReadFile(strings.TrimSuffix(f, ".jsonl") + ".txt")
		must(t, err)
		if told := replayed(t, file); !bytes.Equal(told, want) {
			t.Errorf("%s: understood\n%s\nwant\n%s", f, told, want)
		}
	}
}

// A trace that was cut anywhere replays up to its cut.
func TestCutTraceReplaysUpToItsCut(t *testing.T) {
	for _, name := range []string{"idcard/testdata/traces/resident", "scanner/testdata/traces/serial", "ticketprinter/testdata/traces/print"} {
		file, err := os.ReadFile("../../devices/" + name + ".jsonl")
		must(t, err)
		want, err := os.ReadFile("../../devices/" + name + ".txt")
		must(t, err)
		head := bytes.IndexByte(file, '\n') + 1
		for n := head; n < len(file); n += 1 + (len(file)-head)/40 {
			told := replayed(t, file[:n])
			told = bytes.TrimSuffix(told, []byte("{\"cut\":true}\n"))
			for i, l := range bytes.Split(bytes.TrimSpace(told), []byte("\n")) {
				// The last thing may have gone another way: half a reply is an error.
				if lines := bytes.Split(want, []byte("\n")); !bytes.Equal(l, lines[i]) && !bytes.Contains(l, []byte(`"error"`)) && !bytes.Contains(l, []byte(`"reason"`)) && len(l) > 0 {
					if i == bytes.Count(bytes.TrimSpace(told), []byte("\n")) && bytes.Contains(l, []byte(`"text"`)) {
						continue // half a code
					}
					t.Errorf("%s cut at %d: line %d is %s", name, n, i+1, l)
				}
			}
		}
	}
}

// What is no trace, or one of another driver, is refused in words.
func TestHostileTraces(t *testing.T) {
	good, err := os.ReadFile("../../devices/idcard/testdata/traces/resident.jsonl")
	must(t, err)
	lines := strings.SplitAfter(string(good), "\n")
	head := lines[0]
	swapped := append([]string{}, lines...)
	for i, l := range lines {
		if strings.Contains(l, `"ep":"out"`) {
			swapped[i] = strings.Replace(l, `"ep":"out"`, `"ep":"in"`, 1)
			break
		}
	}
	for name, c := range map[string]struct {
		file string
		want error
		says string
	}{
		"empty":          {"", trace.ErrFormat, "empty"},
		"garbage":        {"\x00\xff\x13 hello\n", trace.ErrFormat, "line 1"},
		"no newline":     {strings.Repeat("x", 1<<20), trace.ErrFormat, "line 1"},
		"50 MB":          {head + strings.Repeat(`{"t":0,"ep":"quiet"}`+"\n", 50<<20/21), trace.ErrTooLarge, "262144 lines"},
		"not masked":     {strings.Replace(head, `"masked":true`, `"masked":false`, 1), trace.ErrUnmasked, "masked"},
		"later format":   {strings.Replace(head, `"trace":1`, `"trace":2`, 1), trace.ErrFormat, "format 2"},
		"other device":   {strings.Replace(head, `"device":"idcard"`, `"device":"toaster"`, 1), nil, "toaster"},
		"no date":        {strings.Replace(head, `"date":"20`, `"date":"XX`, 1), trace.ErrFormat, "date"},
		"no hex":         {head + `{"t":0,"ep":"in","b":"zz"}` + "\n", trace.ErrFormat, "line 2"},
		"no such event":  {head + `{"t":0,"ep":"sideways"}` + "\n", trace.ErrFormat, "sideways"},
		"huge zeros":     {head + `{"t":0,"ep":"in","z":99999999999}` + "\n", trace.ErrFormat, "line 2"},
		"backwards":      {head + `{"t":5,"ep":"quiet"}` + "\n" + `{"t":4,"ep":"quiet"}` + "\n", trace.ErrFormat, "line 3"},
		"unknown key":    {head + `{"t":5,"ep":"quiet","name":"x"}` + "\n", trace.ErrFormat, "line 2"},
		"wrong order":    {strings.Join(swapped, ""), trace.ErrOrder, "driver does"},
		"another answer": {head + lines[1] + strings.Join(lines[len(lines)/2:], ""), nil, ""},
		"header only":    {head, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "trace.jsonl", []byte(c.file))
			var out bytes.Buffer
			synctest.Test(t, func(t *testing.T) {
				err = replayFile(t.Context(), &out, path)
			})
			if c.want != nil && !errors.Is(err, c.want) || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// The command itself, on the virtual bus.
func TestTraceCommand(t *testing.T) {
	k := newKiosk(t)
	path := filepath.Join(t.TempDir(), "t.jsonl")
	for i, device := range []string{"idcard", "scanner", "ticketprinter", "pageprinter"} {
		path := fmt.Sprint(path, i)
		args := []string{"trace", "-device", device, "-o", path, "-for", "1500ms", "-config", k.toml}
		if device == "pageprinter" {
			args = append(args, "-print", "-for", "5s")
		}
		r := ctl(t, nil, args...)
		if r.exit != 0 || !strings.Contains(r.err, "masked") {
			t.Fatalf("%s: %+v", device, r)
		}
		r = ctl(t, nil, "trace", "-replay", path)
		if r.exit != 0 || r.out == "" {
			t.Fatalf("replay of %s: %+v", device, r)
		}
		if device == "pageprinter" {
			mustHavePrinted(t, path, r.out)
		}
		if r = ctl(t, nil, "trace", "-device", device, "-o", path, "-for", "1s", "-config", k.toml); r.exit == 0 || !strings.Contains(r.err, "exists") {
			t.Errorf("an existing file: %+v", r)
		}
	}
	if r := ctl(t, nil, "trace", "-device", "toaster", "-o", path); r.exit != 1 || !strings.Contains(r.err, "idcard, scanner") {
		t.Errorf("no device: %+v", r)
	}
}

// mustHavePrinted looks at the one trace that is not recorded in simulated time.
func mustHavePrinted(t *testing.T, path, told string) {
	t.Helper()
	if !strings.Contains(told, `{"printed":true}`) || !strings.Contains(told, `"state":"ready"`) {
		t.Error("the replay tells", told)
	}
	content, err := os.ReadFile(path)
	must(t, err)
	if bytes.Contains(content, []byte(hex.EncodeToString([]byte("%PDF")))) || bytes.Contains(content, []byte(hex.EncodeToString([]byte("127.0.0.1")))) {
		t.Error("the page or the printer's address is in the trace")
	}
	if *update {
		s := scene{device: "pageprinter", name: "print"}
		must(t, os.MkdirAll(filepath.Dir(tracePath(s, "")), 0o755))
		must(t, os.WriteFile(tracePath(s, ".jsonl"), content, 0o644))
		must(t, os.WriteFile(tracePath(s, ".txt"), []byte(told), 0o644))
	}
}
