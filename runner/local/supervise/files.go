package supervise

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// files is a run's folder, held open: it stays the same folder when it is
// moved. A name that is now a link or a pipe is an error, and never blocks.
type files struct{ fd int }

func openFiles(path string) (files, error) {
	fd, err := again(func() (int, error) { return unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0) })
	if err != nil {
		return files{}, fmt.Errorf("open run folder %s: %w", path, err)
	}
	return files{fd: fd}, nil
}

func (f files) close() { _ = unix.Close(f.fd) }

// The modes of files: job.json holds the environment of the run.
const (
	public  = 0o644
	private = 0o600
)

// open opens a file; with O_CREAT, mode is that of one it makes.
func (f files) open(name string, flags int, mode uint32) (fd int, err error) {
	flags |= unix.O_CLOEXEC | unix.O_NOFOLLOW | unix.O_NONBLOCK
	return again(func() (int, error) { return unix.Openat(f.fd, name, flags, mode) })
}

// write writes data into a file that it makes if need be.
func (f files) write(name string, mode uint32, data []byte) error {
	fd, err := f.open(name, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC, mode)
	if err != nil {
		return err
	}
	return errors.Join(writeAll(fd, data), unix.Close(fd))
}

// overwrite writes data over the beginning of a file, in the room that it has
// already. The data is on the disk when overwrite returns.
func (f files) overwrite(name string, data []byte) error {
	fd, err := f.open(name, unix.O_WRONLY|unix.O_CREAT, public)
	if err != nil {
		return err
	}
	if err = writeAll(fd, data); err == nil {
		err = flush(fd)
	}
	return errors.Join(err, unix.Close(fd))
}

func (f files) rename(from, to string) error { return unix.Renameat(f.fd, from, f.fd, to) }

func (f files) sync() error { return flush(f.fd) }

func (f files) stat(name string) (unix.Stat_t, error) {
	var stat unix.Stat_t
	return stat, unix.Fstatat(f.fd, name, &stat, unix.AT_SYMLINK_NOFOLLOW)
}

// size returns 0 if there is no such file.
func (f files) size(name string) int64 {
	stat, err := f.stat(name)
	if err != nil || stat.Mode&unix.S_IFMT != unix.S_IFREG {
		return 0
	}
	return stat.Size
}

func (f files) read(name string) ([]byte, error) {
	fd, err := f.open(name, unix.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	var data []byte
	for {
		if len(data) == cap(data) {
			data = append(make([]byte, 0, 4096+2*cap(data)), data...)
		}
		n, err := again(func() (int, error) { return unix.Read(fd, data[len(data):cap(data)]) })
		if err != nil || n == 0 {
			return data, err
		}
		data = data[:len(data)+n]
	}
}

func writeAll(fd int, data []byte) error {
	for len(data) > 0 {
		n, err := again(func() (int, error) { return unix.Write(fd, data) })
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

func flush(fd int) error {
	_, err := again(func() (int, error) { return 0, unix.Fsync(fd) })
	return err
}

// again repeats a call to the kernel until no signal interrupts it.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
