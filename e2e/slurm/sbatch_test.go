//go:build e2e

package slurm

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/trex-ml/trex/internal/await"
)

// heldSbatch stands before Slurm's own sbatch in the path of a server: it notes
// how many jobs each call that Slurm took was, and once stops at a moment that
// the test names, for good: with the server it is gone.
const heldSbatch = `#!/bin/sh
dir=%s
moment=
if mv "$dir/moment" "$dir/moment.$$" 2>/dev/null; then moment=$(cat "$dir/moment.$$"); fi
stop() { echo "$moment" >"$dir/reached.tmp"; mv "$dir/reached.tmp" "$dir/reached"; while :; do sleep 1; done; }
[ "$moment" != %s ] || stop
answer=$(%s "$@") || exit
runs=1
for argument; do
	case $argument in --array=0-*) runs=${argument#--array=0-}; runs=$((${runs%%%%%%*} + 1)) ;; esac
done
echo "$runs" >>"$dir/submitted"
[ "$moment" != %s ] || stop
echo "$answer"
`

// The moments of a submission at which a server can be killed.
const (
	justLaunched = "just launched" // it may have come anywhere
	notAsked     = "not asked"     // noted that it asks, and Slurm was not asked
	unanswered   = "unanswered"    // Slurm took the job, and the answer was not read
	submitted    = "submitted"
)

var moments = []string{justLaunched, notAsked, unanswered, submitted}

// holdSbatch puts it into the path of a server.
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

// killAt kills the server at a moment of the submission of what launch asks for.
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

// submissions is how many jobs Slurm took of the server, a member of an array
// counting as one.
func (s *server) submissions() (n int) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "submitted"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, field := range strings.Fields(string(text)) {
		runs, err := strconv.Atoi(field)
		if err != nil {
			s.t.Fatal(err)
		}
		n += runs
	}
	return n
}
