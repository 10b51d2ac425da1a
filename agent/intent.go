package agent

import "github.com/trex-ml/trex"

// Kind is what a message asks for.
type Kind string

const (
	Unheard Kind = ""        // not said to Trex: no answer
	Propose Kind = "propose" // Configs of Project, as a new proposal
	// Edit is a message that changes the open proposal ("make it 128", "also
	// 0.03", "with adam"). Configs replace those of Request.Open, as its next
	// version. A message is a Propose when it asks for the same again ("same but
	// with …", "again"), starts from a run, or finds no open proposal.
	Edit     Kind = "edit"
	Status   Kind = "status"   // which runs are active, or how Runs or Experiment are doing
	List     Kind = "list"     // the runs that Select names, finished ones too
	Show     Kind = "show"     // Fields of Runs or Experiment: a value, a metric, a time, who
	Compare  Kind = "compare"  // Runs, Experiments of Select or the runs of Project, compared with each other
	Diff     Kind = "diff"     // what differs between the configurations of two Runs
	Best     Kind = "best"     // the best runs of Experiment or Project so far, Select.Limit of them, by Metric
	Chart    Kind = "chart"    // a picture of Metrics of Runs or Experiment
	Export   Kind = "export"   // Runs, Experiment or Project as a CSV file
	Hours    Kind = "hours"    // how many hours of processors and GPUs runs used
	Logs     Kind = "logs"     // the last Lines of the log of Runs
	Explain  Kind = "explain"  // why Runs, or the failed runs of Experiment, failed
	Stop     Kind = "stop"     // Runs, Experiment or a Scope; the bot asks first unless Sure
	Retry    Kind = "retry"    // Runs, or the failed runs of Experiment, again as a new proposal
	Launch   Kind = "launch"   // the open card that the person means, Proposal when they name it
	Dismiss  Kind = "dismiss"  // the same card, put away
	Undo     Kind = "undo"     // the same card, back to Version; 0: to the version before
	Later    Kind = "later"    // a verb that Trex does not have; Reply says so
	Projects Kind = "projects" // which projects there are, or which parameters Project has
	// UseProject is about a project for requests in this channel that name none:
	// Project, or none from now on when it is "".
	UseProject     Kind = "use_project"
	DefaultProject Kind = "default_project" // which project that is

	Help Kind = "help"
	Tell Kind = "tell" // a report or an opinion; Reply answers it
	Talk Kind = "talk" // small talk or a question; Reply answers it
	Ask  Kind = "ask"  // not understood or not possible; Reply says why and what would work
)

// Intent is what a message asks for. Fields its Kind does not name are zero.
type Intent struct {
	Kind    Kind
	Project string           // "" when the message is about no particular project
	Configs []trex.RunConfig // complete, valid, without duplicates
	// Reading says how the request was understood, in one line: "3 runs: lr ∈
	// {0.1, 0.03, 0.01}, epochs 20; the rest default".
	Reading string

	// Select is the selector as the person said it. The fields below hold what it
	// comes to: Runs has the ids it selects now, unless it names whole experiments
	// or a Scope.
	Select     Select
	Runs       []trex.RunID      // in the order they were named
	Experiment trex.ExperimentID // named, or the thread's when the message refers to it
	Scope      Scope
	Statuses   []trex.Status // Status shows only runs with these; nil: all

	Sure     bool            // every word is accounted for: a command may act at once
	Proposal trex.ProposalID // the card that a command names, "" for the one of the conversation
	Version  int             // of the card, for Undo
	Metrics  []string        // that the message asks for; none: the objective
	Fields   []string        // of Show: "param:lr", "metric:val_acc", "config", "duration", "person", "launched", "created", "started", "finished", "progress", "eta", "code", "capacity"; of List: "experiments"
	LogScale bool            // of the chart's value axis
	Lines    int             // of a log; 0: the usual number

	Options []string // answers to a question of Trex, as a person would type them

	// Question is what is needed to go on when the person answers, if the answer to
	// this message asks something; "": it asks nothing. It comes back as
	// Request.Question of that person's next message. Only agents read it.
	Question string

	Answers bool // it answers the question that Request brought
	Closes  bool // it closed the question that Request brought, and does nothing else

	Reply string      // text for Talk, Ask, Help, and the model's reasons for a proposal
	Usage *trex.Usage // cost of the language model, nil when it was not asked
	Note  string      // shown with the answer: "the language model did not answer; …"
}
