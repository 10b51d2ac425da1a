package scaffold

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/runlog"
)

// Help runs the script with --help, at most for half a minute, and reads its
// options. A .py file is run by python3, anything else directly.
func Help(ctx context.Context, script string) (Draft, error) {
	command := []string{script}
	if filepath.Ext(script) == ".py" {
		command = []string{"python3", script}
	} else if !strings.ContainsRune(script, filepath.Separator) {
		command = []string{"./" + script}
	}
	if _, err := os.Stat(script); err != nil {
		return Draft{}, trex.NotFound("there is no script %s", script)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], "--help")...)
	cmd.WaitDelay = time.Second
	output, err := cmd.CombinedOutput()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return Draft{}, trex.Invalid("%s --help took more than 30 s", script)
	}
	draft := ParseHelp(string(output))
	if len(draft.Params) == 0 {
		return Draft{}, trex.Invalid("%s --help names no option with a value (%s); write trex.yaml by hand, see the README",
			script, firstLine(string(output), err))
	}
	draft.Name = projectName(strings.TrimSuffix(filepath.Base(script), filepath.Ext(script)))
	draft.Command = append(draft.Command, command...)
	for _, p := range draft.Params {
		draft.Command = append(draft.Command, "--"+p.Name, "{"+p.Name+"}")
	}
	return draft, nil
}

func firstLine(output string, err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(output), "\n")
	if line == "" && err != nil {
		return err.Error()
	}
	return "it printed: " + line
}

var (
	option       = regexp.MustCompile(`^\s{1,12}(?:-\w(?:[ =]\S+)?,\s+)?(?:-\w,\s*)?--?([A-Za-z][\w.-]*)(?:[ =](\{[^}]*\}|<[^>]*>|\[[^\]]*\]|[A-Za-z][\w.|-]*))?(.*)$`)
	defaultValue = regexp.MustCompile(`(?i)[(\[]\s*default(?:s to|:|=|\s)\s*["']?([^"')\],;]+)["']?\s*[)\],;]`)
)

// ParseHelp reads the options of argparse, click and Go's flag package from
// the text of --help.
func ParseHelp(text string) Draft {
	draft := Draft{Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize}}
	seen := map[string]bool{"help": true, "h": true, "version": true}
	for _, item := range optionBlocks(runlog.Clean(text)) {
		match := option.FindStringSubmatch(item)
		if match == nil || seen[match[1]] {
			continue
		}
		name, metavar, rest := match[1], match[2], strings.Join(strings.Fields(match[3]), " ")
		seen[name] = true
		switch value := defaultValue.FindStringSubmatch(rest); {
		case metavar == "":
			draft.Remarks = append(draft.Remarks, "--"+name+" takes no value and was left out")
		case value == nil || strings.TrimSpace(value[1]) == "None":
			draft.Remarks = append(draft.Remarks, "--"+name+" prints no default and was left out")
		default:
			p := param(name, strings.TrimSpace(value[1]), describe(rest))
			p.Choices = choices(metavar, &p)
			draft.Params = append(draft.Params, p)
		}
	}
	return draft
}

// optionBlocks joins each option with the lines of its description.
func optionBlocks(text string) []string {
	var blocks []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case option.MatchString(line):
			blocks = append(blocks, line)
		case len(blocks) > 0 && strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t"):
			if len(blocks) > 0 {
				blocks[len(blocks)-1] += " " + strings.TrimSpace(line)
			}
		}
	}
	return blocks
}

func describe(rest string) string {
	if i := defaultValue.FindStringIndex(rest); i != nil {
		rest = rest[:i[0]]
	}
	return strings.TrimSpace(rest)
}

// choices reads {sgd,adam} and [sgd|adam]. Choices that are not of the
// default's type, or leave the default out, are not believed.
func choices(metavar string, p *trex.Param) []trex.Value {
	inner := strings.Trim(metavar, "{}[]")
	if inner == metavar || !strings.ContainsAny(inner, ",|") {
		return nil
	}
	var values []trex.Value
	for _, name := range strings.FieldsFunc(inner, func(r rune) bool { return r == ',' || r == '|' }) {
		value, err := p.Check(trex.Text(strings.TrimSpace(name)))
		if err != nil {
			return nil
		}
		values = append(values, value)
	}
	if !slices.Contains(values, p.Default) {
		return nil
	}
	return values
}
