package agent

import "github.com/trex-ml/trex"

// Kind is what a message asks for.
type Kind string

const (
	Propose Kind = "propose" // Configs of Project, as a new proposal
	// Edit is a message that changes the open proposal ("make it 128", "also
	// 0.03", "with adam"): Configs replace those of Request.Open, as its next
	// version. What asks for the same once more ("same but with …", "again"),
	// starts from a run, or finds no open proposal is Propose.
	Edit     Kind = "edit"
	Status   Kind = "status"   // what runs, or how Runs or Experiment are doing
	Compare  Kind = "compare"  // Runs, Experiment or the runs of Project against each other
	Best     Kind = "best"     // the best run of Experiment or Project so far
	Logs     Kind = "logs"     // the last Lines of the log of Runs
	Stop     Kind = "stop"     // Runs, Experiment or a Scope; the bot asks before it does
	Retry    Kind = "retry"    // Runs or what failed in Experiment once more, as a new proposal
	Explain  Kind = "explain"  // why Runs, or what failed in Experiment, failed
	Projects Kind = "projects" // which projects there are, or what Project takes
	Help     Kind = "help"
	Talk     Kind = "talk" // small talk or a question; Reply answers it
	Ask      Kind = "ask"  // not understood or not possible; Reply says why and what would be
)

// Scope widens an intent beyond single runs and experiments.
type Scope string

const (
	ScopeNone Scope = ""     // Runs and Experiment say; with neither, the thread's
	ScopeMine Scope = "mine" // everything of the person who asks
	ScopeAll  Scope = "all"  // everything of everybody
)

// Intent is what a message asks for. Fields its Kind does not name are zero.
type Intent struct {
	Kind    Kind
	Project string           // "" when the message is about no particular one
	Configs []trex.RunConfig // complete, valid, without duplicates
	// Reading says how the request was understood, in one line: "3 runs: lr ∈
	// {0.1, 0.03, 0.01}, epochs 20; the rest default".
	Reading string

	Runs       []trex.RunID      // in the order they were named
	Experiment trex.ExperimentID // named, or the thread's when the message points at it
	Scope      Scope
	Statuses   []trex.Status // restricts Status to runs of these; nil: all
	Lines      int           // of a log; 0: as many as usual

	Reply string      // what to say: Talk, Ask, Help, and the model's reasons for a proposal
	Usage *trex.Usage // what the language model cost, nil when none was asked
	Note  string      // said besides the answer: "the language model did not answer; …"
}
