package config

import "github.com/trex-ml/trex/config/section"

// The types below are trex.yaml as it is written. The decoder and the JSON
// Schema for editors use their tags. The parts that others own are in Sections.

type file struct {
	Projects  ordered[projectFile] `yaml:"projects,omitempty" jsonschema_description:"What can be trained, by name."`
	Runner    runnerFile           `yaml:"runner,omitempty" jsonschema_description:"What runs may use."`
	Agent     agentFile            `yaml:"agent,omitempty" jsonschema_description:"Bounds on what the language model may cost."`
	Proposals proposalsFile        `yaml:"proposals,omitempty" jsonschema_description:"Bounds on what may be asked for at once."`
}

type projectFile struct {
	Description string             `yaml:"description,omitempty" jsonschema_description:"One line for people."`
	Command     []string           `yaml:"command" jsonschema_description:"The command as a list of arguments. {name} is replaced by a parameter's value, {params} by --name value for every parameter."`
	Dir         string             `yaml:"dir,omitempty" jsonschema_description:"Working directory, relative to this file."`
	Params      ordered[paramFile] `yaml:"params,omitempty" jsonschema_description:"Hyperparameters, by name."`
	Objective   objectiveFile      `yaml:"objective,omitempty" jsonschema_description:"The metric by which runs are compared."`
	Resources   resourcesFile      `yaml:"resources,omitempty" jsonschema_description:"What one run occupies."`
	Timeout     section.Duration   `yaml:"timeout,omitempty" jsonschema_description:"Longest time of one run, such as 2h. Default: none."`
	Env         map[string]string  `yaml:"env,omitempty" jsonschema_description:"Environment variables of its runs."`
	Metrics     []string           `yaml:"metrics,omitempty" jsonschema_description:"Regular expressions (RE2) with named groups that read metrics from log lines."`
	Watch       watchFile          `yaml:"watch,omitempty" jsonschema_description:"What to do when a run looks wrong."`
	Retention   retentionFile      `yaml:"retention,omitempty" jsonschema_description:"What may be thinned or deleted after a time. Default: nothing."`
	Executor    string             `yaml:"executor,omitempty" jsonschema_description:"Where its runs execute. Default: local."`
}

type paramFile struct {
	Type        string   `yaml:"type" jsonschema:"enum=float,enum=int,enum=string,enum=bool"`
	Default     scalar   `yaml:"default" jsonschema_description:"The value when nobody names one."`
	Min         *number  `yaml:"min,omitempty" jsonschema_description:"Smallest value."`
	Max         *number  `yaml:"max,omitempty" jsonschema_description:"Largest value."`
	Above       *number  `yaml:"above,omitempty" jsonschema_description:"Every value is larger than this."`
	Choices     []scalar `yaml:"choices,omitempty" jsonschema_description:"The only values."`
	Scale       string   `yaml:"scale,omitempty" jsonschema:"enum=linear,enum=log" jsonschema_description:"How a range is divided. Default: linear."`
	Aliases     []string `yaml:"aliases,omitempty" jsonschema_description:"Other names people use."`
	Description string   `yaml:"description,omitempty" jsonschema_description:"One line for people."`
}

type objectiveFile struct {
	Metric string `yaml:"metric" jsonschema_description:"A metric the command reports."`
	Goal   string `yaml:"goal,omitempty" jsonschema:"enum=minimize,enum=maximize" jsonschema_description:"Default: minimize."`
}

type resourcesFile struct {
	GPUs int `yaml:"gpus,omitempty" jsonschema:"minimum=0"`
}

type watchFile struct {
	Diverged  string           `yaml:"diverged,omitempty" jsonschema:"enum=notify,enum=stop,enum=ask,enum=off" jsonschema_description:"The loss became NaN or runs away. Default: notify."`
	Stalled   string           `yaml:"stalled,omitempty" jsonschema:"enum=notify,enum=stop,enum=ask,enum=off" jsonschema_description:"No output for much longer than usual. Default: notify."`
	IdleGPU   string           `yaml:"idle_gpu,omitempty" jsonschema:"enum=notify,enum=stop,enum=ask,enum=off" jsonschema_description:"An assigned GPU is not used. Default: notify."`
	IdleAfter section.Duration `yaml:"idle_after,omitempty" jsonschema_description:"How long it must not be used for that. Default: 20m."`
}

type retentionFile struct {
	ThinPoints section.Duration `yaml:"thin_points,omitempty" jsonschema_description:"Age of a finished run after which its curves are thinned, such as 90d."`
	DeleteLogs section.Duration `yaml:"delete_logs,omitempty" jsonschema_description:"Age of a finished run after which its log is deleted."`
}

type runnerFile struct {
	Slots         *int              `yaml:"slots,omitempty" jsonschema:"minimum=1" jsonschema_description:"Runs at a time on this machine. Default: 2."`
	GPUs          gpus              `yaml:"gpus,omitempty" jsonschema_description:"auto, none, how many, or a list of device numbers. Default: auto."`
	Grace         *section.Duration `yaml:"grace,omitempty" jsonschema_description:"Time between TERM and KILL. Default: 10s."`
	SystemMetrics *section.Duration `yaml:"system_metrics,omitempty" jsonschema_description:"Time between two samples of CPU, memory and GPU use, or off. Default: 10s."`
}

type agentFile struct {
	DailyTokens *int    `yaml:"daily_tokens,omitempty" jsonschema:"minimum=0" jsonschema_description:"Tokens per person and day; 0 is no bound. Default: 500000."`
	InputPrice  float64 `yaml:"input_price,omitempty" jsonschema_description:"USD per million input tokens."`
	OutputPrice float64 `yaml:"output_price,omitempty" jsonschema_description:"USD per million output tokens."`
}

type proposalsFile struct {
	MaxRuns *int              `yaml:"max_runs,omitempty" jsonschema:"minimum=1" jsonschema_description:"Most runs of one experiment. Default: 100."`
	Expire  *section.Duration `yaml:"expire,omitempty" jsonschema_description:"Age at which an undecided proposal is closed. Default: 7d."`
}
