package agent

import "slices"

// Entry describes one kind of intent. All lists of intents come from Intents:
// the grammar and the model here, and in package bot the help, the answers and
// the commands of chat services.
type Entry struct {
	Kind     Kind
	act      Act
	Examples []string // messages of this kind, the plainest first
	Section  Section  // part of the help that shows the examples
	tool     *tool    // the model's tool for this kind; nil: none
}

// Section is a part of the help.
type Section string

const (
	Unlisted Section = ""
	Changes  Section = "changes" // to a proposal before launch
	Asks     Section = "asks"    // about present and past runs
	Acts     Section = "acts"    // on runs
)

// tool is a tool that the model may call. Its arguments have the names in
// argumentSchemas.
type tool struct {
	does  string
	takes []string
	needs []string // required arguments
	named bool     // it needs runs, an experiment or a scope; the thread's experiment counts
}

// Intents has an entry for each Kind, in the order in which people see them.
var Intents = []Entry{
	{Kind: Propose, act: ActPropose, Examples: []string{"try lr 0.1 and 0.03"}, tool: &tool{
		does: "Show run configurations to the person, who may launch them. Give configs, or grid, or random.", needs: []string{"project"},
	}},
	{Kind: Edit, act: ActPropose, Examples: []string{"make it 30 epochs", "also 0.03"}, Section: Changes},
	{Kind: Status, act: ActAsk, Examples: []string{"what's running?"}, Section: Asks, tool: &tool{
		does: "Show what is running or how runs are doing.", takes: []string{"runs", "experiment", "scope"},
	}},
	{Kind: List, act: ActAsk, Examples: []string{"list runs"}},
	{Kind: Show, act: ActAsk, Examples: []string{"what lr did r12 use"}, Section: Asks},
	{Kind: Best, act: ActAsk, Examples: []string{"best so far?"}, Section: Asks, tool: &tool{
		does: "Show the best run so far.", takes: []string{"experiment", "project"},
	}},
	{Kind: Compare, act: ActAsk, Examples: []string{"compare r12 and r14"}, Section: Asks, tool: &tool{
		does: "Show runs side by side.", takes: []string{"runs", "experiment", "project"},
	}},
	{Kind: Diff, act: ActAsk, Examples: []string{"what changed between r12 and r14"}},
	{Kind: Chart, act: ActAsk, Examples: []string{"plot val_loss of r12 vs r14"}, Section: Asks},
	{Kind: Export, act: ActAsk, Examples: []string{"csv of e1"}},
	{Kind: Hours, act: ActAsk, Examples: []string{"how many GPU-hours did we use this week"}},
	{Kind: Logs, act: ActAsk, Examples: []string{"log of r12"}, Section: Asks, tool: &tool{
		does: "Show the end of a run's log to the person.", takes: []string{"runs", "lines"}, needs: []string{"runs"}, named: true,
	}},
	{Kind: Explain, act: ActAsk, Examples: []string{"why did it fail?"}, Section: Asks, tool: &tool{
		does: "Show why a run failed.", takes: []string{"runs", "experiment"},
	}},
	{Kind: Stop, act: ActCommand, Examples: []string{"stop r12", "stop all of mine"}, Section: Acts, tool: &tool{
		does: "Ask the person whether runs should be stopped.", takes: []string{"runs", "experiment", "scope"}, named: true,
	}},
	{Kind: Retry, act: ActPropose, Examples: []string{"retry r12"}, Section: Acts, tool: &tool{
		does: "Show a proposal to run the same once more.", takes: []string{"runs", "experiment"}, named: true,
	}},
	{Kind: Launch, act: ActCommand, Examples: []string{"launch it"}, Section: Changes},
	{Kind: Dismiss, act: ActCommand, Examples: []string{"dismiss it"}},
	{Kind: Undo, act: ActCommand, Examples: []string{"undo"}, Section: Changes},
	{Kind: Later, act: ActCommand, Examples: []string{"pause r12"}},
	{Kind: Projects, act: ActAsk, Examples: []string{"projects"}, tool: &tool{
		does: "Show the projects, or the parameters of one.", takes: []string{"project"},
	}},
	{Kind: UseProject, act: ActCommand, Examples: []string{"use digits here", "no default project here"}},
	{Kind: DefaultProject, act: ActAsk, Examples: []string{"which project is the default here?"}},
	{Kind: Help, act: ActAsk, Examples: []string{"help"}},
	{Kind: Tell, act: ActTell, Examples: []string{"we already tried lr 0.1"}},
	{Kind: Talk, act: ActTell, Examples: []string{"thanks"}},
	{Kind: Ask, act: ActQuestion, Examples: []string{"frobnicate the flux"}},
}

// EntryOf returns the entry of a kind. The kind must exist.
func EntryOf(kind Kind) Entry {
	return Intents[slices.IndexFunc(Intents, func(e Entry) bool { return e.Kind == kind })]
}

// Examples returns example messages for a section of the help.
func Examples(section Section) []string {
	var examples []string
	for _, entry := range Intents {
		if entry.Section == section {
			examples = append(examples, entry.Examples...)
		}
	}
	return examples
}
