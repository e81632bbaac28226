// Package notebook keeps one value in a file, as JSON. Several programs
// may change it; a power cut leaves the value before or the one after.
package notebook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrDamaged: the file holds no such value.
var ErrDamaged = errors.New("notebook: damaged")

// maxBytes bounds what is read, where nothing else is said; a value takes a line.
const maxBytes = 64 << 10

// File is where the value is kept. It may be used by any goroutine.
type File[T any] struct {
	path string
	most int64 // bytes that are read
}

// At names the file, readable by its owner only, which need not be there yet.
// Beside it lies a lock, path with ".lock" behind.
func At[T any](path string) File[T] { return Large[T](path, maxBytes) }

// Large is At for a value of up to so many bytes.
func Large[T any](path string, most int64) File[T] { return File[T]{path, most} }

// Read returns the value, the zero one where there is no file yet. It returns
// ErrDamaged or the system's error.
func (f File[T]) Read() (value T, err error) {
	text, err := f.text()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return value, nil
	case err != nil:
		return value, fmt.Errorf("notebook: read: %w", err)
	}
	if int64(len(text)) > f.most || json.Unmarshal(text, &value) != nil {
		var none T
		return none, fmt.Errorf("%w: %s", ErrDamaged, f.path)
	}
	return value, nil
}

// text reads the file, up to one byte more than it may have.
func (f File[T]) text() ([]byte, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, f.most+1))
}

// Change changes the value while nobody else can, and returns it as it is on
// the disk. A damaged file begins again with the zero value. An error leaves
// the file as it was.
func (f File[T]) Change(change func(*T)) (value T, err error) {
	unlock, err := f.lock()
	if err != nil {
		return value, fmt.Errorf("notebook: lock: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	before, err := f.Read()
	if err != nil && !errors.Is(err, ErrDamaged) {
		return before, err
	}
	value = before
	change(&value)
	if err := f.write(value); err != nil {
		return before, fmt.Errorf("notebook: write: %w", err)
	}
	return value, nil
}

// Replace puts another value in the place of whatever there is, which is not
// read. An error leaves the file as it was.
func (f File[T]) Replace(value T) (err error) {
	unlock, err := f.lock()
	if err != nil {
		return fmt.Errorf("notebook: lock: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := f.write(value); err != nil {
		return fmt.Errorf("notebook: write: %w", err)
	}
	return nil
}

// lock waits until no other program or goroutine has the file.
func (f File[T]) lock() (unlock func() error, err error) {
	l, err := os.OpenFile(f.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(l.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l.Close, nil
}

// write replaces the file in one step.
func (f File[T]) write(value T) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	folder := filepath.Dir(f.path)
	t, err := os.CreateTemp(folder, filepath.Base(f.path)+".new-*") // of mode 600
	if err != nil {
		return err
	}
	_, err = t.Write(append(text, '\n'))
	if err = errors.Join(err, t.Sync(), t.Close()); err == nil {
		err = os.Rename(t.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(t.Name()))
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
