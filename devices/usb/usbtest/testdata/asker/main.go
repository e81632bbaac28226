// Command asker waits for the echo device, asks it once, waits until it is gone
// and begins again, as a kiosk does. It says on standard output what it sees. It
// knows nothing of the virtual bus.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/usb"
)

func main() {
	bus := usb.NewBus()
	defer bus.Close()
	fmt.Println("looking")
	for {
		if err := ask(bus); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
	}
}

// ask serves one plugging in.
func ask(bus *usb.Bus) error {
	ctx := context.Background()
	t, err := bus.Open(ctx, devices.Match{IDs: []devices.ID{{Vendor: 0x1209, Product: 0x0001}}})
	for errors.Is(err, devices.ErrNotFound) {
		time.Sleep(5 * time.Millisecond)
		t, err = bus.Open(ctx, devices.Match{IDs: []devices.ID{{Vendor: 0x1209, Product: 0x0001}}})
	}
	if err != nil {
		return err
	}
	defer t.Close()
	if err := t.Send(ctx, []byte("hello")); err != nil {
		return err
	}
	buf := make([]byte, 64)
	n, err := t.Receive(ctx, buf)
	if err != nil {
		return err
	}
	fmt.Printf("heard %s\n", buf[:n])
	if _, err := t.Receive(ctx, buf); !errors.Is(err, devices.ErrGone) { // cut in the middle
		return fmt.Errorf("after unplugging: %w", err)
	}
	fmt.Println("gone")
	return nil
}
