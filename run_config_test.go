package trex

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

func project() *Project {
	zero, one, ten := 0.0, 1.0, 10.0
	return &Project{Name: "digits", Command: []string{"train", "--lr", "{lr}", "--tag={tag}", "{params}"}, Params: []Param{
		{Name: "lr", Type: Float, Default: Number(0.1), Above: &zero, Max: &ten},
		{Name: "epochs", Type: Int, Default: Number(10), Min: &one},
		{Name: "tag", Type: String, Default: Text("a")},
		{Name: "opt", Type: String, Default: Text("sgd"), Choices: []Value{Text("sgd"), Text("adam")}},
		{Name: "fp16", Type: Boolean, Default: Bool(false)},
	}}
}

func TestComplete(t *testing.T) {
	for name, test := range map[string]struct {
		json, want string // want: an error's sentence, or the complete configuration
	}{
		"Defaults":      {`{}`, `{"epochs":10,"fp16":false,"lr":0.1,"opt":"sgd","tag":"a"}`},
		"Converts":      {`{"lr":"3e-3","epochs":20.0,"tag":7,"fp16":"on"}`, `{"epochs":20,"fp16":true,"lr":0.003,"opt":"sgd","tag":"7"}`},
		"UnknownName":   {`{"lrr":1}`, `digits has no parameter "lrr"; it has: lr, epochs, tag, opt, fp16`},
		"TooLow":        {`{"epochs":0}`, "epochs must be at least 1, got 0"},
		"NotAbove":      {`{"lr":0}`, "lr must be above 0, got 0"},
		"TooHigh":       {`{"lr":11}`, "lr must be at most 10, got 11"},
		"NotWhole":      {`{"epochs":1.5}`, "epochs must be a whole number, got 1.5"},
		"NotANumber":    {`{"lr":"fast"}`, `lr must be a number, got "fast"`},
		"NaN":           {`{"lr":"NaN"}`, `lr must be a number, got "NaN"`},
		"NotBool":       {`{"fp16":"perhaps"}`, `fp16 must be true or false, got "perhaps"`},
		"Null":          {`{"lr":null}`, "lr must be a number, got nothing"},
		"NotAChoice":    {`{"opt":"lion"}`, `opt must be one of sgd, adam, got "lion"`},
		"NulByte":       {`{"tag":"a\u0000b"}`, "tag must be a text, got \"a\\x00b\""},
		"InexactNumber": {`{"epochs":1e300}`, "epochs must be a whole number, got 1e300"},
	} {
		t.Run(name, func(t *testing.T) {
			var config RunConfig
			if err := json.Unmarshal([]byte(test.json), &config); err != nil {
				t.Fatal(err)
			}
			complete, err := project().Complete(config)
			got := ""
			if err != nil {
				got = err.Error()
			} else if data, err := json.Marshal(complete); err == nil {
				got = string(data)
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestArgvKeepsAValueOneArgument(t *testing.T) {
	p := project()
	config := p.Defaults()
	config["tag"] = Text("$(touch x); --help {lr}")
	want := []string{
		"train", "--lr", "0.1", "--tag=$(touch x); --help {lr}",
		"--lr", "0.1", "--epochs", "10", "--tag", "$(touch x); --help {lr}", "--opt", "sgd", "--fp16", "false",
	}
	if got := p.Argv(config); !slices.Equal(got, want) {
		t.Errorf("Argv = %q\nwant   %q", got, want)
	}
}

func TestFormatNumber(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 1: "1", 64: "64", 0.1: "0.1", 1e-4: "0.0001", 1e-5: "1e-5", 2.5e-7: "2.5e-7",
		123456789: "123456789", 1e15: "1e15", -3e-6: "-3e-6", math.Inf(1): "+Inf",
	} {
		if got := FormatNumber(f); got != want {
			t.Errorf("FormatNumber(%g) = %q, want %q", f, got, want)
		}
	}
}

func TestParseIDRefusesGarbage(t *testing.T) {
	for _, good := range []string{"r12", "R12", " r12 "} {
		if id, err := ParseRunID(good); id != "r12" || err != nil {
			t.Errorf("ParseRunID(%q) = %q, %v", good, id, err)
		}
	}
	for _, bad := range []string{"", "r", "12", "r0", "r-1", "r1x", "e12", "r012", "r99999999999999999999", "r1/../x"} {
		if id, err := ParseRunID(bad); KindOf(err) != KindInvalid {
			t.Errorf("ParseRunID(%q) = %q, %v, want an invalid error", bad, id, err)
		}
	}
}

func TestStatusesMoveForwardOnly(t *testing.T) {
	legal := map[[2]Status]bool{
		{Pending, Running}: true, {Pending, Failed}: true, {Pending, Cancelled}: true,
		{Running, Completed}: true, {Running, Failed}: true, {Running, Cancelled}: true,
	}
	for _, from := range Statuses {
		for _, to := range Statuses {
			if got := from.CanBecome(to); got != legal[[2]Status{from, to}] {
				t.Errorf("%s.CanBecome(%s) = %t", from, to, got)
			}
		}
	}
}

func TestSentenceHidesCauses(t *testing.T) {
	secret := errors.New("password=x")
	if s, ok := Sentence(Unavailable(secret, "the database is away")); s != "the database is away" || !ok {
		t.Errorf("Sentence = %q, %t", s, ok)
	}
	if s, ok := Sentence(secret); ok || strings.Contains(s, "x") {
		t.Errorf("Sentence of an unknown error = %q, %t", s, ok)
	}
}
