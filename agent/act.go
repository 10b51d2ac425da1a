package agent

// Act is what Trex did with the words of a message.
type Act string

const (
	ActPropose  Act = "propose"  // a card was made, or made anew
	ActChange   Act = "change"   // an experiment that exists is changed
	ActCommand  Act = "command"  // something was done, or cannot be
	ActAsk      Act = "ask"      // a question of a person was answered
	ActTell     Act = "tell"     // a report, an opinion or small talk was answered
	ActAnswer   Act = "answer"   // it closed a question of Trex, and did nothing else
	ActQuestion Act = "question" // Trex asks back
)

// Act returns the act of intents of a kind, "" for a kind that does not exist.
func (k Kind) Act() Act {
	for _, entry := range Intents {
		if entry.Kind == k {
			return entry.act
		}
	}
	return ""
}

// Act returns the act of an intent.
func (i *Intent) Act() Act {
	if i.Closes {
		return ActAnswer
	}
	return i.Kind.Act()
}
