// Package ukeytest holds what tests of U-KEYs share: tokens of SoftHSM, a PKCS#11
// module that somebody else wrote.
package ukeytest

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// SoftHSM is a folder of SoftHSM's tokens.
type SoftHSM struct{ dir string }

// NewSoftHSM makes one without tokens in dir.
func NewSoftHSM(dir string) (*SoftHSM, error) {
	h := &SoftHSM{dir}
	if err := os.Mkdir(filepath.Join(dir, "tokens"), 0o700); err != nil {
		return nil, err
	}
	text := "directories.tokendir = " + filepath.Join(dir, "tokens") + "\nobjectstore.backend = file\nlog.level = ERROR\n"
	return h, os.WriteFile(h.config(), []byte(text), 0o600)
}

func (h *SoftHSM) config() string { return filepath.Join(h.dir, "softhsm2.conf") }

// Env is what a process that loads the module needs in its environment.
func (h *SoftHSM) Env() []string { return []string{"SOFTHSM2_CONF=" + h.config()} }

// Module is the path of SoftHSM's library.
func (h *SoftHSM) Module() string {
	const usual = "/usr/lib/softhsm/libsofthsm2.so"
	if other, err := filepath.Glob("/usr/lib/*/softhsm/libsofthsm2.so"); err == nil && len(other) > 0 {
		if _, err := os.Stat(usual); err != nil {
			return other[0]
		}
	}
	return usual
}

// Content is a key with its certificate.
type Content struct {
	ID          string // hex
	Certificate []byte // DER
	Key         []byte // PKCS #8, PEM; nil: the certificate alone
}

// Plug makes a token.
func (h *SoftHSM) Plug(label, pin string, contents ...Content) error {
	if err := h.run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", pin); err != nil {
		return err
	}
	for _, c := range contents {
		if err := h.hold(label, pin, c); err != nil {
			return err
		}
	}
	return nil
}

func (h *SoftHSM) hold(label, pin string, c Content) error {
	file := filepath.Join(h.dir, random())
	defer os.Remove(file)
	write := func(kind string, content []byte) error {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return err
		}
		return h.run("pkcs11-tool", "--module", h.Module(), "--token-label", label, "--login", "--pin", pin,
			"--write-object", file, "--type", kind, "--id", c.ID, "--label", label)
	}
	if c.Key != nil {
		if err := write("privkey", c.Key); err != nil {
			return err
		}
	}
	return write("cert", c.Certificate)
}

// Unplug deletes a token.
func (h *SoftHSM) Unplug(label string) error {
	return h.run("softhsm2-util", "--delete-token", "--token", label)
}

func (h *SoftHSM) run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), h.Env()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", name, err), errors.New(strings.TrimSpace(string(out))))
	}
	return nil
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
