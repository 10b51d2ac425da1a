package scaffold

import (
	"context"
	"errors"
	"fmt"
	"io"
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

// Help runs the script with --help, for at most half a minute, and reads its
// options. A .py file is run by python3, and its argparse parser is asked
// directly. Any other file is run directly.
func Help(ctx context.Context, script string) (Draft, error) {
	text, err := os.ReadFile(script)
	if err != nil {
		return Draft{}, trex.NotFound("there is no script %s", script)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	command := commandOf(script)
	told, printed, err := ask(ctx, script, command)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return Draft{}, trex.Invalid("%s --help took more than 30 s", script)
	}
	draft := Draft{}
	if len(told) > 0 {
		if draft, err = readParser(told); err != nil {
			return Draft{}, err
		}
	} else {
		draft = ParseHelp(printed)
		for _, p := range draft.Params {
			draft.Command = append(draft.Command, "--"+p.Name, "{"+p.Name+"}")
		}
	}
	if len(draft.Params) == 0 {
		return Draft{}, trex.Invalid("%s --help names no option with a value and a default (%s); write trex.yaml by hand, see the README",
			script, because(draft.Remarks, printed, err))
	}
	draft.Name = projectName(strings.TrimSuffix(filepath.Base(script), filepath.Ext(script)))
	draft.Command = append(command, draft.Command...)
	draft.Objective = objective(string(text))
	return draft, nil
}

func commandOf(script string) []string {
	switch {
	case filepath.Ext(script) == ".py":
		return []string{"python3", script}
	case !strings.ContainsRune(script, filepath.Separator):
		return []string{"./" + script}
	}
	return []string{script}
}

// straggle is how long to wait for a script's output after the script ended. The
// output never ends when the script left a process that holds the pipe open. On
// a busy machine one second can be too short to read what is there.
const straggle = 10 * time.Second

// ask runs the script with --help. It returns the report of its argparse parser,
// if it has one, and what it printed.
func ask(ctx context.Context, script string, command []string) (told []byte, printed string, err error) {
	if command[0] != script && filepath.Ext(script) == ".py" {
		command = []string{command[0], "-c", probe, script}
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, "", fmt.Errorf("make a pipe: %w", err)
	}
	defer read.Close()
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], "--help")...)
	cmd.WaitDelay = straggle
	cmd.ExtraFiles = []*os.File{write} // file descriptor 3
	answer := make(chan []byte, 1)
	go func() {
		text, _ := io.ReadAll(read) // an incomplete report is unreadable, and readParser says so
		answer <- text
	}()
	output, err := cmd.CombinedOutput()
	_ = write.Close() // ends the reader's input
	_ = read.SetReadDeadline(time.Now().Add(straggle))
	return <-answer, string(output), err
}

// because returns why a script gives no draft: the first remark, or what it
// printed.
func because(remarks []string, printed string, err error) string {
	if len(remarks) > 0 {
		return remarks[0]
	}
	return firstLine(printed, err)
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
	var draft Draft
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

// choices reads {sgd,adam} and [sgd|adam]. It returns nil when a choice does not
// have the default's type, or when the default is missing.
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
