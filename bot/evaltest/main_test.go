package evaltest

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if seed.dir != "" {
		_ = os.RemoveAll(seed.dir) // what is left of it is in the system's folder of such things
	}
	os.Exit(code)
}
