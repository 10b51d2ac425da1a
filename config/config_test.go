package config

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/discord"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/config/section"
	"github.com/trex-ml/trex/runner/slurm"
)

const whole = `
projects:
  digits:
    description: MLP on 8×8 handwritten digits
    command: [trex, example, digits, --lr, "{lr}", "--epochs={epochs}", "{params}"]
    dir: .
    params:
      lr:         {type: float, default: 0.1, min: 1e-6, max: 10, scale: log, aliases: [learning rate, step size]}
      epochs:     {type: int, default: 10, min: 1, max: 500}
      optimizer:  {type: string, default: sgd, choices: [sgd, adam]}
      fp16:       {type: bool, default: off}
    objective: {metric: val_acc, goal: maximize}
    resources: {gpus: 1}
    timeout: 2h
    env: {OMP_NUM_THREADS: "1"}
    metrics: ['loss is (?P<loss>\S+)']
    watch: {stalled: stop, idle_after: 5m}
    retention: {delete_logs: 90d}
runner: {slots: 3, gpus: 2, grace: 20s, system_metrics: off, slurm: {partition: gpu, slots: 4}}
slack: {admins: [U1], cooldown: 5s}
discord:
  guilds: [112233445566778899]
  channels: ["223344556677889900"]
  roles: [334455667788990011]
  announce: true
proposals: {max_runs: 20}
`

// owned are the sections that cmd/trex has.
type owned struct {
	slack   slack.Settings
	discord discord.Settings
}

func (o *owned) parse(text string) (Config, error) {
	return Parse(Source{Name: "trex.yaml", Dir: "/lab", Data: []byte(text)}, Sections{
		Executors: []Executor{{Name: "local"}, {Name: slurm.Name, Options: func() Options { return new(slurm.Settings) }}},
		Chats:     []Chat{{Name: slack.Name, Settings: &o.slack}, {Name: discord.Name, Settings: &o.discord}},
	})
}

func TestParse(t *testing.T) {
	var sections owned
	got, err := sections.parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	low, high, one, most := 1e-6, 10.0, 1.0, 500.0
	want := Default()
	want.Runner = Runner{Slots: 3, GPUs: GPUs{IDs: []int{0, 1}}, Grace: 20 * time.Second}
	want.Proposals.MaxRuns = 20
	want.Projects = []trex.Project{{
		Name:        "digits",
		Description: "MLP on 8×8 handwritten digits",
		Command:     []string{"trex", "example", "digits", "--lr", "{lr}", "--epochs={epochs}", "{params}"},
		Dir:         "/lab",
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Min: &low, Max: &high, Scale: trex.Log, Aliases: []string{"learning rate", "step size"}},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: &one, Max: &most, Scale: trex.Linear},
			{Name: "optimizer", Type: trex.String, Default: trex.Text("sgd"), Choices: []trex.Value{trex.Text("sgd"), trex.Text("adam")}, Scale: trex.Linear},
			{Name: "fp16", Type: trex.Boolean, Default: trex.Bool(false), Scale: trex.Linear},
		},
		Objective: trex.Objective{Metric: "val_acc", Goal: trex.Maximize},
		Resources: trex.Resources{GPUs: 1},
		Timeout:   2 * time.Hour,
		Env:       map[string]string{"OMP_NUM_THREADS": "1"},
		Patterns:  []string{`loss is (?P<loss>\S+)`},
		Watch:     trex.Watch{Stalled: trex.WatchStop, IdleAfter: 5 * time.Minute},
		Retention: trex.Retention{DeleteLogs: 90 * 24 * time.Hour},
		Executor:  "local",
		Options:   options(t, slurm.Settings{Partition: "gpu", Slots: 4}),
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(trex.Value{}), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	wantSections := owned{
		slack: slack.Settings{Admins: []string{"U1"}, Cooldown: section.Duration(5 * time.Second)},
		discord: discord.Settings{
			Guilds: []string{"112233445566778899"}, Channels: []string{"223344556677889900"}, Roles: []string{"334455667788990011"}, Announce: true,
		},
	}
	if diff := cmp.Diff(wantSections, sections, cmp.AllowUnexported(owned{})); diff != "" {
		t.Error(diff)
	}
}

