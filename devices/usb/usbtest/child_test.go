package usbtest_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"hallkiosk/devices/transporttest"
	"hallkiosk/devices/usb/usbtest"
)

// child is a program of its own that looks for the device.
type child struct {
	t     testing.TB
	ctx   context.Context
	cmd   *exec.Cmd
	lines chan string
}

func build(t *testing.T, ctx context.Context) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "asker")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./testdata/asker").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func run(t *testing.T, ctx context.Context, program string, b *usbtest.Bus) *child {
	t.Helper()
	c := &child{t: t, ctx: ctx, cmd: exec.CommandContext(ctx, program), lines: make(chan string, 16)}
	c.cmd.Env = append(os.Environ(), b.ChildEnv()...)
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read(out)
	t.Cleanup(c.kill)
	return c
}

func (c *child) read(out io.Reader) {
	defer close(c.lines)
	for s := bufio.NewScanner(out); s.Scan(); {
		c.lines <- s.Text()
	}
}

// kill ends the program as a power cut does; twice is as good as once.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	for range c.lines { // until it has said all
	}
	_ = c.cmd.Wait()
}

func (c *child) says(want string) {
	c.t.Helper()
	select {
	case got, ok := <-c.lines:
		if !ok || got != want {
			c.t.Fatalf("the child said %q, should say %q", got, want)
		}
	case <-c.ctx.Done():
		c.t.Fatalf("the child never said %q", want)
	}
}

// An unmodified program sees devices come and go, is cut off in the middle of a
// transfer, dies, and is started again.
func TestAnotherProgramOnTheBus(t *testing.T) {
	ctx := patience(t)
	program := build(t, ctx)
	b := newBus(t)
	plug := func() *usbtest.Device {
		t.Helper()
		d, err := b.Plug(transporttest.NewEcho())
		if err != nil {
			t.Fatal(err)
		}
		return d
	}

	c := run(t, ctx, program, b)
	c.says("looking")
	for range 3 {
		d := plug()
		c.says("heard hello")
		d.Unplug()
		c.says("gone")
	}

	d := plug()
	c.says("heard hello")
	c.kill()
	if err := d.Await(ctx, usbtest.Close, 1); err != nil { // its claim ends with it
		t.Fatal(err)
	}
	c = run(t, ctx, program, b) // finds what is plugged in already
	c.says("looking")
	c.says("heard hello")
	d.Unplug()
	c.says("gone")
	plug()
	c.says("heard hello")
}
