package pkcs11_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/ukeytest"
	"hallkiosk/kiosk/certificate/certtest"
)

// serveTokens starts p11-kit's server, whose end is like pulling out a reader with
// SoftHSM's tokens in it.
func serveTokens(t *testing.T, h *ukeytest.SoftHSM, socket string) (pullOut func()) {
	t.Helper()
	cmd := exec.Command("p11-kit", "server", "-f", "-n", socket, "--provider", h.Module(), "pkcs11:")
	cmd.Env = append(os.Environ(), h.Env()...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it has a process for each client
	must(t, cmd.Start())
	for {
		if _, err := os.Stat(socket); err == nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	ended := false
	pullOut = func() {
		if !ended {
			ended = true
			must(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL))
			_ = cmd.Wait() // it was killed
			_ = os.Remove(socket)
		}
	}
	t.Cleanup(pullOut)
	return pullOut
}

// TestReaderIsPulledOut: a module of somebody else's that fails in every call when
// its reader is gone is started anew until the reader is back.
func TestReaderIsPulledOut(t *testing.T) {
	h, issued := softHSM(t, certtest.ECDSA)
	dir, err := os.MkdirTemp("", "p11") // a short path: it names a socket
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	socket := filepath.Join(dir, "s")
	pullOut := serveTokens(t, h, socket)
	clients, err := filepath.Glob("/usr/lib/*/pkcs11/p11-kit-client.so")
	if err != nil || len(clients) == 0 {
		t.Fatal("p11-kit-modules is not installed")
	}
	ring := open(t, ukey.Options{Modules: []ukey.Module{{Name: "p11-kit", Path: clients[0]}}, Pause: 20 * time.Millisecond, Longest: 100 * time.Millisecond,
		Command: command("P11_KIT_SERVER_ADDRESS=unix:path=" + socket)})
	for range 3 {
		id := until(t, "there", ring, one).Keys[0].ID
		signs(t, ring, id, issued.DER, right)
		pullOut()
		until(t, "gone", ring, none)
		pullOut = serveTokens(t, h, socket)
	}
}
