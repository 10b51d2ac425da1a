package config

import (
	"errors"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
)

// Environment holds secrets and addresses, which are never in trex.yaml and
// never visible to runs. Those of a chat service belong to its adapter.
type Environment struct {
	OpenAIKey, OpenAIBaseURL, OpenAIModel string
	DatabaseURL                           string // "": SQLite
	WebToken, PublicURL                   string
}

// ReadEnvironment reads the variables through get, which is os.Getenv outside
// tests. An error of kind invalid names the variable, never a secret's value.
func ReadEnvironment(get func(string) string) (Environment, error) {
	env := Environment{
		OpenAIKey: get("OPENAI_API_KEY"), OpenAIBaseURL: get("OPENAI_BASE_URL"), OpenAIModel: get("OPENAI_MODEL"),
		DatabaseURL: get("DATABASE_URL"),
		WebToken:    get("TREX_WEB_TOKEN"), PublicURL: strings.TrimRight(get("TREX_PUBLIC_URL"), "/"),
	}
	err := errors.Join(section.CheckAddress("OPENAI_BASE_URL", env.OpenAIBaseURL), section.CheckAddress("TREX_PUBLIC_URL", env.PublicURL))
	if err != nil {
		return Environment{}, err
	}
	if d := env.DatabaseURL; d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		return Environment{}, trex.Invalid("DATABASE_URL must begin with postgres://; leave it out for SQLite")
	}
	return env, nil
}

// HasModel reports whether a language model is configured.
func (e *Environment) HasModel() bool { return e.OpenAIKey != "" || e.OpenAIBaseURL != "" }
