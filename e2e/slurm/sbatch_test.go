//go:build e2e

package slurm

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex/internal/await"
)

// heldSbatch replaces Slurm's sbatch in the path of a server. It records the
// names of the requested jobs. Once, at a moment that the test names, it stops
// until the server is killed.
const heldSbatch = `#!/bin/sh
dir=%s
moment=
if mv "$dir/moment" "$dir/moment.$$" 2>/dev/null; then moment=$(cat "$dir/moment.$$"); fi
stop() { echo "$moment" >"$dir/reached.tmp"; mv "$dir/reached.tmp" "$dir/reached"; while :; do sleep 1; done; }
for argument; do
	case $argument in --job-name=*) echo "${argument#*=}" >>"$dir/asked" ;; esac
done
[ "$moment" != %s ] || stop
answer=$(%s "$@") || exit
[ "$moment" != %s ] || stop
echo "$answer"
`

// The moments of a submission at which a server can be killed.
const (
	justLaunched = "just launched" // it may be at any of these moments
	notAsked     = "not asked"     // the request is recorded, but not sent to Slurm
	unanswered   = "unanswered"    // Slurm accepted the job, but Trex has not read the answer
	submitted    = "submitted"
)

var moments = []string{justLaunched, notAsked, unanswered, submitted}

// holdSbatch puts heldSbatch into the path of a server.
func holdSbatch(t *testing.T, s *server) {
	t.Helper()
	real, err := exec.LookPath("sbatch")
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(s.dir, "bin")
	text := fmt.Sprintf(heldSbatch, s.dir, "'"+notAsked+"'", real, "'"+unanswered+"'")
	if err := errors.Join(os.Mkdir(bin, 0o755), os.WriteFile(filepath.Join(bin, "sbatch"), []byte(text), 0o755)); err != nil {
		t.Fatal(err)
	}
}

// killAt kills the server at a moment of the submission that launch starts.
func (s *server) killAt(moment string, launch func() []string) (ids []string) {
	s.t.Helper()
	held, reached := filepath.Join(s.dir, "moment"), filepath.Join(s.dir, "reached")
	if moment == notAsked || moment == unanswered {
		if err := os.WriteFile(held, []byte(moment), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	ids = launch()
	switch moment {
	case notAsked, unanswered:
		await.Until(s.t, "sbatch to come to the moment "+moment, func() bool { return os.Rename(reached, reached+".seen") == nil })
	case submitted:
		for _, id := range ids {
			s.job(id)
		}
	}
	s.kill()
	return ids
}

// submissions returns how many jobs Slurm got from the server, whatever happened
// to them. A member of an array counts as one.
func (s *server) submissions() (n int) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "asked"))
	if err != nil {
		s.t.Fatal(err)
	}
	names := strings.Fields(string(text))
	await.Until(s.t, "all jobs to be over", func() bool {
		return command(s.t, "squeue", "--noheader", "--states=PENDING,RUNNING,COMPLETING", "--name="+strings.Join(names, ",")) == ""
	})
	for line := range strings.Lines(command(s.t, "sacct", "--completion", "--noheader", "--parsable2")) {
		if slices.Contains(names, strings.Split(line, "|")[2]) {
			n++
		}
	}
	return n
}
