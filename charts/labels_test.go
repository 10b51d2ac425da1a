package charts

import "testing"

func TestFactor(t *testing.T) {
	for name, test := range map[string]struct {
		labels []string
		head   string
		want   []string
	}{
		"Same":      {[]string{"lr 0.1 · seed 1", "lr 0.3 · seed 2"}, "lr · seed", []string{"0.1 · 1", "0.3 · 2"}},
		"Spaces":    {[]string{"model a b", "model c"}, "model", []string{"a b", "c"}},
		"Different": {[]string{"lr 0.1", "seed 2"}, "", []string{"lr 0.1", "seed 2"}},
		"Longer":    {[]string{"lr 0.1", "lr 0.1 · seed 2"}, "", []string{"lr 0.1", "lr 0.1 · seed 2"}},
		"NoValue":   {[]string{"train", "validation"}, "", []string{"train", "validation"}},
	} {
		var l labels
		for i, text := range test.labels {
			l.items = append(l.items, label{i, text})
		}
		l.factor()
		if l.head != test.head {
			t.Errorf("%s: head %q, want %q", name, l.head, test.head)
		}
		for i, item := range l.items {
			if item.text != test.want[i] {
				t.Errorf("%s: %q, want %q", name, item.text, test.want[i])
			}
		}
	}
}
