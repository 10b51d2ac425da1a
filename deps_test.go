package trex

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/trex-ml/trex"

// inner lists packages that may import only the named packages of this module,
// with the reason.
var inner = []struct {
	pkg     string
	allowed []string
	why     string
}{
	{"", nil, "the nouns are what everything else stands on"},
	{"agent", []string{"", "agent/internal/clause", "agent/internal/lex", "agent/internal/lexicon", "agent/internal/model", "agent/internal/paste", "agent/internal/read", "agent/internal/sweep", "agent/internal/tongue", "agent/internal/vocab", "insight", "internal/wait", "say"}, "agents turn words into intents; they know neither store nor chat"},
	{"runcsv", []string{"", "say"}, "a file is made of runs alone"},
	{"say", []string{""}, "words are made of nouns alone"},
	{"insight", []string{""}, "what may be said of numbers depends on nothing but the numbers"},
	{"lab", []string{"", "insight", "say"}, "verbs know neither chat nor words of people; every door comes through them"},
	{"bot/chat", []string{"", "say"}, "the contract of platforms knows neither the conversation nor what is stored"},
	{"bot/card", []string{"", "bot/chat", "insight", "lab", "runner/runlog", "say"}, "a message is made of what is stored alone"},
	{"bot/look", []string{"", "bot/card", "bot/chat", "charts", "insight", "runner/runlog", "say"}, "what is read to be shown changes nothing"},
	{"bot/live", []string{"", "bot/card", "bot/chat", "bot/lanes", "bot/look", "insight", "internal/wait", "say"}, "what is kept true does not know what is said to it"},
	{"runner/judge", []string{"", "insight"}, "a verdict is what insight makes of points"},
	{"charts", []string{"", "insight", "say"}, "charts are pure: numbers in, pictures out"},
	{"examples/digits", []string{""}, "the trainer is a program of its own, run like anybody's"},
	{"config", []string{"", "config/section"}, "configuration is plain values; cmd/trex hands them to those who use them"},
	{"config/section", []string{""}, "it is what owners of a part of trex.yaml share, whoever they are"},
	{"scaffold", []string{"", "runner/runlog"}, "a first trex.yaml is made from text alone"},
	{"runner/metrics", []string{"", "runner/terminal"}, "parsers are pure: bytes in, points out"},
	{"runner/diagnose", []string{"", "insight", "runner/runlog", "say"}, "a diagnosis is a function of how a run ended and what it printed"},
	{"runner/watch", []string{"", "insight", "say"}, "watchdogs are a function of points and time"},
	{"runner/runlog", []string{"runner/terminal", "say"}, "logs are text; both chat and web read them"},
	{"runner/terminal", nil, "one rule that all readers of output share"},
	{"internal/wait", nil, "one pause that everything shares"},
	{"runner/folder", nil, "names alone; a supervisor needs them"},
	{"runner/local/process", nil, "a supervisor is set up before most of the program"},
	{"runner/local/supervise", []string{"runner/folder", "runner/local/process"}, "every run pays for what its supervisor sets up"},
}

// forbidden lists single imports that would reverse a dependency.
var forbidden = []struct{ from, to, why string }{
	{"bot", "store", "the bot declares what it needs of a store"},
	{"bot", "web", "the web chat is one platform among others"},
	{"bot", "bot/slack", "the conversation does not know its platforms"},
	{"bot", "bot/discord", "the conversation does not know its platforms"},
	{"bot", "runner/local", "bot and runner meet in the store"},
	{"bot", "runner/slurm", "bot and runner meet in the store"},
	{"bot", "config", "cmd/trex hands over values"},
	{"bot/slack", "bot", "adapters share through bot/chat alone"},
	{"bot/discord", "bot", "adapters share through bot/chat alone"},
	{"bot/lanes", "bot", "it keeps order and knows nothing of chat"},
	{"bot/connection", "bot/slack", "what adapters do alike knows none of them"},
	{"bot/connection", "bot/discord", "what adapters do alike knows none of them"},
	{"bot", "bot/connection", "the conversation does not know how a service is reached"},
	{"bot/slack", "bot/discord", "adapters share through bot/chat alone"},
	{"bot/discord", "bot/slack", "adapters share through bot/chat alone"},
	{"bot/slack", "config", "an adapter owns its section; cmd/trex has it read"},
	{"bot/discord", "config", "an adapter owns its section; cmd/trex has it read"},
	{"runner/slurm", "config", "an executor owns its section; cmd/trex has it read"},
	{"bot/slack", "store", "rules and records are the bot's"},
	{"bot/discord", "store", "rules and records are the bot's"},
	{"runner", "bot", "bot and runner meet in the store"},
	{"runner", "store", "the runner declares what it needs of a store"},
	{"runner", "runner/local", "the runner does not know its executors"},
	{"runner", "runner/slurm", "the runner does not know its executors"},
	{"runner", "web", "nothing imports an edge"},
	{"web", "store", "the web declares what it needs of a store"},
	{"web", "runner/local", "the web reads what is stored"},
	{"web", "agent", "the web asks the bot and the lab"},
	{"store", "insight", "a store keeps nouns; it does not know what they mean"},
	{"store", "lab", "a store keeps nouns; it does not know who asks"},
	{"store", "bot", "a store keeps nouns; it does not know who asks"},
	{"store", "runner", "a store keeps nouns; it does not know who asks"},
	{"store", "web", "a store keeps nouns; it does not know who asks"},
}

func TestImportsPointInward(t *testing.T) {
	imports := moduleImports(t)
	for _, rule := range inner {
		own, found := imports[rule.pkg]
		if !found {
			t.Errorf("there is no package %q: mend the list", rule.pkg)
		}
		for _, to := range own {
			if !slices.Contains(rule.allowed, to) {
				t.Errorf("%q imports %q: %s", rule.pkg, to, rule.why)
			}
		}
	}
	for _, rule := range forbidden {
		if _, found := imports[rule.from]; !found {
			t.Errorf("there is no package %q: mend the list", rule.from)
		}
		if slices.Contains(imports[rule.from], rule.to) {
			t.Errorf("%q imports %q: %s", rule.from, rule.to, rule.why)
		}
	}
	for from, own := range imports {
		if strings.HasPrefix(from, "cmd/") {
			continue
		}
		for _, to := range own {
			if strings.HasPrefix(to, "cmd/") {
				t.Errorf("%q imports %q: commands only wire", from, to)
			}
		}
	}
}

func TestNounsUseTheStandardLibraryOnly(t *testing.T) {
	for _, path := range strings.Fields(golist(t, "-f", `{{join .Imports " "}}`, ".")) {
		if strings.Contains(path, ".") {
			t.Errorf("package trex imports %q", path)
		}
	}
}

// moduleImports returns, for each package of this module by its path inside
// it, the packages of this module it imports outside tests.
func moduleImports(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	for line := range strings.Lines(golist(t, "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")) {
		fields := strings.Fields(line)
		own := []string{}
		for _, path := range fields[1:] {
			if inside, ok := inModule(path); ok {
				own = append(own, inside)
			}
		}
		from, _ := inModule(fields[0])
		imports[from] = own
	}
	return imports
}

func inModule(path string) (inside string, ok bool) {
	if path == module {
		return "", true
	}
	return strings.CutPrefix(path, module+"/")
}

func golist(t *testing.T, args ...string) string {
	t.Helper()
	output, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return string(output)
}
