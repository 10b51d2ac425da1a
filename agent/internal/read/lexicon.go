package read

import "github.com/trex-ml/trex/agent/internal/vocab"

// The words of the rules. Phrases with a meaning of their own are in marker.go.

// Words of "and one more run with", in their order: what adds, how many, which,
// what, and what follows.
var (
	addingWords = []string{"and", "plus", "also", "add", "adding", "additionally", "include", "then"}
	countWords  = []string{"a", "an", "another", "one"}
	moreWords   = []string{"single", "extra", "additional", "further", "more", "final", "last", "other", "separate", "second", "third", "fourth", "fifth"}
	runWords    = []string{"run", "config", "configuration", "experiment", "one", "trial"}
	withWords   = []string{"with", "at", "using", ":", "where", ","}
)

// Words of limits. A number of a unit limits what a plan cannot: time, hardware,
// runs at once.
var (
	limitLeads = vocab.Set(`for within in under below keep keeping it them stop stopping after than less no longer more max maximum at most only run up to limit time budget of
		using use on with over take takes takes should must not about around finish done by each everything`)
	limitUnits = vocab.Set(`hours hour h hrs hr minutes minute mins min seconds second secs sec days day gpu-hours gpu-hour gpuhours cpu-hours node-hours
		gpus gpu cpus cpu cores core workers worker nodes machines machine gb gib`)
	limitPairs = [][]string{{"at", "a", "time"}, {"in", "parallel"}, {"at", "once"}, {"concurrently"}, {"simultaneously"}, {"concurrent"}, {"parallel"}, {"at", "the", "same", "time"}, {"gpu", "hours"}, {"gpu", "hour"}, {"node", "hours"}, {"per", "gpu"}}
	capLeads   = [][]string{{"max"}, {"maximum"}, {"at", "most"}, {"no", "more", "than"}, {"not", "more", "than"}, {"up", "to"}, {"fewer", "than"}, {"limit"}, {"budget"}, {"limited", "to"}, {"limit", "to"}, {"cap"}}
	capEnds    = []string{"max", "maximum", "tops", "limit", "budget"}
)

// Words around positions of configurations: what leads to one, what they are
// called, and what they get.
var (
	placeLeads  = []string{"for", "on", "in", "to", "of", "make", "give", "change", "set", "switch", "turn"}
	placeNouns  = []string{"one", "ones", "config", "configs", "run", "runs", "configuration", "configurations", "of", "them", "only", "experiment", "trial"}
	placeGets   = vocab.Set(`with should shall must needs need gets get uses use using has have at to : is on takes without no`)
	placeStarts = vocab.Set(`, ; . : ! ? and but or then so also ok okay please pls now can could you we just hmm yes maybe`)
)

// These words rank values.
var (
	mostWords  = vocab.Set(`biggest largest highest greatest longest widest top strongest bigger larger higher longer wider greater`)
	leastWords = vocab.Set(`smallest lowest shortest least tiniest narrowest weakest smaller lower shorter narrower`)
)

// Words of a remark about a value: "0.1 seems a bit high".
var (
	remarkVerbs  = []string{"seems", "seem", "looks", "look", "sounds", "feels", "is", "are", "was", "appears", "might", "may", "be"}
	remarkDegree = []string{"a", "bit", "too", "very", "way", "rather", "quite", "really", "so", "little", "pretty", "kind", "of", "be", "still", "probably", "tad"}
	remarkSizes  = []string{"high", "low", "large", "small", "big", "much", "long", "short", "aggressive", "slow", "little", "many", "extreme", "wrong"}
)

// dismissals say that a value before them is left out: "0.2 is not needed".
var dismissals = [][]string{{"not", "needed"}, {"not", "necessary"}, {"not", "interesting"}, {"unnecessary"}, {"pointless"}, {"useless"}, {"not", "required"}, {"superfluous"}}

// asking are words before something that the person asks for. An unknown word
// after one of them never counts as talk.
var asking = vocab.Set(`with using use used add adding include including enable enabling plus try trying test testing sweep vary compare versus vs
	without no on apply set tune and or`)

// joints cut a message into clauses.
var joints = vocab.Set(`, . ; : ! ? ( ) so because since but while as`)

// pronouns begin a clause that says something about the values before it: "they
// diverge".
var pronouns = []string{"they", "it", "those", "that", "which", "these", "because", "since"}

// rateLeads come between an optimizer and its learning rate.
var rateLeads = []string{"at", "@", "gets", "get", "takes", "uses", "needs"}

// baseNouns make the defaults a thing to run: "the default config".
var baseNouns = []string{"config", "configuration", "run", "model", "setup"}

// These words ask for a change without an amount: comparatives always, sizes
// before a word of sizeable, counts before a word of countable.
var (
	comparatives = vocab.Set(`higher lower larger smaller bigger longer shorter greater slower faster fewer less wider narrower deeper stronger weaker`)
	sizes        = vocab.Set(`tiny huge big large small high low long short`)
	counts       = vocab.Set(`few several couple bunch handful many multiple`)
	sizeable     = vocab.Set(`network net model mlp layer layers training regularization regularisation capacity`)
	countable    = vocab.Set(`runs seeds times repeats configs configurations experiments trials values`)
)

var (
	offWords = []string{"off", "false", "none", "disabled", "nothing", "no", "zero"}
	onWords  = []string{"on", "true", "enabled", "yes"}

	switchWords = append(append([]string(nil), offWords...), onWords...)
)

// wholeNouns follow "default" when it means all parameters.
var wholeNouns = []string{"config", "configs", "configuration", "settings", "setting", "setup", "parameters", "params", "hyperparameters",
	"hyperparams", "hparams", "run", "runs", "model", "everything", "options", "baseline"}

var (
	lesser = []string{"smaller", "lower", "less", "fewer", "shorter", "slower", "lesser", "below", "under"}
	morer  = []string{"larger", "bigger", "higher", "more", "greater", "longer", "faster", "above", "over"}
)

var valueNouns = []string{"values", "value", "points", "point", "steps", "step", "increments", "stops", "settings", "levels", "candidates", "numbers", "intervals", "samples"}

var (
	runNouns = []string{"runs", "configs", "configurations", "experiments", "experiment", "trials", "trial", "jobs", "trainings", "variants", "versions", "combos", "combinations", "tests",
		"attempts", "networks", "models", "settings", "setups", "hyperparameters", "hparams", "cfgs", "config", "configuration", "ones", "choices", "options", "points", "sets", "candidates"}
	drawNouns  = []string{"samples", "draws", "sample"}
	timesNouns = []string{"times", "repeats", "repetitions", "replicates", "replicas", "reruns", "repetition"}
	seedNouns  = []string{"seeds", "seed", "random seeds"}
)

// connectors are words that may come between a name and its values.
var connectors = vocab.Set(`= : of to at is are be in over values value the a as set should from among across like about around either both between
	ranging equal equals being going ~ ∈ say > - → namely its my these this following list range sized [ ( { ] ) } different exactly`)

var ordinalWords = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "middle": 0}
