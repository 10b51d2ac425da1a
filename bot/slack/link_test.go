package slack

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestLinksToThreads(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	p := newPlatform(t, server)
	if got := p.Link(mlThread("1700000000.000100"), ""); got != "" {
		t.Errorf("before the first connection: %q", got)
	}
	stop := connect(t, p, server, newRecorder())
	for _, test := range []struct {
		thread    trex.Thread
		ref, want string
	}{
		{mlThread("1700000000.000100"), "1700000000.000900", "https://lab.slack.com/archives/C1ML/p1700000000000100"},
		{mlThread(""), "1700000000.000900", "https://lab.slack.com/archives/C1ML/p1700000000000900"},
		{mlThread(""), "", "https://lab.slack.com/archives/C1ML"},
		{trex.Thread{Platform: Name}, "1.2", ""},
	} {
		if got := p.Link(test.thread, test.ref); got != test.want {
			t.Errorf("Link(%+v, %q) = %q, want %q", test.thread, test.ref, got, test.want)
		}
	}
	stop()
	if p.Link(mlThread("1.2"), "") == "" {
		t.Error("the address of the workspace is forgotten with the connection")
	}
}
