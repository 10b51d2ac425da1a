package config

import (
	"time"

	"github.com/trex-ml/trex"
)

// Config is a valid trex.yaml without the sections of chat services, which are
// read into the settings in Sections.Chats.
type Config struct {
	Projects  []trex.Project // in the file's order
	Runner    Runner
	Agent     Agent
	Proposals Proposals
}

// Runner says what runs may use.
type Runner struct {
	Slots         int // runs at a time on this machine
	GPUs          GPUs
	Grace         time.Duration // between TERM and KILL
	SystemMetrics time.Duration // between two samples of sys/ metrics; 0: none are taken
}

// GPUs says which GPUs runs may be given.
type GPUs struct {
	Auto bool  // all GPUs of the machine
	IDs  []int // these, when not Auto
}

// Agent bounds what the language model may cost.
type Agent struct {
	DailyTokens int     // per person and day; 0: no bound
	InputPrice  float64 // USD per million tokens; 0: unknown
	OutputPrice float64
}

// Proposals limits how much one request may ask for.
type Proposals struct {
	MaxRuns int           // configurations of one proposal
	Expire  time.Duration // until an undecided proposal is closed
}

// Default returns the configuration of an empty trex.yaml.
func Default() Config {
	return Config{
		Runner:    Runner{Slots: 2, GPUs: GPUs{Auto: true}, Grace: 10 * time.Second, SystemMetrics: 10 * time.Second},
		Agent:     Agent{DailyTokens: 500_000},
		Proposals: Proposals{MaxRuns: 100, Expire: 7 * 24 * time.Hour},
	}
}
