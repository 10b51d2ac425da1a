package card

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// TestTheMenuBeginsWithTheBest checks a menu that has no room for every run.
func TestTheMenuBeginsWithTheBest(t *testing.T) {
	best := trex.Run{ID: "r3", Status: trex.Completed, Best: &trex.Best{Value: 0.1}}
	s := &Standing{Runs: []trex.Run{{ID: "r1", Status: trex.Running}, {ID: "r2", Status: trex.Failed}, best}}
	menu := runMenu(s, chat.Limits{Options: 2})
	if len(menu) != 2 || menu[0].Action.Subject != "r3" {
		t.Errorf("the menu is %+v, want r3 first", menu)
	}
}
