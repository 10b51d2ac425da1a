package connection

import "github.com/trex-ml/trex/bot/lanes"

const (
	messageWorkers = 16
	clickWorkers   = 32
	mostWaiting    = 2000 // jobs of each kind; events beyond that are not accepted
)

// Queues hold the work to do. Messages may take long (a language model). Clicks
// must not wait behind them, because a form that a click opens must appear
// within seconds. Safe for concurrent use.
type Queues struct{ Messages, Clicks *lanes.Lanes }

// NewQueues returns running queues; the caller closes them.
func NewQueues() Queues {
	return Queues{Messages: lanes.New(messageWorkers, mostWaiting), Clicks: lanes.New(clickWorkers, mostWaiting)}
}

// Close accepts no more work and waits for the work that was accepted.
func (q Queues) Close() {
	q.Messages.Close()
	q.Clicks.Close()
}
