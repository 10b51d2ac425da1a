package process

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	line := "42 (a) b (c)) S 7 42 40 0 -1 4194304 100 0 0 0 150 50 20 30 20 0 1 0 98765 1000 25 18446744073709551615"
	p, err := parseStat(42, []byte(line))
	if err != nil || p.Parent != 7 || p.Group != 42 || p.Session != 40 || p.Start != 98765 ||
		p.CPU != 2500*time.Millisecond || p.Resident != 25*pageSize || p.State != 'S' {
		t.Errorf("%+v, %v", p, err)
	}
	for _, bad := range []string{"", "1 (x", "1 (x) S 1 2", "1 (x) S a b c d e f g h i j k l m n o p q r s t u v w"} {
		if p, err := parseStat(1, []byte(bad)); err == nil {
			t.Errorf("%q: %+v", bad, p)
		}
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (a) S 7 42 40 0 -1 0 1 0 0 0 1 5 2 3 2 0 1 0 9 1 2 3"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = parseStat(1, data)
	})
}

// TestRecorded reads a process table in which one process has ended since it was
// listed.
func TestRecorded(t *testing.T) {
	dir := t.TempDir()
	for name, stat := range map[string]string{
		"7":    "7 (trex) S 1 7 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 100 1000 5 0",
		"8":    "8 (sh) R 7 8 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 101 1000 6 0",
		"9":    "9 (py (x)) R 8 8 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 102 1000 7 0",
		"70":   "70 (sh) R 1 70 70 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 103 1000 8 0",
		"10":   "",
		"self": "8 (sh) R 7",
	} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if stat == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name, "stat"), []byte(stat), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all, err := Recorded(dir)
	if err != nil || len(all) != 4 {
		t.Fatalf("%+v, %v", all, err)
	}
	var below []int
	for _, p := range Below(7, all) {
		below = append(below, p.PID)
	}
	if slices.Sort(below); !slices.Equal(below, []int{8, 9}) {
		t.Errorf("below 7 are %v", below)
	}
}
