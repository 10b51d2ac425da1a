package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"

	"github.com/trex-ml/trex/internal/await"
)

// ErrMissing is returned by New on a machine without PostgreSQL.
var ErrMissing = errors.New("no PostgreSQL binaries were found in PATH or /usr/lib/postgresql; " +
	"install the package postgresql to run the tests that need it")

// Look returns ErrMissing when tests cannot run on PostgreSQL here.
func Look() error {
	if os.Getenv("TREX_TEST_POSTGRES") != "" {
		return nil
	}
	_, err := findBinaries()
	return err
}

// Server is a PostgreSQL server in a temporary folder. Not safe for concurrent
// use, but its databases are.
type Server struct {
	bin, dir string
	lock     *os.File            // of the folder
	owner    *syscall.Credential // who runs it, nil: this process's user
	settings []string
	done     chan struct{} // closed once the process that runs is gone
	process  *os.Process
}

// New creates a server that does not run yet. settings are given to it with -c,
// for example "fsync=off". Close it.
func New(settings ...string) (*Server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	dir, lock, err := makeFolder()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir, lock: lock, settings: settings}
	if os.Geteuid() == 0 { // the server refuses to run as root
		if s.owner, err = otherUser(); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if err := os.Chown(dir, int(s.owner.Uid), int(s.owner.Gid)); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	if err := os.Chmod(dir, 0o711); err != nil { // tests in their own user namespace connect, too
		return nil, errors.Join(err, s.Close())
	}
	init := s.command("initdb", "-D", s.data(), "-U", "trex", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := init.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), s.Close())
	}
	return s, nil
}

// Start runs the server until Stop or Kill, or until this process ends, and
// returns once it takes connections.
func (s *Server) Start(ctx context.Context) error {
	args := []string{"-D", s.data(), "-k", s.dir, "-c", "listen_addresses="}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	cmd := s.command("postgres", args...)
	log := &log{ready: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = log, log
	started, done := make(chan error), make(chan struct{})
	go func() {
		// The kernel sends Pdeathsig when the thread that forked ends, so it
		// has to last as long as the server.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(done)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // the log says how it ended
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	s.process, s.done = cmd.Process, done
	select {
	case <-log.ready:
		return nil
	case <-done:
		return fmt.Errorf("postgres ended: %s", log.said.Bytes())
	case <-ctx.Done():
		return errors.Join(ctx.Err(), s.Kill(), fmt.Errorf("postgres said: %s", log.said.Bytes()))
	}
}

// log collects the output of a server. Read it once the server has ended.
type log struct {
	said  bytes.Buffer
	ready chan struct{} // closed once the server takes connections
	is    bool
}

func (l *log) Write(p []byte) (int, error) {
	l.said.Write(p)
	if !l.is && bytes.Contains(l.said.Bytes(), []byte("ready to accept connections")) {
		l.is = true
		close(l.ready)
	}
	return len(p), nil
}

// Stop ends the server with a fast shutdown: connections are cut, the data is
// written.
func (s *Server) Stop() error { return s.end(syscall.SIGINT) }

// Kill ends the server as a crash would. The server ends its own children, which
// would outlive a SIGKILL for a moment.
func (s *Server) Kill() error { return s.end(syscall.SIGQUIT) }

func (s *Server) end(signal os.Signal) error {
	if s.process == nil {
		return nil
	}
	err := s.process.Signal(signal)
	<-s.done
	s.process = nil
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Close stops the server and removes its folder.
func (s *Server) Close() error { return errors.Join(s.Kill(), os.RemoveAll(s.dir), s.lock.Close()) }

// URL returns the URL of a database of the server, with a connect timeout that
// is long enough for a busy machine.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://trex@/%s?host=%s&connect_timeout=%d", database, s.dir, int(await.Patience.Seconds()))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner, Pdeathsig: syscall.SIGQUIT}
	return cmd
}

// findBinaries returns the folder of the newest PostgreSQL.
func findBinaries() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", ErrMissing
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

func otherUser() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
}
