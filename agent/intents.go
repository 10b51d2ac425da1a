package agent

import "slices"

// Entry describes one kind of intent. Whoever lists intents reads Intents: the
// grammar and the model here, the help, the answers and the commands of chat
// services in package bot.
type Entry struct {
	Kind      Kind
	Examples  []string // messages that are read as this kind, the plainest first
	Section   Section  // of the help that shows the examples
	Overheard Overheard
	tool      *tool     // by which a model asks for it, nil: none
	words     []wording // one of which says it, unless more is said beside it
}

// Section is a part of the help.
type Section string

const (
	Unlisted Section = ""
	Changes  Section = "changes" // of a proposal before launch
	Asks     Section = "asks"    // of what runs and ran
	Acts     Section = "acts"    // on runs
)

// Overheard says whether Trex answers a message of a thread that was not said to
// Trex.
type Overheard int

const (
	Answered             Overheard = iota
	AnsweredUnlessPraise           // of what is shown
	AnsweredIfAsked                // a question, or one that names Trex
)

// tool is what a model may call. Its arguments are named as in argumentSchemas.
type tool struct {
	does  string
	takes []string
	needs []string // which of them
	named bool     // it wants runs, an experiment or a scope; a thread's experiment is one
}

// Intents has an entry for each Kind, in the order in which people are shown
// them.
var Intents = []Entry{
	{Kind: Propose, Examples: []string{"try lr 0.1 and 0.03"}, tool: &tool{
		does: "Show run configurations to the person, who may launch them. Give configs, or grid, or random.", needs: []string{"project"},
	}},
	{Kind: Edit, Examples: []string{"make it 30 epochs", "also 0.03"}, Section: Changes},
	{Kind: Status, Examples: []string{"what's running?"}, Section: Asks, Overheard: AnsweredUnlessPraise, words: statusWords, tool: &tool{
		does: "Show what is running or how runs are doing.", takes: []string{"runs", "experiment", "scope"},
	}},
	{Kind: Best, Examples: []string{"best so far?"}, Section: Asks, Overheard: AnsweredUnlessPraise, words: bestWords, tool: &tool{
		does: "Show the best run so far.", takes: []string{"experiment", "project"},
	}},
	{Kind: Compare, Examples: []string{"compare r12 and r14"}, Section: Asks, Overheard: AnsweredUnlessPraise, words: compareWords, tool: &tool{
		does: "Show runs side by side.", takes: []string{"runs", "experiment", "project"},
	}},
	{Kind: Logs, Examples: []string{"log of r12"}, Section: Asks, Overheard: AnsweredUnlessPraise, words: logWords, tool: &tool{
		does: "Show the end of a run's log to the person.", takes: []string{"runs", "lines"}, needs: []string{"runs"}, named: true,
	}},
	{Kind: Explain, Examples: []string{"why did it fail?"}, Section: Asks, Overheard: AnsweredUnlessPraise, words: explainWords, tool: &tool{
		does: "Show why a run failed.", takes: []string{"runs", "experiment"},
	}},
	{Kind: Stop, Examples: []string{"stop r12", "stop all of mine"}, Section: Acts, words: stopWords, tool: &tool{
		does: "Ask the person whether runs should be stopped.", takes: []string{"runs", "experiment", "scope"}, named: true,
	}},
	{Kind: Retry, Examples: []string{"retry r12"}, Section: Acts, words: retryWords, tool: &tool{
		does: "Show a proposal to run the same once more.", takes: []string{"runs", "experiment"}, named: true,
	}},
	{Kind: Projects, Examples: []string{"projects"}, Overheard: AnsweredUnlessPraise, words: projectWords, tool: &tool{
		does: "Show the projects, or the parameters of one.", takes: []string{"project"},
	}},
	{Kind: Help, Examples: []string{"help"}, Overheard: AnsweredIfAsked, words: helpWords},
	{Kind: Talk, Examples: []string{"thanks"}, Overheard: AnsweredIfAsked},
	{Kind: Ask, Examples: []string{"frobnicate the flux"}, Overheard: AnsweredIfAsked},
}

// EntryOf returns the entry of a kind that there is.
func EntryOf(kind Kind) Entry {
	return Intents[slices.IndexFunc(Intents, func(e Entry) bool { return e.Kind == kind })]
}

// Examples are messages that show what a section of the help is about.
func Examples(section Section) []string {
	var examples []string
	for _, entry := range Intents {
		if entry.Section == section {
			examples = append(examples, entry.Examples...)
		}
	}
	return examples
}
