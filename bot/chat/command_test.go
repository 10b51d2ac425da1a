package chat

import "testing"

func TestCommandMessage(t *testing.T) {
	logs := Command{
		Name: "logs", Arguments: []Argument{{Name: "of"}, {Name: "lines"}},
		Says: []string{"the last {lines} lines of {of}", "the log of {of}"},
	}
	for _, test := range []struct {
		name  string
		given map[string]string
		want  string
	}{
		{"All", map[string]string{"of": "r1", "lines": "5"}, "the last 5 lines of r1"},
		{"TheFirstThatIsComplete", map[string]string{"of": " r1 "}, "the log of r1"},
		{"BracesInAnArgument", map[string]string{"of": "{lines}", "lines": "5"}, "the last 5 lines of {lines}"},
		{"None", map[string]string{"of": " "}, "logs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := logs.Message(test.given); got != test.want {
				t.Errorf("says %q, want %q", got, test.want)
			}
		})
	}
}
