package process

import (
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
