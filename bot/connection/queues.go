package connection

import "github.com/trex-ml/trex/bot/lanes"

const (
	messageWorkers = 16
	clickWorkers   = 32
	mostWaiting    = 2000 // jobs of each kind; beyond, events are not taken
)

// Queues are the work under way. Messages may take long (a language model);
// clicks must not wait behind them, since the form that one opens has to be
// there within seconds. Safe for concurrent use.
type Queues struct{ Messages, Clicks *lanes.Lanes }

// NewQueues returns queues that are to be closed.
func NewQueues() Queues {
	return Queues{Messages: lanes.New(messageWorkers, mostWaiting), Clicks: lanes.New(clickWorkers, mostWaiting)}
}

// Close takes nothing more and waits for what was taken.
func (q Queues) Close() {
	q.Messages.Close()
	q.Clicks.Close()
}
