package evaltest

import (
	"path/filepath"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/examples/digits"
)

const sets = "../testdata/eval"

// configured returns the projects that examples name. A server without a
// configuration has digits.
func configured(t testing.TB) map[string]trex.Projects {
	t.Helper()
	all := map[string]trex.Projects{"digits": {digits.Project()}}
	for _, name := range []string{"ft", "rl", "all"} {
		read, err := config.Load(filepath.Join(sets, "projects", name+".yaml"), config.Sections{})
		if err != nil {
			t.Fatal(err)
		}
		all[name] = read.Projects
	}
	return all
}
