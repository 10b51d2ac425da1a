package evaltest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// example is one line of a set: a conversation, and what must come of it. The
// README of the handed-out sets says what its keys mean; those of the own sets
// come after.
type example struct {
	Say               string
	Turns             []string
	Project           string
	Family            string
	Configs           []partial
	Alt               [][]partial
	AltConfigs        [][]partial `json:"alt_configs"`
	ConfigsIfMentions []string    `json:"configs_if_mentioned"`
	Count             int
	Ranges            map[string][2]float64
	Distinct          string
	P                 string
	AskOK             bool `json:"ask_ok"`
	Ask               []string
	Refuse            *string // "": whatever the refusal says
	Talk              bool
	Mention           []string // one of these
	Not               words
	Tol               float64

	On        string   // "full": a server with runs; "": an empty one
	In        string   // where: "card": a thread with an open card of ann, "e5": that experiment's; "": a new thread
	By        string   // who says the last message; "": ann
	Overheard bool     // the last message is not addressed to Trex
	Act       string   // propose, change, command, ask, tell, answer or question
	Do        string   // what a command does: stop, launch or dismiss
	Select    string   // the runs that are meant, see choose
	Topic     string   // what a question is about
	All       []string // every one of these
	Free      []string // parameters whose values do not matter

	where string
}

// partial is a configuration as far as an example names it.
type partial map[string]json.RawMessage

// words is a list of words, or a single one.
type words []string

// UnmarshalJSON implements json.Unmarshaler.
func (w *words) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*w = words{one}
		return nil
	}
	var many []string
	err := json.Unmarshal(data, &many)
	*w = many
	return err
}

func (e *example) turns() []string {
	if e.Say != "" {
		return []string{e.Say}
	}
	return e.Turns
}

// kind names the world of an example.
func (e *example) kind() string {
	kind := e.Project
	if kind == "" {
		kind = "digits"
	}
	if e.On != "" {
		kind += "/" + e.On
	}
	return kind
}

// readSet reads the sets that match a pattern.
func readSet(t testing.TB, pattern string) []example {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(sets, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no set matches %s: %v", pattern, err)
	}
	var list []example
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		for n := 1; lines.Scan(); n++ {
			if strings.TrimSpace(lines.Text()) == "" {
				continue
			}
			e := example{where: fmt.Sprintf("%s:%d", filepath.Base(file), n)}
			decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&e); err != nil {
				t.Fatalf("%s: %v", e.where, err)
			}
			list = append(list, e)
		}
	}
	return list
}

// readLines reads the lines of a file that are not empty.
func readLines(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sets, name))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "##") {
			lines = append(lines, line)
		}
	}
	return lines
}
