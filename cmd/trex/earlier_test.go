package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
)

// earlier is the state that an earlier version of Trex left when it was killed.
// testdata/README.md says how it was recorded.
type earlier struct {
	folder  string
	schema  int64          // the newest migration of that version
	running map[string]int // runs whose supervisors lived on, and how many epochs of each were stored
}

var schema4 = earlier{folder: "testdata/schema4", schema: 4, running: map[string]int{"r6": 5, "r7": 3}}

// layOut makes a site of it, in SQLite or in the empty database of url, as it
// was before the next server starts.
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

// slack is the workspace with the messages that the earlier version had posted.
func (e earlier) slack(t *testing.T) *slacktest.Server {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(e.folder, "slack.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	server := slacktest.New()
	t.Cleanup(server.Close)
	server.Name("U0ANN", "ann")
	for line := range bytes.Lines(text) {
		var message slacktest.Message
		err := json.Unmarshal(line, &message)
		if err == nil {
			err = server.Restore(message)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
	}
	return server
}

// places are the placeholders of values that differ between machines, each
// followed by its value here.
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
		if err != nil {
			return err
		}
		if entry.IsDir() {
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

// supervise starts a supervisor as the server does. It is this version's
// supervisor. It can stand for the earlier one because runner/local/supervise
// has not changed between the two, and it reads the job that the earlier
// version wrote. If you change how a supervisor is found or which files it
// leaves, write those files here as they were.
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

// inode is how Trex recognizes a log that it has read before.
func inode(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(info.Sys().(*syscall.Stat_t).Ino)
}
