package usb

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/gousb"

	"hallkiosk/devices"
)

// fault says in the words of package devices what an error of gousb means; the
// original stays wrapped. An error that means nothing in particular stays as it
// is.
func fault(err error) error {
	if err == nil {
		return nil
	}
	sentinel := meaning(err)
	if sentinel == nil {
		sentinel = meaning(unwritten(err))
	}
	if sentinel == nil {
		return err
	}
	return fmt.Errorf("%w: %w", sentinel, err)
}

func meaning(err error) error {
	switch err {
	case gousb.ErrorNoDevice, gousb.TransferNoDevice,
		// A device pulled out in the middle of a transfer often ends it with a
		// protocol error before the kernel knows; and a line that fails calls
		// for the same cure, opening anew.
		gousb.TransferError, gousb.ErrorIO,
		// The interface is not ours any more: the device was reset.
		gousb.ErrorNotFound:
		return devices.ErrGone
	case gousb.TransferStall, gousb.ErrorPipe:
		return devices.ErrStall
	case gousb.TransferTimedOut, gousb.ErrorTimeout:
		return context.DeadlineExceeded
	case gousb.ErrorAccess:
		return devices.ErrDenied
	case gousb.ErrorBusy:
		return devices.ErrInUse
	}
	return nil
}

// unwritten finds the libusb error at the end of an error's text: gousb wraps
// with %v in Config, Interface and GetStringDescriptor.
func unwritten(err error) error {
	text := err.Error()
	for code := gousb.ErrorOther; code < gousb.Success; code++ {
		if strings.HasSuffix(text, code.Error()) {
			return code
		}
	}
	return nil
}
