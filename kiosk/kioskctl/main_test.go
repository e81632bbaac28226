package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// TestMain is kioskctl itself where it is started as the helper of a U-KEY's library.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "ukey-module" {
		os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
	}
	goleak.VerifyTestMain(m)
}

// result is what a command leaves behind.
type result struct {
	exit     int
	out, err string
}

// ctl runs kioskctl.
func ctl(t testing.TB, stdin io.Reader, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	exit := run(t.Context(), args, streams{stdin, &out, &err})
	return result{exit, out.String(), err.String()}
}

// file writes a file of its own.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(path, content, 0o600))
	return path
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestArgumentsThatAreNotUnderstood(t *testing.T) {
	for _, args := range [][]string{{}, {"dance"}, {"decode"}, {"decode", "passport"}, {"decode", "idcard", "a", "b"}, {"decode", "idcard", "-key", "k"}, {"doctor", "-config"}} {
		if r := ctl(t, strings.NewReader(""), args...); r.exit != 2 || r.out != "" || !strings.HasPrefix(r.err, "kioskctl: ") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-help"}, {"-h"}, {"decode", "-h"}} {
		if r := ctl(t, strings.NewReader(""), args...); r.exit != 0 || !strings.Contains(r.out, "Usage: kioskctl") || r.err != "" {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

func TestTwoDashes(t *testing.T) {
	for in, want := range map[string]string{
		"decode handle -key k.pem f": "decode handle --key k.pem f",
		"-key=k.pem --key k.pem":     "--key=k.pem --key k.pem",
		"enrol -o k.csr -config=c":   "enrol -o k.csr --config=c",
		"- -- -key":                  "- -- -key",
		"":                           "",
	} {
		args := strings.Fields(in)
		before := slices.Clone(args)
		if got := strings.Join(twoDashes(args), " "); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
		if !slices.Equal(args, before) {
			t.Errorf("%q was changed in place", in)
		}
	}
}
