package chat

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestParseActionReadsWhatEncodeWrote(t *testing.T) {
	for _, action := range []Action{
		{Name: ActLaunch, Subject: "p43", Version: 2},
		{Name: ActSuggestion, Subject: "try lr 0.1: now"},
		{Name: ActStop, Subject: ""},
	} {
		got, err := ParseAction(action.Encode())
		if err != nil || got != action {
			t.Errorf("ParseAction(%q) = %+v, %v", action.Encode(), got, err)
		}
	}
}

func FuzzParseAction(f *testing.F) {
	f.Add("launch:2:p43")
	f.Add("open:0:x")
	f.Add("launch:-1:p43")
	f.Fuzz(func(t *testing.T, text string) {
		action, err := ParseAction(text)
		if err != nil {
			if trex.KindOf(err) != trex.KindInvalid {
				t.Errorf("ParseAction(%q): error of kind %q", text, trex.KindOf(err))
			}
			return
		}
		if action.Encode() != text {
			t.Errorf("ParseAction(%q) = %+v, which is written %q", text, action, action.Encode())
		}
	})
}
