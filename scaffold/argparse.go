package scaffold

import (
	_ "embed" // the probe
	"encoding/json"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

//go:embed argparse.py
var probe string

// parserOptions is the probe's report on a script's argparse parser.
type parserOptions struct {
	Description string
	Options     []parserOption
}

type parserOption struct {
	Flags    []string // none: a positional argument
	Dest     string
	Type     string // name of the Python function that converts the text
	Default  any    // nil: no default, or one that is no plain value
	Choices  []any
	Help     string
	Required bool
	Takes    string   // "none", "one" or "many" values
	Commands []string // of an option that selects a subcommand
}

// readParser makes a draft from the probe's report. In the command, the script's
// name comes before the parameters; the caller adds it.
func readParser(told []byte) (Draft, error) {
	var parser parserOptions
	if err := json.Unmarshal(told, &parser); err != nil {
		return Draft{}, trex.Invalid("the script's argument parser gave an unreadable report: %v", err)
	}
	draft := Draft{Description: firstSentence(parser.Description)}
	for i := range parser.Options {
		o := &parser.Options[i]
		p, why := o.param()
		if why != "" {
			draft.Remarks = append(draft.Remarks, o.name()+" "+why)
			continue
		}
		draft.Params = append(draft.Params, p)
		draft.Command = append(draft.Command, o.name(), "{"+p.Name+"}")
	}
	return draft, nil
}

// name returns the option's long form if it has one, else its short form.
func (o *parserOption) name() string {
	for _, flag := range o.Flags {
		if strings.HasPrefix(flag, "--") {
			return flag
		}
	}
	if len(o.Flags) > 0 {
		return o.Flags[0]
	}
	return o.Dest
}

// param returns the option as a parameter, or the reason why it cannot be one.
func (o *parserOption) param() (p trex.Param, why string) {
	switch {
	case len(o.Commands) > 0:
		return p, "is a choice of subcommands (" + strings.Join(o.Commands, ", ") + "): write the one to run, and its options, into the command"
	case len(o.Flags) == 0:
		return p, "is a positional argument: write its value into the command"
	case o.Takes == "none":
		return p, "takes no value and was left out: write it into the command to switch it on"
	case o.Takes == "many":
		return p, "takes several values and was left out"
	case o.Type == "bool":
		return p, "has type=bool, for which Python takes every text as true, and was left out"
	case o.Default == nil && o.Required:
		return p, "is required and has no default: write it and its value into the command"
	case o.Default == nil:
		return p, "has no default and was left out"
	}
	p = param(strings.ReplaceAll(o.Dest, "-", "_"), plainText(o.Default), o.Help)
	switch _, isText := o.Default.(string); {
	case o.Type == "float" && p.Type == trex.Int:
		p.Type = trex.Float
	case isText && o.Type == "str":
		p.Type, p.Default, p.Scale = trex.String, trex.Text(plainText(o.Default)), trex.Linear
	}
	p.Choices = checked(o.Choices, &p)
	return p, ""
}

// checked returns the choices as values of p, or none if any choice does not
// fit.
func checked(choices []any, p *trex.Param) []trex.Value {
	var values []trex.Value
	for _, choice := range choices {
		if choice == nil {
			return nil
		}
		value, err := p.Check(trex.Text(plainText(choice)))
		if err != nil {
			return nil
		}
		values = append(values, value)
	}
	return values
}

// plainText writes a JSON value in the form of a command line argument.
func plainText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	first, _, _ := strings.Cut(text, ". ")
	return strings.TrimSuffix(first, ".")
}