func options(t *testing.T, settings slurm.Settings) map[string]json.RawMessage {
	t.Helper()
	data, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]json.RawMessage{slurm.Name: data}
}

// TestOptionsOfAProjectWinOverThoseOfRunner: each option by itself, also one
// that unsets a value.
func TestOptionsOfAProjectWinOverThoseOfRunner(t *testing.T) {
	got, err := new(owned).parse(`
runner: {slurm: {partition: gpu, time: 4h, cpus: 3, setup: x.sh, options: [--nodes=2]}}
projects:
  a: {command: [x], slurm: {time: off, cpus: 0, memory: 1G, setup: sub/y.sh, options: []}}
  b: {command: [x]}
`)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []slurm.Settings{
		{Partition: "gpu", Memory: "1G", Setup: "/lab/sub/y.sh", Extra: []string{}},
		{Partition: "gpu", Time: section.Duration(4 * time.Hour), CPUs: 3, Setup: "/lab/x.sh", Extra: []string{"--nodes=2"}},
	} {
		if diff := cmp.Diff(options(t, want), got.Projects[i].Options); diff != "" {
			t.Error(diff)
		}
	}
}

func TestEmptySections(t *testing.T) {
	got, err := new(owned).parse("slack:\ndiscord: {}\nrunner:\n  slurm:\nprojects:\n  p:\n    command: [x]\n    slurm:\n")
	if err != nil || got.Projects[0].Options != nil {
		t.Errorf("%+v, %v", got.Projects, err)
	}
}

// TestSectionsUnderAnchors: anchors and aliases are read like everything else.
func TestSectionsUnderAnchors(t *testing.T) {
	var sections owned
	got, err := sections.parse("slack: &chat {cooldown: 5s}\ndiscord: *chat\nrunner: &r\n  slurm: &s {cpus: 2}\nprojects: &p\n  p: &q\n    command: [x]\n    slurm: &t {memory: 1G}\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(options(t, slurm.Settings{CPUs: 2, Memory: "1G"}), got.Projects[0].Options); diff != "" {
		t.Error(diff)
	}
	if sections.discord.Cooldown != sections.slack.Cooldown || sections.slack.Cooldown == 0 {
		t.Errorf("cooldowns %v, %v", sections.slack.Cooldown, sections.discord.Cooldown)
	}
}

