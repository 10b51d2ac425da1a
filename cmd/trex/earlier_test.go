package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
)

// earlier is what an earlier version of Trex left when it was killed.
// testdata/README.md says how it was taken.
type earlier struct {
	folder  string
	schema  int64          // the newest migration of that version
	running map[string]int // runs whose supervisors lived on, and the epochs that were stored of each
}

var schema4 = earlier{folder: "testdata/schema4", schema: 4, running: map[string]int{"r6": 5, "r7": 3}}

// layOut makes a site of it, in SQLite or in the empty database of url, up to
// the moment before the next server starts.
func (e earlier) layOut(t *testing.T, url string) *site {
	t.Helper()
	s := emptySite(t, url)
	places := s.places(t)
	e.copyFiles(t, s, strings.NewReplacer(places...))
	for run, epochs := range e.running {
		s.let(t, epochs, run)
		s.supervise(t, run)
		s.printed(t, run, epochs)
		places = append(places, "{{inode of "+run+"}}", inode(t, filepath.Join(s.data, "runs", run, "log")))
	}
	e.fill(t, s, strings.NewReplacer(places...))
	return s
}

// places are the names of what differs from machine to machine, each followed by
// what it is here.
func (s *site) places(t *testing.T) []string {
	t.Helper()
	command, err := trainer()
	if err != nil {
		t.Fatal(err)
	}
	return []string{
		"{{site}}", filepath.Dir(s.data), "{{gate}}", string(s.gate), "{{trainer}}", command, "{{path}}", os.Getenv("PATH"),
	}
}

func (e earlier) copyFiles(t *testing.T, s *site, places *strings.Replacer) {
	t.Helper()
	files := os.DirFS(filepath.Join(e.folder, "site"))
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		to := filepath.Join(filepath.Dir(s.data), path)
		if err != nil || entry.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, []byte(places.Replace(string(text))), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// supervise starts a supervisor as the server does. It is one of this version,
// which stands for the earlier one honestly: between the two nothing of
// runner/local/supervise has changed, and it reads the job that the earlier
// version wrote. Whoever changes how a supervisor is found or what it leaves
// has to write those files here as they were.
func (s *site) supervise(t *testing.T, run string) {
	t.Helper()
	job, err := runner.ReadJob(filepath.Join(s.data, "runs", run))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := local.New(local.Params{}).Start(t.Context(), job); err != nil {
		t.Fatal(err)
	}
}

// inode is by what Trex knows that a log is the one it has read before.
func inode(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(info.Sys().(*syscall.Stat_t).Ino)
}
