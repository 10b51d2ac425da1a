package runner_test

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// TestPeopleTakeTurns: a freed slot goes to the person with the fewest active
// runs, among equals to the one served longest ago. The store's order follows
// neither rule: of Ada's and Bob's next runs it puts hers, which is older,
// first.
func TestPeopleTakeTurns(t *testing.T) {
	t.Parallel()
	bob := trex.Person{Platform: "web", ID: "U2", Name: "Bob"}
	for name, slots := range map[string]int{"LongestAgo": 1, "Fewest": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, shell("p", `echo "step 1 loss=1"; `+untilGo))
			b.params.Slots = slots
			r, _ := b.start()
			hers := b.launch("p", slots+1)
			for _, run := range hers[:slots] {
				b.running(run.ID)
			}
			his := b.launchBy(bob, "p", 5)[0] // more than hers ever were
			await.Until(t, "all to be seen in the queue", func() bool { return r.Capacity().PendingRuns == 1+5 })
			b.write(hers[0].ID, "go")
			b.final(hers[0].ID)
			begun := func(id trex.RunID) bool { return len(b.points(id, "loss")) > 0 } // so that no process is left behind
			b.until(his.ID, "or Ada's next to have begun", func(trex.Run) bool { return begun(his.ID) || begun(hers[slots].ID) })
			if !begun(his.ID) {
				t.Errorf("Ada was served again while Bob waits")
			}
		})
	}
}