func TestParseRefusesWithFileAndLine(t *testing.T) {
	project := func(lines string) string {
		return "projects:\n  p:\n    command: [x]\n" + lines
	}
	for name, test := range map[string]struct{ yaml, want string }{
		"UnknownKey":          {"projects: {}\nrunners: {}\n", `trex.yaml:2: unknown field "runners"`},
		"UnknownProjectKey":   {project("    comand: [y]\n"), `trex.yaml:4: unknown field "comand"`},
		"UnknownParamKey":     {project("    params:\n      lr: {type: float, default: 1, mini: 2}\n"), `trex.yaml:5: unknown field "mini"`},
		"GuildsOfSlack":       {"slack:\n  guilds: [G1]\n", `trex.yaml:2: unknown field "guilds"`},
		"NotYAML":             {"projects: [\n", "trex.yaml:"},
		"BadType":             {"runner: {slots: many}\n", "trex.yaml:1: "},
		"BadDuration":         {"runner:\n  grace: soon\n", "trex.yaml:2: must be a duration such as 10s, 2h or 90d"},
		"NoCommand":           {"projects:\n  p:\n    command: []\n", "trex.yaml:3: command must name a program"},
		"UnknownPlaceholder":  {"projects:\n  p:\n    params:\n      lr: {type: float, default: 1}\n    command: [x, '{lrr}']\n", "trex.yaml:5: command uses {lrr}, which is not a parameter of p; it has: lr"},
		"ParamsInsideArg":     {"projects:\n  p:\n    command: [x, 'a{params}']\n", "trex.yaml:3: command uses {params}"},
		"DefaultOutOfBounds":  {project("    params:\n      lr:\n        type: float\n        default: 3\n        max: 1\n"), "trex.yaml:7: the default is wrong: lr must be at most 1, got 3"},
		"NoDefault":           {project("    params:\n      lr: {type: float}\n"), "trex.yaml:5: lr has no default"},
		"BadParamType":        {project("    params:\n      lr: {type: flaot, default: 1}\n"), `trex.yaml:5: type must be float, int, string or bool, got "flaot"`},
		"BadChoice":           {project("    params:\n      n: {type: int, default: 1, choices: [1, x]}\n"), `trex.yaml:5: n must be a whole number, got "x"`},
		"AliasOfTwo":          {project("    params:\n      a: {type: int, default: 1, aliases: [n]}\n      b: {type: int, default: 1, aliases: [N]}\n"), `trex.yaml:6: "N" already means a`},
		"BadPattern":          {project("    metrics: ['(']\n"), "trex.yaml:4: error parsing regexp"},
		"PatternWithoutGroup": {project("    metrics: ['loss']\n"), "trex.yaml:4: \"loss\" has no named group"},
		"BadGoal":             {project("    objective: {metric: a, goal: min}\n"), "trex.yaml:4: goal must be minimize or maximize"},
		"IdleTooSoon":         {project("    watch: {idle_after: 2s}\n"), "trex.yaml:4: idle_after must be at least 10s, got 2s"},
		"BadPolicy":           {project("    watch: {stalled: kill}\n"), "trex.yaml:4: stalled must be notify, stop, ask or off"},
		"BadExecutor":         {project("    executor: k8s\n"), "trex.yaml:4: executor must be local or slurm"},
		"BadSlurmOption":      {project("    slurm:\n      options: [--wrap=rm]\n"), `trex.yaml:4: the sbatch option "--wrap=rm" is not allowed`},
		"BadSlurmDefault":     {"runner:\n  slurm: {partition: a b}\n", `trex.yaml:2: partition cannot be "a b"`},
		"BadSlurmMemory":      {project("    slurm: {memory: lots}\n"), "trex.yaml:4: memory must be as sbatch --mem takes it"},
		"NoSlots":             {"runner: {slots: 0}\n", "trex.yaml:1: slots must be from 1 to 10000, got 0"},
		"BadName":             {"projects:\n  'a b': {command: [x]}\n", "trex.yaml:2: a project's name is"},
		"SlackChannelName":    {"slack:\n  channels: ['#ml']\n", `trex.yaml:2: channels: "#ml" is not an id like C0123ABCD`},
		"SlackPersonName":     {"slack:\n  channels: [C1]\n  admins: [ana]\n", `trex.yaml:3: admins: "ana" is not an id like U0123ABCD`},
		"SlackHasNoRoles":     {"slack:\n  roles: [U1]\n", `trex.yaml:2: unknown field "roles"`},
		"DiscordChannelName":  {"discord: {channels: [ml]}\n", `trex.yaml:1: channels: "ml" is not an id like 1122334455`},
		"ProjectsAList":       {"projects: [a]\n", "trex.yaml:1: must be a mapping of names"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := new(owned).parse(test.yaml)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || trex.KindOf(err) != trex.KindInvalid {
				t.Errorf("error = %v, want it to begin with %q", err, test.want)
			}
		})
	}
}

func TestReadEnvironment(t *testing.T) {
	read := func(pairs ...string) error {
		_, err := ReadEnvironment(func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		})
		return err
	}
	if err := read(); err != nil {
		t.Errorf("an empty environment: %v", err)
	}
	for name, pairs := range map[string][]string{
		"DATABASE_URL":    {"DATABASE_URL", "mysql://x"},
		"OPENAI_BASE_URL": {"OPENAI_BASE_URL", "localhost:1"},
	} {
		err := read(pairs...)
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret-value") {
			t.Errorf("%v: error = %v, want a sentence about %s", pairs, err, name)
		}
	}
}
