package retain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// deleteLogs removes the log of each run that is old enough. A run can put
// anything into its folder, so a link in it that leads outside the folder of all
// runs is not followed.
func (k *Keeper) deleteLogs(ctx context.Context, project trex.Project, dryRun bool, freed *Freed) error {
	if project.Retention.DeleteLogs == 0 {
		return nil
	}
	runs, err := k.store.ListEnded(ctx, project.Name, k.now().Add(-project.Retention.DeleteLogs))
	if err != nil || len(runs) == 0 {
		return err
	}
	folder, err := os.OpenRoot(k.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the folder of runs: %w", err)
	}
	defer folder.Close()
	for _, run := range runs {
		if err := ctx.Err(); err != nil {
			return err
		}
		path := filepath.Join(string(run), runner.LogFile)
		info, err := folder.Lstat(path)
		if err != nil || !info.Mode().IsRegular() {
			continue // gone, or not written by Trex
		}
		if !dryRun {
			if err := folder.Remove(path); err != nil {
				return fmt.Errorf("delete the log of %s: %w", run, err)
			}
		}
		freed.Logs++
		freed.LogBytes += info.Size()
	}
	return nil
}
