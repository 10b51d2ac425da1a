package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// NotFailed answers a question about failures when none of the runs failed.
func NotFailed(runs []trex.Run) chat.Message {
	switch len(runs) {
	case 0:
		return chat.Message{Headline: "no run has failed"}
	case 1:
		line := fmt.Sprintf("%s did not fail: it is %s", runs[0].ID, say.Status(runs[0].Status))
		if runs[0].Reason != "" {
			line += ", " + say.Clip(runs[0].Reason, 200)
		}
		return chat.Message{Headline: line}
	}
	return chat.Message{Headline: "none of these failed: " + Counts(&Standing{Runs: runs})}
}
