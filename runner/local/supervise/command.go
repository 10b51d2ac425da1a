package supervise

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// ownName is the command that means this program when nothing else on the
// command's PATH has the name.
const ownName = "trex"

// startCommand starts job's command with log as its output. The command writes
// to the file itself, so output needs no copying and a leaked pipe blocks
// nobody. An error is a sentence for people.
//
// The caller's thread must live as long as the command: the kernel kills the
// command when the thread ends, so it cannot outlive its supervisor.
func startCommand(job job, workDir string, log int) (pid int, err error) {
	if len(job.Argv) == 0 {
		return 0, errors.New("the project has no command")
	}
	if info, err := os.Stat(workDir); err != nil || !info.IsDir() {
		return 0, fmt.Errorf("the working directory %s %s", workDir, whyNoDir(err))
	}
	path, err := findCommand(job.Argv[0], workDir, pathOf(job.Env))
	if err != nil {
		return 0, err
	}
	null, err := unix.Open(os.DevNull, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, fmt.Errorf("the command could not be started: %w", err)
	}
	defer unix.Close(null)
	pid, err = syscall.ForkExec(path, job.Argv, &syscall.ProcAttr{
		Dir: workDir, Env: job.Env,
		Files: []uintptr{uintptr(null), uintptr(log), uintptr(log)},
		Sys:   &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL},
	})
	if err != nil {
		return 0, whyNotStarted(job.Argv[0], path, err)
	}
	return pid, nil
}

// findCommand finds name as a shell would: one with a slash is a path from
// workDir, any other is looked for along searchPath.
func findCommand(name, workDir, searchPath string) (string, error) {
	if strings.Contains(name, "/") {
		path := within(workDir, name)
		if err := executable(path); err != nil {
			return "", whyNotStarted(name, path, err)
		}
		return path, nil
	}
	unfit := ""
	for dir := range strings.SplitSeq(searchPath, ":") {
		if searchPath == "" {
			break // an empty path means no folder, not the current one
		}
		path := within(within(workDir, dir), name)
		err := executable(path)
		if err == nil {
			return path, nil
		}
		if errors.Is(err, fs.ErrPermission) && unfit == "" {
			unfit = path
		}
	}
	if name == ownName {
		return Self()
	}
	if unfit != "" {
		return "", whyNotStarted(name, unfit, fs.ErrPermission)
	}
	return "", fmt.Errorf("the command %q was not found in PATH (%s)", name, searchPath)
}

// within is name as seen from dir.
func within(dir, name string) string {
	switch {
	case strings.HasPrefix(name, "/"):
		return name
	case name == "":
		return dir
	}
	return strings.TrimSuffix(dir, "/") + "/" + strings.TrimPrefix(name, "./")
}

func executable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return unix.EISDIR
	}
	return unix.Access(path, unix.X_OK)
}

// Self is the path of the running program. When its file was replaced or deleted by an
// upgrade, the kernel still knows the one that runs.
func Self() (string, error) {
	const running = "/proc/self/exe"
	path, err := os.Executable()
	if err != nil {
		return running, nil
	}
	named, err := os.Stat(path)
	if err != nil {
		return running, nil
	}
	if own, err := os.Stat(running); err != nil || !os.SameFile(own, named) {
		return running, nil
	}
	return path, nil
}

func pathOf(env []string) string {
	for _, pair := range env {
		if path, ok := strings.CutPrefix(pair, "PATH="); ok {
			return path
		}
	}
	return ""
}

func whyNoDir(err error) string {
	switch {
	case err == nil:
		return "is not a folder"
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "may not be entered"
	}
	return "cannot be entered: " + err.Error()
}

// whyNotStarted turns the error of an attempt to execute path into a sentence.
func whyNotStarted(name, path string, err error) error {
	switch {
	case errors.Is(err, unix.ENOEXEC):
		return fmt.Errorf("%q is not a program: it needs a first line such as #!/usr/bin/env python3, or a build for this machine", name)
	case errors.Is(err, unix.E2BIG):
		return fmt.Errorf("the command line of %q is too long for this machine", name)
	case errors.Is(err, unix.EISDIR):
		return fmt.Errorf("the command %q is a folder", name)
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.ENOMEM):
		return fmt.Errorf("the command could not be started: this machine has no room for another process: %w", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%q is not executable (chmod +x %s makes it so)", name, path)
	case errors.Is(err, fs.ErrNotExist):
		if executable(path) == nil {
			return fmt.Errorf("%q cannot run: the interpreter named in its first line does not exist", name)
		}
		return fmt.Errorf("the command %q does not exist", name)
	}
	return fmt.Errorf("%q could not be started: %w", name, err)
}
