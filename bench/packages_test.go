package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseBench(t *testing.T) {
	out := `goos: linux
BenchmarkAppend/SQLite/Runs=1-2   	     100	  12345678 ns/op	    456789 points/s	         9.5 B/point
BenchmarkAppend/SQLite/Runs=1-2   	     100	  12345678 ns/op	    400000 points/s	         9.4 B/point
BenchmarkAppend/SQLite/Runs=1-2   	     100	  12345678 ns/op	    500000 points/s	         9.6 B/point
BenchmarkDecode 	    4242	      2500 ns/op	    1024 B/op	       1 allocs/op
BenchmarkLine-2 	    4242	      2500 ns/op	 120.5 MB/s
PASS
ok  	github.com/trex-ml/trex/store	1.0s
`
	want := []Figure{
		{Name: "store Append/SQLite/Runs=1", Value: 456789, Unit: "points/s"},
		{Name: "store Append/SQLite/Runs=1", Value: 9.5, Unit: "B/point"},
		{Name: "store Decode", Value: 2.5, Unit: "µs/op"},
		{Name: "store Line", Value: 120.5, Unit: "MB/s"},
	}
	if diff := cmp.Diff(want, parseBench("store", out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompare(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(outDir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]float64{"a": 200, "b": 150} {
		r := &Report{Commit: name}
		r.add("system start", value, "ms")
		if err := r.write(); err != nil {
			t.Fatal(err)
		}
	}
	var told bytes.Buffer
	if err := compareReports(&told, "a", "b"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(told.String(), "-25 %") {
		t.Errorf("told %q", told.String())
	}
	another := &Report{Commit: "a"}
	another.add("store append", 1, "points/s")
	if err := another.write(); err != nil {
		t.Fatal(err)
	}
	if both, err := readReport("a"); err != nil || len(both.Figures) != 2 {
		t.Errorf("of two parts there are %+v (%v)", both.Figures, err)
	}
}
