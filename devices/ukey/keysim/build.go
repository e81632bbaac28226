package keysim

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed module/module.c
var source string

// Socket is the environment variable that tells the library where its Sim is.
const Socket = "KEYSIM_SOCKET"

// Build compiles the library into a folder with cc, unless it is there already
// and newer than this text of it, and returns its path.
func Build(dir string) (string, error) {
	library, text := filepath.Join(dir, "libkeysim.so"), filepath.Join(dir, "keysim.c")
	if built, err := os.ReadFile(text); err == nil && string(built) == source {
		if _, err := os.Stat(library); err == nil {
			return library, nil
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("keysim: build: %w", err)
	}
	// Under another name first: a library that a process has open must not change.
	fresh := library + ".new"
	cc := exec.Command("cc", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-fvisibility=hidden", "-pthread",
		"-x", "c", "-o", fresh, "-")
	cc.Stdin = strings.NewReader(source)
	if out, err := cc.CombinedOutput(); err != nil {
		return "", fmt.Errorf("keysim: build: %w\n%s", err, out)
	}
	if err := errors.Join(os.Rename(fresh, library), os.WriteFile(text, []byte(source), 0o600)); err != nil {
		return "", fmt.Errorf("keysim: build: %w", err)
	}
	return library, nil
}
