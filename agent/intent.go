package agent

import "github.com/trex-ml/trex"

// Kind is what a message asks for.
type Kind string

const (
	Propose Kind = "propose" // Configs of Project, as a new proposal
	// Edit is a message that changes the open proposal ("make it 128", "also
	// 0.03", "with adam"). Configs replace those of Request.Open, as its next
	// version. A message is a Propose when it asks for the same again ("same but
	// with …", "again"), starts from a run, or finds no open proposal.
	Edit     Kind = "edit"
	Status   Kind = "status"   // which runs are active, or how Runs or Experiment are doing
	Compare  Kind = "compare"  // Runs, Experiment or the runs of Project, compared with each other
	Best     Kind = "best"     // the best run of Experiment or Project so far
	Logs     Kind = "logs"     // the last Lines of the log of Runs
	Stop     Kind = "stop"     // Runs, Experiment or a Scope; the bot asks for confirmation first
	Retry    Kind = "retry"    // Runs, or the failed runs of Experiment, again as a new proposal
	Explain  Kind = "explain"  // why Runs, or the failed runs of Experiment, failed
	Projects Kind = "projects" // which projects there are, or which parameters Project has
	Help     Kind = "help"
	Talk     Kind = "talk" // small talk or a question; Reply answers it
	Ask      Kind = "ask"  // not understood or not possible; Reply says why and what would work
)

// Scope extends an intent beyond single runs and experiments.
type Scope string

const (
	ScopeNone Scope = ""     // Runs and Experiment decide; without either, the thread's experiment
	ScopeMine Scope = "mine" // everything that belongs to the person who asks
	ScopeAll  Scope = "all"  // everything of everybody
)

// Intent is what a message asks for. Fields its Kind does not name are zero.
type Intent struct {
	Kind    Kind
	Project string           // "" when the message is about no particular project
	Configs []trex.RunConfig // complete, valid, without duplicates
	// Reading says how the request was understood, in one line: "3 runs: lr ∈
	// {0.1, 0.03, 0.01}, epochs 20; the rest default".
	Reading string

	Runs       []trex.RunID      // in the order they were named
	Experiment trex.ExperimentID // named, or the thread's when the message refers to it
	Scope      Scope
	Statuses   []trex.Status // Status shows only runs with these; nil: all
	Lines      int           // of a log; 0: the usual number

	// Question is what is needed to go on when the person answers, if the answer to
	// this message asks something; "": it asks nothing. It comes back as
	// Request.Question of that person's next message. Only agents read it.
	Question string

	Reply string      // text for Talk, Ask, Help, and the model's reasons for a proposal
	Usage *trex.Usage // cost of the language model, nil when it was not asked
	Note  string      // shown with the answer: "the language model did not answer; …"
}
