package agent

import (
	"net/http"
	"strings"
	"testing"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex"
)

func resnet() trex.Project {
	return trex.Project{
		Name: "resnet",
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log},
			{Name: "depth", Type: trex.Int, Default: trex.Number(18), Min: new(1.0), Max: new(200.0)},
		},
	}
}

// ppo has its own name as a choice.
func ppo() trex.Project {
	return trex.Project{
		Name: "ppo",
		Params: []trex.Param{
			{Name: "algo", Type: trex.String, Default: trex.Text("ppo"), Choices: []trex.Value{trex.Text("ppo"), trex.Text("a2c")}},
			{Name: "gamma", Type: trex.Float, Default: trex.Number(0.99), Min: new(0.0), Max: new(1.0)},
		},
	}
}

func understood(t *testing.T, req Request) Intent {
	t.Helper()
	if req.Projects == nil {
		req.Projects = []trex.Project{digits(), finetune(), resnet(), ppo()}
	}
	intent, err := NewGrammar().Understand(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return intent
}

func TestUseProject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"use resnet here":                                "resnet",
		"trex, please use resnet here from now on":       "resnet",
		"in this channel we work on ppo":                 "ppo",
		"default project here is finetune":               "finetune",
		"the default project is resnet":                  "resnet",
		"default project: resnet":                        "resnet",
		"this channel is about digits from now on":       "digits",
		"this channel is for ppo":                        "ppo",
		"this is the resnet channel":                     "resnet",
		"from now on resnet":                             "resnet",
		"from now on, we only do resnet":                 "resnet",
		"make resnet the default here":                   "resnet",
		"make resnet the default project":                "resnet",
		"set the default project to ppo":                 "ppo",
		"can you use resnet by default in this channel?": "resnet",
		"let's use ppo in this channel":                  "ppo",
		"I want to work on finetune here":                "finetune",
		"we train resnet here":                           "resnet",
		"here we do resnet":                              "resnet",
		"resnet is the default in this channel":          "resnet",
		"switch the default project to digits":           "digits",
		"we are working on ppo in this channel":          "ppo",
		"default project is foobar":                      "foobar", // the lab refuses it
		"use the default resnet here":                    "",
		"run the default resnet here":                    "",
		"make resnet the default":                        "resnet",
		"use resnet as the default":                      "resnet",
		"everything here is resnet":                      "resnet",
		"the project here is resnet":                     "resnet",
		"all requests here are for ppo":                  "ppo",
		"resnet is our default":                          "resnet",
		"set this channel's project to ppo":              "ppo",
		"from now on use finetune instead of resnet":     "finetune",
		"ppo here looks broken":                          "",
		"I use resnet here because it converges":         "",
		"the default project should train longer":        "",
		"use resnet":                                        "",
		"try resnet here":                                   "",
		"train resnet here":                                 "",
		"use resnet here with lr 0.1":                       "",
		"from now on resnet with depth 50":                  "",
		"use adam here":                                     "",
		"use the defaults of resnet here":                   "",
		"we used resnet here":                               "",
		"is resnet the default here?":                       "",
		"should we use resnet here?":                        "",
		"if you use resnet here, tell me":                   "",
		"the paper uses resnet here":                        "",
		"use resnet here and ppo in the other channel":      "",
		"stop resnet here":                                  "",
		"stop r12 and use resnet here":                      "",
		"why is resnet the default here":                    "",
		"use r12 of resnet here":                            "",
		"how is resnet doing here":                          "",
		"best resnet run here":                              "",
		"which parameters does resnet have here?":           "",
		"don't use resnet here":                             "",
		"resnet with the default lr here":                   "",
		"what happens with resnet here":                     "",
		"we should probably use something like resnet here": "",
		"did somebody use resnet here?":                     "",
		"use resnet and ppo here":                           "",
	} {
		intent := understood(t, Request{Text: text})
		got := ""
		if intent.Kind == UseProject {
			got = intent.Project
		}
		if got != want || want == "" && intent.Kind == UseProject {
			t.Errorf("%q uses %q, want %q: %+v", text, got, want, intent)
		}
	}
}

func TestForgetsProject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Kind{
		"no default project here any more":             UseProject,
		"forget the default project":                   UseProject,
		"there is no default project here":             UseProject,
		"remove the default project please":            UseProject,
		"clear the default here":                       UseProject,
		"don't use resnet here any more":               UseProject,
		"stop using resnet here":                       UseProject,
		"resnet is no longer the default here":         UseProject,
		"resnet is not the default project":            UseProject,
		"we don't work on resnet here anymore":         UseProject,
		"no more default project":                      UseProject,
		"this channel has no default project any more": UseProject,
		"there should be no default project here":      UseProject,
		"don't assume a project here":                  UseProject,
		"reset the channel's project":                  UseProject,
		"turn off the default project":                 UseProject,
		"what's this channel's default project":        DefaultProject,
		"which project are we on here?":                DefaultProject,
		"what projects are there here?":                Projects,
		"don't use ppo here":                           DefaultProject, // it is resnet
		"ppo is not the default project":               DefaultProject,
		"which project is the default here?":           DefaultProject,
		"what's the default project?":                  DefaultProject,
		"what is the default project in this room":     DefaultProject,
		"is there a default project here?":             DefaultProject,
		"do we have a default project?":                DefaultProject,
		"is resnet the default here?":                  DefaultProject,
		"which project do we work on here?":            DefaultProject,
		"what is this channel about?":                  DefaultProject,
		"show the default project":                     DefaultProject,
		"default project?":                             DefaultProject,
		"which projects are there":                     Projects,
		"projects":                                     Projects,
	} {
		intent := understood(t, Request{Text: text, Default: "resnet"})
		if intent.Kind != want || intent.Project != "" && want != Projects {
			t.Errorf("%q is %+v, want %s", text, intent, want)
		}
	}
	for _, text := range []string{"forget the default", "what is the default lr here?", "forget resnet with lr 0.1 here", "stop everything here", "what are the defaults?", "which project is running here?"} {
		if intent := understood(t, Request{Text: text, Default: "resnet"}); intent.Kind == UseProject || intent.Kind == DefaultProject {
			t.Errorf("%q is about the channel's project: %+v", text, intent)
		}
	}
}

