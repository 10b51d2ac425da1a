package runner_test

import (
	"os"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
)

// TestFullDisk lets runs write until the kernel says that there is no space
// left.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	storetest.OnSmallDisk(t, "2m", fillUp)
}

func fillUp(t *testing.T, dir string) {
	b := newBench(t,
		shell("prints", `echo "step 1 loss=3"; until [ -e "$TREX_RUN_DIR/go" ]; do sleep 0.02; done
			while printf '%065536d\n' 0; do :; done 2>/dev/null; exit 7`),
		shell("saves", `echo "step 1 loss=3"; cat /dev/zero >"$TREX_RUN_DIR/checkpoint"; status=$?
			rm "$TREX_RUN_DIR/checkpoint"; echo "OSError: [Errno 28] No space left on device"; exit $status`))
	b.params.Folder = dir
	b.start()

	// The log has filled the disk, so nothing more can be printed. Yet the run's
	// end is recorded, and its earlier output.
	prints := b.launch("prints", 1)[0]
	b.until(prints.ID, "at its first step", func(r trex.Run) bool { return r.Best != nil })
	b.write(prints.ID, "go")
	prints = b.final(prints.ID)
	if prints.Status != trex.Failed || prints.Exit == nil || prints.Exit.Code != 7 || len(b.points(prints.ID, "loss")) != 1 {
		t.Errorf("a run that filled the disk: %s, %s, %+v", prints.Status, prints.Reason, prints.Exit)
	}

	// A run that cannot even have a folder is refused with a sentence.
	refused := b.final(b.launch("saves", 1)[0].ID)
	if refused.Status != trex.Failed || !strings.Contains(refused.Reason, "no space left on device") {
		t.Errorf("a run on the full disk: %s, %s", refused.Status, refused.Reason)
	}

	// Once there is room again, runs go on. A run that fails for lack of room says
	// so.
	if err := os.Truncate(b.file(prints.ID, "log"), 0); err != nil {
		t.Fatal(err)
	}
	saves := b.final(b.launch("saves", 1)[0].ID)
	if saves.Status != trex.Failed || saves.Diagnosis == nil || saves.Diagnosis.Kind != "disk_full" {
		t.Errorf("a run that could not save: %s, %s, %+v", saves.Status, saves.Reason, saves.Diagnosis)
	}
}
