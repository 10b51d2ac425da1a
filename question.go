package trex

import "time"

// Question is what Trex asked a person in a thread and still waits for. A person
// has at most one in a thread.
type Question struct {
	Thread  Thread
	Person  Person // who was asked
	State   string // how the agent that asked goes on; nobody else reads it
	AskedAt time.Time
}

// QuestionLife is how long a question waits for its answer.
const QuestionLife = 24 * time.Hour
