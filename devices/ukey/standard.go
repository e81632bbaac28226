package ukey

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Standard takes the standard input and output of a helper's process for the pipe
// and leaves others in their places, so that a library that reads or prints does
// not disturb it.
func Standard() (in, out *os.File, err error) {
	if in, err = moved(0, "/dev/null", os.O_RDONLY); err != nil {
		return nil, nil, err
	}
	if out, err = moved(1, "/dev/null", os.O_WRONLY); err != nil {
		return nil, nil, err
	}
	return in, out, nil
}

// moved gives a descriptor another number and puts a file in its place.
func moved(fd int, instead string, mode int) (*os.File, error) {
	other, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return nil, fmt.Errorf("ukey: pipe: %w", err)
	}
	f, err := os.OpenFile(instead, mode, 0)
	if err != nil {
		return nil, fmt.Errorf("ukey: pipe: %w", err)
	}
	defer f.Close()
	if err := unix.Dup3(int(f.Fd()), fd, 0); err != nil {
		return nil, fmt.Errorf("ukey: pipe: %w", err)
	}
	return os.NewFile(uintptr(other), "pipe"), nil
}