func TestUseProjectAsksWhich(t *testing.T) {
	t.Parallel()
	intent := understood(t, Request{Text: "use resnet and finetune here"})
	if intent.Kind != Ask || len(intent.Options) != 2 || intent.Options[0] != "use resnet here" {
		t.Errorf("two projects: %+v", intent)
	}
}

// TestUseProjectIsSaidToTrex: people say this to each other, too.
func TestUseProjectIsSaidToTrex(t *testing.T) {
	t.Parallel()
	open := &trex.Proposal{ID: "p1", Project: "resnet", Configs: []trex.RunConfig{{"lr": trex.Number(0.1), "depth": trex.Number(18)}}}
	for text, want := range map[string]Kind{
		"use resnet here":                    Unheard,
		"in this channel we work on ppo":     Unheard,
		"no default project here any more":   Unheard,
		"which project is the default here?": Unheard,
		"trex, use resnet here":              UseProject,
	} {
		if intent := understood(t, Request{Text: text, Overheard: true, Owner: true, Open: open}); intent.Kind != want {
			t.Errorf("%q is %q, want %q", text, intent.Kind, want)
		}
	}
}

func TestDefaultProjectIsAssumed(t *testing.T) {
	t.Parallel()
	before, after := time.Unix(1000, 0), time.Unix(3000, 0)
	card := func(project string, at time.Time) []Turn {
		return []Turn{{Role: trex.RoleAssistant, Proposal: &trex.Proposal{ID: "p1", Project: project, CreatedAt: at}}}
	}
	for _, test := range []struct {
		name, text, standing string
		turns                []Turn
		wide                 bool
		want                 string
	}{
		{name: "BothFit", text: "lr 3e-4", standing: "finetune", want: "finetune"},
		{name: "BothFitAnother", text: "lr 3e-4", standing: "resnet", want: "resnet"},
		{name: "AnAliasFitsToo", text: "learning rate 3e-4", standing: "digits", want: "digits"},
		{name: "OnlyAnotherFits", text: "lora_r 16", standing: "resnet", want: "finetune"},
		{name: "AnotherFitsMore", text: "lr 3e-4 and lora_r 16", standing: "resnet", want: "finetune"},
		{name: "TheDefaultFitsMore", text: "lr 0.1 with depth 50", standing: "resnet", want: "resnet"},
		{name: "NoneIsNamed", text: "run the defaults", standing: "resnet", want: "resnet"},
		{name: "AnotherIsNamed", text: "finetune with lr 3e-4", standing: "resnet", want: "finetune"},
		{name: "GoneFromTheConfiguration", text: "lora_r 16", standing: "alexnet", want: "finetune"},
		{name: "InAThread", text: "lr 3e-4", standing: "resnet", turns: card("finetune", before), want: "finetune"},
		{name: "AnOlderCardOfTheChannel", text: "lr 3e-4", standing: "resnet", turns: card("finetune", before), wide: true, want: "resnet"},
		{name: "ANewerCardOfTheChannel", text: "lr 3e-4", standing: "resnet", turns: card("finetune", after), wide: true, want: "finetune"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			intent := understood(t, Request{Text: test.text, Default: test.standing, DefaultAt: time.Unix(2000, 0), Turns: test.turns, Wide: test.wide})
			if intent.Kind != Propose || intent.Project != test.want {
				t.Errorf("%q is for %q, want %q: %+v", test.text, intent.Project, test.want, intent)
			}
		})
	}
}

// TestModelIsNotAskedAboutTheChannel: what is assumed is decided by a person's words
// alone.
func TestModelIsNotAskedAboutTheChannel(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, _ openai.ChatCompletionRequest, _ int) {
		http.Error(w, "no", http.StatusBadRequest)
	})
	for text, want := range map[string]Kind{"use digits here": UseProject, "which project is the default here?": DefaultProject} {
		if intent := understand(t, fake.agent(), asking(text)); intent.Kind != want || intent.Note != "" {
			t.Errorf("%q is %+v, want %s", text, intent, want)
		}
	}
	if n := len(fake.asked()); n > 0 {
		t.Errorf("the model was asked %d times", n)
	}
	req := asking("lr 0.3")
	req.Projects, req.Default = append(req.Projects, finetune()), "finetune"
	understand(t, fake.agent(), req)
	asked := fake.asked()
	if len(asked) == 0 || !strings.Contains(asked[0].Messages[0].Content, "names no project is for finetune") {
		t.Error("the model is not told of the channel's project")
	}
}
