package main

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

// newAgent returns what reads messages: the offline grammar.
func newAgent(_ settings, _ any) agent.Agent { return agent.NewGrammar() }

func lookAtModel(context.Context, settings) []trex.Finding {
	return []trex.Finding{{Name: "language model", OK: true, Detail: "none; the offline grammar reads messages"}}
}
